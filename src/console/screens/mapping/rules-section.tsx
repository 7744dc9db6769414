// Rules over values, for roles and tenants alike: what arrived with what it gives, and every rule.
// A value that no rule means is one click away from one.

import { Suspense, useState } from 'react'
import { Badge } from '../../parts/badge.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Mono, Quiet } from '../../parts/facts.tsx'
import type { Choice } from '../../parts/fields.tsx'
import { Icon } from '../../parts/icon.tsx'
import { lazyPart } from '../../parts/lazy-part.ts'
import { Menu } from '../../parts/menu.tsx'
import { Stack } from '../../parts/page.tsx'
import { type Column, Table, wholeList } from '../../parts/table.tsx'
import { isGroupId, type ValueRule } from './mapping-values.ts'
import { type MatchedValue, matchValues } from './preview.ts'

// A dialog that many never open.
const EditRule = lazyPart(async () => (await import('./edit-rule.tsx')).EditRule)

export interface RulesProps {
  /** What a rule gives: "Role". */
  readonly what: string
  readonly rules: readonly ValueRule[]
  readonly choices: readonly Choice<string>[] | undefined
  /** What a role or tenant is called. */
  readonly nameOf: (given: string) => string
  /** Of the test; `undefined` without one. */
  readonly values: readonly string[] | undefined
  readonly mayChange: boolean
  readonly onChange: (rules: readonly ValueRule[]) => void
}

interface Edited {
  /** Absent: a new rule. */
  readonly at?: number
  readonly rule: ValueRule
}

const ruleFor = (value: string): ValueRule => ({
  match: isGroupId(value) ? 'group_id' : 'exact',
  value,
  gives: '',
})

/** Received values, then the rules. */
export function Rules(props: RulesProps) {
  const { what, rules, choices, values, mayChange, onChange } = props
  const [edited, edit] = useState<Edited>()
  const done = (rule: ValueRule) => {
    const at = edited?.at
    onChange(at === undefined ? [...rules, rule] : rules.map((one, n) => (n === at ? rule : one)))
    edit(undefined)
  }
  return (
    <Stack>
      {values && (
        <Values {...props} values={values} onAdd={(value) => edit({ rule: ruleFor(value) })} />
      )}
      <h3>Rules</h3>
      <Table
        caption={`Rules that give a ${what.toLowerCase()}`}
        list={wholeList(rules.map((rule, at) => ({ ...rule, at })))}
        columns={ruleColumns(props)}
        keyOf={({ at }) => String(at)}
        {...(mayChange && {
          menuOf: ({ at, ...rule }: ValueRule & { readonly at: number }) => (
            <Menu
              label={`Actions of the rule for ${rule.label ?? rule.value}`}
              actions={[
                { label: 'Change', onSelect: () => edit({ at, rule }) },
                {
                  label: 'Remove',
                  danger: true,
                  onSelect: () => onChange(rules.filter((_, n) => n !== at)),
                },
              ]}
            />
          ),
        })}
        empty={{ sentence: `No rule gives a ${what.toLowerCase()} yet.` }}
      />
      {mayChange && (
        <Actions>
          <Button onClick={() => edit({ rule: { match: 'exact', value: '', gives: '' } })}>
            <Icon name="plus" />
            Add rule
          </Button>
        </Actions>
      )}
      {edited && (
        <Suspense>
          <EditRule
            rule={edited.rule}
            what={what}
            choices={choices}
            onDone={done}
            onClose={() => edit(undefined)}
          />
        </Suspense>
      )}
    </Stack>
  )
}

const MATCHES = { exact: 'is', prefix: 'begins with', group_id: 'is the group' } as const

const ruleColumns = ({ what, nameOf }: RulesProps): readonly Column<ValueRule>[] => [
  {
    title: 'Value',
    cell: ({ match, value, label }) => (
      <>
        {label && <bdi>{label} </bdi>}
        <Quiet>{MATCHES[match]}</Quiet> <Mono>{value}</Mono>
      </>
    ),
  },
  { title: what, cell: ({ gives }) => <bdi>{nameOf(gives)}</bdi> },
]

interface ValuesProps extends RulesProps {
  readonly values: readonly string[]
  readonly onAdd: (value: string) => void
}

function Values({ what, rules, nameOf, values, mayChange, onAdd }: ValuesProps) {
  const columns: readonly Column<MatchedValue>[] = [
    {
      title: 'Received in the test',
      cell: ({ value, rules: [first] }) => (
        <>
          {first?.label && <bdi>{first.label} </bdi>}
          <Mono>{value}</Mono>
        </>
      ),
    },
    {
      title: what,
      cell: ({ rules: meant }) =>
        meant.length === 0 ? (
          <Badge state="awaiting" label="No rule" />
        ) : (
          <bdi>{[...new Set(meant.map(({ gives }) => nameOf(gives)))].join(', ')}</bdi>
        ),
    },
    ...(mayChange
      ? [
          {
            title: 'Rule',
            cell: ({ value, rules: meant }: MatchedValue) =>
              meant.length > 0 ? (
                <Quiet>{meant.length === 1 ? '1 rule' : `${meant.length} rules`}</Quiet>
              ) : (
                <Button onClick={() => onAdd(value)} label={`Add rule for ${value}`}>
                  Add rule
                </Button>
              ),
          },
        ]
      : []),
  ]
  return (
    <Table
      caption={`Values of the test, and the ${what.toLowerCase()} that each gives`}
      list={wholeList(matchValues(values, rules))}
      columns={columns}
      keyOf={({ value }) => value}
      empty={{ sentence: 'The test received no value that these rules could read.' }}
    />
  )
}

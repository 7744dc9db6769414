// The rules of a test: what was wanted, what came, and who mends it. Those that failed come first.

import { useState } from 'react'
import type { ConnectorTestReport } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Mono, Quiet } from '../../parts/facts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { type Column, Table, wholeList } from '../../parts/table.tsx'
import { linesOf, MENDED_BY } from './test-words.ts'

type Check = ConnectorTestReport['checks'][number]

const OUTCOMES = {
  passed: ['live', 'Passed'],
  failed: ['failing', 'Failed'],
  not_reached: ['disabled', 'Not reached'],
} as const

/** A fact of a check, line by line. */
export const FactLines = ({ fact }: { readonly fact: unknown }) => {
  const lines = linesOf(fact)
  return lines.length === 0 ? (
    <Quiet>–</Quiet>
  ) : (
    lines.map((line) => (
      <div key={line}>
        <Mono>{line}</Mono>
      </div>
    ))
  )
}

const COLUMNS: readonly Column<Check>[] = [
  {
    title: 'Rule',
    cell: ({ title, rule }) => (
      <>
        {title} <Quiet>{rule}</Quiet>
      </>
    ),
  },
  {
    title: 'Outcome',
    cell: ({ outcome }) => {
      const [state, label] = OUTCOMES[outcome]
      return <Badge state={state} label={label} />
    },
  },
  { title: 'Wanted', cell: ({ expected }) => <FactLines fact={expected} /> },
  { title: 'Received', cell: ({ got }) => <FactLines fact={got} /> },
  {
    title: 'Who mends it',
    cell: ({ fixed_by }) => (fixed_by ? MENDED_BY[fixed_by] : <Quiet>–</Quiet>),
  },
]

/** Every rule; those that passed are folded away. */
export function TestChecks({ report }: { readonly report: ConnectorTestReport }) {
  const [isWhole, showWhole] = useState(false)
  const { checks, warnings } = report
  const count = (outcome: Check['outcome']) =>
    checks.filter((check) => check.outcome === outcome).length
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  const shown = isWhole ? checks : failed
  const parts = [
    `${count('passed')} passed`,
    `${count('failed')} failed`,
    `${count('not_reached')} not reached`,
  ]
  return (
    <Section title="Rules" sentence={`${parts.join(', ')}.`}>
      {warnings.map(({ code, message }) => (
        <Notice key={code} kind="warning" title={message} />
      ))}
      {shown.length > 0 && (
        <Table
          caption="Rules of the sign-in"
          list={wholeList(shown)}
          columns={COLUMNS}
          keyOf={({ rule, title }) => `${rule} ${title}`}
          empty={{ sentence: 'No rule was checked.' }}
        />
      )}
      {checks.length > failed.length && (
        <Actions>
          <Button kind="second" onClick={() => showWhole(!isWhole)}>
            {isWhole ? 'Show failed rules only' : `Show all ${checks.length} rules`}
          </Button>
        </Actions>
      )}
    </Section>
  )
}

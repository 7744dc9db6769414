// One rule: people with a value get a role, or enter a tenant.

import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { type Choice, SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import type { ValueRule } from './mapping-values.ts'

const MATCHES = [
  { value: 'exact', label: 'Is exactly' },
  { value: 'prefix', label: 'Begins with' },
  { value: 'group_id', label: 'Is the id of a directory group' },
] as const

export interface EditRuleProps {
  readonly rule: ValueRule
  /** What a rule gives: "Role". */
  readonly what: string
  /** Absent: it is typed. */
  readonly choices: readonly Choice<string>[] | undefined
  readonly onDone: (rule: ValueRule) => void
  readonly onClose: () => void
}

/** A dialog that makes or changes a rule. */
export function EditRule({ rule, what, choices, onDone, onClose }: EditRuleProps) {
  const [draft, setDraft] = useState(rule)
  const change = (changed: Partial<ValueRule>) => setDraft({ ...draft, ...changed })
  const { match, value, label = '', gives } = draft
  const isWhole = value.trim() !== '' && gives.trim() !== ''
  const done = () => {
    const { label: _before, ...others } = draft
    onDone(label.trim() === '' ? others : { ...others, label: label.trim() })
  }
  return (
    <Dialog open title={rule.gives === '' ? 'Add rule' : 'Change rule'} onClose={onClose}>
      <Form
        submit={rule.gives === '' ? 'Add rule' : 'Apply'}
        onSubmit={done}
        why={isWhole ? undefined : `A rule needs a value and a ${what.toLowerCase()}`}
        second={
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        }
      >
        <SelectField
          label="The value"
          choices={MATCHES}
          value={match}
          onChange={(chosen) => change({ match: chosen })}
        />
        <TextField
          label="Value"
          mono
          value={value}
          onChange={(typed) => change({ value: typed })}
        />
        <TextField
          label="Name"
          optional
          maxLength={100}
          help="What the value stands for, such as the name of the group. It decides nothing."
          value={label}
          onChange={(typed) => change({ label: typed })}
        />
        {choices ? (
          <SelectField
            label={what}
            choices={[{ value: '', label: 'Choose' }, ...choices]}
            value={gives}
            onChange={(chosen) => change({ gives: chosen })}
          />
        ) : (
          <TextField
            label={what}
            mono
            value={gives}
            onChange={(typed) => change({ gives: typed })}
          />
        )}
      </Form>
    </Dialog>
  )
}

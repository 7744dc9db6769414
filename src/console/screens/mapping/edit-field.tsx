// One field: the attributes that it may come from, chosen among those that arrived.

import { useState } from 'react'
import type { ConnectorTestReport } from '../../api/schema.d.ts'
import { Actions, Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Quiet } from '../../parts/facts.tsx'
import { AreaField, CheckboxField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Stack } from '../../parts/page.tsx'
import { fieldLabel } from '../tests/field-labels.ts'
import {
  attributesOf,
  changeRule,
  type FieldName,
  type FieldRule,
  isRequired,
  transformsOf,
} from './mapping-values.ts'

/** Attributes that are offered; the others are typed. */
const MAX_OFFERED = 24

export interface EditFieldProps {
  readonly field: FieldName
  readonly rule: FieldRule | undefined
  readonly report: ConnectorTestReport | undefined
  readonly onDone: (rule: FieldRule | undefined) => void
  readonly onClose: () => void
}

/** A dialog that changes where a field comes from. */
export function EditField({ field, rule, report, onDone, onClose }: EditFieldProps) {
  const [text, setText] = useState(attributesOf(rule).join('\n'))
  const [required, setRequired] = useState(isRequired(field, rule))
  const names = text
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const offered = (report?.received ?? []).filter(({ name }) => !names.includes(name))
  return (
    <Dialog open title={`Where “${fieldLabel(field)}” comes from`} onClose={onClose}>
      <Form
        submit="Apply"
        onSubmit={() => onDone(changeRule(field, rule, { attributes: names, required }))}
        second={
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        }
      >
        <AreaField
          label="Attributes"
          optional
          mono
          rows={3}
          help="One a line, the preferred first. Empty: the names that identity providers usually send."
          value={text}
          onChange={setText}
        />
        {offered.length > 0 && (
          <Stack>
            <Quiet>Received in the test:</Quiet>
            <Actions>
              {offered.slice(0, MAX_OFFERED).map(({ name, values }) => (
                <Button
                  key={name}
                  label={`Use ${name}, which was ${values.join(', ') || 'empty'}`}
                  onClick={() => setText([...names, name].join('\n'))}
                >
                  {name}
                </Button>
              ))}
            </Actions>
          </Stack>
        )}
        <CheckboxField
          label="Required: a sign-in without it is refused"
          checked={required}
          onChange={setRequired}
        />
        {transformsOf(rule) > 0 && <Quiet>The transforms of this field stay as they are.</Quiet>}
      </Form>
    </Dialog>
  )
}

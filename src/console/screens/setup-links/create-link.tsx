// Making a set-up link: what it opens, for how long, and its address, once.

import { useState } from 'react'
import type { SetupTask } from '../../api/me.ts'
import { errorAt } from '../../api/problem.ts'
import { useChange, useList } from '../../api/queries.ts'
import type { SetupLinkWithUrl } from '../../api/schema.d.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { CheckboxField, FieldGroup, SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Secret } from '../../parts/secret.tsx'
import { TASKS } from './link-words.tsx'

export interface CreateLinkProps {
  readonly tenantId: string
  readonly open: boolean
  readonly onClose: () => void
}

const ANY = ''

/** A dialog that makes a link, and then shows its address. */
export const CreateLink = ({ tenantId, open, onClose }: CreateLinkProps) => (
  <Dialog open={open} title="Create set-up link" onClose={onClose}>
    <Creation tenantId={tenantId} onClose={onClose} />
  </Dialog>
)

function Creation({ tenantId, onClose }: Omit<CreateLinkProps, 'open'>) {
  const [made, setMade] = useState<SetupLinkWithUrl>()
  if (made === undefined) return <LinkForm tenantId={tenantId} onClose={onClose} onMade={setMade} />
  return (
    <>
      <Secret
        label="Address of the set-up link"
        value={made.url}
        fileName="set-up-link.txt"
        done="I have sent it"
        onDone={onClose}
      />
      <p>Everybody who has it may do what it opens. Send it to the person alone.</p>
    </>
  )
}

interface LinkFormProps extends Omit<CreateLinkProps, 'open'> {
  readonly onMade: (link: SetupLinkWithUrl) => void
}

function LinkForm({ tenantId, onClose, onMade }: LinkFormProps) {
  const form = useNewLink(tenantId, onMade)
  const { values, set, create } = form
  return (
    <Form
      submit="Create set-up link"
      onSubmit={form.save}
      pending={create.isPending}
      problem={create.problem}
      why={whyNot(values)}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <TaskFields tasks={values.tasks} onChange={(tasks) => set({ tasks })} />
      {form.connectors.length > 0 && (
        <SelectField
          label="Connector"
          help="With one connector the link opens that one alone, and makes no other."
          choices={[
            { value: ANY, label: 'Any, and new ones' },
            ...form.connectors.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={values.connectorId}
          onChange={(connectorId) => set({ connectorId })}
          error={errorAt(create.problem, '/connector_id')}
        />
      )}
      <CheckboxField
        label="May put the set-up live"
        help="Without this they test, and you activate what they tested."
        checked={values.mayActivate}
        onChange={(mayActivate) => set({ mayActivate })}
      />
      <TextField
        label="Days until the first use"
        type="number"
        help="Once opened, the link serves for 60 days, or until you revoke it."
        value={values.days}
        onChange={(days) => set({ days })}
        error={errorAt(create.problem, '/days_to_first_use') ?? wrongDays(values.days)}
      />
    </Form>
  )
}

interface TaskFieldsProps {
  readonly tasks: readonly SetupTask[]
  readonly onChange: (tasks: readonly SetupTask[]) => void
}

const TaskFields = ({ tasks, onChange }: TaskFieldsProps) => (
  <FieldGroup label="Tasks" error={tasks.length === 0 ? 'Choose a task' : undefined}>
    {TASKS.map(({ task, label, help }) => (
      <CheckboxField
        key={task}
        label={label}
        help={help}
        checked={tasks.includes(task)}
        onChange={(isChosen) =>
          onChange(isChosen ? [...tasks, task] : tasks.filter((one) => one !== task))
        }
      />
    ))}
  </FieldGroup>
)

interface NewLink {
  readonly tasks: readonly SetupTask[]
  readonly connectorId: string
  readonly days: string
  readonly mayActivate: boolean
}

const NEW: NewLink = { tasks: ['sso'], connectorId: ANY, days: '14', mayActivate: false }

function useNewLink(tenantId: string, onMade: LinkFormProps['onMade']) {
  const path = { tenant_id: tenantId }
  const create = useChange('POST /tenants/{tenant_id}/setup-links')
  const { items: connectors } = useList('GET /tenants/{tenant_id}/connectors', { path })
  const [values, setValues] = useState(NEW)
  const save = async () => {
    const bound = connectors.find(({ id }) => id === values.connectorId)
    const body = {
      tasks: [...values.tasks],
      days_to_first_use: Number(values.days),
      may_activate: values.mayActivate,
      ...(bound && { connector_id: bound.id }),
    }
    const done = await create.run({ path, body })
    if (done) onMade(done.answer)
  }
  return {
    connectors,
    create,
    values,
    set: (changed: Partial<NewLink>) => setValues({ ...values, ...changed }),
    save: () => void save(),
  }
}

const MAX_DAYS = 60

/** What is wrong with a number of days. */
const wrongDays = (days: string): string | undefined =>
  /^\d{1,2}$/.test(days) && Number(days) >= 1 && Number(days) <= MAX_DAYS
    ? undefined
    : `Type a number of days from 1 to ${MAX_DAYS}`

function whyNot({ tasks, days }: NewLink): string | undefined {
  return tasks.length === 0 ? 'Choose a task first' : wrongDays(days)
}

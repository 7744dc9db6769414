// Issuing an SSO key: a name, and the environment, which never changes.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { SsoKey } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { RadioField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'

export interface IssueKeyProps {
  readonly tenantId: string
  readonly open: boolean
  readonly onClose: () => void
  readonly onIssued: (key: SsoKey) => void
}

const ENVIRONMENTS = [
  { value: 'production', label: 'Production', help: 'Real people sign in with it.' },
  {
    value: 'non_production',
    label: 'Non-production',
    help: 'For staging and development. Its sign-ins are kept apart and administer nothing.',
  },
] as const

/** A dialog that issues a key. */
export const IssueKey = ({ open, onClose, ...rest }: IssueKeyProps) => (
  <Dialog open={open} title="Issue SSO key" onClose={onClose}>
    <IssueForm {...rest} onClose={onClose} />
  </Dialog>
)

function IssueForm({ tenantId, onClose, onIssued }: Omit<IssueKeyProps, 'open'>) {
  const issue = useChange('POST /tenants/{tenant_id}/sso-keys')
  const [name, setName] = useState('')
  const [environment, setEnvironment] = useState<SsoKey['environment']>('production')
  const save = async () => {
    const body = { name: name.trim(), environment }
    const done = await issue.run({ path: { tenant_id: tenantId }, body })
    if (!done) return
    toast(`SSO key ${done.answer.name} issued`)
    onClose()
    onIssued(done.answer)
  }
  return (
    <Form
      submit="Issue SSO key"
      onSubmit={() => void save()}
      pending={issue.isPending}
      problem={issue.problem}
      why={name.trim() === '' ? 'Type a name first' : undefined}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <TextField
        label="Key name"
        placeholder="okta-production"
        help="Only administrators see it."
        value={name}
        onChange={setName}
        error={errorAt(issue.problem, '/name')}
      />
      <RadioField
        label="Environment"
        help="It cannot be changed later."
        choices={ENVIRONMENTS}
        value={environment}
        onChange={setEnvironment}
        error={errorAt(issue.problem, '/environment')}
      />
    </Form>
  )
}

// Exempts somebody from login restriction, found by their address.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange, useList } from '../../api/queries.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { nameOf } from '../users/user-words.tsx'

const DAY_MS = 86_400_000
/** Fewer letters find too many people. */
const MIN_SEARCH = 2
const ENDS = { never: undefined, week: 7, month: 30, quarter: 90 } as const
type End = keyof typeof ENDS

const END_CHOICES: readonly { readonly value: End; readonly label: string }[] = [
  { value: 'never', label: 'When I end it' },
  { value: 'week', label: 'In 7 days' },
  { value: 'month', label: 'In 30 days' },
  { value: 'quarter', label: 'In 90 days' },
]

interface ExemptUserProps {
  readonly tenantId: string
  readonly onClose: () => void
}

/** The users whose address begins so. */
const useFound = (tenantId: string, prefix: string) =>
  useList(
    'GET /tenants/{tenant_id}/users',
    { path: { tenant_id: tenantId }, query: { email_prefix: prefix, limit: 10 } },
    { enabled: prefix.length >= MIN_SEARCH },
  ).items

/** The form of an exemption. */
export function ExemptUser({ tenantId, onClose }: ExemptUserProps) {
  const [email, setEmail] = useState('')
  const [chosen, setChosen] = useState('')
  const [reason, setReason] = useState('')
  const [end, setEnd] = useState<End>('never')
  const change = useChange('PUT /tenants/{tenant_id}/enforcement/exemptions/{user_id}')
  const found = useFound(tenantId, email.trim())
  const userId = found.some(({ id }) => id === chosen) ? chosen : found[0]?.id
  const submit = async (): Promise<void> => {
    if (userId === undefined) return
    const days = ENDS[end]
    const exempted = await change.run({
      path: { tenant_id: tenantId, user_id: userId },
      body: {
        reason: reason.trim(),
        ...(days && { until: new Date(Date.now() + days * DAY_MS).toISOString() }),
      },
    })
    if (!exempted) return
    onClose()
    toast('User exempted')
  }
  return (
    <Form
      submit="Exempt user"
      onSubmit={submit}
      pending={change.isPending}
      problem={change.problem}
      why={userId === undefined ? 'Find a user first' : undefined}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <TextField
        label="E-mail address"
        help="The beginning of it is enough."
        value={email}
        onChange={setEmail}
      />
      {found.length > 0 && (
        <SelectField
          label="User"
          choices={found.map((user) => ({
            value: user.id,
            label: `${nameOf(user)} · ${user.email}`,
          }))}
          value={userId ?? ''}
          onChange={setChosen}
        />
      )}
      <TextField
        label="Reason"
        help="Administrators and the audit log see it."
        value={reason}
        onChange={setReason}
        error={errorAt(change.problem, '/reason')}
      />
      <SelectField label="Ends" choices={END_CHOICES} value={end} onChange={setEnd} />
    </Form>
  )
}

// Makes a user whom no login has made yet: with their address, their connectors and their roles.

import { errorAt } from '../../api/problem.ts'
import { useChange, useList } from '../../api/queries.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { CheckboxField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { readRoles, type TypedUser, UserFields } from './user-form.tsx'

interface InviteUserProps {
  readonly tenantId: string
  readonly onClose: () => void
}

interface Typed extends TypedUser {
  readonly email: string
  readonly connectorIds: readonly string[]
}

const EMPTY: Typed = { email: '', firstName: '', lastName: '', roles: '', connectorIds: [] }

/** The form of an invitation. */
export function InviteUser({ tenantId, onClose }: InviteUserProps) {
  const open = useOpen()
  const draft = useDraft(`invite:${tenantId}`, EMPTY)
  const { email, connectorIds } = draft.values
  const change = useChange('POST /tenants/{tenant_id}/users')
  const connectors = useList('GET /tenants/{tenant_id}/connectors', {
    path: { tenant_id: tenantId },
  })
  const submit = async (): Promise<void> => {
    const made = await change.run({
      path: { tenant_id: tenantId },
      body: bodyOf(draft.values),
    })
    if (!made) return
    draft.forget()
    onClose()
    toast('User invited')
    open(paths.user(tenantId, made.answer.id))
  }
  const toggle = (id: string, isChosen: boolean): void =>
    draft.set({
      connectorIds: isChosen ? [...connectorIds, id] : connectorIds.filter((one) => one !== id),
    })
  return (
    <Form
      submit="Invite user"
      onSubmit={submit}
      pending={change.isPending}
      problem={change.problem}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <TextField
        label="E-mail address"
        type="email"
        help="The first login with this address becomes this user. Nothing is sent."
        value={email}
        onChange={(value) => draft.set({ email: value })}
        error={errorAt(change.problem, '/email')}
      />
      <UserFields values={draft.values} onChange={draft.set} problem={change.problem} />
      {connectors.isPending && <Skeleton lines={2} />}
      {connectors.items.map(({ id, name }) => (
        <CheckboxField
          key={id}
          label={`May sign in through ${name}`}
          checked={connectorIds.includes(id)}
          onChange={(isChosen) => toggle(id, isChosen)}
        />
      ))}
    </Form>
  )
}

const bodyOf = ({ email, firstName, lastName, roles, connectorIds }: Typed) => ({
  email: email.trim(),
  connector_ids: connectorIds,
  ...(firstName.trim() && { first_name: firstName.trim() }),
  ...(lastName.trim() && { last_name: lastName.trim() }),
  ...(readRoles(roles).length > 0 && { given_roles: readRoles(roles) }),
})

// What opens and closes the door to a user: a password link, deactivation, deletion.

import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { User } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'
import { useWayInLeft } from './use-way-in-left.ts'
import { nameOf } from './user-words.tsx'

interface UserProps {
  readonly user: User
}

const pathOf = ({ tenant_id, id }: User) => ({ tenant_id, user_id: id })

/** The sections on password and access; what destroys stands last. */
export const UserAccess = ({ user }: UserProps) => (
  <>
    <Password user={user} />
    {user.status === 'inactive' ? <Reactivate user={user} /> : <Deactivate user={user} />}
    <Delete user={user} />
  </>
)

function Password({ user }: UserProps) {
  const [isAsking, setAsking] = useState(false)
  const send = useChange('POST /tenants/{tenant_id}/users/{user_id}:invite_password')
  const remove = useChange('POST /tenants/{tenant_id}/users/{user_id}:remove_password')
  const { field, query, shown } = useWayInLeft(remove.problem)
  const invite = async (): Promise<void> => {
    const sent = await send.run({ path: pathOf(user), body: { deliver: 'mail' } })
    if (sent) toast('Link sent')
  }
  const confirm = async (): Promise<void> => {
    if (!(await remove.run({ path: pathOf(user), query }))) return
    setAsking(false)
    toast('Password removed')
  }
  const why = user.email === null ? 'The user has no e-mail address' : undefined
  return (
    <Section
      title="Password"
      sentence={
        user.has_password
          ? 'A link by mail, good for half an hour, lets the user choose a new password.'
          : 'A link by mail, good for seven days, lets the user sign in without SSO.'
      }
    >
      <ProblemNotice problem={send.problem} />
      <Actions>
        <Button onClick={invite} pending={send.isPending} why={why}>
          {user.has_password ? 'Send reset link' : 'Send password link'}
        </Button>
        {user.has_password && (
          <Button kind="danger" onClick={() => setAsking(true)}>
            Remove password
          </Button>
        )}
      </Actions>
      <Confirm
        open={isAsking}
        title="Remove the password?"
        action="Remove password"
        pending={remove.isPending}
        problem={shown}
        onConfirm={confirm}
        onClose={() => {
          setAsking(false)
          remove.reset()
        }}
      >
        <p>Sessions that it began end at once. Sign-in through SSO goes on.</p>
        {field}
      </Confirm>
    </Section>
  )
}

function Reactivate({ user }: UserProps) {
  const change = useChange('POST /tenants/{tenant_id}/users/{user_id}:reactivate')
  const reactivate = async (): Promise<void> => {
    if (await change.run({ path: pathOf(user) })) toast('User reactivated')
  }
  return (
    <Section title="Reactivate" sentence="The user may sign in again. No old session comes back.">
      <ProblemNotice problem={change.problem} />
      <Actions>
        <Button onClick={reactivate} pending={change.isPending}>
          Reactivate user
        </Button>
      </Actions>
    </Section>
  )
}

function Deactivate({ user }: UserProps) {
  const [isAsking, setAsking] = useState(false)
  const change = useChange('POST /tenants/{tenant_id}/users/{user_id}:deactivate')
  const { field, query, shown } = useWayInLeft(change.problem)
  const confirm = async (): Promise<void> => {
    if (!(await change.run({ path: pathOf(user), query }))) return
    setAsking(false)
    toast('User deactivated')
  }
  return (
    <Section
      danger
      title="Deactivate"
      sentence="Every session ends with its next request, and no login succeeds until you reactivate the user."
    >
      <Actions>
        <Button kind="danger" onClick={() => setAsking(true)}>
          Deactivate user
        </Button>
      </Actions>
      <Confirm
        open={isAsking}
        title={`Deactivate ${nameOf(user)}?`}
        action="Deactivate user"
        pending={change.isPending}
        problem={shown}
        onConfirm={confirm}
        onClose={() => {
          setAsking(false)
          change.reset()
        }}
      >
        <p>Every session ends. Profile, links and second factors stay for when you reactivate.</p>
        {field}
      </Confirm>
    </Section>
  )
}

function Delete({ user }: UserProps) {
  const open = useOpen()
  const [isAsking, setAsking] = useState(false)
  const change = useChange('DELETE /tenants/{tenant_id}/users/{user_id}')
  const { field, query, shown } = useWayInLeft(change.problem)
  const name = user.email ?? nameOf(user)
  const confirm = async (): Promise<void> => {
    if (!(await change.run({ path: pathOf(user), query }))) return
    toast('User deleted')
    open(paths.users(user.tenant_id), { replace: true })
  }
  return (
    <Section
      danger
      title="Delete"
      sentence="Removes the user with every identity and session. A later login makes another user with another id."
    >
      <Actions>
        <Button kind="danger" onClick={() => setAsking(true)}>
          Delete user
        </Button>
      </Actions>
      <Confirm
        open={isAsking}
        title={`Delete ${nameOf(user)}?`}
        action="Delete user"
        typed={name}
        pending={change.isPending}
        problem={shown}
        onConfirm={confirm}
        onClose={() => {
          setAsking(false)
          change.reset()
        }}
      >
        <p>This cannot be undone. To keep somebody out for a while, deactivate them.</p>
        {field}
      </Confirm>
    </Section>
  )
}

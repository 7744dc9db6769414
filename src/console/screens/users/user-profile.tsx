// The profile of a user: what is known of them, what may be said by hand, and the acts that keep
// them out.

import { useMayChange } from '../../api/me.ts'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { User } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { useWayInLeft } from './use-way-in-left.ts'
import { UserAccess } from './user-access.tsx'
import { readRoles, UserFields } from './user-form.tsx'

/** The tab "Profile". */
export function UserProfile({ user }: { readonly user: User }) {
  const mayChange = useMayChange()
  return (
    <Stack>
      <Facts facts={factsOf(user)} />
      {mayChange && (
        <>
          <EditUser key={user.id} user={user} />
          <UserAccess user={user} />
        </>
      )}
    </Stack>
  )
}

const list = (items: readonly string[]): string => items.join(', ') || 'None'

const factsOf = (user: User) =>
  [
    ['User id', <Mono key="id">{user.id}</Mono>],
    ['Id at the IdP', user.user_id],
    ['Roles', list(user.roles)],
    ['Groups', list(user.groups)],
    ['Password', user.has_password ? 'Set' : 'None'],
    ['Created', <Time key="created" at={user.created_at} />],
    ['Changed', <Time key="changed" at={user.updated_at} />],
    ...Object.entries(user.custom).map(
      ([name, value]) => [name, [value].flat().join(', ')] as const,
    ),
  ] as const

const typedOf = (user: User) => ({
  firstName: user.first_name ?? '',
  lastName: user.last_name ?? '',
  externalId: user.external_id ?? '',
  roles: user.given_roles.join(', '),
})

type Typed = ReturnType<typeof typedOf>

const changesOf = (before: Typed, typed: Typed) => ({
  ...(typed.firstName !== before.firstName && { first_name: typed.firstName.trim() || null }),
  ...(typed.lastName !== before.lastName && { last_name: typed.lastName.trim() || null }),
  ...(typed.externalId !== before.externalId && { external_id: typed.externalId.trim() || null }),
  ...(typed.roles !== before.roles && { given_roles: readRoles(typed.roles) }),
})

function EditUser({ user }: { readonly user: User }) {
  const initial = typedOf(user)
  const draft = useDraft(`user:${user.id}`, initial)
  const change = useChange('PATCH /tenants/{tenant_id}/users/{user_id}')
  const { field, query, shown } = useWayInLeft(change.problem)
  const isSame = JSON.stringify(draft.values) === JSON.stringify(initial)
  const submit = async (): Promise<void> => {
    const changed = await change.run({
      path: { tenant_id: user.tenant_id, user_id: user.id },
      query,
      body: changesOf(initial, draft.values),
    })
    if (!changed) return
    draft.forget()
    toast('User saved')
  }
  return (
    <Section
      title="Edit"
      sentence="The next login replaces names that the IdP sends. Roles and your own id stay."
    >
      <Form
        submit="Save user"
        onSubmit={submit}
        pending={change.isPending}
        problem={shown}
        why={isSame ? 'Nothing is changed' : undefined}
      >
        <UserFields values={draft.values} onChange={draft.set} problem={change.problem} />
        <TextField
          label="Your own id"
          optional
          help="As your systems name the person. No login changes it."
          value={draft.values.externalId}
          onChange={(value) => draft.set({ externalId: value })}
          error={errorAt(change.problem, '/external_id')}
        />
        {field}
      </Form>
    </Section>
  )
}

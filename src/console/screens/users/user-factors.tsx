// The second factors of a user: only their owner sets them up, and an administrator takes them away
// from somebody who lost them.

import { useState } from 'react'
import { useMayChange } from '../../api/me.ts'
import { useChange, useResource } from '../../api/queries.ts'
import type { SecondFactor, User } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Time } from '../../parts/facts.tsx'
import { Section } from '../../parts/page.tsx'
import { type Column, Table, wholeList } from '../../parts/table.tsx'
import { useWayInLeft } from './use-way-in-left.ts'
import { nameOf } from './user-words.tsx'

const KINDS: Readonly<Record<SecondFactor['kind'], string>> = {
  totp: 'Authenticator app',
  passkey: 'Passkey',
}

const COLUMNS: readonly Column<SecondFactor>[] = [
  { title: 'Name', cell: ({ name }) => <bdi>{name}</bdi> },
  { title: 'Kind', cell: ({ kind }) => KINDS[kind] },
  { title: 'Added', cell: ({ created_at }) => <Time at={created_at} /> },
  { title: 'Last used', cell: ({ used_at }) => <Time at={used_at} /> },
]

/** The tab "Second factors". */
export function UserFactors({ user }: { readonly user: User }) {
  const mayChange = useMayChange()
  const [isAsking, setAsking] = useState(false)
  const path = { tenant_id: user.tenant_id, user_id: user.id }
  const factors = useResource('GET /tenants/{tenant_id}/users/{user_id}/second_factors', { path })
  const reset = useChange('POST /tenants/{tenant_id}/users/{user_id}:reset_second_factors')
  const { field, query, shown } = useWayInLeft(reset.problem)
  const items = factors.data?.data ?? []
  const confirm = async (): Promise<void> => {
    if (!(await reset.run({ path, query }))) return
    setAsking(false)
    toast('Second factors removed')
  }
  return (
    <Section
      title="Second factors"
      sentence="Asked for after a password. The user adds them under their own account."
      action={
        mayChange &&
        items.length > 0 && (
          <Button kind="danger" onClick={() => setAsking(true)}>
            Remove all
          </Button>
        )
      }
    >
      <Table
        caption="Second factors"
        list={{
          ...wholeList(items),
          isPending: factors.isPending,
          problem: factors.problem,
          retry: factors.retry,
        }}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        empty={{
          sentence: user.has_password
            ? 'None yet. The user is asked for one if the sign-in policy requires it.'
            : 'None. The user has no password, so none is asked for.',
        }}
      />
      <Confirm
        open={isAsking}
        title={`Remove the second factors of ${nameOf(user)}?`}
        action="Remove second factors"
        pending={reset.isPending}
        problem={shown}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <p>
          For a lost telephone. Recovery codes go too, every session ends, and the user is told by
          mail. Be sure that it is the user who asks.
        </p>
        {field}
      </Confirm>
    </Section>
  )
}

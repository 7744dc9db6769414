// The people of a tenant: found by their address, and invited.

import { useState } from 'react'
import { useMayChange } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { User } from '../../api/schema.d.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Time } from '../../parts/facts.tsx'
import { Filters, SearchFilter, SelectFilter } from '../../parts/filters.tsx'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useFilter, useRoute } from '../../parts/route-values.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { InviteUser } from './invite-user.tsx'
import { nameOf, STATUSES, StatusBadge } from './user-words.tsx'

const COLUMNS: readonly Column<User>[] = [
  { title: 'Name', cell: (user) => <bdi>{nameOf(user)}</bdi> },
  { title: 'State', cell: (user) => <StatusBadge status={user.status} /> },
  { title: 'E-mail', cell: ({ email }) => <bdi>{email ?? '–'}</bdi> },
  { title: 'Roles', cell: ({ roles }) => roles.join(', ') || '–' },
  { title: 'Changed', cell: ({ updated_at }) => <Time at={updated_at} /> },
]

const CHOICES: readonly (readonly [string, string])[] = [
  ['', 'All states'],
  ...Object.entries(STATUSES).map(([value, [, label]]) => [value, label] as const),
]

const statusIn = (text: string): User['status'] | undefined =>
  text === 'active' || text === 'invited' || text === 'inactive' ? text : undefined

/** The list of users. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const [prefix] = useFilter('email')
  const [status] = useFilter('status')
  const mayChange = useMayChange()
  const [isInviting, setInviting] = useState(false)
  const list = useList('GET /tenants/{tenant_id}/users', {
    path: { tenant_id: tenantId },
    query: { email_prefix: prefix || undefined, status: statusIn(status) },
  })
  const isFiltered = prefix !== '' || status !== ''
  const invite = mayChange && (
    <Button kind="primary" onClick={() => setInviting(true)}>
      Invite user
    </Button>
  )
  return (
    <Page
      title="Users"
      sentence="The people of this tenant, and the ways by which each of them may sign in."
      action={invite}
    >
      <Filters>
        <SearchFilter name="email" label="Search by e-mail address" />
        <SelectFilter name="status" label="State" choices={CHOICES} />
      </Filters>
      <Table
        caption="Users"
        list={list}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        linkOf={({ id }) => paths.user(tenantId, id)}
        empty={
          isFiltered
            ? { sentence: 'No user matches. The search compares how the e-mail address begins.' }
            : {
                sentence: 'Nobody has signed in yet. People appear here with their first login.',
                action: invite,
              }
        }
      />
      <Dialog open={isInviting} title="Invite user" onClose={() => setInviting(false)}>
        <InviteUser tenantId={tenantId} onClose={() => setInviting(false)} />
      </Dialog>
    </Page>
  )
}

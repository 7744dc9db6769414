// What happened to a user: logins, refusals, passwords, second factors. Each opens as an event.

import { useList } from '../../api/queries.ts'
import type { Event, User } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Mono, Time } from '../../parts/facts.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { type Column, Table } from '../../parts/table.tsx'

const WORDS: Readonly<Partial<Record<Event['type'], string>>> = {
  'login.admitted': 'Signed in',
  'login.refused': 'Sign-in refused',
  'login.refusals_counted': 'Sign-ins refused, counted',
  'test.passed': 'Test passed',
  'test.failed': 'Test failed',
  'logout.ended': 'Signed out',
  'logout.refused': 'Sign-out refused',
  'password.locked': 'Password locked',
  'password.set': 'Password set',
  'recovery_code.used': 'Recovery code used',
  'second_factor.added': 'Second factor added',
  'second_factor.removed': 'Second factor removed',
  'recovery_codes.renewed': 'Recovery codes renewed',
}

const COLUMNS: readonly Column<Event>[] = [
  { title: 'What', cell: ({ type }) => WORDS[type] ?? type },
  {
    title: 'Outcome',
    cell: ({ code }) =>
      code === null ? (
        <Badge state="live" label="Succeeded" />
      ) : (
        <Badge state="failing" label={code} />
      ),
  },
  { title: 'When', cell: ({ at }) => <Time at={at} /> },
  { title: 'Reference', cell: ({ id }) => <Mono>{id}</Mono> },
]

/** The tab "Events". */
export function UserEvents({ user }: { readonly user: User }) {
  const list = useList('GET /tenants/{tenant_id}/events', {
    path: { tenant_id: user.tenant_id },
    query: { user_id: user.id },
  })
  return (
    <Section
      title="Events"
      sentence="The newest first. A reference is what a page showed the user."
    >
      <Table
        caption="Events of the user"
        list={list}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        linkOf={({ id }) => paths.event(user.tenant_id, id)}
        empty={{ sentence: 'Nothing has happened yet, or the events are too old to be kept.' }}
      />
    </Section>
  )
}

// The sessions of a user that live at this moment, each of which can be ended.

import { useState } from 'react'
import { useMayChange } from '../../api/me.ts'
import { useChange, useList, useResource } from '../../api/queries.ts'
import type { Session, User } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Quiet, Time } from '../../parts/facts.tsx'
import { Menu } from '../../parts/menu.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { type Column, Table, wholeList } from '../../parts/table.tsx'

/** What was proven, in words; the claim `amr` says it in letters. */
const METHODS: Readonly<Record<string, string>> = {
  pwd: 'password',
  otp: 'code of an app',
  hwk: 'passkey',
  rcv: 'recovery code',
}

const pathOf = ({ tenant_id, id }: User) => ({ tenant_id, user_id: id })

/** The tab "Sessions". */
export function UserSessions({ user }: { readonly user: User }) {
  const mayChange = useMayChange()
  const [isAsking, setAsking] = useState(false)
  const path = pathOf(user)
  const sessions = useResource('GET /tenants/{tenant_id}/users/{user_id}/sessions', { path })
  const connectors = useList('GET /tenants/{tenant_id}/connectors', { path })
  const endOne = useChange('DELETE /tenants/{tenant_id}/users/{user_id}/sessions/{session_id}')
  const endAll = useChange('POST /tenants/{tenant_id}/users/{user_id}:end_sessions')
  const end = async (id: string): Promise<void> => {
    if (await endOne.run({ path: { ...path, session_id: id } })) toast('Session ended')
  }
  const confirm = async (): Promise<void> => {
    const ended = await endAll.run({ path })
    if (!ended) return
    setAsking(false)
    toast(`Sessions ended: ${ended.answer.ended}`)
  }
  const items = sessions.data?.data ?? []
  const wayOf = ({ connector_id: id }: Session): string =>
    id === null ? 'Password' : (connectors.items.find((one) => one.id === id)?.name ?? id)
  return (
    <Section
      title="Sessions"
      sentence="Where the user is signed in now. Ending one does not sign them out at the IdP."
      action={
        mayChange &&
        items.length > 0 && <Button onClick={() => setAsking(true)}>End all sessions</Button>
      }
    >
      <ProblemNotice problem={endOne.problem} />
      <Table
        caption="Live sessions"
        list={{
          ...wholeList(items),
          isPending: sessions.isPending,
          problem: sessions.problem,
          retry: sessions.retry,
        }}
        columns={columnsWith(wayOf)}
        keyOf={({ id }) => id}
        {...(mayChange && {
          menuOf: (session: Session) => (
            <Menu
              label={`Actions of the session through ${wayOf(session)}`}
              actions={[{ label: 'End session', danger: true, onSelect: () => end(session.id) }]}
            />
          ),
        })}
        empty={{ sentence: 'The user is not signed in anywhere.' }}
      />
      <Confirm
        open={isAsking}
        title="End all sessions?"
        action="End all sessions"
        pending={endAll.isPending}
        problem={endAll.problem}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <p>The user signs in again with their next request. Nothing else changes.</p>
      </Confirm>
    </Section>
  )
}

const columnsWith = (wayOf: (session: Session) => string): readonly Column<Session>[] => [
  { title: 'Signed in through', cell: (session) => <bdi>{wayOf(session)}</bdi> },
  {
    title: 'Proven here',
    cell: ({ methods }) =>
      methods.map((method) => METHODS[method] ?? method).join(', ') || <Quiet>By the IdP</Quiet>,
  },
  { title: 'Began', cell: ({ created_at }) => <Time at={created_at} /> },
  { title: 'Ends', cell: ({ expires_at }) => <Time at={expires_at} /> },
]

// Who keeps a password while login is restricted: each with a reason, until a date if there is one.

import { useState } from 'react'
import { useMayChange } from '../../api/me.ts'
import { useChange, useResource } from '../../api/queries.ts'
import type { EnforcementState } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Time } from '../../parts/facts.tsx'
import { Menu } from '../../parts/menu.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { Table, wholeList } from '../../parts/table.tsx'
import { nameOf } from '../users/user-words.tsx'
import { ExemptUser } from './exempt-user.tsx'

type Exemption = EnforcementState['exemptions'][number]

/** The section on exemptions. */
export function Exemptions({ state }: { readonly state: EnforcementState }) {
  const mayChange = useMayChange()
  const [isAdding, setAdding] = useState(false)
  const { tenant_id: tenantId } = state
  const end = useChange('DELETE /tenants/{tenant_id}/enforcement/exemptions/{user_id}')
  const endOne = async (userId: string): Promise<void> => {
    if (await end.run({ path: { tenant_id: tenantId, user_id: userId } })) toast('Exemption ended')
  }
  const add = mayChange && <Button onClick={() => setAdding(true)}>Exempt user</Button>
  return (
    <Section
      title="Exemptions"
      sentence="These users keep their password. At most 20, each with a reason."
      action={state.exemptions.length > 0 && add}
    >
      <ProblemNotice problem={end.problem} />
      <Table
        caption="Exemptions"
        list={wholeList(state.exemptions)}
        columns={[
          {
            title: 'User',
            cell: ({ user_id }: Exemption) => <UserName tenantId={tenantId} userId={user_id} />,
          },
          { title: 'Reason', cell: ({ reason }: Exemption) => <bdi>{reason}</bdi> },
          {
            title: 'Ends',
            cell: ({ until }: Exemption) => <Time at={until} never="When you end it" />,
          },
        ]}
        keyOf={({ user_id }) => user_id}
        linkOf={({ user_id }) => paths.user(tenantId, user_id)}
        {...(mayChange && {
          menuOf: ({ user_id }: Exemption) => (
            <Menu
              label="Actions of the exemption"
              actions={[{ label: 'End exemption', danger: true, onSelect: () => endOne(user_id) }]}
            />
          ),
        })}
        empty={{ sentence: 'Nobody is exempt.', action: add }}
      />
      <Dialog open={isAdding} title="Exempt user" onClose={() => setAdding(false)}>
        <ExemptUser tenantId={tenantId} onClose={() => setAdding(false)} />
      </Dialog>
    </Section>
  )
}

interface UserNameProps {
  readonly tenantId: string
  readonly userId: string
}

function UserName({ tenantId, userId }: UserNameProps) {
  const user = useResource('GET /tenants/{tenant_id}/users/{user_id}', {
    path: { tenant_id: tenantId, user_id: userId },
  })
  return <bdi>{user.data ? nameOf(user.data) : userId}</bdi>
}

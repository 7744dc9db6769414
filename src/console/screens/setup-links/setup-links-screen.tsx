// The set-up links of a tenant: who may set up single sign-on without an account, and how far they
// are.

import { useState } from 'react'
import { useMayChange } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { SetupLink } from '../../api/schema.d.ts'
import { Button } from '../../parts/button.tsx'
import { Quiet, Time } from '../../parts/facts.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Page } from '../../parts/page.tsx'
import { useRoute } from '../../parts/route-values.ts'
import { Table } from '../../parts/table.tsx'
import { CreateLink } from './create-link.tsx'
import { isUsable, LinkState, Progress, sayTasks } from './link-words.tsx'
import { RevokeLink } from './revoke-link.tsx'
import { useConnectorNames } from './use-connector-names.ts'

/** The list of set-up links. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const mayChange = useMayChange()
  const [isNew, setNew] = useState(false)
  const [revoked, setRevoked] = useState<SetupLink>()
  const nameOf = useConnectorNames(tenantId)
  const list = useList('GET /tenants/{tenant_id}/setup-links', { path: { tenant_id: tenantId } })
  const create = (
    <Button kind="primary" onClick={() => setNew(true)}>
      Create set-up link
    </Button>
  )
  return (
    <Page
      title="Set-up links"
      sentence="Send one to somebody without an account, such as the IT department of your customer. It opens what you choose and nothing else."
      action={mayChange && create}
    >
      <Table
        caption="Set-up links"
        list={list}
        columns={[NAME, STATE, connectorColumn(nameOf), LIVE, PROGRESS, OPENED, ENDS, MADE]}
        keyOf={({ id }) => id}
        {...(mayChange && {
          menuOf: (link: SetupLink) =>
            isUsable(link) ? (
              <Menu
                label={`Actions of the link for ${sayTasks(link.tasks)}`}
                actions={[
                  { label: 'Revoke set-up link', danger: true, onSelect: () => setRevoked(link) },
                ]}
              />
            ) : null,
        })}
        empty={{
          title: 'No set-up link yet',
          sentence:
            'Whether they can go live by themselves is up to you. You see here how far they are.',
          action: mayChange && create,
        }}
      />
      <CreateLink tenantId={tenantId} open={isNew} onClose={() => setNew(false)} />
      <RevokeLink link={revoked} onClose={() => setRevoked(undefined)} />
    </Page>
  )
}

const NAME = { title: 'Tasks', cell: ({ tasks }: SetupLink) => sayTasks(tasks) }
const LIVE = {
  title: 'Going live',
  cell: ({ may_activate }: SetupLink) => (may_activate ? 'By themselves' : 'By you'),
}
const STATE = { title: 'State', cell: (link: SetupLink) => <LinkState link={link} /> }
const PROGRESS = { title: 'Progress', cell: (link: SetupLink) => <Progress link={link} /> }
const connectorColumn = (nameOf: (id: string) => string) => ({
  title: 'Connector',
  cell: ({ connector_id }: SetupLink) =>
    connector_id === null ? <Quiet>Any</Quiet> : <bdi>{nameOf(connector_id)}</bdi>,
})
const OPENED = {
  title: 'Opened',
  cell: ({ opened_times, last_opened_at }: SetupLink) =>
    opened_times === 0 ? (
      <Quiet>Never</Quiet>
    ) : (
      <>
        {opened_times === 1 ? 'Once' : `${opened_times} times`}, last <Time at={last_opened_at} />
      </>
    ),
}
const ENDS = {
  title: 'Ends',
  cell: (link: SetupLink) =>
    isUsable(link) ? <Time at={link.expires_at} as="day" /> : <Quiet>Has ended</Quiet>,
}
const MADE = { title: 'Made', cell: ({ created_at }: SetupLink) => <Time at={created_at} /> }

// The applications that a tenant is granted. Operators register, change and grant them here too.

import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { useResource } from '../../api/queries.ts'
import type { GrantedApplication } from '../../api/schema.d.ts'
import { Actions, Button } from '../../parts/button.tsx'
import { Mono, Quiet } from '../../parts/facts.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Page } from '../../parts/page.tsx'
import { useRoute } from '../../parts/route-values.ts'
import { type Column, Table, wholeList } from '../../parts/table.tsx'
import { ChangeApplication } from './change-application.tsx'
import { GrantApplication } from './grant-application.tsx'
import { NewApplication } from './new-application.tsx'
import { RevokeApplication } from './revoke-application.tsx'

/** What is open beside the list. */
type Opened =
  | { readonly what: 'new' | 'grant' }
  | { readonly what: 'change' | 'revoke'; readonly application: GrantedApplication }

/** The list of granted applications. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const { me } = useMe()
  const [opened, setOpened] = useState<Opened>()
  const input = { path: { tenant_id: tenantId } }
  const granted = useResource('GET /tenants/{tenant_id}/applications', input)
  const isOperator = me?.kind === 'operator'
  const actions = isOperator && <Begin onOpen={setOpened} />
  return (
    <Page
      title="Applications"
      sentence="Where the people of this tenant are led after they have signed in."
      action={actions}
    >
      <Table
        caption="Granted applications"
        list={{ ...wholeList(granted.data?.data ?? []), ...granted }}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        {...(isOperator && {
          menuOf: (application: GrantedApplication) => (
            <Menu
              label={`Actions of ${application.name}`}
              actions={[
                { label: 'Change', onSelect: () => setOpened({ what: 'change', application }) },
                {
                  label: 'Take it back',
                  danger: true,
                  onSelect: () => setOpened({ what: 'revoke', application }),
                },
              ]}
            />
          ),
        })}
        empty={{
          title: 'No application yet',
          sentence: isOperator
            ? 'Register one, or grant one that is there.'
            : 'The operator of this service grants applications to your organisation.',
          action: actions,
        }}
      />
      <Beside tenantId={tenantId} opened={opened} onClose={() => setOpened(undefined)} />
    </Page>
  )
}

const Begin = ({ onOpen }: { readonly onOpen: (opened: Opened) => void }) => (
  <Actions>
    <Button onClick={() => onOpen({ what: 'grant' })}>Grant an application</Button>
    <Button kind="primary" onClick={() => onOpen({ what: 'new' })}>
      Register application
    </Button>
  </Actions>
)

interface BesideProps {
  readonly tenantId: string
  readonly opened: Opened | undefined
  readonly onClose: () => void
}

function Beside({ tenantId, opened, onClose }: BesideProps) {
  const at = { tenantId, onClose }
  switch (opened?.what) {
    case 'new':
      return <NewApplication {...at} />
    case 'grant':
      return <GrantApplication {...at} />
    case 'change':
      return <ChangeApplication applicationId={opened.application.id} onClose={onClose} />
    case 'revoke':
      return <RevokeApplication {...at} application={opened.application} />
    default:
      return null
  }
}

const COLUMNS: readonly Column<GrantedApplication>[] = [
  { title: 'Name', cell: ({ name }) => <bdi>{name}</bdi> },
  { title: 'Landing URL', cell: ({ landing_url }) => <Mono>{landing_url}</Mono> },
  {
    title: 'Opens to',
    cell: ({ environment }) =>
      environment === 'production' ? 'Production' : <Quiet>Test environments</Quiet>,
  },
  { title: 'Client id', cell: ({ id }) => <Mono>{id}</Mono> },
]

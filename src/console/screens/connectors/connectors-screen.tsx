// The connectors of a tenant: each joins one SSO key to one external IdP.

import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { ConnectorSummary } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Mono, Quiet, Time } from '../../parts/facts.tsx'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useRoute } from '../../parts/route-values.ts'
import { Table } from '../../parts/table.tsx'
import { ConnectorMenu } from './connector-menu.tsx'
import { StateBadge } from './connector-state.tsx'
import { NewConnector } from './new-connector.tsx'
import { NAME_ID_FORMATS, sayAuthnContext } from './setting-words.ts'

/** The list of connectors. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const mayChange = useMay()('POST /tenants/{tenant_id}/connectors')
  const [isNew, setNew] = useState(false)
  const list = useList('GET /tenants/{tenant_id}/connectors', {
    path: { tenant_id: tenantId },
  })
  const setUp = (
    <ButtonLink kind="primary" to={paths.chooseIdp(tenantId)}>
      Set up single sign-on
    </ButtonLink>
  )
  return (
    <Page
      title="Connectors"
      sentence="A connector joins an SSO key to an external IdP, and says who may sign in and as whom."
      action={
        mayChange && (
          <>
            <Button onClick={() => setNew(true)}>Create connector</Button>
            {setUp}
          </>
        )
      }
    >
      <Table
        caption="Connectors"
        list={list}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        linkOf={({ id }) => paths.connector(tenantId, id)}
        menuOf={(connector) => <ConnectorMenu connector={connector} />}
        empty={{
          title: 'No connector yet',
          sentence:
            'Connect the identity provider of your organisation. It takes a few minutes, and nothing goes live before you say so.',
          action: mayChange && setUp,
        }}
      />
      <NewConnector tenantId={tenantId} open={isNew} onClose={() => setNew(false)} />
    </Page>
  )
}

const COLUMNS = [
  {
    title: 'Name and reference',
    cell: ({ name, reference }: ConnectorSummary) => (
      <>
        <bdi>{name}</bdi>
        <br />
        <Quiet>{reference}</Quiet>
      </>
    ),
  },
  {
    title: 'State',
    cell: ({ state, environment }: ConnectorSummary) => (
      <>
        <StateBadge state={state} />{' '}
        {environment === 'non_production' && <Badge state="draft" label="Non-production" />}
      </>
    ),
  },
  {
    title: 'Issuer',
    cell: ({ issuer }: ConnectorSummary) =>
      issuer === null ? <Quiet>Not known yet</Quiet> : <Mono>{issuer}</Mono>,
  },
  { title: 'Endpoint', cell: ({ endpoint }: ConnectorSummary) => <Mono>{endpoint}</Mono> },
  {
    title: 'NameID format',
    cell: ({ name_id_format }: ConnectorSummary) => NAME_ID_FORMATS[name_id_format],
  },
  {
    title: 'Type and method',
    cell: ({ authn_context_class_ref: asked }: ConnectorSummary) => (
      <>
        SAML 2.0
        <br />
        <Quiet>{sayAuthnContext(asked)}</Quiet>
      </>
    ),
  },
  {
    title: 'Last login',
    cell: ({ last_used_at }: ConnectorSummary) => <Time at={last_used_at} />,
  },
]

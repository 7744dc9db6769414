// The frame of a connector's screens: where one is, its state, what can be done with it, and its
// tabs. Each tab is a screen with an address of its own.

import type { ReactNode } from 'react'
import { useMe } from '../../api/me.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Page, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { ConnectorMenu } from './connector-menu.tsx'
import { StateBadge, stateOf } from './connector-state.tsx'
import { useConnector } from './use-connector.ts'

export interface ConnectorFrameProps {
  /** The primary action of the tab. */
  readonly action?: (connector: ConnectorDetail) => ReactNode
  readonly children: (connector: ConnectorDetail) => ReactNode
}

/** A tab of the connector that the address names, once it is loaded. */
export function ConnectorFrame({ action, children }: ConnectorFrameProps) {
  const { data, problem, retry, tenantId } = useConnector()
  const breadcrumb = [{ label: 'Connectors', to: paths.connectors(tenantId) }]
  if (data === undefined)
    return (
      <Page title="Connector" breadcrumb={breadcrumb}>
        {problem ? <ProblemNotice problem={problem} onRetry={retry} /> : <Skeleton lines={6} />}
      </Page>
    )
  return (
    <Page
      title={data.name}
      breadcrumb={breadcrumb}
      badge={<StateBadge state={stateOf(data)} />}
      action={
        <>
          {action?.(data)}
          <ConnectorMenu connector={data} />
        </>
      }
    >
      <Stack>
        <ConnectorTabs connector={data} />
        {children(data)}
      </Stack>
    </Page>
  )
}

function ConnectorTabs({ connector }: { readonly connector: ConnectorDetail }) {
  const { tenant_id: tenantId, id } = connector
  const { me } = useMe()
  const isDraft = connector.latest_version !== connector.active_version
  return (
    <Tabs
      label={`Screens of ${connector.name}`}
      tabs={[
        {
          label: isDraft && connector.active ? 'Live and draft' : 'Settings',
          to: paths.connector(tenantId, id),
        },
        // A guest who renews a certificate maps nothing.
        ...(me?.kind === 'guest' && !me.setup_link?.tasks.includes('sso')
          ? []
          : [{ label: 'Mapping', to: paths.mapping(tenantId, id) }]),
        { label: 'Tests', to: paths.tests(tenantId, id) },
        { label: 'History', to: paths.history(tenantId, id) },
      ]}
    />
  )
}

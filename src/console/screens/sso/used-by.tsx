// The connectors that use an external IdP: a change of it goes live with a tested version of each.

import { useList } from '../../api/queries.ts'
import type { ConnectorSummary, ExternalIdp } from '../../api/schema.d.ts'
import { Quiet, Time } from '../../parts/facts.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { Table } from '../../parts/table.tsx'
import { StateBadge } from '../connectors/connector-state.tsx'

/** Lists the connectors of an external IdP. */
export function UsedBy({ idp }: { readonly idp: ExternalIdp }) {
  const { tenant_id, id } = idp
  const all = useList('GET /tenants/{tenant_id}/connectors', { path: { tenant_id } })
  const list = { ...all, items: all.items.filter((one) => one.external_idp_id === id) }
  return (
    <Section title="Used by">
      <Table
        caption={`Connectors of ${idp.name}`}
        list={list}
        columns={COLUMNS}
        keyOf={(connector) => connector.id}
        linkOf={(connector) => paths.tests(tenant_id, connector.id)}
        empty={{ sentence: 'No connector uses it yet.' }}
      />
    </Section>
  )
}

const COLUMNS = [
  { title: 'Connector', cell: ({ name }: ConnectorSummary) => <bdi>{name}</bdi> },
  { title: 'State', cell: ({ state }: ConnectorSummary) => <StateBadge state={state} /> },
  {
    title: 'Draft',
    cell: ({ active_version, latest_version }: ConnectorSummary) =>
      active_version === null || active_version === latest_version ? (
        <Quiet>None</Quiet>
      ) : (
        'Waits for its test'
      ),
  },
  {
    title: 'Last test',
    cell: ({ last_test }: ConnectorSummary) =>
      last_test === null ? (
        <Quiet>Never</Quiet>
      ) : (
        <>
          {last_test.passed ? 'Passed' : 'Failed'} <Time at={last_test.at} />
        </>
      ),
  },
]

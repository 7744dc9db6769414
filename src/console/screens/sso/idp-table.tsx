// The external IdPs of a tenant, with how many certificates each has and when the first one ends.

import { useMay } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { Mono, Quiet, Time } from '../../parts/facts.tsx'
import { paths } from '../../parts/paths.ts'
import { Table } from '../../parts/table.tsx'

/** Lists external IdPs. */
export function IdpTable({ tenantId }: { readonly tenantId: string }) {
  const list = useList('GET /tenants/{tenant_id}/external-idps', { path: { tenant_id: tenantId } })
  const mayChange = useMay()('POST /tenants/{tenant_id}/external-idps')
  return (
    <Table
      caption="External IdPs"
      list={list}
      columns={COLUMNS}
      keyOf={({ id }) => id}
      linkOf={({ id }) => paths.modifyIdp(tenantId, id)}
      empty={{
        sentence: 'No identity provider is trusted yet.',
        action: mayChange && (
          <ButtonLink to={paths.registerIdp(tenantId)}>Register external IdP</ButtonLink>
        ),
      }}
    />
  )
}

const SOURCES = {
  metadata_url: 'Metadata URL, read every few hours',
  metadata_xml: 'Pasted metadata',
  typed: 'Typed',
} as const

const endsFirst = ({ certificates }: ExternalIdp): string | undefined =>
  certificates.map(({ not_after }) => not_after).sort()[0]

const COLUMNS = [
  { title: 'Name', cell: ({ name }: ExternalIdp) => <bdi>{name}</bdi> },
  { title: 'State', cell: (idp: ExternalIdp) => stateOf(idp) },
  {
    title: 'Issuer',
    cell: ({ entity_id }: ExternalIdp) =>
      entity_id === null ? <Quiet>Not known yet</Quiet> : <Mono>{entity_id}</Mono>,
  },
  { title: 'Source', cell: ({ source }: ExternalIdp) => SOURCES[source] },
  {
    title: 'Certificates',
    cell: (idp: ExternalIdp) => (
      <>
        {idp.certificates.length}, {idp.certificates.length === 1 ? 'ends' : 'first ends'}{' '}
        <Time at={endsFirst(idp)} as="day" />
      </>
    ),
  },
]

function stateOf({ pending_change, refresh_failure, warnings }: ExternalIdp) {
  if (pending_change?.state === 'waiting') return <Badge state="awaiting" />
  if (refresh_failure) return <Badge state="failing" label="Metadata unreachable" />
  const isEnding = warnings.some(({ code }) => /^certificate_expir/.test(code))
  if (isEnding) return <Badge state="awaiting" label="Certificate ends soon" />
  return <Badge state="live" label="Trusted" />
}

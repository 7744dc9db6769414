// The names of a tenant's connectors, for links that are bound to one.

import { useList } from '../../api/queries.ts'

/** Makes a function that names a connector; one that is gone has its id for a name. */
export function useConnectorNames(tenantId: string): (id: string) => string {
  const { items } = useList('GET /tenants/{tenant_id}/connectors', {
    path: { tenant_id: tenantId },
  })
  return (id) => items.find((connector) => connector.id === id)?.name ?? id
}

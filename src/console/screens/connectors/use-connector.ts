// The connector that an address names, as every tab of its screen reads it.

import { type Loaded, useResource } from '../../api/queries.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { useRoute } from '../../parts/route-values.ts'

/** Reads the connector of the address. */
export function useConnector(): Loaded<ConnectorDetail> & {
  readonly tenantId: string
  readonly connectorId: string
} {
  const { tenantId, connectorId } = useRoute('tenantId', 'connectorId')
  const path = { tenant_id: tenantId, connector_id: connectorId }
  const loaded = useResource('GET /tenants/{tenant_id}/connectors/{connector_id}', { path })
  return { ...loaded, tenantId, connectorId }
}

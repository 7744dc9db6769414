// Step 1 of admission. The response was verified under a configuration that may have changed since:
// a removed certificate must let nobody in (I2).

import type { AdmissionRequest } from '../../login/ports.ts'
import { firstRow } from '../tables/rows.ts'

/** A connector whose active version and trust revision are those of the request. */
export interface CurrentConnector {
  readonly enabled: boolean
}

/**
 * Finds the connector of a request; undefined if another version or trust revision is active, or no
 * such connector exists.
 */
export function findCurrent(
  sql: SqlStorage,
  { tenantId, connectorId, ssoId, version, trustRevision }: AdmissionRequest,
): CurrentConnector | undefined {
  const active = firstRow<{
    enabled: number
    version: string | null
    trust_revision: number | null
  }>(
    sql,
    'SELECT enabled, version, trust_revision FROM connectors WHERE tenant_id = ? AND connector_id = ? AND sso_id = ?',
    tenantId,
    connectorId,
    ssoId,
  )
  return active?.version === version && active.trust_revision === trustRevision
    ? { enabled: active.enabled === 1 }
    : undefined
}

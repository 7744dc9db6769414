// Step 2 of admission: whether the connector may open the tenant at all, whoever the user is.

import type { AdmissionRefusalCode, AdmissionRequest } from '../../login/ports.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { opens } from '../tables/configurations.ts'
import type { CurrentConnector } from './find-current.ts'

/** A login as one of the tenant that it enters: its users, its session, its events (I5). */
export interface EnteringLogin extends AdmissionRequest {
  readonly connectorTenantId: TenantId
}

/** Lets a login into the tenant that it names, or into that of its connector. */
export function mayEnter(
  sql: SqlStorage,
  request: AdmissionRequest,
  { enabled }: CurrentConnector,
): Result<EnteringLogin, Refusal<AdmissionRefusalCode>> {
  const { tenantId: connectorTenantId } = request
  const tenantId = request.entersTenantId ?? connectorTenantId
  if (!enabled) return refuse({ code: 'login_connector_disabled' })
  return opens(sql, connectorTenantId, tenantId)
    ? ok({ ...request, tenantId, connectorTenantId })
    : refuse({ code: 'login_tenant_gone', got: tenantId })
}

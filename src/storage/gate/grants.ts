// The applications that a tenant is granted, as the gate holds them.

import type { GrantedApplication } from '../../tenants/application.ts'
import type { ApplicationId, TenantId } from '../../tenants/ids.ts'

type GrantRow = {
  application_id: ApplicationId
  name: string
  landing_url: string
  created_at: number
}

/** The granted applications, oldest first. */
export const grantedApplications = (
  sql: SqlStorage,
  tenantId: TenantId,
): readonly GrantedApplication[] =>
  sql
    .exec<GrantRow>('SELECT * FROM granted_applications WHERE tenant_id = ?', tenantId)
    .toArray()
    .sort((a, b) => a.created_at - b.created_at)
    .map(({ application_id: id, name, landing_url: landingUrl, created_at: createdAt }) => ({
      id,
      name,
      landingUrl,
      createdAt,
    }))

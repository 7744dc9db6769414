// The applications that a tenant is granted, as the gate holds them.

import type { GrantedApplication } from '../../tenants/application.ts'
import type { ApplicationId, TenantId } from '../../tenants/ids.ts'
import type { Environment } from '../../tenants/sso-key.ts'
import type { SchemaStep } from './migrate.ts'

type GrantRow = {
  application_id: ApplicationId
  name: string
  landing_url: string
  created_at: number
  environment: Environment
}

/** A step of the gate's schema: what was granted before is of production. */
export const GRANT_ENVIRONMENTS: SchemaStep = [
  `ALTER TABLE granted_applications ADD COLUMN environment TEXT NOT NULL DEFAULT 'production'`,
]

/** The granted applications, oldest first. */
export const grantedApplications = (
  sql: SqlStorage,
  tenantId: TenantId,
): readonly GrantedApplication[] =>
  sql
    .exec<GrantRow>('SELECT * FROM granted_applications WHERE tenant_id = ?', tenantId)
    .toArray()
    .sort((a, b) => a.created_at - b.created_at)
    .map(({ application_id, name, landing_url, environment, created_at }) => ({
      id: application_id,
      name,
      landingUrl: landing_url,
      environment,
      createdAt: created_at,
    }))

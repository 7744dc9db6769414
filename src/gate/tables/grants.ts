// The applications that a tenant is granted, as the gate holds them.

import type { ApplicationGrant, GrantedApplication } from '../../tenants/application.ts'
import type { LandingSettings } from '../../tenants/connectors/landing.ts'
import type { ApplicationId, TenantId } from '../../tenants/ids.ts'
import type { Environment } from '../../tenants/sso-key.ts'
import { firstRow } from './rows.ts'

type GrantRow = {
  application_id: ApplicationId
  name: string
  landing_url: string
  created_at: number
  environment: Environment
  return_urls: string | null
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
    .map((row) => ({
      id: row.application_id,
      name: row.name,
      landingUrl: row.landing_url,
      ...(row.return_urls === null ? {} : { returnUrls: JSON.parse(row.return_urls) }),
      environment: row.environment,
      createdAt: row.created_at,
    }))

/** Tells whether the tenant is granted the application. */
export const isGranted = (sql: SqlStorage, { tenantId, applicationId }: ApplicationGrant) =>
  firstRow(
    sql,
    'SELECT 1 FROM granted_applications WHERE tenant_id = ? AND application_id = ?',
    tenantId,
    applicationId,
  ) !== undefined

/** Where landing settings name an application that the tenant is not granted, as a JSON pointer. */
export function foreignApplication(
  sql: SqlStorage,
  tenantId: TenantId,
  { rules, defaultApplicationId }: LandingSettings,
): string | undefined {
  const granted = (applicationId: ApplicationId) => isGranted(sql, { tenantId, applicationId })
  const at = rules.findIndex(({ applicationId }) => !granted(applicationId))
  if (at !== -1) return `/landing/rules/${at}/application_id`
  return defaultApplicationId === undefined || granted(defaultApplicationId)
    ? undefined
    : '/landing/default_application_id'
}

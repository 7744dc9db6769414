// The login configuration that governs now, as the gate holds it: what a login computed on an older one is sent back with.

import type { SsoId, TenantId } from '../../tenants/ids.ts'
import type { LoginConfiguration } from '../../tenants/login-configuration.ts'
import { firstRow } from './rows.ts'

/** The configuration of an SSO key's connector; undefined when the key has none that was ever activated. */
export function findConfiguration(
  sql: SqlStorage,
  tenantId: TenantId,
  ssoId: SsoId,
): LoginConfiguration | undefined {
  const row = firstRow<{ configuration: string | null }>(
    sql,
    'SELECT configuration FROM connectors WHERE tenant_id = ? AND sso_id = ?',
    tenantId,
    ssoId,
  )
  return row?.configuration ? JSON.parse(row.configuration) : undefined
}

// The roles that a tenant says there are. The gate decides by them, since it alone knows which
// tenant a login enters, so a change holds from the next login on; it costs a login one row read,
// where the IdP says any role.

import type { AdmissionRequest } from '../../login/ports.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { isDeclared } from '../../tenants/connectors/access-rules.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { firstRow } from './rows.ts'

/** The roles that go for a tenant: its own, else its parent's. Undefined: any role is one. */
export function findDeclaredRoles(
  sql: SqlStorage,
  tenantId: TenantId,
): readonly string[] | undefined {
  const row = firstRow<{ roles: string | null }>(
    sql,
    // No join: SQLite would prepare the statement anew each time, which takes ten times as long.
    `SELECT COALESCE(roles, (SELECT roles FROM tenants AS parent WHERE parent.tenant_id = own.parent_id)) AS roles
     FROM tenants AS own WHERE tenant_id = ?`,
    tenantId,
  )
  return row?.roles ? JSON.parse(row.roles) : undefined
}

/**
 * Of the roles that a login brings those that there are. Who is left without any is treated as one
 * whom no rule of the connector fits.
 */
export function rolesThatExist(
  sql: SqlStorage,
  { tenantId, roleless }: AdmissionRequest,
  roles: readonly string[],
): Result<readonly string[], Refusal<'login_role_unmatched'>> {
  if (roles.length === 0) return ok(roles)
  const declared = findDeclaredRoles(sql, tenantId)
  if (declared === undefined) return ok(roles)
  const existing = roles.filter((role) => isDeclared(role, declared))
  if (existing.length > 0 || roleless === undefined) return ok(existing)
  if (roleless.kind === 'deny')
    return refuse({ code: 'login_role_unmatched', expected: roleless.attribute })
  return ok(isDeclared(roleless.role, declared) ? [roleless.role] : [])
}

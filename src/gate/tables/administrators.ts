// The administrators of a tenant, found without reading everybody.

import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import { firstRow } from './rows.ts'
import { NAMES_ADMINISTRATOR } from './user-tables.ts'

/** Tells whether nobody else is an active administrator. */
export const isLastAdmin = (sql: SqlStorage, tenantId: TenantId, userId: UserId): boolean =>
  firstRow(
    sql,
    `SELECT 1 FROM users INDEXED BY users_administrators, json_each(profile, '$.roles') AS role
     WHERE tenant_id = ? AND user_id <> ? AND ${NAMES_ADMINISTRATOR}
     AND status = 'active' AND role.value = ? LIMIT 1`,
    tenantId,
    userId,
    ADMIN_ROLE,
  ) === undefined

/** The active administrators who have a password, and the address that it belongs to. */
export const listPasswordAdministrators = (
  sql: SqlStorage,
  tenantId: TenantId,
): readonly UserId[] =>
  sql
    .exec<{ user_id: UserId }>(
      `SELECT user_id FROM users INDEXED BY users_administrators, json_each(profile, '$.roles') AS role
       WHERE tenant_id = ? AND ${NAMES_ADMINISTRATOR} AND status = 'active' AND role.value = ?
       AND has_password = 1 AND profile ->> 'email' IS NOT NULL`,
      tenantId,
      ADMIN_ROLE,
    )
    .toArray()
    .map(({ user_id }) => user_id)

// How operators get into the home tenant. One of them always can.

import { OPERATOR_ROLE } from '../../tenants/home-tenant.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import { findUser } from '../tables/find-user.ts'
import { findPasswordBar, mayRecover } from './policy.ts'
import { holdsOwnWay } from './sso-ways.ts'

/** An exception with a date will be over. */
const EVENTUALLY = Number.POSITIVE_INFINITY

/**
 * Tells whether an active operator of the home tenant can get in: with a password, or through an
 * open connector that knows them. Reads each user of the home tenant, who are few.
 */
export const holdsOperator = (sql: SqlStorage, tenantId: TenantId): boolean =>
  sql
    .exec<{ user_id: UserId }>(
      `SELECT user_id FROM users, json_each(profile, '$.givenRoles') AS role
       WHERE tenant_id = ? AND status = 'active' AND role.value = ?`,
      tenantId,
      OPERATOR_ROLE,
    )
    .toArray()
    .some(({ user_id }) => getsIn(sql, tenantId, user_id))

function getsIn(sql: SqlStorage, tenantId: TenantId, userId: UserId): boolean {
  if (holdsOwnWay(sql, tenantId, userId)) return true
  const user = findUser(sql, tenantId, userId)
  if (!user?.hasPassword) return false
  const bar = findPasswordBar(sql, user, EVENTUALLY)
  return bar === undefined || mayRecover(sql, user, bar)
}

// What a change of enforcement does in the gate's last transaction: from there on passwords are
// refused, sessions that may not go on have ended, and what stood between a password and a session
// is spent.

import { type EnforcementMode, isStricter } from '../../tenants/enforcement.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { followersOf, modeOf, policyTenant, type StoredPolicy } from './enforcement.ts'
import { notifyAdministrators, type Telling } from './enforcement-notifications.ts'
import { IS_ADMIN } from './sso-ways.ts'

/** Writes one member of a tenant's policy and leaves the others. */
export const policyStatement = <K extends keyof StoredPolicy>(
  tenantId: TenantId,
  member: K,
  value: StoredPolicy[K] | null,
): GateStatement =>
  gateStatement(
    `INSERT INTO sign_in_policies (tenant_id, policy) VALUES (?1, json_object(?2, json(?3)))
     ON CONFLICT DO UPDATE SET policy = json_set(policy, '$.' || ?2, json(?3))`,
    tenantId,
    member,
    JSON.stringify(value),
  )

/** Puts a mode into force and tells of it. */
export function enforceStatements(
  sql: SqlStorage,
  tenantId: TenantId,
  { mode, data = {} }: { readonly mode: EnforcementMode; readonly data?: Telling['data'] },
  now: number,
): readonly GateStatement[] {
  const concerned = [tenantId, ...followersOf(sql, tenantId).slice(1)] as const
  const before = modeOf(sql, tenantId)
  const type = mode === 'off' ? 'enforcement.ended' : 'enforcement.started'
  return [
    policyStatement(tenantId, 'enforcement', { mode }),
    ...(isStricter(mode, before) ? concerned.flatMap((one) => shut(one, mode, now)) : []),
    ...notifyAdministrators(concerned, { type, data: { mode, before, ...data } }, now),
  ]
}

/**
 * Ends what a mode does not allow. Who is exempt, and who broke the glass, goes on as long as that
 * lasts.
 */
const shut = (tenantId: TenantId, mode: EnforcementMode, now: number): readonly GateStatement[] => {
  const people = `SELECT users.user_id FROM users WHERE users.tenant_id = ?2
    AND (?3 = 'everyone' OR NOT ${IS_ADMIN} OR NOT EXISTS (SELECT 1 FROM second_factors AS f
      WHERE f.tenant_id = ?2 AND f.user_id = users.user_id AND f.confirmed_at IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM enforcement_exemptions AS e
      WHERE e.tenant_id = ?2 AND e.user_id = users.user_id AND (e.until IS NULL OR e.until > ?1))`
  return [
    gateStatement(
      `UPDATE sessions SET ended_at = ?1 WHERE tenant_id = ?2 AND connector_id = '' AND ended_at IS NULL
       AND user_id IN (${people})`,
      now,
      tenantId,
      mode,
    ),
    gateStatement(
      `UPDATE sessions SET expires_at = min(sessions.expires_at, e.until) FROM enforcement_exemptions AS e
       WHERE sessions.tenant_id = ?2 AND sessions.connector_id = '' AND sessions.ended_at IS NULL
       AND e.tenant_id = ?2 AND e.user_id = sessions.user_id AND e.until > ?1`,
      now,
      tenantId,
    ),
    gateStatement(
      `UPDATE password_proofs SET spent_at = ?1 WHERE tenant_id = ?2 AND spent_at IS NULL AND user_id IN (${people})`,
      now,
      tenantId,
      mode,
    ),
  ]
}

/**
 * Ends the sessions that a person, or every administrator, has by an exception that is over now.
 */
export const endExceptional = (
  sql: SqlStorage,
  tenantId: TenantId,
  {
    since,
    userId,
    now,
  }: { readonly since: number; readonly userId?: string; readonly now: number },
): readonly GateStatement[] =>
  followersOf(sql, policyTenant(sql, tenantId)).map((one) =>
    gateStatement(
      `UPDATE sessions SET ended_at = ?1 WHERE tenant_id = ?2 AND connector_id = '' AND ended_at IS NULL
       AND created_at >= ?3 AND user_id IN (SELECT users.user_id FROM users WHERE users.tenant_id = ?2
         AND (users.user_id = ?4 OR (?4 = '' AND ${IS_ADMIN}
         AND NOT EXISTS (SELECT 1 FROM enforcement_exemptions AS e
           WHERE e.tenant_id = ?2 AND e.user_id = users.user_id AND (e.until IS NULL OR e.until > ?1)))))`,
      now,
      one,
      since,
      userId ?? '',
    ),
  )

// Sessions in the gate: one read answers who it is; ending one holds from the next request that
// asks.

import type { CodeRedemption, CodeRefusalCode, EndedSession } from '../../login/ports.ts'
import type { OpenSession, Session } from '../../login/session.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { lacksSecondFactor } from '../enforcement/sign-in-policy.ts'
import { findUser } from '../tables/find-user.ts'
import { grantedApplications } from '../tables/grants.ts'
import { firstRow } from '../tables/rows.ts'
import { readSession, type SessionRow } from '../tables/session-row.ts'
import { isEndedByIdp } from './idp-logouts.ts'

/**
 * A live session with its person; undefined when it ended, expired, is not enough by now, or its
 * person is no longer active.
 */
export function findSession(
  sql: SqlStorage,
  tenantId: TenantId,
  sid: string,
  now: number,
): OpenSession | undefined {
  const row = firstRow<SessionRow>(
    sql,
    'SELECT * FROM sessions WHERE tenant_id = ? AND sid = ? AND ended_at IS NULL AND expires_at > ?',
    tenantId,
    sid,
    now,
  )
  if (row === undefined || isEndedByIdp(sql, row)) return undefined
  const user = findUser(sql, tenantId, row.user_id)
  if (user?.status !== 'active' || lacksSecondFactor(sql, row, user)) return undefined
  return openSession(sql, readSession(row), user)
}

/**
 * A session with its person and what the tenant grants. Deleting a tenant takes its sessions along,
 * so it must exist.
 */
export function openSession(sql: SqlStorage, session: Session, user: User): OpenSession {
  const { tenantId } = session
  const tenant = firstRow<{ name: string; landing: string | null }>(
    sql,
    'SELECT name, landing FROM tenants WHERE tenant_id = ?',
    tenantId,
  )
  if (tenant === undefined) throw new Error('A session outlived its tenant')
  return {
    session,
    user,
    tenantName: tenant.name,
    ...(tenant.landing === null ? {} : { landing: JSON.parse(tenant.landing) }),
    // What a session of another environment never opens: it is neither sent there nor given a code
    // for it.
    applications: grantedApplications(sql, tenantId).filter(
      ({ environment }) => environment === session.environment,
    ),
  }
}

/**
 * Ends a session; undefined when there was none to end. The row stays, because it also says that
 * its request is spent.
 */
export const endSession = (
  sql: SqlStorage,
  tenantId: TenantId,
  sid: string,
  now: number,
): EndedSession | undefined => {
  const row = firstRow<SessionRow>(
    sql,
    `UPDATE sessions SET ended_at = ? WHERE tenant_id = ? AND sid = ? AND ended_at IS NULL
     AND tenant_id IN (SELECT tenant_id FROM tenants) RETURNING *`,
    now,
    tenantId,
    sid,
  )
  return (
    row && {
      session: readSession(row),
      ...(row.logout_context === '' ? {} : { sealedLogoutContext: row.logout_context }),
    }
  )
}

/**
 * Consumes an authorization code, once (I3), and answers for whom it was issued while that session
 * lives.
 */
export function redeemCode(
  sql: SqlStorage,
  redemption: CodeRedemption,
  now: number,
): Result<OpenSession, Refusal<CodeRefusalCode>> {
  if (!spendCode(sql, redemption, now)) return refuse({ code: 'oidc_code_spent' })
  const open = findSession(sql, redemption.tenantId, redemption.sid, now)
  return open ? ok(open) : refuse({ code: 'oidc_session_ended' })
}

/**
 * False for a code that was spent before. The session's own row remembers it, so that nothing has
 * to be removed afterwards; it has room for one, and what else of the session is spent before that
 * one has expired stands in `spent`.
 */
function spendCode(
  sql: SqlStorage,
  { tenantId, sid, codeId, codeExpiresAt }: CodeRedemption,
  now: number,
): boolean {
  const session = firstRow<Pick<SessionRow, 'code_id' | 'code_until'>>(
    sql,
    'SELECT code_id, code_until FROM sessions WHERE tenant_id = ? AND sid = ?',
    tenantId,
    sid,
  )
  // Without its session a code is worth nothing, now and later.
  if (session === undefined) return true
  const { code_id, code_until } = session
  const code = [tenantId, codeId] as const
  const spent = `SELECT 1 FROM spent WHERE tenant_id = ? AND kind = 'code' AND id = ?`
  if (code_id === codeId || firstRow(sql, spent, ...code)) return false
  if (code_until === null || code_until < now)
    sql.exec(
      'UPDATE sessions SET code_id = ?, code_until = ? WHERE tenant_id = ? AND sid = ?',
      codeId,
      codeExpiresAt,
      tenantId,
      sid,
    )
  else
    sql.exec(
      `INSERT INTO spent (tenant_id, kind, id, keep_until) VALUES (?, 'code', ?, ?)`,
      ...code,
      codeExpiresAt,
    )
  return true
}

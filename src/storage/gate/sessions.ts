// Sessions in the gate: one read answers who it is; ending one holds from the next request that asks.

import type { CodeRedemption, CodeRefusalCode, EndedSession } from '../../login/ports.ts'
import type { OpenSession, Session } from '../../login/session.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { ConnectorId, SsoId, TenantId, UserId } from '../../tenants/ids.ts'
import type { Environment } from '../../tenants/sso-key.ts'
import type { User } from '../../tenants/user.ts'
import { purgeAttempts, purgeProofs } from './accounts/attempts.ts'
import { lacksSecondFactor } from './accounts/sign-in-policy.ts'
import { purgeWatch } from './connector-watch.ts'
import { purgeResponses } from './event-responses.ts'
import { grantedApplications } from './grants.ts'
import { isEndedByIdp, purgeIdpLogouts } from './idp-logouts.ts'
import type { SchemaStep } from './migrate.ts'
import { purgeRelinks } from './relinks.ts'
import { firstRow } from './rows.ts'
import { purgeDeliveries } from './webhook-queue.ts'

/** A row of `sessions`. A type, not an interface: rows must be assignable to a record of SQL values. */
export type SessionRow = {
  tenant_id: TenantId
  sid: string
  user_id: UserId
  /** Both empty where no connector began the session. */
  connector_id: ConnectorId | ''
  sso_id: SsoId | ''
  environment: Environment
  browser: string
  created_at: number
  expires_at: number
  ended_at: number | null
  keep_until: number
  authn_instant: number
  authn_context: string | null
  logout_context: string
  person_key: string | null
  session_key: string | null
  /** JSON. */
  methods: string | null
  factor_at: number | null
  factor_by: string | null
  /** The code that was spent last, and until when it has to be known. */
  code_id: string | null
  code_until: number | null
  /** The batch in which D1 hears of the login, and its event as JSON; null where the outbox tells of it. */
  batch: number | null
  event: string | null
  /** The tenant of the connector, where it is not the session's. */
  entered_from: TenantId | null
}

/** A step of the gate's schema. */
export const SESSION_CODES: SchemaStep = [
  'ALTER TABLE sessions ADD COLUMN code_id TEXT',
  'ALTER TABLE sessions ADD COLUMN code_until INTEGER',
]

/** A step of the gate's schema: which child a request entered is found without asking each. The index costs nobody else a row. */
export const ENTERED_SESSIONS: SchemaStep = [
  'ALTER TABLE sessions ADD COLUMN entered_from TEXT',
  `UPDATE sessions SET entered_from = (SELECT parent_id FROM tenants AS t WHERE t.tenant_id = sessions.tenant_id)
   WHERE connector_id <> '' AND NOT EXISTS (SELECT 1 FROM connectors AS c
     WHERE c.tenant_id = sessions.tenant_id AND c.connector_id = sessions.connector_id)`,
  'CREATE INDEX sessions_entered ON sessions (entered_from, sid) WHERE entered_from IS NOT NULL',
]

type UserRow = {
  tenant_id: TenantId
  user_id: UserId
  profile: string
  status: User['status']
  created_at: number
  updated_at: number
  external_id: string | null
  has_password: number | null
}

/** A live session with its person; undefined when it ended, expired, is not enough by now, or its person is no longer active. */
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

/** A session with its person and what the tenant grants. Deleting a tenant takes its sessions along, so it must exist. */
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
    // What a session of another environment never opens: it is neither sent there nor given a code for it.
    applications: grantedApplications(sql, tenantId).filter(
      ({ environment }) => environment === session.environment,
    ),
  }
}

/** Ends a session; undefined when there was none to end. The row stays, because it also says that its request is spent. */
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

/** Consumes an authorization code, once (I3), and answers for whom it was issued while that session lives. */
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
 * False for a code that was spent before. The session's own row remembers it, so that nothing has to be removed afterwards; it
 * has room for one, and what else of the session is spent before that one has expired stands in `spent`.
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

/** A session that has been looked at. */
export interface SessionPlace {
  readonly tenantId: string
  readonly sid: string
}

/** Before every session, and behind. */
const FIRST: SessionPlace = { tenantId: '', sid: '' }
const LAST: SessionPlace = { tenantId: 'ten_~', sid: '' }
/** Logins wait while sessions are looked through. */
const LOOKED_THROUGH = 10_000

/** Removes what nobody can use again: called by the alarm. Of sessions it looks through some, and returns where to go on. */
export function purgeLogins(
  sql: SqlStorage,
  now: number,
  after?: SessionPlace,
): SessionPlace | undefined {
  const last = purgeSessions(sql, now, after ?? FIRST)
  if (after === undefined) purgeRest(sql, now)
  return last
}

function purgeSessions(sql: SqlStorage, now: number, after: SessionPlace) {
  const from = [after.tenantId, after.sid] as const
  const last = firstRow<{ tenantId: string; sid: string }>(
    sql,
    `SELECT tenant_id AS tenantId, sid FROM sessions WHERE (tenant_id, sid) > (?, ?)
     ORDER BY tenant_id, sid LIMIT 1 OFFSET ?`,
    ...from,
    LOOKED_THROUGH - 1,
  )
  const { tenantId, sid } = last ?? LAST
  // While D1 is out of reach, not those that it has yet to hear of.
  sql.exec(
    `DELETE FROM sessions WHERE (tenant_id, sid) > (?, ?) AND (tenant_id, sid) <= (?, ?) AND keep_until < ?
     AND (batch IS NULL OR batch <= (SELECT batch FROM told_logins))`,
    ...from,
    tenantId,
    sid,
    now,
  )
  return last
}

function purgeRest(sql: SqlStorage, now: number): void {
  sql.exec('DELETE FROM spent WHERE keep_until < ?', now)
  purgeIdpLogouts(sql, now)
  purgeRelinks(sql, now)
  purgeResponses(sql, now)
  purgeDeliveries(sql, now)
  purgeWatch(sql, now)
  purgeAttempts(sql, now)
  purgeProofs(sql, now)
}

/** Everything that is removed when its time is over. */
const PASSING = [
  'sessions',
  'spent',
  'idp_logouts',
  'relinks',
  'raw_responses',
  'webhook_deliveries',
  'password_attempts',
  'password_links',
  'password_proofs',
  'enrolments',
]

/** Tells whether there is anything that will have to be removed one day. */
export const holdsLogins = (sql: SqlStorage): boolean =>
  PASSING.some((table) => firstRow(sql, `SELECT 1 FROM ${table} LIMIT 1`) !== undefined)

/** The user of an id, whatever the status. Rows of a tenant that was deleted are cleared away one after the other, and are nobody's. */
export function findUser(sql: SqlStorage, tenantId: TenantId, userId: string): User | undefined {
  const row = firstRow<UserRow>(
    sql,
    'SELECT * FROM users WHERE tenant_id = ? AND user_id = ? AND tenant_id IN (SELECT tenant_id FROM tenants)',
    tenantId,
    userId,
  )
  if (row === undefined) return undefined
  const { user_id: id, status, created_at: createdAt, updated_at: updatedAt } = row
  const own = {
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    ...(row.has_password === null ? {} : { hasPassword: true as const }),
  }
  return { ...JSON.parse(row.profile), ...own, tenantId, id, status, createdAt, updatedAt }
}

/** The connector and the SSO key by which a session began, if one did. */
export const connectorOf = ({
  connector_id,
  sso_id,
}: SessionRow): Pick<Session, 'connectorId' | 'ssoId'> =>
  connector_id === '' || sso_id === '' ? {} : { connectorId: connector_id, ssoId: sso_id }

/** The session that a row says. */
export const readSession = (row: SessionRow): Session => ({
  sid: row.sid,
  tenantId: row.tenant_id,
  userId: row.user_id,
  ...connectorOf(row),
  methods: row.methods === null ? [] : JSON.parse(row.methods),
  environment: row.environment,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  authnInstant: row.authn_instant,
  ...(row.factor_at === null ? {} : { factorAt: row.factor_at }),
  ...(row.factor_by === null ? {} : { factorBy: row.factor_by }),
  ...(row.authn_context === null ? {} : { authnContextClassRef: row.authn_context }),
})

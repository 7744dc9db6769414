// People as the gate holds them, beside what logins do with them.

import type { ConnectorId, TenantId, UserId } from '../../tenants/ids.ts'
import type { UserSession } from '../../tenants/people.ts'
import type { User } from '../../tenants/user.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { connectorOf, type SessionRow } from '../tables/session-row.ts'
import { isEndedByIdp } from './idp-logouts.ts'

/** Sessions in one answer: more than a person has. */
const MAX_LISTED = 100

/**
 * The live sessions of a person, the newest first. Reads every session of the tenant: only
 * administrators ask.
 */
export const listSessions = (
  sql: SqlStorage,
  { tenantId, userId }: { readonly tenantId: TenantId; readonly userId: UserId },
  now: number,
): readonly UserSession[] =>
  sql
    .exec<SessionRow>(
      `SELECT * FROM sessions
       WHERE tenant_id = ? AND user_id = ? AND ended_at IS NULL AND expires_at > ?
       ORDER BY created_at DESC, sid LIMIT ?`,
      tenantId,
      userId,
      now,
      MAX_LISTED,
    )
    .toArray()
    .filter((row) => !isEndedByIdp(sql, row))
    .map((row) => ({
      sid: row.sid,
      ...connectorOf(row),
      methods: row.methods === null ? [] : JSON.parse(row.methods),
      environment: row.environment,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    }))

/** Which sessions of a person are meant; what is absent excludes none. */
interface SessionFilter {
  readonly sid?: string
  /** Empty: those that no connector began. */
  readonly connectorId?: ConnectorId | ''
}

/**
 * Ends sessions of a person. Their rows stay, because they also say that their requests are spent.
 */
export const endSessionsOf = (
  { tenantId, id }: Pick<User, 'tenantId' | 'id'>,
  now: number,
  { sid, connectorId }: SessionFilter = {},
): GateStatement =>
  gateStatement(
    `UPDATE sessions SET ended_at = ?1 WHERE tenant_id = ?2 AND user_id = ?3 AND ended_at IS NULL
     AND (?4 IS NULL OR sid = ?4) AND (?5 IS NULL OR connector_id = ?5)`,
    now,
    tenantId,
    id,
    sid ?? null,
    connectorId ?? null,
  )

/** Has D1 learn of a person as they are now. */
export const exportUser = (user: User): GateStatement =>
  gateStatement(
    `INSERT INTO outbox (tenant_id, id, kind, body) VALUES (?, ?, 'user', ?)
     ON CONFLICT DO UPDATE SET body = excluded.body`,
    user.tenantId,
    `user ${user.id}`,
    JSON.stringify(user),
  )

/**
 * Has D1 never learn of a person again: what waits in the outbox says nothing of them but that they
 * were there.
 */
export const concealUser = ({ tenantId, id }: User): readonly GateStatement[] => [
  gateStatement('DELETE FROM outbox WHERE tenant_id = ? AND id = ?', tenantId, `user ${id}`),
  gateStatement(
    `UPDATE outbox SET body = json_remove(body, '$.user')
     WHERE tenant_id = ? AND kind = 'event' AND json_extract(body, '$.user.id') = ?`,
    tenantId,
    id,
  ),
]

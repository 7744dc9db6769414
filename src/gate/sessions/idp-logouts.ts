// Logouts that an IdP asked for. They are noted under what the LogoutRequest named, and a session
// looks for such a note whenever it is read: a login writes no row for it, and the logout of a
// known person reads no session, however many there are.

import { attemptEvent } from '../../login/events.ts'
import { MAX_SESSION_LIFETIME } from '../../login/lifetimes.ts'
import type { IdpLogout, IdpLogoutOutcome } from '../../login/ports.ts'
import { appendEvent } from '../outbox/events.ts'
import { type RefusalRecord, recordRefusal } from '../outbox/refused-attempts.ts'
import { findConfiguration } from '../tables/configurations.ts'
import { findByIdentity } from '../tables/identities.ts'
import { firstRow } from '../tables/rows.ts'
import type { SessionRow } from '../tables/session-row.ts'

/** Carries out a verified LogoutRequest, once (R46). Must run inside a transaction. */
export function endByIdp(
  sql: SqlStorage,
  logout: IdpLogout,
  record: RefusalRecord,
): IdpLogoutOutcome {
  const { tenantId, ssoId, connectorId, version, event: facts } = logout
  const active = firstRow<{ version: string | null; trust_revision: number | null }>(
    sql,
    'SELECT version, trust_revision FROM connectors WHERE tenant_id = ? AND connector_id = ? AND sso_id = ?',
    tenantId,
    connectorId,
    ssoId,
  )
  if (active?.version !== version || active.trust_revision !== logout.trustRevision)
    return { kind: 'superseded', configuration: findConfiguration(sql, tenantId, ssoId) }

  const userId =
    logout.identity && findByIdentity(sql, { ...logout, identity: logout.identity })?.id
  const at = { tenantId, ssoId, connectorId, ...(userId === undefined ? {} : { userId }), version }
  if (!spend(sql, logout)) {
    const refusal = { code: 'logout_replayed' } as const
    const refused = { ...at, purpose: 'logout' as const, refusal, event: facts }
    return { kind: 'refused', refusal, recorded: recordRefusal(sql, refused, record) }
  }
  const ended =
    userId === undefined
      ? endSessionsOfUnknown(sql, logout, record.now)
      : noteKeys(sql, logout, [...logout.keys, ...indexKeysOf(userId, logout)], record.now)
  if (!ended) {
    const refusal = { code: 'logout_principal_unknown' } as const
    const refused = { ...at, purpose: 'logout' as const, refusal, event: facts }
    return { kind: 'unknown', refusal, recorded: recordRefusal(sql, refused, record) }
  }
  appendEvent(sql, attemptEvent({ type: 'logout.ended', ...at, facts }, record.now))
  return { kind: 'ended' }
}

/**
 * Ends what was named for every session that has one of these keys, those to come left out. Always
 * true.
 */
function noteKeys(
  sql: SqlStorage,
  { tenantId, connectorId }: IdpLogout,
  keys: readonly string[],
  now: number,
): true {
  for (const key of keys) {
    sql.exec(
      'INSERT OR REPLACE INTO idp_logouts (tenant_id, connector_id, key, at) VALUES (?, ?, ?, ?)',
      tenantId,
      connectorId,
      key,
      now,
    )
  }
  return true
}

/**
 * A known person's sessions by their index: the IdP may have written their NameID otherwise than at
 * the login.
 */
const indexKeysOf = (userId: string, { indexKeys }: IdpLogout): readonly string[] =>
  indexKeys.map((key) => `${userId} ${key}`)

/**
 * Ends the sessions of somebody whom no identity finds, because the connector recognises people by
 * an attribute or the request names nobody. False if no session is theirs. A SessionIndex may be as
 * short as `1` (SAML Core §2.7.2): one that several people have now names none of them.
 */
function endSessionsOfUnknown(sql: SqlStorage, logout: IdpLogout, now: number): boolean {
  const named = namedSessions(sql, logout, now)
  const { keys, indexKeys } = logout
  const isTheirs = ({ person_key, session_key }: NamedSession): boolean =>
    [person_key, session_key].some((key) => key !== null && keys.includes(key))
  if (named.some(isTheirs)) return noteKeys(sql, logout, keys, now)
  const live = named.filter((session) => session.live === 1)
  for (const key of indexKeys) {
    const users = new Set(live.filter((one) => one.index_key === key).map((one) => one.user_id))
    if (users.size > 1) return false
  }
  for (const { tenant_id, sid } of live)
    sql.exec(
      'UPDATE sessions SET ended_at = ? WHERE tenant_id = ? AND sid = ?',
      now,
      tenant_id,
      sid,
    )
  return named.length > 0
}

type NamedSession = Pick<
  SessionRow,
  'tenant_id' | 'sid' | 'user_id' | 'person_key' | 'session_key' | 'index_key'
> & { readonly live: number }

/**
 * Rows that one logout may look at. In a tenant with more sessions at once, one that is not found
 * is answered as unknown.
 */
const MAX_SESSIONS_READ = 50_000

/**
 * The sessions of the connector that have one of the keys, ended ones included. There is no index
 * for them: it would cost every login a row.
 */
function namedSessions(
  sql: SqlStorage,
  { tenantId, connectorId, keys, indexKeys }: IdpLogout,
  now: number,
): readonly NamedSession[] {
  const columns = 'tenant_id, sid, user_id, person_key, session_key, index_key'
  const read = `${columns}, connector_id, ended_at, expires_at`
  return sql
    .exec<NamedSession>(
      `SELECT ${columns}, (ended_at IS NULL AND expires_at > ?1) AS live FROM (
         SELECT * FROM (SELECT ${read} FROM sessions WHERE tenant_id = ?2 LIMIT ?3)
         UNION ALL SELECT * FROM (SELECT ${read} FROM sessions WHERE entered_from = ?2 LIMIT ?3))
       WHERE connector_id = ?4 AND (person_key IN (SELECT value FROM json_each(?5))
         OR session_key IN (SELECT value FROM json_each(?5))
         OR index_key IN (SELECT value FROM json_each(?6)))`,
      now,
      tenantId,
      MAX_SESSIONS_READ,
      connectorId,
      JSON.stringify(keys),
      JSON.stringify(indexKeys),
    )
    .toArray()
}

/**
 * Tells whether the IdP has ended the session, or every one of its person, since it began. The
 * connector, and so the note, is of the session's tenant or of its parent.
 */
export function isEndedByIdp(sql: SqlStorage, session: SessionRow): boolean {
  const { tenant_id, connector_id, person_key, session_key, created_at } = session
  const { user_id, index_key } = session
  return (
    (person_key !== null || index_key !== null) &&
    firstRow(
      sql,
      `SELECT 1 FROM idp_logouts
       WHERE tenant_id IN (?1, (SELECT parent_id FROM tenants WHERE tenant_id = ?1))
       AND connector_id = ?2 AND key IN (?3, ?4, ?6) AND at >= ?5`,
      tenant_id,
      connector_id,
      person_key,
      session_key,
      created_at,
      index_key === null ? null : `${user_id} ${index_key}`,
    ) !== undefined
  )
}

/** Removes what every session that it could have ended has outlived. */
export const purgeIdpLogouts = (sql: SqlStorage, now: number): void => {
  sql.exec('DELETE FROM idp_logouts WHERE at < ?', now - MAX_SESSION_LIFETIME)
}

/** I3: false for a message that was carried out before. */
const spend = (sql: SqlStorage, { tenantId, messageId, spentUntil }: IdpLogout): boolean =>
  sql
    .exec(
      `INSERT INTO spent (tenant_id, kind, id, keep_until)
       VALUES (?, 'logout', ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
      tenantId,
      messageId,
      spentUntil,
    )
    .toArray().length > 0

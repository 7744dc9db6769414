// Logouts that an IdP asked for. They are noted under what the LogoutRequest named, and a session looks for such a note
// whenever it is read: a login writes no row for it, and a logout reads no session, however many there are.

import { attemptEvent } from '../../login/events.ts'
import { SESSION_LIFETIME } from '../../login/lifetimes.ts'
import type { IdpLogout, IdpLogoutOutcome } from '../../login/ports.ts'
import { findConfiguration } from './configurations.ts'
import { appendEvent } from './events.ts'
import type { SchemaStep } from './migrate.ts'
import { findByIdentity } from './provisioning.ts'
import { type RefusalRecord, recordRefusal } from './refused-attempts.ts'
import { firstRow } from './rows.ts'
import type { SessionRow } from './session-row.ts'

/** A step of the gate's schema. Sessions from before have no keys: no IdP can end them. */
export const IDP_LOGOUT_TABLES: SchemaStep = [
  'ALTER TABLE sessions ADD COLUMN person_key TEXT',
  'ALTER TABLE sessions ADD COLUMN session_key TEXT',
  `CREATE TABLE idp_logouts (
  tenant_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, connector_id, key)
) STRICT, WITHOUT ROWID`,
]

/** Carries out a verified LogoutRequest, once (R46). Must run inside a transaction. */
export function endByIdp(
  sql: SqlStorage,
  logout: IdpLogout,
  record: RefusalRecord,
): IdpLogoutOutcome {
  const { tenantId, ssoId, connectorId, version, event: facts } = logout
  const governing = firstRow<{ version: string | null; trust_revision: number | null }>(
    sql,
    'SELECT version, trust_revision FROM connectors WHERE tenant_id = ? AND connector_id = ? AND sso_id = ?',
    tenantId,
    connectorId,
    ssoId,
  )
  if (governing?.version !== version || governing.trust_revision !== logout.trustRevision)
    return { kind: 'superseded', configuration: findConfiguration(sql, tenantId, ssoId) }

  const userId =
    logout.identity && findByIdentity(sql, { ...logout, identity: logout.identity })?.id
  const at = { tenantId, ssoId, connectorId, ...(userId === undefined ? {} : { userId }), version }
  if (!spend(sql, logout)) {
    const refusal = { code: 'logout_replayed' } as const
    const refused = { ...at, purpose: 'logout' as const, refusal, event: facts }
    return { kind: 'refused', refusal, recorded: recordRefusal(sql, refused, record) }
  }
  for (const key of logout.keys) {
    sql.exec(
      'INSERT OR REPLACE INTO idp_logouts (tenant_id, connector_id, key, at) VALUES (?, ?, ?, ?)',
      tenantId,
      connectorId,
      key,
      record.now,
    )
  }
  appendEvent(sql, attemptEvent({ type: 'logout.ended', ...at, facts }, record.now))
  return { kind: 'ended' }
}

/**
 * Tells whether the IdP has ended the session, or every one of its person, since it began. The connector, and so the note, is
 * of the session's tenant or of its parent.
 */
export function isEndedByIdp(sql: SqlStorage, session: SessionRow): boolean {
  const { tenant_id, connector_id, person_key, session_key, created_at } = session
  return (
    person_key !== null &&
    firstRow(
      sql,
      `SELECT 1 FROM idp_logouts
       WHERE tenant_id IN (?1, (SELECT parent_id FROM tenants WHERE tenant_id = ?1))
       AND connector_id = ?2 AND key IN (?3, ?4) AND at >= ?5`,
      tenant_id,
      connector_id,
      person_key,
      session_key ?? person_key,
      created_at,
    ) !== undefined
  )
}

/** Removes what every session that it could have ended has outlived. */
export const purgeIdpLogouts = (sql: SqlStorage, now: number): void => {
  sql.exec('DELETE FROM idp_logouts WHERE at < ?', now - SESSION_LIFETIME)
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

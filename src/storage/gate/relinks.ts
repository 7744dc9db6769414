// Re-links: after a change of IdP or of the identity source old identities match nothing, and people come back whose e-mail
// address is taken: by themselves. Once an administrator confirmed it, the next login with the address of such a user is taken
// for that user, once, under the IdP and the source that governed when it was confirmed. Until then nothing counts (R52).

import type { AdmissionRequest } from '../../login/ports.ts'
import type { EventId, UserId } from '../../tenants/ids.ts'
import { identityKindOf } from '../../tenants/relink.ts'
import type { User } from '../../tenants/user.ts'
import { findUser } from './find-user.ts'
import type { SchemaStep } from './migrate.ts'
import { isContested, noteAttempt } from './relink-attempts.ts'
import { firstRow } from './rows.ts'

/** A step of the gate's schema. The index costs a row at a first login, and saves a refusal reading everybody. */
export const RELINK_TABLES: SchemaStep = [
  'CREATE INDEX identities_by_user ON identities (tenant_id, user_id, connector_id)',
  // The last identity that came for a user who has but old ones. Disputed: more than one did.
  `CREATE TABLE relink_attempts (
  tenant_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  idp_entity_id TEXT NOT NULL,
  source TEXT NOT NULL,
  value TEXT NOT NULL,
  event_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  disputed INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, connector_id, user_id)
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE relinks (
  tenant_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  idp_entity_id TEXT NOT NULL,
  identity_kind TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, connector_id, user_id)
) STRICT, WITHOUT ROWID`,
]

type Login = Pick<AdmissionRequest, 'tenantId' | 'connectorId' | 'identity' | 'now'>

/** Whom a login with an unknown identity is taken for: the active user with its e-mail address, if that was confirmed. */
export function findRelinked(
  sql: SqlStorage,
  login: Login,
  holder: string | undefined,
): User | undefined {
  const user = findCandidate(sql, login, holder)
  if (user === undefined || isContested(sql, { ...login, userId: user.id })) return undefined
  const { tenantId, connectorId, identity, now } = login
  const confirmed = firstRow(
    sql,
    `SELECT 1 FROM relinks WHERE tenant_id = ? AND connector_id = ? AND user_id = ?
     AND idp_entity_id = ? AND identity_kind = ? AND expires_at > ?`,
    tenantId,
    connectorId,
    user.id,
    identity.idpEntityID,
    identityKindOf(identity.source),
    now,
  )
  return confirmed && user
}

/** Gives a user the identity of a login in the place of the old ones. Must run inside a transaction. */
export function finishRelink(
  sql: SqlStorage,
  { tenantId, connectorId, identity }: Login,
  userId: UserId,
): void {
  sql.exec(
    `DELETE FROM identities WHERE tenant_id = ? AND user_id = ? AND connector_id = ?
     AND NOT (idp_entity_id = ? AND source = ? AND value = ?)`,
    tenantId,
    userId,
    connectorId,
    identity.idpEntityID,
    identity.source,
    identity.value,
  )
  for (const table of ['relinks', 'relink_attempts'])
    sql.exec(
      `DELETE FROM ${table} WHERE tenant_id = ? AND connector_id = ? AND user_id = ?`,
      tenantId,
      connectorId,
      userId,
    )
}

/** Notes for the administrator who it may have been that was refused. Must run inside a transaction. */
export function noteRelinkAttempt(
  sql: SqlStorage,
  login: Login & { readonly event: { readonly id: EventId } },
  { holder, recorded }: { readonly holder: string | undefined; readonly recorded: boolean },
): void {
  const user = findCandidate(sql, login, holder)
  if (user) noteAttempt(sql, { ...login, userId: user.id, recorded })
}

/** Removes confirmations that are over: called by the alarm. */
export function purgeRelinks(sql: SqlStorage, now: number): void {
  sql.exec('DELETE FROM relinks WHERE expires_at < ?', now)
}

/**
 * The active user whose e-mail address comes, with old identities at this connector and none under the IdP and source that the
 * login has: who has one is somebody else, whatever address another person comes with.
 */
function findCandidate(
  sql: SqlStorage,
  { tenantId, connectorId, identity }: Login,
  holder: string | undefined,
): User | undefined {
  const user = holder === undefined ? undefined : findUser(sql, tenantId, holder)
  if (user?.status !== 'active') return undefined
  const held = firstRow<{ present: number | null }>(
    sql,
    `SELECT MAX(idp_entity_id = ? AND source = ?) AS present FROM identities
     WHERE tenant_id = ? AND user_id = ? AND connector_id = ?`,
    identity.idpEntityID,
    identity.source,
    tenantId,
    user.id,
    connectorId,
  )
  return held?.present === 0 ? user : undefined
}

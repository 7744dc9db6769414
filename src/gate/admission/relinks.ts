// Re-links: after a change of IdP or identity source old identities match nothing, and users come
// back whose e-mail address is taken: by themselves. Once an administrator has confirmed it, the
// next login with the address of such a user is that user's, once, under the IdP and source that
// were active when it was confirmed. Until then the address proves nothing (R52).

import type { AdmissionRequest } from '../../login/ports.ts'
import { identityKindOf } from '../../tenants/connectors/relink.ts'
import type { EventId, UserId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import type { Holder } from '../tables/addresses.ts'
import { findUser } from '../tables/find-user.ts'
import { firstRow } from '../tables/rows.ts'
import { listCaseVariants } from './case-variants.ts'
import { isContested, noteAttempt } from './relink-claims.ts'

type Login = Pick<AdmissionRequest, 'tenantId' | 'connectorId' | 'identity' | 'now'>

/** Finds the active user whom an administrator confirmed for a login with an unknown identity. */
export function findRelinked(
  sql: SqlStorage,
  login: Login,
  held: Holder | undefined,
): User | undefined {
  const user = findCandidate(sql, login, held)?.user
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

/** Replaces a user's old identities by that of a login. Must run inside a transaction. */
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

/**
 * Notes for the administrator which user a refused login may belong to. Must run inside a
 * transaction.
 */
export function noteRelinkAttempt(
  sql: SqlStorage,
  login: Login & { readonly event: { readonly id: EventId } },
  { held, recorded }: { readonly held: Holder | undefined; readonly recorded: boolean },
): void {
  const candidate = findCandidate(sql, login, held)
  if (candidate === undefined) return
  const { user, differsInCase } = candidate
  noteAttempt(sql, { ...login, userId: user.id, recorded, differsInCase })
}

/** Removes expired confirmations. The alarm calls it. */
export function purgeRelinks(sql: SqlStorage, now: number): void {
  sql.exec('DELETE FROM relinks WHERE expires_at < ?', now)
}

interface Candidate {
  readonly user: User
  /** What of the login differs from the user in case alone. */
  readonly differsInCase?: 'identity' | 'email'
}

/**
 * The user whom a login may belong to: the one with an identity that differs in case alone,
 * otherwise the one with the e-mail address.
 */
function findCandidate(
  sql: SqlStorage,
  login: Login,
  held: Holder | undefined,
): Candidate | undefined {
  const [variant, ...others] = listCaseVariants(sql, login)
  // If two users differ in case alone, a third spelling belongs to neither.
  if (others.length > 0) return undefined
  const user = findActive(sql, login, variant ?? held?.userId)
  if (user === undefined) return undefined
  if (variant !== undefined) return { user, differsInCase: 'identity' }
  const presence = presenceOf(sql, login, user)
  if (held?.same) return presence === 0 ? { user } : undefined
  return presence === 1 ? undefined : { user, differsInCase: 'email' }
}

function findActive(
  sql: SqlStorage,
  { tenantId }: Login,
  userId: string | undefined,
): User | undefined {
  const user = userId === undefined ? undefined : findUser(sql, tenantId, userId)
  return user?.status === 'active' ? user : undefined
}

/**
 * 0: the user has old identities at this connector, and none under the IdP and source of the login.
 * 1: the user has one, so the login is another person's, whatever its address. Null: the user has
 * no identity there.
 */
const presenceOf = (
  sql: SqlStorage,
  { tenantId, connectorId, identity }: Login,
  user: User,
): number | null | undefined =>
  firstRow<{ present: number | null }>(
    sql,
    `SELECT MAX(idp_entity_id = ? AND source = ?) AS present FROM identities
     WHERE tenant_id = ? AND user_id = ? AND connector_id = ?`,
    identity.idpEntityID,
    identity.source,
    tenantId,
    user.id,
    connectorId,
  )?.present

// Step 6 of admission: the user is created, or brought up to date with what the IdP says. If
// nothing changed, nothing is written.

import type { Roles, User } from '../../tenants/user.ts'
import { losesPassword } from '../enforcement/enforcement.ts'
import { addLink } from '../tables/links.ts'
import { profileText } from '../tables/profile-text.ts'
import { syncEmailAddress } from './email-address.ts'
import type { Person } from './identify.ts'
import type { EnteringLogin } from './may-enter.ts'
import { finishRelink } from './relinks.ts'

/** The user of a login as stored. */
export interface SyncedProfile extends Pick<Person, 'foundBy'> {
  readonly user: User
  /** The user is new, or the profile is. */
  readonly changed: boolean
}

/**
 * Writes the user of a login, if the user is new, was found in a new way, or has another profile.
 */
export function syncProfile(
  sql: SqlStorage,
  login: EnteringLogin,
  person: Person,
  roles: Roles,
): SyncedProfile {
  const { user: known, foundBy } = person
  const { roles: _said, ...fields } = login.profile
  const text = profileText({ ...fields, ...roles })
  if (known && foundBy === 'identity' && profileText(known) === text)
    return { user: known, foundBy, changed: false }
  const user = userAfter(login, person, roles)
  sql.exec(
    `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at) VALUES (?, ?, ?, 'active', ?, ?)
     ON CONFLICT DO UPDATE SET profile = excluded.profile, status = excluded.status, updated_at = excluded.updated_at`,
    user.tenantId,
    user.id,
    text,
    user.createdAt,
    user.updatedAt,
  )
  const losesAddress = known?.email !== undefined && user.email === undefined
  if (known && (losesAddress || losesPassword(sql, known, roles)))
    endPasswordSessions(sql, login, person)
  if (foundBy !== 'identity') addIdentity(sql, login, person)
  if (foundBy === 'relink') finishRelink(sql, login, user.id)
  syncEmailAddress(sql, login, person)
  return { user, foundBy, changed: true }
}

/** The user as stored from now on. */
function userAfter(
  { tenantId, profile, now }: EnteringLogin,
  { userId, user }: Person,
  roles: Roles,
): User {
  const { roles: _said, ...fields } = profile
  return {
    ...fields,
    ...roles,
    ...(user?.externalId === undefined ? {} : { externalId: user.externalId }),
    ...(user?.hasPassword && { hasPassword: true }),
    tenantId,
    id: userId,
    status: 'active',
    createdAt: user?.createdAt ?? now,
    updatedAt: now,
  }
}

function addIdentity(
  sql: SqlStorage,
  { tenantId, connectorId, identity }: EnteringLogin,
  { userId }: Person,
): void {
  sql.exec(
    `INSERT INTO identities (tenant_id, connector_id, idp_entity_id, source, value, user_id)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET user_id = excluded.user_id`,
    tenantId,
    connectorId,
    identity.idpEntityID,
    identity.source,
    identity.value,
    userId,
  )
  addLink(sql, { tenantId, userId, connectorId })
}

const endPasswordSessions = (
  sql: SqlStorage,
  { tenantId, now }: EnteringLogin,
  { userId }: Person,
): void => {
  sql.exec(
    `UPDATE sessions SET ended_at = ? WHERE tenant_id = ? AND user_id = ? AND ended_at IS NULL
     AND connector_id = ''`,
    now,
    tenantId,
    userId,
  )
}

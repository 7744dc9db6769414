// From an identity to a user: found by the identity and nothing else, created at the first login, updated at each one.

import type { AdmissionRefusalCode, AdmissionRequest } from '../../login/ports.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import { type Profile, type Roles, rolesOf, syncedRolesOf, type User } from '../../tenants/user.ts'
import { losesPassword } from '../enforcement/enforcement.ts'
import { othersGetIn } from '../enforcement/ways-in.ts'
import { findHolder, type Holder, moveEmail } from '../tables/addresses.ts'
import { rolesThatExist } from '../tables/declared-roles.ts'
import { findUser } from '../tables/find-user.ts'
import { findByIdentity } from '../tables/identities.ts'
import { addLink, isLinked } from '../tables/links.ts'
import { firstRow } from '../tables/rows.ts'
import { listCaseVariants } from './case-variants.ts'
import { emailRefusal, findByEmail } from './email-links.ts'
import { findRelinked, finishRelink } from './relinks.ts'

interface Provisioned {
  readonly user: User
  readonly changed: boolean
  /** Found by the e-mail address, as an administrator confirmed. */
  readonly relinked?: boolean
  /** Found by the e-mail address, as the connector wants it. */
  readonly joinedByEmail?: boolean
}

/** Finds or creates the person of an identity and brings the profile up to date. Writes nothing when it is unchanged, or on a refusal. */
export function provision(
  sql: SqlStorage,
  request: AdmissionRequest,
  newUserId: UserId,
): Result<Provisioned, Refusal<AdmissionRefusalCode>> {
  const { tenantId, profile, now } = request
  const recognised = findByIdentity(sql, request)
  const held = findHolder(sql, tenantId, profile.email)
  const holder = held?.same ? held.userId : undefined
  const relinked = recognised ? undefined : findRelinked(sql, request, held)
  const differing = recognised || relinked ? undefined : findDifference(sql, request, held)
  if (differing) return refuse(differing)
  const invited = recognised ?? relinked ?? findInvited(sql, request, holder)
  const joined = invited ? undefined : findByEmail(sql, request, holder)
  const known = invited ?? joined
  const bar = findBar(sql, request, { recognised, known })
  if (bar) return refuse(bar)

  const userId = known?.id ?? newUserId
  // R52: an e-mail address in use belongs to somebody else, whoever this may be.
  if (held !== undefined && held.userId !== userId)
    return refuse({
      code: held.same ? emailRefusal(sql, request, held.userId) : 'login_email_case_differs',
    })

  const { roles: _said, ...fields } = profile
  const synced = rolesAfter(sql, request, known)
  if (!synced.ok) return synced
  const roles = rolesOf(synced.value, known?.givenRoles ?? [])
  const text = profileText({ ...fields, ...roles })
  if (recognised && profileText(recognised) === text)
    return ok({ user: recognised, changed: false })
  const createdAt = known?.createdAt ?? now
  sql.exec(
    `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at) VALUES (?, ?, ?, 'active', ?, ?)
     ON CONFLICT DO UPDATE SET profile = excluded.profile, status = excluded.status, updated_at = excluded.updated_at`,
    tenantId,
    userId,
    text,
    createdAt,
    now,
  )
  const losesAddress = known?.email !== undefined && profile.email === undefined
  if (known && (losesAddress || losesPassword(sql, known, roles)))
    endPasswordSessions(sql, request, userId)
  if (!recognised) addIdentity(sql, request, userId)
  if (relinked) finishRelink(sql, request, userId)
  if (moveEmail(sql, { tenantId, userId }, known?.email, profile.email))
    endPasswordLinks(sql, { tenantId, userId, now })
  return ok({
    user: {
      ...fields,
      ...roles,
      ...(known?.externalId === undefined ? {} : { externalId: known.externalId }),
      ...(findUser(sql, tenantId, userId)?.hasPassword && { hasPassword: true }),
      tenantId,
      id: userId,
      status: 'active',
      createdAt,
      updatedAt: now,
    },
    changed: true,
    ...(relinked && { relinked: true }),
    ...(joined && { joinedByEmail: true }),
  })
}

/** R47: whoever differs from a known user in case alone is neither that user nor a new one before an administrator says so. */
function findDifference(
  sql: SqlStorage,
  request: AdmissionRequest,
  held: Holder | undefined,
): Refusal<AdmissionRefusalCode> | undefined {
  if (listCaseVariants(sql, request).length > 0) return { code: 'login_identity_case_differs' }
  return held && !held.same ? { code: 'login_email_case_differs' } : undefined
}

/**
 * Somebody who was linked to this very connector by hand and has come in through none yet, invited or by a password: only
 * they are found by their e-mail address, and only once (R52).
 */
function findInvited(
  sql: SqlStorage,
  { tenantId, connectorId }: AdmissionRequest,
  holder: string | undefined,
): User | undefined {
  const user = holder === undefined ? undefined : findUser(sql, tenantId, holder)
  const expected = user?.status === 'invited' || user?.status === 'active'
  if (!expected || hasIdentity(sql, user)) return undefined
  return isLinked(sql, { tenantId, userId: user.id, connectorId }) ? user : undefined
}

const hasIdentity = (sql: SqlStorage, { tenantId, id }: User): boolean =>
  firstRow(
    sql,
    'SELECT 1 FROM identities WHERE tenant_id = ? AND user_id = ? LIMIT 1',
    tenantId,
    id,
  ) !== undefined

/** What keeps this person out, whoever else may come in. */
function findBar(
  sql: SqlStorage,
  { tenantId, connectorId, provisioning }: AdmissionRequest,
  {
    recognised,
    known,
  }: { readonly recognised: User | undefined; readonly known: User | undefined },
): Refusal<AdmissionRefusalCode> | undefined {
  if (recognised && recognised.status !== 'active') return { code: 'login_user_inactive' }
  if (provisioning === 'only_invited' && !known) return { code: 'login_user_not_invited' }
  if (provisioning !== 'only_linked') return undefined
  const linked = known && isLinked(sql, { tenantId, userId: known.id, connectorId })
  return linked ? undefined : { code: 'login_user_not_linked' }
}

function addIdentity(
  sql: SqlStorage,
  { tenantId, connectorId, identity }: AdmissionRequest,
  userId: UserId,
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
  { tenantId, now }: AdmissionRequest,
  userId: UserId,
): void => {
  sql.exec(
    `UPDATE sessions SET ended_at = ? WHERE tenant_id = ? AND user_id = ? AND ended_at IS NULL
     AND connector_id = ''`,
    now,
    tenantId,
    userId,
  )
}

/** What was mailed to an address that is no longer the person's opens nothing. */
const endPasswordLinks = (
  sql: SqlStorage,
  { tenantId, userId, now }: { tenantId: TenantId; userId: UserId; now: number },
): void => {
  sql.exec(
    `UPDATE password_links INDEXED BY password_links_by_user SET used_at = ?
     WHERE tenant_id = ? AND user_id = ? AND used_at IS NULL`,
    now,
    tenantId,
    userId,
  )
}

/**
 * The roles that the IdP says now, as far as there are such. A login never takes from a tenant the last administrator, nor the last
 * who has a way in.
 */
function rolesAfter(
  sql: SqlStorage,
  request: AdmissionRequest,
  known: User | undefined,
): Result<readonly string[], Refusal<AdmissionRefusalCode>> {
  const { tenantId, profile, addsRoles } = request
  const before = known === undefined ? [] : syncedRolesOf(known)
  const said = addsRoles ? [...new Set([...before, ...profile.roles])] : profile.roles
  const after = rolesThatExist(sql, request, said)
  if (!after.ok || !known?.roles.includes(ADMIN_ROLE)) return after
  const demoted = ![...after.value, ...(known.givenRoles ?? [])].includes(ADMIN_ROLE)
  return demoted && !othersGetIn(sql, tenantId, known.id) ? ok([...after.value, ADMIN_ROLE]) : after
}

/** One text for one profile, whatever the order in which its fields came. */
export const profileText = ({ custom, ...user }: Profile & Roles): string => {
  const { userId, email, firstName, lastName, nameAlias, concurrency, roles, groups } = user
  const { givenRoles, syncedRoles } = user
  const fields = { userId, email, firstName, lastName, nameAlias, concurrency, roles, groups }
  const own = custom && Object.fromEntries(Object.entries(custom).sort())
  return JSON.stringify({ ...fields, givenRoles, syncedRoles, custom: own })
}

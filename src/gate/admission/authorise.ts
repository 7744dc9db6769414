// Step 5 of admission: whether this user may come in, and with which roles. Writes nothing, so a
// refusal leaves no trace of the login but its event.

import type { AdmissionRefusalCode } from '../../login/ports.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import { type Roles, rolesOf, syncedRolesOf, type User } from '../../tenants/user.ts'
import { othersGetIn } from '../enforcement/admin-access.ts'
import { rolesThatExist } from '../tables/declared-roles.ts'
import { isLinked } from '../tables/links.ts'
import { checkEmailAddress } from './email-address.ts'
import type { Person } from './identify.ts'
import type { EnteringLogin } from './may-enter.ts'

/** Answers the roles that the user has from now on, or the first reason to refuse. */
export function authorise(
  sql: SqlStorage,
  login: EnteringLogin,
  person: Person,
): Result<Roles, Refusal<AdmissionRefusalCode>> {
  const denied = findDenial(sql, login, person) ?? checkEmailAddress(sql, login, person)
  if (denied) return refuse(denied)
  const synced = syncedRolesAfter(sql, login, person.user)
  return synced.ok ? ok(rolesOf(synced.value, person.user?.givenRoles ?? [])) : synced
}

/** Why this user is denied: deactivated, or not among those whom the connector lets in. */
function findDenial(
  sql: SqlStorage,
  { tenantId, connectorId, provisioning }: EnteringLogin,
  { user, foundBy }: Person,
): Refusal<AdmissionRefusalCode> | undefined {
  if (foundBy === 'identity' && user?.status !== 'active') return { code: 'login_user_inactive' }
  if (provisioning === 'only_invited' && !user) return { code: 'login_user_not_invited' }
  if (provisioning !== 'only_linked') return undefined
  const linked = user && isLinked(sql, { tenantId, userId: user.id, connectorId })
  return linked ? undefined : { code: 'login_user_not_linked' }
}

/**
 * The roles that the IdP says now, as far as the tenant declares them. A login never takes from a
 * tenant its last administrator, nor the last one who can sign in.
 */
function syncedRolesAfter(
  sql: SqlStorage,
  login: EnteringLogin,
  user: User | undefined,
): Result<readonly string[], Refusal<AdmissionRefusalCode>> {
  const { tenantId, profile, addsRoles } = login
  const before = user === undefined ? [] : syncedRolesOf(user)
  const said = addsRoles ? [...new Set([...before, ...profile.roles])] : profile.roles
  const after = rolesThatExist(sql, login, said)
  if (!after.ok || !user?.roles.includes(ADMIN_ROLE)) return after
  const demoted = ![...after.value, ...(user.givenRoles ?? [])].includes(ADMIN_ROLE)
  return demoted && !othersGetIn(sql, tenantId, user.id) ? ok([...after.value, ADMIN_ROLE]) : after
}

// People: edited, deactivated, deleted, signed out. What ends somebody's access holds from the
// first transaction, whether D1 is there or not. The audit log is never altered, so of a person's
// own data it keeps which of it changed, not what it was.

import { and, eq } from 'drizzle-orm'
import { ok, type Result, refuse } from '../../../result.ts'
import { users } from '../../../storage/d1/schema/index.ts'
import { toStatement } from '../../../storage/statement.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { snakeName } from '../../../tenants/commands/snapshot.ts'
import { ADMIN_ROLE, isDeclared } from '../../../tenants/connectors/access-rules.ts'
import { HOME_ROLES } from '../../../tenants/home-tenant.ts'
import type { UserId } from '../../../tenants/ids.ts'
import type { UserChange } from '../../../tenants/people.ts'
import { rolesOf, syncedRolesOf, type User } from '../../../tenants/user.ts'
import { losesPassword } from '../../enforcement/enforcement.ts'
import type { AuditNote, Planned, Planners, Scope } from '../../intents/plan.ts'
import { concealUser, endSessionsOf, listSessions } from '../../sessions/users.ts'
import { isLastAdmin } from '../../tables/administrators.ts'
import { findDeclaredRoles } from '../../tables/declared-roles.ts'
import { findUser } from '../../tables/find-user.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'
import { recordUser } from './record-user.ts'

/** The planners of the commands of this file. */
export const userPlanners: Planners<
  'delete_user' | 'end_user_sessions' | 'set_user_active' | 'update_user'
> = {
  delete_user: deleteUser,
  end_user_sessions: endUserSessions,
  set_user_active: setUserActive,
  update_user: updateUser,
}

/** Edits what an administrator may say of a person. What is null goes. */
async function updateUser(
  scope: Scope,
  { userId, change, ...confirmed }: CommandOf<'update_user'>,
): Planned<'update_user'> {
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const unknown = findUnknownRole(scope, change.givenRoles, known.value.givenRoles)
  if (unknown) return refuse(unknown)
  const user = changed(known.value, change, scope.clock())
  const last = findLastAdmin(scope, { before: known.value, after: user }, confirmed)
  if (last) return refuse({ ...last, pointer: '/given_roles' })
  return ok({
    result: user,
    audit: editNote(known.value, user),
    record: recordUser(scope, user),
    commit: [
      gateStatement(
        // Only what was edited: a login may have brought another address or other roles meanwhile.
        // Then D1 has yet to hear of both, and heeds nothing that is older than the login.
        `UPDATE users SET profile = json_patch(profile, ?), external_id = ?, updated_at = max(updated_at, ?)
         WHERE tenant_id = ? AND user_id = ?`,
        editOf(change, user),
        user.externalId ?? null,
        user.updatedAt,
        user.tenantId,
        user.id,
      ),
      ...(losesPassword(scope.sql, known.value, user)
        ? [endSessionsOf(user, user.updatedAt, { connectorId: '' })]
        : []),
    ],
  })
}

/**
 * Lets a person in again, or nobody by that name: then every session has ended, and those of before
 * stay ended.
 */
async function setUserActive(
  scope: Scope,
  { userId, active, ...confirmed }: CommandOf<'set_user_active'>,
): Planned<'set_user_active'> {
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const { status: before } = known.value
  if (active === (before !== 'inactive')) return ok({ result: known.value })
  const status = active ? statusOf(scope, userId) : 'inactive'
  const user: User = { ...known.value, status, updatedAt: scope.clock() }
  const last = findLastAdmin(scope, { before: known.value, after: user }, confirmed)
  if (last) return refuse(last)
  return ok({
    result: user,
    removal: !active,
    audit: {
      action: active ? 'user.reactivated' : 'user.deactivated',
      before: { status: before },
      after: { status },
    },
    record: recordUser(scope, user),
    commit: [
      gateStatement(
        'UPDATE users SET status = ?, updated_at = max(updated_at, ?) WHERE tenant_id = ? AND user_id = ?',
        status,
        user.updatedAt,
        user.tenantId,
        user.id,
      ),
      ...(active ? [] : [endSessionsOf(user, user.updatedAt)]),
    ],
  })
}

/** Everything of a person but their sessions, whose rows also say that requests are spent. */
const OF_ONE_USER = [
  'users',
  'user_emails',
  'identities',
  'links',
  'relinks',
  'relink_attempts',
  'passwords',
  'password_links',
  'password_proofs',
  'second_factors',
  'enrolments',
  'enforcement_exemptions',
  'admin_logins',
  'mail_queue',
]

/**
 * Deletes a person: gate first, then what D1 shows. The id stays in events and in the audit log.
 */
async function deleteUser(
  scope: Scope,
  { userId, ...confirmed }: CommandOf<'delete_user'>,
): Planned<'delete_user'> {
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const last = findLastAdmin(scope, { before: known.value }, confirmed)
  if (last) return refuse(last)
  const { db, tenant, clock } = scope
  const mine = and(eq(users.tenantId, tenant.id), eq(users.id, userId))
  return ok({
    result: known.value,
    removal: true,
    audit: { before: { status: known.value.status } },
    record: [toStatement(db.delete(users).where(mine))],
    commit: [
      endSessionsOf(known.value, clock()),
      ...OF_ONE_USER.map((table) =>
        gateStatement(
          `DELETE FROM ${table} WHERE tenant_id = ? AND user_id = ?`,
          tenant.id,
          userId,
        ),
      ),
      gateStatement(
        'DELETE FROM recovery_codes WHERE tenant_id = ? AND owner = ?',
        tenant.id,
        userId,
      ),
      ...concealUser(known.value),
    ],
  })
}

/** Ends the sessions of a person, or one of them. */
async function endUserSessions(
  scope: Scope,
  { userId, sid }: CommandOf<'end_user_sessions'>,
): Planned<'end_user_sessions'> {
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const now = scope.clock()
  const live = listSessions(scope.sql, { tenantId: scope.tenant.id, userId }, now)
  const ended = live.filter((session) => sid === undefined || session.sid === sid).length
  if (sid !== undefined && ended === 0) return refuse({ code: 'session_unknown' })
  return ok({
    result: { ended },
    removal: true,
    audit: { before: {}, after: ended === 0 ? {} : { ended } },
    commit: [endSessionsOf(known.value, now, sid === undefined ? {} : { sid })],
  })
}

/** Refuses to give a role that the tenant does not declare. One that was given before may stay. */
export function findUnknownRole(
  { sql, tenant }: Scope,
  given: readonly string[] = [],
  before: readonly string[] = [],
): TenantRefusal | undefined {
  const added = given.filter((role) => !before.includes(role))
  const declared = added.length === 0 ? undefined : findDeclaredRoles(sql, tenant.id)
  const always = tenant.home ? HOME_ROLES : []
  const unknown = added.find(
    (role) => !isDeclared(role, declared) && !always.some((one) => one === role),
  )
  return unknown === undefined
    ? undefined
    : {
        code: 'user_role_unknown',
        pointer: `/given_roles/${given.indexOf(unknown)}`,
        expected: declared ?? [],
        got: unknown,
      }
}

/**
 * Refuses to leave the tenant without an active administrator. `after` is absent for who is
 * deleted.
 */
function findLastAdmin(
  { sql, tenant }: Scope,
  { before, after }: { readonly before: User; readonly after?: User },
  { evenLastAdmin = false }: { readonly evenLastAdmin?: boolean },
): TenantRefusal | undefined {
  if (evenLastAdmin || !administers(before) || (after && administers(after))) return undefined
  return isLastAdmin(sql, tenant.id, before.id) ? { code: 'user_last_admin' } : undefined
}

const administers = ({ status, roles }: User): boolean =>
  status === 'active' && roles.includes(ADMIN_ROLE)

/** Who never signed in is invited, still or again. */
function statusOf({ sql, tenant }: Scope, userId: UserId): User['status'] {
  const identity = firstRow(
    sql,
    `SELECT 1 FROM identities WHERE tenant_id = ?1 AND user_id = ?2
     UNION ALL SELECT 1 FROM passwords WHERE tenant_id = ?1 AND user_id = ?2 LIMIT 1`,
    tenant.id,
    userId,
  )
  return identity ? 'active' : 'invited'
}

/** A user of the command's tenant. */
export function getUser({ sql, tenant }: Scope, userId: UserId): Result<User, TenantRefusal> {
  const user = findUser(sql, tenant.id, userId)
  return user ? ok(user) : refuse({ code: 'user_unknown' })
}

function changed(user: User, { givenRoles, ...change }: UserChange, now: number): User {
  const { roles: _roles, givenRoles: given = [], syncedRoles: _synced, ...own } = user
  const members = Object.entries({ ...own, ...change, updatedAt: now })
  return {
    // Null unsets, and nothing else of a person is ever null.
    ...(Object.fromEntries(members.filter(([, value]) => value !== null)) as unknown as User),
    ...rolesOf(syncedRolesOf(user), givenRoles ?? given),
  }
}

/** An edit as a merge patch of the profile (RFC 7396): null unsets. */
function editOf({ givenRoles, externalId: _column, ...members }: UserChange, user: User): string {
  const { roles, givenRoles: given = null, syncedRoles = null } = user
  return JSON.stringify(
    givenRoles === undefined ? members : { ...members, roles, givenRoles: given, syncedRoles },
  )
}

/** Members whose values the audit log does not keep. */
const PERSONAL = ['firstName', 'lastName', 'nameAlias', 'externalId'] as const

function editNote(before: User, after: User): AuditNote {
  const altered = PERSONAL.filter((member) => before[member] !== after[member])
  const kept = ({ concurrency, givenRoles = [] }: User) => ({
    concurrency: concurrency ?? null,
    given_roles: givenRoles,
  })
  return {
    before: { ...kept(before), changed: [] },
    after: { ...kept(after), changed: altered.map(snakeName) },
  }
}

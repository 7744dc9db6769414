// Inviting people, and linking them to connectors. An invitation is found by its e-mail address
// once, by a connector that an administrator linked it to: so it is the administrator who joins the
// two, not the address (R52).

import { ok, refuse } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { newId } from '../../../tenants/ids.ts'
import { rolesOf, type User } from '../../../tenants/user.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { endSessionsOf, listSessions } from '../../sessions/users.ts'
import { findHolder } from '../../tables/addresses.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { isConnectorOf, isLinked, type LinkKey } from '../../tables/links.ts'
import { recordUser } from './record-user.ts'
import { freeAddress, insertUser, takeAddress } from './user-statements.ts'
import { findUnknownRole, getUser } from './users.ts'

/** The planners of the commands of this file. */
export const userLinkPlanners: Planners<'invite_user' | 'link_user' | 'unlink_user'> = {
  invite_user: inviteUser,
  link_user: linkUser,
  unlink_user: unlinkUser,
}

/** Makes a user whom no login has made. */
async function inviteUser(
  scope: Scope,
  { invitation }: CommandOf<'invite_user'>,
): Planned<'invite_user'> {
  const { sql, tenant, clock, random } = scope
  const { connectorIds, givenRoles = [], ...members } = invitation
  const unknown = connectorIds.findIndex((id) => !isConnectorOf(sql, tenant.id, id))
  if (unknown !== -1)
    return refuse({ code: 'connector_unknown', pointer: `/connector_ids/${unknown}` })
  if (findHolder(sql, tenant.id, members.email) !== undefined)
    return refuse({ code: 'user_email_taken', pointer: '/email' })
  const strange = findUnknownRole(scope, givenRoles)
  if (strange) return refuse(strange)
  const now = clock()
  const user: User = {
    ...members,
    ...rolesOf([], givenRoles),
    groups: [],
    id: newId('usr', random),
    tenantId: tenant.id,
    status: 'invited',
    createdAt: now,
    updatedAt: now,
  }
  return ok({
    result: user,
    audit: { after: { status: user.status, connector_ids: connectorIds, given_roles: givenRoles } },
    record: recordUser(scope, user),
    // The address is taken before D1 hears of it: a login that comes in between must not be given
    // it as well.
    reserve: [takeAddress(user, members.email)],
    undo: [freeAddress(user, members.email)],
    commit: [
      insertUser(user),
      ...connectorIds.map((connectorId) =>
        insertLink({ tenantId: tenant.id, userId: user.id, connectorId }),
      ),
    ],
  })
}

/** Lets a user use a connector. */
async function linkUser(
  scope: Scope,
  { userId, connectorId }: CommandOf<'link_user'>,
): Planned<'link_user'> {
  const { sql, tenant } = scope
  const user = getUser(scope, userId)
  if (!user.ok) return user
  if (!isConnectorOf(sql, tenant.id, connectorId)) return refuse({ code: 'connector_unknown' })
  const link = { tenantId: tenant.id, userId, connectorId }
  const after = isLinked(sql, link) ? {} : { connector_id: connectorId }
  return ok({
    result: { userId, connectorId },
    audit: { before: {}, after },
    commit: [insertLink(link)],
  })
}

/**
 * Takes a link away, and ends the sessions that came through it. It keeps somebody out where the
 * connector lets only linked people in.
 */
async function unlinkUser(
  scope: Scope,
  { userId, connectorId }: CommandOf<'unlink_user'>,
): Planned<'unlink_user'> {
  const { sql, tenant } = scope
  const user = getUser(scope, userId)
  if (!user.ok) return user
  const link = { tenantId: tenant.id, userId, connectorId }
  if (!isLinked(sql, link)) return refuse({ code: 'user_link_unknown' })
  const now = scope.clock()
  const live = listSessions(sql, link, now).filter((one) => one.connectorId === connectorId)
  return ok({
    result: { userId, connectorId },
    removal: true,
    audit: {
      before: { connector_id: connectorId },
      after: live.length === 0 ? {} : { ended_sessions: live.length },
    },
    commit: [
      endSessionsOf(user.value, now, { connectorId }),
      gateStatement(
        'DELETE FROM links WHERE tenant_id = ? AND user_id = ? AND connector_id = ?',
        link.tenantId,
        userId,
        connectorId,
      ),
    ],
  })
}

const insertLink = ({ tenantId, userId, connectorId }: LinkKey) =>
  gateStatement(
    'INSERT OR IGNORE INTO links (tenant_id, user_id, connector_id) VALUES (?, ?, ?)',
    tenantId,
    userId,
    connectorId,
  )

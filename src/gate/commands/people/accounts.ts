// Passwords as an administrator deals with them: links are sent, passwords taken away.

import { ok, refuse } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import type { Actor } from '../../../tenants/commands/envelope.ts'
import type { User } from '../../../tenants/user.ts'
import {
  lifetimeOf,
  linkMail,
  linkStatement,
  prepareLink,
} from '../../credentials/password-links.ts'
import { readFactors } from '../../credentials/second-factors.ts'
import { countCodes } from '../../enforcement/recovery-codes.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { mailStatement, noticeTo } from '../../outbox/mail-queue.ts'
import { endSessionsOf } from '../../sessions/users.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { recordUser } from './record-user.ts'
import { getUser } from './users.ts'

/** The planners of the commands of this file. */
export const accountPlanners: Planners<
  'remove_password' | 'reset_second_factors' | 'send_password_link'
> = {
  remove_password: removePassword,
  reset_second_factors: resetSecondFactors,
  send_password_link: sendPasswordLink,
}

/**
 * Makes a link. In the answer only an API key or `OPERATOR_KEY` gets it. A person could set
 * another's password with it, and an operator would become one of the tenant's people (I11).
 */
async function sendPasswordLink(
  scope: Scope,
  { userId, deliver }: CommandOf<'send_password_link'>,
): Planned<'send_password_link'> {
  const { tenant, clock, origin, delivery } = scope
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const user = known.value
  if (user.status === 'inactive') return refuse({ code: 'user_inactive' })
  if (user.email === undefined) return refuse({ code: 'user_without_email' })
  if (deliver === 'mail' && delivery === undefined)
    return refuse({ code: 'mail_unavailable', pointer: '/deliver' })
  if (deliver === 'answer' && isPerson(origin.actor))
    return refuse({ code: 'password_link_by_mail_only', pointer: '/deliver' })
  const purpose = user.hasPassword ? 'reset' : 'invitation'
  const link = await prepareLink(scope, tenant)
  const expiresAt = clock() + lifetimeOf(purpose)
  const made = { purpose, expiresAt } as const
  return ok({
    result: { ...made, ...(deliver === 'answer' && { url: link.url }) },
    audit: { before: {}, after: { purpose, deliver } },
    commit: [
      linkStatement(user, { ...made, linkHash: link.linkHash }),
      ...(deliver === 'mail' ? [mailStatement(linkMail(user, link, made), clock())] : []),
    ],
  })
}

const isPerson = (actor: Actor): boolean =>
  actor.type !== 'system' && actor.type !== 'api_key' && actor.id !== undefined

/**
 * Takes a password away at once, with every link to another. Sessions that a connector began go on.
 */
async function removePassword(
  scope: Scope,
  { userId }: CommandOf<'remove_password'>,
): Planned<'remove_password'> {
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const { hasPassword, ...without } = known.value
  if (!hasPassword) return refuse({ code: 'password_unknown' })
  const now = scope.clock()
  const user: User = { ...without, updatedAt: now }
  const { tenantId } = user
  return ok({
    result: user,
    removal: true,
    record: recordUser(scope, user),
    commit: [
      ...['passwords', 'password_links', 'password_proofs'].map((table) =>
        gateStatement(`DELETE FROM ${table} WHERE tenant_id = ? AND user_id = ?`, tenantId, userId),
      ),
      endSessionsOf(user, now, { connectorId: '' }),
      gateStatement(
        'UPDATE users SET has_password = NULL, updated_at = max(updated_at, ?) WHERE tenant_id = ? AND user_id = ?',
        now,
        tenantId,
        userId,
      ),
      mailStatement(noticeTo({ tenantId, userId }, 'password_removed', { now }), now),
    ],
  })
}

/**
 * Takes second factors away, with every session: whoever has one of them may have got it from
 * whoever lost it.
 */
async function resetSecondFactors(
  scope: Scope,
  { userId }: CommandOf<'reset_second_factors'>,
): Planned<'reset_second_factors'> {
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const user = known.value
  const { tenantId } = user
  const now = scope.clock()
  const factors = readFactors(scope.sql, { tenantId, userId }).map(({ kind }) => kind)
  const codes = countCodes(scope.sql, { tenantId, owner: userId })
  if (factors.length === 0 && codes === 0) return ok({ result: user })
  return ok({
    result: user,
    removal: true,
    audit: {
      before: { factors, recovery_codes: codes },
      after: { factors: [], recovery_codes: 0 },
    },
    commit: [
      ...['second_factors', 'enrolments', 'password_proofs'].map((table) =>
        gateStatement(`DELETE FROM ${table} WHERE tenant_id = ? AND user_id = ?`, tenantId, userId),
      ),
      gateStatement(
        'DELETE FROM recovery_codes WHERE tenant_id = ? AND owner = ?',
        tenantId,
        userId,
      ),
      endSessionsOf(user, now),
      mailStatement(noticeTo({ tenantId, userId }, 'second_factors_reset', { now }), now),
    ],
  })
}

// Candidates of a re-link: confirmed, all or one by one, and forgotten. A confirmation names the
// IdP and the kind of identity that govern at that moment, so another change of the connector ends
// it.

import { ok, type Result, refuse } from '../../../result.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { RELINK_LIFETIME, type RelinkCandidate } from '../../../tenants/connectors/relink.ts'
import {
  confirmCandidates,
  countCandidates,
  findCandidate,
  findRelinkScope,
  type RelinkScope,
} from '../../admission/relink-candidates.ts'
import { settleDispute } from '../../admission/relink-claims.ts'
import type { AuditNote, Planned, Planners, Scope } from '../../intents/plan.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { isConnectorOf } from '../../tables/links.ts'

/** The planners of the commands of this file. */
export const relinkPlanners: Planners<'confirm_relink' | 'confirm_relinks' | 'forget_relink'> = {
  confirm_relink: confirmRelink,
  confirm_relinks: confirmRelinks,
  forget_relink: forgetRelink,
}

/** Has the next login with the e-mail address of a user be taken for that user. */
async function confirmRelink(
  scope: Scope,
  command: CommandOf<'confirm_relink'>,
): Planned<'confirm_relink'> {
  const found = getCandidate(scope, command)
  if (!found.ok) return found
  const { userId, eventId } = command
  const {
    at,
    candidate: { attempt, ...candidate },
  } = found.value
  // Whoever came after the login that is named is somebody whom nobody has looked at.
  if (eventId === undefined ? attempt?.disputed : attempt?.eventId !== eventId)
    return refuse({ code: 'relink_disputed' })
  const confirmedUntil = scope.clock() + RELINK_LIFETIME
  const decided = eventId === undefined ? {} : { event_id: eventId }
  return ok({
    result: {
      ...candidate,
      ...(attempt && { attempt: { ...attempt, disputed: false } }),
      confirmedUntil,
    },
    audit: noteOf(at, confirmedUntil, decided),
    commit: [
      ...(eventId === undefined ? [] : [settleDispute({ ...at, userId }, eventId)]),
      confirmCandidates(at, confirmedUntil, userId),
    ],
  })
}

/** The same of every candidate but those who are disputed. */
async function confirmRelinks(
  scope: Scope,
  { connectorId }: CommandOf<'confirm_relinks'>,
): Planned<'confirm_relinks'> {
  const { sql, tenant, clock } = scope
  if (!isConnectorOf(sql, tenant.id, connectorId)) return refuse({ code: 'connector_unknown' })
  const at = findRelinkScope(sql, tenant.id, connectorId)
  const candidates = at === undefined ? 0 : countCandidates(sql, at)
  if (at === undefined || candidates === 0) return refuse({ code: 'relink_unknown' })
  const confirmedUntil = clock() + RELINK_LIFETIME
  return ok({
    result: { candidates, confirmedUntil },
    audit: noteOf(at, confirmedUntil, { candidates }),
    commit: [confirmCandidates(at, confirmedUntil)],
  })
}

/** Takes the confirmation of a user back, and forgets who came: a dispute is over then. */
async function forgetRelink(
  scope: Scope,
  command: CommandOf<'forget_relink'>,
): Planned<'forget_relink'> {
  const found = getCandidate(scope, command)
  if (!found.ok) return found
  const { attempt, confirmedUntil, ...candidate } = found.value.candidate
  const known = attempt !== undefined || confirmedUntil !== undefined
  return ok({
    result: candidate,
    removal: true,
    audit: { before: known ? { connector_id: command.connectorId } : {}, after: {} },
    commit: ['relinks', 'relink_attempts'].map((table) =>
      gateStatement(
        `DELETE FROM ${table} WHERE tenant_id = ? AND connector_id = ? AND user_id = ?`,
        scope.tenant.id,
        command.connectorId,
        command.userId,
      ),
    ),
  })
}

function getCandidate(
  scope: Scope,
  { connectorId, userId }: CommandOf<'confirm_relink' | 'forget_relink'>,
): Result<{ readonly at: RelinkScope; readonly candidate: RelinkCandidate }, TenantRefusal> {
  const { sql, tenant } = scope
  if (!isConnectorOf(sql, tenant.id, connectorId)) return refuse({ code: 'connector_unknown' })
  const at = findRelinkScope(sql, tenant.id, connectorId)
  const candidate = at && findCandidate(sql, at, userId)
  return at && candidate ? ok({ at, candidate }) : refuse({ code: 'relink_unknown' })
}

const noteOf = (
  { connectorId, idpEntityID, kind }: RelinkScope,
  confirmedUntil: number,
  more: { readonly candidates: number } | { readonly event_id?: string },
): AuditNote => ({
  before: {},
  after: {
    connector_id: connectorId,
    idp_entity_id: idpEntityID,
    identity: kind,
    confirmed_until: new Date(confirmedUntil).toISOString(),
    ...more,
  },
})

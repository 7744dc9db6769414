// Switching passwords off: at once or at a date, and only when people provably get in without them.
// What an administrator exempts somebody from, and how the operator lets administrators back in,
// stands in `break-glass.ts`.

import { defined } from '../../../defined.ts'
import { ok, refuse } from '../../../result.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import {
  type Blocker,
  type Enforcement,
  type EnforcementMode,
  isStricter,
  MAX_GRACE_MS,
  nextStep,
} from '../../../tenants/enforcement.ts'
import {
  findBlockers,
  followersOf,
  readEnforcement,
  readPolicy,
  type StoredPolicy,
} from '../../enforcement/enforcement.ts'
import { enforceStatements, policyStatement } from '../../enforcement/enforcement-changes.ts'
import {
  notifyAdministrators,
  notifyUsers,
  type Telling,
} from '../../enforcement/enforcement-notifications.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import type { GateStatement } from '../../tables/gate-statement.ts'

/** The planners of the commands of this file. */
export const enforcementPlanners: Planners<'advance_enforcement' | 'set_enforcement'> = {
  advance_enforcement: advanceEnforcement,
  set_enforcement: setEnforcement,
}

/**
 * Chooses a mode. A stricter one is refused with everything that stands in its way; any other holds
 * at once.
 */
async function setEnforcement(
  scope: Scope,
  { mode, startsAt }: CommandOf<'set_enforcement'>,
): Planned<'set_enforcement'> {
  const { sql, tenant, clock } = scope
  const now = clock()
  const before = readEnforcement(sql, tenant.id)
  const stricter = isStricter(mode, before.mode)
  if (startsAt !== undefined && !isStart(startsAt, { stricter, now }))
    return refuse({ code: 'enforcement_start_invalid', pointer: '/starts_at' })
  // A child that chooses for itself loses its root's way back: what the root has proven proves
  // nothing for it.
  const proves = stricter || before.inheritedFrom !== undefined
  const blockers = proves ? findBlockers(sql, tenant.id, mode, now) : []
  const [first] = blockers
  if (first) return refuse({ ...refusalOf(first), blockers: blockers.map(refusalOf) })
  const { planned: _before, inheritedFrom: _root, ...own } = before
  if (startsAt !== undefined) {
    const planned = { mode, startsAt }
    const stored = { mode: before.mode, planned: { ...planned, heardAt: now } }
    return ok({
      result: { ...own, planned },
      commit: [policyStatement(tenant.id, 'enforcement', stored), ...announce(scope, planned, now)],
    })
  }
  const unchanged = mode === before.mode && before.inheritedFrom === undefined
  return ok({
    result: { ...own, mode },
    commit: unchanged
      ? [policyStatement(tenant.id, 'enforcement', { mode })]
      : enforceStatements(sql, tenant.id, { mode }, now),
  })
}

const isStart = (
  startsAt: number,
  { stricter, now }: { readonly stricter: boolean; readonly now: number },
): boolean => stricter && startsAt > now && startsAt <= now + MAX_GRACE_MS

/** Where the member of the request is that would have to be another. */
const refusalOf = ({ code, tenantId }: Blocker): TenantRefusal => ({
  code,
  pointer: '/mode',
  ...defined({ got: tenantId }),
})

/** Does what is due for a planned start. Whoever called too early changes nothing. */
async function advanceEnforcement(scope: Scope): Planned<'advance_enforcement'> {
  const { sql, tenant, clock } = scope
  const now = clock()
  const before = readEnforcement(sql, tenant.id)
  const { enforcement } = readPolicy(sql, tenant.id)
  if (enforcement?.planned === undefined) return ok({ result: before })
  const { planned } = enforcement
  if (nextStep(planned, planned.heardAt) > now) return ok({ result: before })
  if (now < planned.startsAt) {
    const heard = { ...enforcement, planned: { ...planned, heardAt: now } }
    return ok({
      result: before,
      commit: [policyStatement(tenant.id, 'enforcement', heard), ...announce(scope, planned, now)],
    })
  }
  const { planned: _over, ...after } = before
  const blockers = findBlockers(sql, tenant.id, planned.mode, now)
  return blockers.length === 0
    ? ok({
        result: { ...after, mode: planned.mode },
        audit: auditOf('enforcement.started', before, { ...after, mode: planned.mode }),
        commit: enforceStatements(sql, tenant.id, { mode: planned.mode }, now),
      })
    : ok({
        result: after,
        audit: auditOf('enforcement.not_started', before, after),
        commit: callOff(scope, planned.mode, { enforcement, blockers }),
      })
}

/** What made a start possible is no longer so: people keep their passwords, and are told why. */
function callOff(
  { tenant, clock }: Scope,
  mode: EnforcementMode,
  {
    enforcement,
    blockers,
  }: {
    readonly enforcement: NonNullable<StoredPolicy['enforcement']>
    readonly blockers: readonly Blocker[]
  },
): readonly GateStatement[] {
  const causes = blockers.map(({ code }) => code)
  const telling: Telling = { type: 'enforcement.not_started', data: { mode, blockers: causes } }
  return [
    policyStatement(tenant.id, 'enforcement', { mode: enforcement.mode }),
    ...notifyAdministrators([tenant.id], telling, clock()),
  ]
}

function announce(
  { sql, tenant }: Scope,
  { mode, startsAt }: { readonly mode: EnforcementMode; readonly startsAt: number },
  now: number,
): readonly GateStatement[] {
  const data = { mode, starts_at: new Date(startsAt).toISOString() }
  const telling: Telling = { type: 'enforcement.announced', data }
  const concerned = [tenant.id, ...followersOf(sql, tenant.id).slice(1)] as const
  return [
    ...notifyAdministrators(concerned, telling, now),
    ...concerned.map((one) => notifyUsers(one, telling, now)),
  ]
}

const auditOf = (action: string, before: Enforcement, after: Enforcement) => ({
  action,
  before: auditedPart(before),
  after: auditedPart(after),
})

const auditedPart = ({ mode, planned }: Enforcement) => ({
  mode,
  planned_mode: planned?.mode ?? null,
})

// A way in remains: no command takes the last one from a tenant's administrators, whatever it
// changes. What its plan would leave is looked at before it is carried out, so nothing that takes
// one can be forgotten here.

import { ok, type Result, refuse } from '../../../result.ts'
import { recordChange } from '../../../storage/d1/change-record.ts'
import { type Statement, toStatement } from '../../../storage/statement.ts'
import { differenceOf } from '../../../tenants/commands/audit.ts'
import type { CommandKind, CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { newId, type TenantId } from '../../../tenants/ids.ts'
import { findLostAccess, type LostAccess, readAdminAccess } from '../../enforcement/admin-access.ts'
import { modeOf, policyTenant } from '../../enforcement/enforcement.ts'
import { enforceStatements } from '../../enforcement/enforcement-changes.ts'
import { holdsOperator } from '../../enforcement/operator-access.ts'
import { dryRun } from '../../intents/dry-run.ts'
import type { Plan, Scope } from '../../intents/plan.ts'
import { findTenant } from '../../tables/configurations.ts'
import type { GateStatement } from '../../tables/gate-statement.ts'
import { notifyWebhooks } from '../audited-change.ts'

/** What ways into a tenant rest on: of its own, and of its children too. */
const OWN = /\b(users|links|passwords|second_factors|enforcement_exemptions|admin_logins)\b/
const SHARED = /\b(connectors|sign_in_policies|recovery_codes|tenants)\b/

/** A command whose caller may have chosen what it would otherwise be refused for. */
interface Choices {
  readonly evenLastAdmin?: boolean
  readonly turnOffEnforcement?: boolean
}

interface Loss {
  readonly tenantId: TenantId
  readonly lost: LostAccess
}

/**
 * The plan, with the end of enforcement where that was chosen; or a refusal that says which way
 * would be lost.
 */
export async function preventLockout<T>(
  scope: Scope,
  command: CommandOf<CommandKind> & Choices,
  plan: Plan<T>,
): Promise<Result<Plan<T>, TenantRefusal>> {
  const { evenLastAdmin = false, turnOffEnforcement = false } = command
  if (losesOperators(scope, plan)) return refuse({ code: 'operators_locked_out' })
  const losses = findLosses(scope, plan, evenLastAdmin)
  const enforced = losses.filter(({ lost }) => lost !== 'every')
  const [first] = losses
  if (first === undefined) return ok(plan)
  if (!turnOffEnforcement || enforced.length === 0) return refuse(refusalOf(first, losses))
  const turned = await Promise.all(
    toTurnOff(
      scope.sql,
      enforced.map(({ tenantId }) => tenantId),
    ).map((one) => turnedOff(scope, one)),
  )
  const lenient = {
    ...plan,
    record: [...(plan.record ?? []), ...turned.flatMap(({ record }) => record)],
    commit: [...turned.flatMap(({ commit }) => commit), ...(plan.commit ?? [])],
  }
  const still = findLosses(scope, lenient, evenLastAdmin)
  const [left] = still
  return left === undefined ? ok(lenient) : refuse(refusalOf(left, still))
}

/**
 * Tells whether a plan takes the last way in from the operators. Nobody may choose that: only
 * operators change the home tenant.
 */
function losesOperators(
  { sql, storage, tenant }: Scope,
  { reserve = [], commit = [] }: Plan<unknown>,
): boolean {
  const touches = commit.some(({ sql: text }) => OWN.test(text) || SHARED.test(text))
  if (!tenant.home || !touches || !holdsOperator(sql, tenant.id)) return false
  return !dryRun(storage, [...reserve, ...commit], () => holdsOperator(sql, tenant.id))
}

/** What a plan would take, from whom. Of tenants that it deletes nothing has to remain. */
function findLosses(
  { sql, storage, tenant, clock }: Scope,
  { reserve = [], commit = [] }: Plan<unknown>,
  evenLastAdmin: boolean,
): readonly Loss[] {
  const touches = (tables: RegExp) => commit.some(({ sql: text }) => tables.test(text))
  const shared = touches(SHARED)
  if (!shared && !touches(OWN)) return []
  const now = clock()
  const read = (tenantIds: readonly TenantId[]) =>
    tenantIds.map((tenantId) => readAdminAccess(sql, tenantId, now))
  const family = shared ? familyOf(sql, tenant.id) : [tenant.id]
  const before = read(family)
  if (before.every(({ connector, password }) => !connector && !password)) return []
  const after = dryRun(storage, [...reserve, ...commit], () =>
    findTenant(sql, tenant.id) ? read(family) : before,
  )
  return family.flatMap((tenantId, n) => {
    const [was, is] = [before[n], after[n]]
    const lost = was && is && findLostAccess(was, is)
    return lost === undefined || (evenLastAdmin && lost !== 'sso') ? [] : [{ tenantId, lost }]
  })
}

/** The tenant and its children: a root's connectors, policies and codes are theirs as well. */
const familyOf = (sql: SqlStorage, tenantId: TenantId): readonly TenantId[] => [
  tenantId,
  ...sql
    .exec<{ tenant_id: TenantId }>('SELECT tenant_id FROM tenants WHERE parent_id = ?', tenantId)
    .toArray()
    .map((row) => row.tenant_id),
]

/**
 * Whose enforcement has to go: that of the root where it loses as well, else the child's part in it
 * alone (I5).
 */
const toTurnOff = (sql: SqlStorage, losing: readonly TenantId[]): readonly TenantId[] => [
  ...new Set(
    losing.map((tenantId) => {
      const holder = policyTenant(sql, tenantId)
      return losing.includes(holder) ? holder : tenantId
    }),
  ),
]

const CODES = {
  sso: 'enforcement_needs_connector',
  password: 'enforcement_needs_way_back',
  every: 'administrators_locked_out',
} as const

const refusalOf = ({ lost }: Loss, losses: readonly Loss[]): TenantRefusal => ({
  code: CODES[lost],
  got: losses.filter((one) => one.lost === lost).map(({ tenantId }) => tenantId),
})

async function turnedOff(
  scope: Scope,
  tenantId: TenantId,
): Promise<{ readonly record: readonly Statement[]; readonly commit: readonly GateStatement[] }> {
  const { sql, db, keyring, origin, clock, random } = scope
  const now = clock()
  const audit = {
    id: newId('aud', random),
    tenantId,
    at: now,
    actor: origin.actor,
    action: 'enforcement.turned_off',
    target: { type: 'enforcement', id: tenantId },
    ...differenceOf({ mode: modeOf(sql, tenantId) }, { mode: 'off' }),
    requestId: origin.requestId,
  }
  const record = await recordChange(db, keyring, { audit })
  return {
    record: record.map(toStatement),
    commit: [
      ...enforceStatements(sql, tenantId, { mode: 'off', data: { cause: 'turn_off' } }, now),
      notifyWebhooks(audit),
    ],
  }
}

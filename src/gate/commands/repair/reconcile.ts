// Reconciling: D1 was restored from an older copy, and is put right from what the gate keeps of its
// own commands. Where they differ the gate wins. What governs logins stands in the gate, so nothing
// of it changes here.

import { and, eq, ne } from 'drizzle-orm'
import { ok, refuse } from '../../../result.ts'
import { findOtherOwner } from '../../../storage/d1/domains.ts'
import { tenants } from '../../../storage/d1/schema/index.ts'
import { type Statement, statement } from '../../../storage/statement.ts'
import { isBehind } from '../../intents/last-intent.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { copiedRows } from '../../intents/recorded-rows.ts'
import { findTenant } from '../../tables/configurations.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'
import { listOwnDomains } from '../../tables/verified-domains.ts'
import { clearAgain } from '../tenants/deleted-tenants.ts'
import { compareGrants } from './reconcile-grants.ts'
import { compareRows, type Difference } from './reconcile-rows.ts'
import { comparePeople, NOBODY } from './reconcile-users.ts'

/** The planners of the commands of this file. */
export const reconcilePlanners: Planners<'reconcile_tenant'> = {
  reconcile_tenant: reconcileTenant,
}

/** What one command settles travels through its intent, which is one row, and then in one batch. */
const MAX_AT_ONCE = 100
const MAX_CHARACTERS = 500_000

/** Puts right what D1 has of a tenant; of a tenant that was deleted it removes everything. */
async function reconcileTenant(scope: Scope): Planned<'reconcile_tenant'> {
  const { sql, tenant } = scope
  const taken = await findHolder(scope)
  if (taken !== undefined) return refuse({ code: 'tenant_external_id_taken', got: taken })
  const owner = await findOtherOwner(scope.db, tenant.id, listOwnDomains(sql, tenant.id))
  if (owner !== undefined) return refuse({ code: 'domain_taken', got: owner })
  const found = [...(await compareRows(scope)), ...(await compareGrants(scope))]
  const settled = found.slice(0, fitting(found))
  const complete = settled.length === found.length
  const alive = findTenant(sql, tenant.id) !== undefined
  const people = alive && complete ? await comparePeople(scope) : NOBODY
  const entries = settled.map(({ entry }) => entry)
  const changed = entries.filter(({ action }) => action !== 'lost').length
  const changes = changed + people.record.length > 0
  return ok({
    result: { entries, users: people.users, complete },
    audit: {
      target: { type: 'tenant', id: tenant.id },
      before: {},
      after: changes ? { settled: changed, users: people.users } : {},
    },
    record: changes ? [...recordOf(settled), ...people.record] : [],
    commit: [
      ...(alive ? people.commit : [clearAgain(tenant.id)]),
      ...(await mark(scope, { complete, changes })),
    ],
  })
}

/**
 * Whether D1 counts as behind afterwards; a command that changes something in D1 is remembered by
 * itself.
 */
async function mark(
  scope: Scope,
  { complete, changes }: { readonly complete: boolean; readonly changes: boolean },
): Promise<readonly GateStatement[]> {
  const { id } = scope.tenant
  if (!complete)
    return [gateStatement(`UPDATE last_intents SET intent_id = '' WHERE tenant_id = ?`, id)]
  return !changes && (await isBehind(scope, id))
    ? [gateStatement('DELETE FROM last_intents WHERE tenant_id = ?', id)]
    : []
}

/**
 * Rows are replaced while others refer to them, so the foreign keys have to hold in the end and not
 * before.
 */
const recordOf = (settled: readonly Difference[]): readonly Statement[] => [
  statement('PRAGMA defer_foreign_keys = on'),
  // Everything goes before anything comes back: a name may have changed hands.
  ...settled.flatMap(({ remove = [] }) => remove),
  ...settled.flatMap(({ insert = [] }) => insert),
]

/** How many differences one command takes on, at least one. */
function fitting(found: readonly Difference[]): number {
  let left = MAX_CHARACTERS
  const over = found.findIndex(({ insert = [] }, index) => {
    left -= JSON.stringify(insert).length
    return index > 0 && left < 0
  })
  return Math.min(MAX_AT_ONCE, over === -1 ? found.length : over)
}

/**
 * The external id, where D1 gives it to another tenant: one that was deleted or renamed since, and
 * is to be reconciled first.
 */
async function findHolder({ sql, db, tenant }: Scope): Promise<string | undefined> {
  const [row] = copiedRows(sql, tenant.id, 'tenants')
  const externalId = row?.external_id
  if (typeof externalId !== 'string') return undefined
  const others = and(eq(tenants.externalId, externalId), ne(tenants.id, tenant.id))
  const holder = await db.select({ id: tenants.id }).from(tenants).where(others).get()
  return holder?.id
}

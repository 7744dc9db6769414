// While passwords are switched off the last proven way in through SSO stays: a change that would take it is refused, or turns
// enforcement off with it where that was chosen.

import { ok, type Result, refuse } from '../../../result.ts'
import { differenceOf } from '../../../tenants/audit.ts'
import type { TenantRefusal } from '../../../tenants/commands.ts'
import { type ConnectorId, newId, type TenantId, type UserId } from '../../../tenants/ids.ts'
import { recordChange } from '../../d1/change-record.ts'
import { type Statement, toStatement } from '../../statement.ts'
import { governingTenant, holdsConnector, holdsProof, modeOf } from '../accounts/enforcement.ts'
import { enforceStatements } from '../accounts/enforcement-changes.ts'
import type { GateStatement } from '../intents.ts'
import { tellWebhooks } from './audited-change.ts'
import type { Scope } from './plan.ts'

/** What is about to go. */
type Leaving = { readonly connectorId: ConnectorId } | { readonly userId: UserId }

/** What goes with the change: nothing as a rule. */
interface Besides {
  readonly record: readonly Statement[]
  readonly commit: readonly GateStatement[]
}

/** Holds a removal against enforcement of every tenant that it may concern. `turnOff`: passwords come back with it. */
export async function keepWayIn(
  scope: Scope,
  leaving: Leaving,
  turnOff: boolean,
): Promise<Result<Besides, TenantRefusal>> {
  const { sql, tenant } = scope
  const broken = familyOf(sql, tenant.id).filter(
    (one) => modeOf(sql, one) !== 'off' && breaks(sql, one, leaving),
  )
  if (broken.length === 0) return ok({ record: [], commit: [] })
  if (!turnOff) return refuse({ code: 'enforcement_needs_connector', got: broken })
  const governing = [...new Set(broken.map((one) => governingTenant(sql, one)))]
  const turned = await Promise.all(governing.map((one) => turnedOff(scope, one)))
  return ok({
    record: turned.flatMap(({ record }) => record),
    commit: turned.flatMap(({ commit }) => commit),
  })
}

/** The tenant and its children: a root's connectors let people of both in. */
const familyOf = (sql: SqlStorage, tenantId: TenantId): readonly TenantId[] => [
  tenantId,
  ...sql
    .exec<{ tenant_id: TenantId }>('SELECT tenant_id FROM tenants WHERE parent_id = ?', tenantId)
    .toArray()
    .map((row) => row.tenant_id),
]

/** Whether a tenant had a way in that an administrator has proven, whenever, and would have none; without one, any at all. */
function breaks(sql: SqlStorage, tenantId: TenantId, leaving: Leaving): boolean {
  if (holdsProof(sql, tenantId, {})) return !holdsProof(sql, tenantId, leaving)
  return holdsConnector(sql, tenantId) && !holdsConnector(sql, tenantId, leaving)
}

async function turnedOff(scope: Scope, tenantId: TenantId): Promise<Besides> {
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
      tellWebhooks(audit),
    ],
  }
}

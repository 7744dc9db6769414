// Planned starts of enforcement, from the gate's alarm. They are commands in the queue like any
// other: what they are decided by does not change before they hold.

import { ENFORCEMENT_MODES, nextStep } from '../../tenants/enforcement.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { readPolicy } from '../enforcement/enforcement.ts'
import { IS_PLANNED } from '../enforcement/enforcement-tables.ts'
import type { CommandQueue } from './run-command.ts'

/** D1 was out of reach, or the queue was long, milliseconds. */
const RETRY_DELAY = 30_000
const SYSTEM = {
  origin: { actor: { type: 'system', name: 'enforcement' }, requestId: 'alarm' },
} as const

/** Has everything done that is due: notices, starts, and calling off what cannot start. */
export async function startEnforcements(
  sql: SqlStorage,
  queue: Pick<CommandQueue, 'run'>,
  now: number,
): Promise<void> {
  for (const { tenantId, at } of listPlanned(sql))
    if (at <= now) await queue.run({ kind: 'advance_enforcement', tenantId }, SYSTEM)
}

/** When the alarm has to come for it; undefined when nothing is planned. */
export function nextEnforcementAt(sql: SqlStorage, now: number): number | undefined {
  const times = listPlanned(sql).map(({ at }) => (at > now ? at : now + RETRY_DELAY))
  return times.length === 0 ? undefined : Math.min(...times)
}

const listPlanned = (sql: SqlStorage) =>
  sql
    .exec<{ tenant_id: TenantId }>(
      `SELECT tenant_id FROM sign_in_policies INDEXED BY planned_starts
       WHERE ${IS_PLANNED} AND json_extract(policy, '$.enforcement.planned.mode') IN (?, ?)`,
      ...ENFORCEMENT_MODES.slice(1),
    )
    .toArray()
    .flatMap(({ tenant_id: tenantId }) => {
      const planned = readPolicy(sql, tenantId).enforcement?.planned
      return planned ? [{ tenantId, at: nextStep(planned, planned.heardAt) }] : []
    })

// The hard limit on configuration commands: each costs rows in the gate, in D1 and often in KV, and
// they wait in one queue. Counted in memory, since the gate is one object; an object that was
// evicted had nothing to do.

import type { Refusal } from '../../refusal.ts'
import type { CommandEnvelope } from '../../tenants/commands/envelope.ts'
import type { TenantId } from '../../tenants/ids.ts'

const MAX_PER_MINUTE = 600
const MINUTE = 60_000

export interface CommandRate {
  /**
   * Counts a command of a tenant and refuses it when it is one too many. What this deployment does
   * itself is not counted.
   */
  refusal(
    command: { readonly tenantId: TenantId } | { readonly tenant: { readonly id: TenantId } },
    envelope: CommandEnvelope,
    now: number,
  ): Refusal<'api_rate_limited'> | undefined
}

/** Starts counting. A tenant's children have limits of their own, so none can use up another's. */
export function createCommandRate(): CommandRate {
  let ends = 0
  const counts = new Map<TenantId, number>()
  return {
    refusal(command, { origin }, now) {
      if (origin.actor.type === 'system') return undefined
      if (now >= ends) {
        counts.clear()
        ends = now + MINUTE
      }
      const tenantId = 'tenant' in command ? command.tenant.id : command.tenantId
      const count = (counts.get(tenantId) ?? 0) + 1
      counts.set(tenantId, count)
      return count > MAX_PER_MINUTE
        ? { code: 'api_rate_limited', expected: MAX_PER_MINUTE }
        : undefined
    },
  }
}

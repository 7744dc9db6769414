// Lists come from D1, which hears of some changes seconds after a gate made them. Whoever reads a
// list has the gate tell D1 first.

import type { CatchUp } from '../../tenants/commands/catch-up.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export const createCatchUp =
  (
    namespace: DurableObjectNamespace<TenantGate>,
    { jurisdictions }: { readonly jurisdictions: boolean },
  ): CatchUp =>
  async (gate) => {
    try {
      return await gateStub(namespace, gate, jurisdictions).bringUpToDate()
    } catch {
      // A list that may lag is more use than none, and says that it may.
      return undefined
    }
  }

// Enforcement as the API sees it: read where it is decided.

import { reaching } from '../../outage.ts'
import type { FindEnforcement } from '../../tenants/enforcement.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export const createFindEnforcement =
  (
    namespace: DurableObjectNamespace<TenantGate>,
    { jurisdictions }: { readonly jurisdictions: boolean },
  ): FindEnforcement =>
  (gate, tenantId) =>
    reaching('gate', async () => {
      const stub = gateStub(namespace, gate, jurisdictions)
      return await stub.findEnforcement(tenantId)
    })

// What an activation would be decided by, as the API sees it: read where it is decided.

import { reaching } from '../../outage.ts'
import type { FindActivationEvidence } from '../../tenants/commands/activation.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export const createFindActivationEvidence =
  (
    namespace: DurableObjectNamespace<TenantGate>,
    { jurisdictions }: { readonly jurisdictions: boolean },
  ): FindActivationEvidence =>
  (gate, connector) =>
    reaching('gate', async () => {
      const stub = gateStub(namespace, gate, jurisdictions)
      return await stub.findActivationEvidence(connector)
    })

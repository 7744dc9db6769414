// The session of a person as the API sees it: one call to its gate, which also says whether that is
// the home tenant's.

import type { FindHeldSession } from '../../login/session.ts'
import { reaching } from '../../outage.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export const createFindHeldSession =
  (
    namespace: DurableObjectNamespace<TenantGate>,
    { jurisdictions }: { readonly jurisdictions: boolean },
  ): FindHeldSession =>
  ({ gate, tenantId, sid }) =>
    reaching('gate', async () => {
      const stub = gateStub(namespace, gate, jurisdictions)
      return await stub.findHeldSession(tenantId, sid)
    })

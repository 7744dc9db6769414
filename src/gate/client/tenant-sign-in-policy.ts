// The sign-in policy as the API sees it: read where it is decided by.

import { reaching } from '../../outage.ts'
import type { FindSignInPolicy } from '../../tenants/sign-in-policy.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export const createFindSignInPolicy =
  (
    namespace: DurableObjectNamespace<TenantGate>,
    { jurisdictions }: { readonly jurisdictions: boolean },
  ): FindSignInPolicy =>
  (gate, tenantId) =>
    reaching('gate', async () => {
      const stub = gateStub(namespace, gate, jurisdictions)
      return await stub.findSignInPolicy(tenantId)
    })

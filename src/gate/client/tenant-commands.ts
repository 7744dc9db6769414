// Configuration commands as the API sees them: one call to the tenant's gate, where they wait their
// turn.

import { reaching } from '../../outage.ts'
import type { TenantCommands } from '../../tenants/commands/ports.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the commands over the gates. Without `jurisdictions` (workerd alone has none) an
 * address's jurisdiction is not applied.
 */
export function createTenantCommands(
  namespace: DurableObjectNamespace<TenantGate>,
  { jurisdictions }: { readonly jurisdictions: boolean },
): TenantCommands {
  return {
    run(gate, command, envelope) {
      // The stub's type forgets the type parameter of `run`; what arrives is what the method
      // returned.
      const stub = gateStub(namespace, gate, jurisdictions) as Pick<TenantGate, 'run'>
      return reaching('gate', () => stub.run(command, envelope))
    },
  }
}

// Configuration commands as the API sees them: one call to the tenant's gate, where they wait their turn.

import { reaching } from '../../outage.ts'
import type { Result } from '../../result.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../../tenants/commands.ts'
import type { TenantCommands } from '../../tenants/ports.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import { gateStub } from './gates.ts'
import type { TenantGate } from './tenant-gate.ts'

/** Implements the commands over the gates. Without `jurisdictions` (workerd alone has none) an address's jurisdiction is not applied. */
export function createTenantCommands(
  namespace: DurableObjectNamespace<TenantGate>,
  { jurisdictions }: { readonly jurisdictions: boolean },
): TenantCommands {
  return {
    run<K extends CommandKind>(gate: GateAddress, command: CommandOf<K>) {
      const stub = gateStub(namespace, gate, jurisdictions)
      // A stub's type forgets the type parameter of the method it calls.
      return reaching('gate', () => stub.run(command)) as Promise<
        Result<CommandResults[K], TenantRefusal>
      >
    },
  }
}

// Runs a configuration command in the gate of its tenant.

import { type Result, refuse } from '../../result.ts'
import type { CommandKind, CommandOf, CommandResults } from '../../tenants/commands.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { gateOf } from '../../tenants/tenant.ts'
import type { Deps } from '../deps.ts'
import type { ApiRefusal } from './operation.ts'

/** Finds the tenant, then runs the command where the tenant's state lives. */
export async function runCommand<K extends CommandKind>(
  deps: Deps,
  tenantId: TenantId,
  command: CommandOf<K>,
): Promise<Result<CommandResults[K], ApiRefusal>> {
  const tenant = await deps.reads.findTenant(tenantId)
  if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
  return deps.commands.run(gateOf(tenant), command)
}

// Runs a configuration command in the gate of its tenant.

import { type Result, refuse } from '../../result.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../../tenants/commands.ts'
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
  const result = await deps.commands.run(gateOf(tenant), command)
  return result.ok ? result : refuse(toApiRefusal(result.refusal))
}

/** Commands speak of fields, the API of members: `/externalIdpId` is `/external_idp_id` to the caller. */
export function toApiRefusal(refusal: TenantRefusal): ApiRefusal {
  if (refusal.pointer === undefined) return refusal
  const pointer = refusal.pointer.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return { ...refusal, pointer }
}

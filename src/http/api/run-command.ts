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
import type { ApiDeps, ApiRefusal } from './operation.ts'

/** Finds the tenant, then runs the command where the tenant's state lives. */
export async function runCommand<K extends CommandKind>(
  deps: ApiDeps,
  tenantId: TenantId,
  command: CommandOf<K>,
): Promise<Result<CommandResults[K], ApiRefusal>> {
  const tenant = await deps.reads.findTenant(tenantId)
  if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
  return toApi(await deps.commands.run(gateOf(tenant), command, deps.envelope))
}

/** A command's answer as the API gives it: what changed since `If-Match` is a list of wrong members. */
export function toApi<T>(answer: Result<T, TenantRefusal>): Result<T, ApiRefusal> {
  if (answer.ok || answer.refusal.changed === undefined) return answer
  const { changed, ...refusal } = answer.refusal
  const errors = changed.map((pointer) => ({ pointer, detail: 'has changed since' }))
  return refuse({ ...refusal, errors })
}

// Runs a configuration command in the gate of its tenant.

import { type Result, refuse } from '../../../result.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../../../tenants/commands/commands.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import { type GateAddress, gateOf } from '../../../tenants/tenant.ts'
import { meaningOf } from './api-refusals.ts'
import type { ApiDeps, ApiRefusal } from './operation.ts'

/**
 * Finds the tenant, then runs the command where the tenant's state lives. A person's session says
 * where that is, so what needs no D1 is done while D1 is out of reach.
 */
export async function runCommand<K extends CommandKind>(
  deps: ApiDeps,
  tenantId: TenantId,
  command: CommandOf<K>,
): Promise<Result<CommandResults[K], ApiRefusal>> {
  const gate = deps.caller.gate ?? (await findGate(deps, tenantId))
  if (gate === undefined) return refuse({ code: 'tenant_unknown' })
  return toApi(await deps.commands.run(gate, command, deps.envelope))
}

async function findGate({ reads }: ApiDeps, tenantId: TenantId): Promise<GateAddress | undefined> {
  const tenant = await reads.findTenant(tenantId)
  return tenant && gateOf(tenant)
}

/**
 * A command's answer as the API gives it: what changed since `If-Match`, or stands in the way, is a
 * list of wrong members.
 */
export function toApi<T>(answer: Result<T, TenantRefusal>): Result<T, ApiRefusal> {
  if (answer.ok) return answer
  const { changed = [], blockers = [], ...refusal } = answer.refusal
  const errors = [
    ...changed.map((pointer) => ({ pointer, detail: 'has changed since' })),
    ...blockers.map(writeBlocker),
  ]
  return refuse({ ...refusal, ...(errors.length > 0 && { errors }) })
}

const writeBlocker = ({ code, pointer = '', got }: TenantRefusal) => ({
  pointer,
  code,
  detail: got === undefined ? meaningOf(code).message : `${meaningOf(code).message} (${got})`,
})

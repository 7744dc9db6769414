// What the schedule works with.

import type { Config } from '../env.ts'
import type { Clock, Random } from '../login/clock-and-random.ts'
import { type Result, refuse } from '../result.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../tenants/commands/commands.ts'
import type {
  Applications,
  ConfigurationReads,
  DueWork,
  IdempotentAnswers,
  TenantCommands,
} from '../tenants/commands/ports.ts'
import type { FindTxtRecords } from '../tenants/domain.ts'
import type { EventFeed } from '../tenants/events/event-feed.ts'
import type { FetchMetadata } from '../tenants/external-idps/fetch-metadata.ts'
import type { TenantId } from '../tenants/ids.ts'
import { gateOf } from '../tenants/tenant.ts'

export interface ScheduleDeps {
  readonly clock: Clock
  readonly random: Random
  readonly due: DueWork
  readonly reads: ConfigurationReads
  readonly commands: TenantCommands
  readonly applications: Pick<Applications, 'publish' | 'listUnpublished' | 'listBehind'>
  readonly fetchMetadata: FetchMetadata
  readonly findTxtRecords: FindTxtRecords
  readonly events: Pick<EventFeed, 'removeBefore'>
  readonly answers: Pick<IdempotentAnswers, 'forgetOld'>
  readonly config: Pick<Config, 'eventRetentionDays'>
}

const ACTOR = { type: 'system', name: 'schedule' } as const

/** Runs a command on the schedule's own behalf, in the gate of its tenant. */
export async function runCommand<K extends CommandKind>(
  { reads, commands, random }: ScheduleDeps,
  tenantId: TenantId,
  command: CommandOf<K>,
): Promise<Result<CommandResults[K], TenantRefusal>> {
  const tenant = await reads.findTenant(tenantId)
  // Deleted since the work was found: its gate knows it no more.
  if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
  const origin = { actor: ACTOR, requestId: `run_${new Uint8Array(random(10)).toHex()}` }
  return commands.run(gateOf(tenant), command, { origin })
}

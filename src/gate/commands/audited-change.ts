// What is true of every command, whatever it does: it changes one thing, and the audit log tells of
// it.

import { type AuditEntry, differenceOf } from '../../tenants/commands/audit.ts'
import { COMMANDS, type CommandKind, type CommandOf } from '../../tenants/commands/commands.ts'
import { type Snapshot, snapshotOf } from '../../tenants/commands/snapshot.ts'
import { newId } from '../../tenants/ids.ts'
import type { Plan, Scope } from '../intents/plan.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { TARGETS } from './registry.ts'

/**
 * The resource that a command changes, as it is before; undefined for a creation, and for what is
 * unknown.
 */
export async function findTarget(
  scope: Pick<Scope, 'sql' | 'reads' | 'tenant'>,
  command: CommandOf<CommandKind>,
): Promise<Snapshot | undefined> {
  const { target } = COMMANDS[command.kind]
  const resource = target && (await TARGETS[target]?.find(scope, command))
  return resource && snapshotOf(resource)
}

/** The entry that tells of a plan; undefined when the plan leaves everything as it was. */
export function auditEntryOf(
  { tenant, origin, clock, random }: Scope,
  command: CommandOf<CommandKind>,
  { plan, target }: { readonly plan: Plan<object>; readonly target: Snapshot | undefined },
): AuditEntry | undefined {
  const { target: type, audit: action, deletes } = COMMANDS[command.kind]
  if (action === undefined || type === undefined) return undefined
  const { audit: note = {}, result } = plan
  const change =
    note.before || note.after
      ? differenceOf(note.before, note.after)
      : differenceOf(target, deletes ? undefined : snapshotOf(result))
  return (
    change && {
      id: newId('aud', random),
      tenantId: tenant.id,
      at: clock(),
      actor: origin.actor,
      action: note.action ?? action,
      target: note.target ?? { type, id: TARGETS[type]?.idIn(command) ?? idOf(result) },
      ...change,
      requestId: origin.requestId,
    }
  )
}

/** Has the tenant's webhooks hear of an entry, if it has any. */
export const notifyWebhooks = (entry: AuditEntry): GateStatement =>
  gateStatement(
    `INSERT INTO outbox (tenant_id, id, kind, body) SELECT ?1, ?2, 'audit', ?3
     WHERE EXISTS (SELECT 1 FROM webhooks WHERE tenant_id = ?1 AND enabled = 1)
     ON CONFLICT DO NOTHING`,
    entry.tenantId ?? null,
    entry.id,
    JSON.stringify(entry),
  )

/** The id of what a command creates. */
const idOf = (result: object): string => ('id' in result ? String(result.id) : '')

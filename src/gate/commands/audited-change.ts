// What is true of every command, whatever it does: it changes one thing, and the audit log tells of it.

import { type AuditEntry, differenceOf } from '../../tenants/commands/audit.ts'
import { AUDITED } from '../../tenants/commands/audited.ts'
import type { CommandKind, CommandOf } from '../../tenants/commands/commands.ts'
import { type Snapshot, snapshotOf } from '../../tenants/commands/snapshot.ts'
import { newId } from '../../tenants/ids.ts'
import { readEnforcement } from '../enforcement/enforcement.ts'
import { readSignInPolicy } from '../enforcement/sign-in-policy.ts'
import type { Plan, Scope } from '../intents/plan.ts'
import { findWebhook } from '../outbox/webhooks.ts'
import { findUser } from '../tables/find-user.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'

type AnyCommand = CommandOf<CommandKind>

/** The resource that a command changes, as it is before; undefined for a creation, and for what is unknown. */
export async function findTarget(
  { sql, reads, tenant }: Pick<Scope, 'sql' | 'reads' | 'tenant'>,
  command: AnyCommand,
): Promise<Snapshot | undefined> {
  const resource = await findResource()
  return resource && snapshotOf(resource)

  async function findResource(): Promise<object | undefined> {
    if ('userId' in command) return findUser(sql, tenant.id, command.userId)
    if ('domainId' in command) return reads.findDomain(tenant.id, command.domainId)
    if ('webhookId' in command) return findWebhook(sql, tenant.id, command.webhookId)
    if ('connectorId' in command) return reads.findConnectorDetail(tenant.id, command.connectorId)
    if ('externalIdpId' in command) return reads.findExternalIdp(tenant.id, command.externalIdpId)
    if ('ssoId' in command) return reads.findSsoKey(tenant.id, command.ssoId)
    if (AUDITED[command.kind]?.type === 'enforcement') return readEnforcement(sql, tenant.id)
    if (command.kind === 'set_sign_in_policy') return readSignInPolicy(sql, tenant.id)
    const changesTenant = AUDITED[command.kind]?.type === 'tenant' && !('tenant' in command)
    return changesTenant ? reads.findTenant(tenant.id) : undefined
  }
}

/** The entry that tells of a plan; undefined when the plan leaves everything as it was. */
export function auditEntryOf(
  { tenant, origin, clock, random }: Scope,
  command: AnyCommand,
  { plan, target }: { readonly plan: Plan<object>; readonly target: Snapshot | undefined },
): AuditEntry | undefined {
  const audited = AUDITED[command.kind]
  if (audited === undefined) return undefined
  const { audit: note = {}, result } = plan
  const change =
    note.before || note.after
      ? differenceOf(note.before, note.after)
      : differenceOf(target, audited.gone ? undefined : snapshotOf(result))
  return (
    change && {
      id: newId('aud', random),
      tenantId: tenant.id,
      at: clock(),
      actor: origin.actor,
      action: note.action ?? audited.action,
      target: note.target ?? { type: audited.type, id: idOf(command, result) },
      ...change,
      requestId: origin.requestId,
    }
  )
}

/** Has the tenant's webhooks hear of an entry, if it has any. */
export const tellWebhooks = (entry: AuditEntry): GateStatement =>
  gateStatement(
    `INSERT INTO outbox (tenant_id, id, kind, body) SELECT ?1, ?2, 'audit', ?3
     WHERE EXISTS (SELECT 1 FROM webhooks WHERE tenant_id = ?1 AND enabled = 1)
     ON CONFLICT DO NOTHING`,
    entry.tenantId ?? null,
    entry.id,
    JSON.stringify(entry),
  )

/** The id that the command names, or that of what it creates. */
function idOf(command: AnyCommand, result: object): string {
  if ('userId' in command) return command.userId
  if ('domainId' in command) return command.domainId
  if ('webhookId' in command) return command.webhookId
  if ('connectorId' in command) return command.connectorId
  if ('externalIdpId' in command) return command.externalIdpId
  if ('ssoId' in command) return command.ssoId
  if ('id' in result) return String(result.id)
  const type = AUDITED[command.kind]?.type
  return (type === 'enforcement' || type === 'sign_in_policy') && 'tenantId' in command
    ? command.tenantId
    : ''
}

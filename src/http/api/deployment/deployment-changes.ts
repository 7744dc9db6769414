// Changes of what belongs to no tenant: API keys and applications. No gate queues them; the audit
// entry and the answer go into D1's batch all the same.

import { Outage } from '../../../outage.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { type AuditEntry, differenceOf } from '../../../tenants/commands/audit.ts'
import { checkPrecondition } from '../../../tenants/commands/entity-tag.ts'
import type { ChangeRecord } from '../../../tenants/commands/ports.ts'
import { snapshotOf } from '../../../tenants/commands/snapshot.ts'
import { newId, type TenantId } from '../../../tenants/ids.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import type { ApiDeps, ApiRefusal } from '../engine/operation.ts'
import { toApi } from '../engine/run-command.ts'

/** A change as the audit log tells of it. */
export interface Change extends Pick<AuditEntry, 'action' | 'target'> {
  readonly tenantId?: TenantId | undefined
  /** The resource as the API shows it, without its secret. */
  readonly before?: object
  readonly after?: object
}

/** Creates something once, however often the request comes under the same Idempotency-Key. */
export async function createOnce<T>(
  deps: ApiDeps,
  { value, ...change }: Change & { readonly value: T },
  create: (record: ChangeRecord) => Promise<void>,
): Promise<Result<T, ApiRefusal>> {
  const { caller, envelope, clock } = deps
  const { idempotency } = envelope
  if (envelope.validateOnly) return ok(value)
  const request = idempotency && { ...idempotency, actor: caller.actor, now: clock() }
  // An answer under this fingerprint is that of this operation.
  const find = async () =>
    request && ((await deps.answers.find(request)) as Result<T, ApiRefusal> | undefined)
  const repeated = await find()
  if (repeated) return repeated
  const audit = auditEntryOf(deps, change)
  try {
    await create({ audit, ...(request && { answer: { request, value } }) })
  } catch (fault) {
    // Of two at once D1 let one through; its answer is the answer to both.
    const first = await find()
    if (first) return first
    throw fault
  }
  await notifyWebhooks(deps, audit)
  return ok(value)
}

/** Deletes something that is still as `If-Match` says. */
export async function deleteKnown(
  deps: ApiDeps,
  change: Change & { readonly before: object },
  remove: (record: ChangeRecord) => Promise<void>,
): Promise<Result<undefined, ApiRefusal>> {
  const { ifMatch, validateOnly } = deps.envelope
  const stale = await checkPrecondition(snapshotOf(change.before), ifMatch)
  if (stale) return toApi(refuse(stale))
  if (validateOnly) return ok(undefined)
  const audit = auditEntryOf(deps, change)
  await remove({ audit })
  await notifyWebhooks(deps, audit)
  return ok(undefined)
}

/**
 * Has the webhooks of the tenant hear of it. What they miss while the gate is out of reach, a
 * replay sends.
 */
async function notifyWebhooks({ reads, webhooks }: ApiDeps, audit: AuditEntry): Promise<void> {
  const { tenantId } = audit
  if (tenantId === undefined) return
  try {
    const tenant = await reads.findTenant(tenantId)
    if (tenant) await webhooks.tell(gateOf(tenant), audit)
  } catch (fault) {
    if (!(fault instanceof Outage)) throw fault
  }
}

/** The entry that tells of a change which no command makes. */
export function auditEntryOf({ envelope, clock, random }: ApiDeps, change: Change): AuditEntry {
  const { action, target, tenantId, before, after } = change
  return {
    id: newId('aud', random),
    ...(tenantId && { tenantId }),
    at: clock(),
    ...envelope.origin,
    action,
    target,
    ...differenceOf(before && snapshotOf(before), after && snapshotOf(after)),
  }
}

// The queue of configuration commands: one at a time per gate, so a command's checks still hold
// when its effects happen. Logins pass it by: they wait for no command, and never under
// blockConcurrencyWhile.

import { ok, type Result, refuse } from '../../result.ts'
import { recordChange } from '../../storage/d1/change-record.ts'
import { createConfigurationReads } from '../../storage/d1/configuration-reads.ts'
import { openDatabase } from '../../storage/d1/database.ts'
import { findAnswer } from '../../storage/d1/idempotent-answers.ts'
import { toStatement } from '../../storage/statement.ts'
import {
  COMMANDS,
  type CommandKind,
  type CommandOf,
  type CommandResults,
  type TenantRefusal,
} from '../../tenants/commands/commands.ts'
import { checkPrecondition } from '../../tenants/commands/entity-tag.ts'
import type { CommandEnvelope } from '../../tenants/commands/envelope.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { auditEntryOf, findTarget, notifyWebhooks } from '../commands/audited-change.ts'
import { preventLockout } from '../commands/enforcement/prevent-lockout.ts'
import { PLANNERS } from '../commands/registry.ts'
import { compareNext } from '../commands/repair/reconcile-users.ts'
import { refuseGuest } from '../commands/setup-links/guard-guests.ts'
import { clearDeleted, findDeleted } from '../commands/tenants/deleted-tenants.ts'
import { refuseActor } from '../commands/tenants/home-tenant.ts'
import { carryOut, type Effects, settleIntents } from '../intents/intents.ts'
import { flushKvWrites } from '../intents/kv-writes.ts'
import { isBehind } from '../intents/last-intent.ts'
import { toEffects } from '../intents/plan.ts'
import { findTenant } from '../tables/configurations.ts'
import type { GateContext } from '../tables/context.ts'
import type { GateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'
import { drainOutbox } from './drain-outbox.ts'

export interface CommandQueue {
  /**
   * Runs a command. Throws when storage is out of reach; the command is then undone, at the latest
   * by `catchUp`.
   */
  run<K extends CommandKind>(command: CommandOf<K>, envelope: CommandEnvelope): Promise<Answer<K>>
  /**
   * Settles what was interrupted and carries over what D1 and KV are owed. Throws while D1 is out
   * of reach.
   */
  catchUp(): Promise<Progress>
  /**
   * Carries over to D1 what waits for it. False if that is more than one turn may take. Throws
   * while D1 is out of reach.
   */
  notifyAll(): Promise<boolean>
}

/** `more` can be done at once; `behind` waits for KV. */
type Progress = 'done' | 'more' | 'behind'

/**
 * Batches to D1 in one turn, so that commands do not wait for long; D1 takes 1,000 statements of
 * one invocation.
 */
const DRAINS_PER_TURN = 20

/** Makes the queue of one gate. */
export function createCommandQueue(context: GateContext): CommandQueue {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    run: (command, envelope) => inTurn(() => run(context, command, envelope)),
    catchUp: () => inTurn(() => catchUp(context)),
    notifyAll: () => inTurn(() => notifyAll(context)),
  }
}

async function run<K extends CommandKind>(
  context: GateContext,
  command: CommandOf<K>,
  envelope: CommandEnvelope,
): Promise<Answer<K>> {
  const { storage, kv } = context
  try {
    // Until a command that was interrupted is settled, D1 may not say what the gate says.
    await settleIntents(context)
    await putRight(context, command, envelope)
  } catch (fault) {
    if (!asksGateAlone(storage.sql, command)) throw fault
  }
  const decided = await decide(context, command, envelope)
  if ('answer' in decided) return decided.answer
  try {
    await carryOut(context, decided.effects, decided.reserve)
  } catch (fault) {
    // Between gates D1's constraints decide who was first; whoever was second is told so.
    const rivals = COMMANDS[command.kind].rivals || envelope.idempotency !== undefined
    const answer = rivals ? await answerToSecond(context, command, envelope) : undefined
    if (answer) return answer
    throw fault
  }
  await flushKvWrites(storage.sql, kv)
  return ok(decided.result)
}

/**
 * Ending somebody's access asks nothing of D1, so it waits for none: unless a command on the same
 * person or link is still undecided, which might come true afterwards.
 */
function asksGateAlone(sql: SqlStorage, command: CommandOf<CommandKind>): boolean {
  const about = subjectOf(command)
  if (about === undefined || !COMMANDS[command.kind].endsAccess) return false
  if ('active' in command && command.active) return false
  const undecided = firstRow(
    sql,
    `SELECT 1 FROM intents WHERE tenant_id = ? AND NOT json_extract(effects, '$.removal')
     AND instr(effects, ?) > 0 LIMIT 1`,
    about.tenantId,
    about.id,
  )
  return undecided === undefined
}

/** Whose access a command ends: a person's, or that of the guests of a set-up link. */
function subjectOf(command: CommandOf<CommandKind>) {
  if ('userId' in command) return { tenantId: command.tenantId, id: command.userId }
  return 'setupLinkId' in command
    ? { tenantId: command.tenantId, id: command.setupLinkId }
    : undefined
}

/**
 * A D1 that was restored from an older copy is put right before anything is decided by what it
 * says.
 */
async function putRight<K extends CommandKind>(
  context: GateContext,
  command: CommandOf<K>,
  { origin, validateOnly }: CommandEnvelope,
): Promise<void> {
  if ('tenant' in command || command.kind === 'reconcile_tenant' || validateOnly) return
  const { tenantId } = command
  const system = {
    actor: { type: 'system', name: 'reconcile' },
    requestId: origin.requestId,
  } as const
  while (await isBehind(context, tenantId)) {
    const answer = await run(context, { kind: 'reconcile_tenant', tenantId }, { origin: system })
    if (!answer.ok) throw new Error(`D1 is behind, and cannot be put right: ${answer.refusal.code}`)
  }
}

/**
 * What a command that lost to another gate's is answered; undefined while D1 is out of reach, and
 * when there was no other.
 */
async function answerToSecond<K extends CommandKind>(
  context: GateContext,
  command: CommandOf<K>,
  envelope: CommandEnvelope,
): Promise<Answer<K> | undefined> {
  try {
    await settleIntents(context)
    const again = await decide(context, command, envelope)
    return 'answer' in again ? again.answer : undefined
  } catch {
    return undefined
  }
}

type Answer<K extends CommandKind> = Result<CommandResults[K], TenantRefusal>

/** What a command comes to: an answer without any change, or the change and its answer. */
type Decision<K extends CommandKind> =
  | { readonly answer: Answer<K> }
  | {
      readonly result: CommandResults[K]
      readonly effects: Effects
      readonly reserve: readonly GateStatement[]
    }

async function decide<K extends CommandKind>(
  context: GateContext,
  command: CommandOf<K>,
  { origin, ifMatch, idempotency, validateOnly }: CommandEnvelope,
): Promise<Decision<K>> {
  const { storage, d1, keyring, clock } = context
  const db = openDatabase(d1)
  const request = idempotency && { ...idempotency, actor: origin.actor, now: clock() }
  const repeated = request && (await findAnswer(db, keyring, request))
  // An answer under this fingerprint is that of this command.
  if (repeated) return { answer: repeated as Answer<K> }

  const tenant = findTenantOf(storage.sql, command)
  if (tenant === undefined) return { answer: refuse({ code: 'tenant_unknown' }) }
  const foreign = refuseActor(storage.sql, command, { tenant, actor: origin.actor })
  if (foreign) return { answer: refuse(foreign) }
  const reads = createConfigurationReads(d1)
  const scope = { ...context, sql: storage.sql, db, reads, tenant, origin }
  const forbidden = await refuseGuest(scope, command)
  if (forbidden) return { answer: refuse(forbidden) }
  const target = await findTarget(scope, command)
  const stale = target && (await checkPrecondition(target, ifMatch))
  if (stale) return { answer: refuse(stale) }
  const planned = await PLANNERS[command.kind](scope, command)
  if (!planned.ok) return { answer: planned }
  if (ifMatch !== undefined && target === undefined)
    throw new Error(`${command.kind} has nothing that If-Match could be held against`)
  const kept = await preventLockout(scope, command, planned.value)
  if (!kept.ok) return { answer: kept }
  const plan = kept.value
  if (validateOnly) return { answer: ok(plan.result) }

  const entry = auditEntryOf(scope, command, { plan, target })
  const beside = await recordChange(db, keyring, {
    ...(entry && { audit: entry }),
    ...(request && { answer: { request, value: plan.result } }),
  })
  const record = [...(plan.record ?? []), ...beside.map(toStatement)]
  // First, so that a webhook does not hear of its own beginning, and still of others' end.
  const commit = [...(entry ? [notifyWebhooks(entry)] : []), ...(plan.commit ?? [])]
  return { result: plan.result, ...(await toEffects(scope, { ...plan, record, commit })) }
}

/** The tenant that a command names. One that was deleted can only be reconciled. */
function findTenantOf<K extends CommandKind>(
  sql: SqlStorage,
  command: CommandOf<K>,
): Tenant | undefined {
  if ('tenant' in command) return command.tenant
  const { kind, tenantId } = command
  const tenant = findTenant(sql, tenantId)
  return tenant ?? (kind === 'reconcile_tenant' ? findDeleted(sql, tenantId) : undefined)
}

async function catchUp(context: GateContext): Promise<Progress> {
  const { sql } = context.storage
  await settleIntents(context)
  const owed = await flushKvWrites(sql, context.kv)
  if (!(await notifyAll(context))) return 'more'
  if ((await compareNext(context)) || (await clearDeleted(context))) return 'more'
  return owed ? 'behind' : 'done'
}

async function notifyAll(context: GateContext): Promise<boolean> {
  const db = openDatabase(context.d1)
  for (let turn = 0; await drainOutbox(context, db, context.clock()); turn++) {
    if (turn === DRAINS_PER_TURN) return false
  }
  return true
}

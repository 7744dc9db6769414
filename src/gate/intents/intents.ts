// How a command changes three places and leaves nothing half-visible. Its effects are written down
// in the gate first; then KV gets the values (which nothing points at yet), D1 gets one batch, and
// the gate's last transaction makes it so. What an outage or a crash interrupts is settled before
// the next command, or by the alarm.

import { type Statement, statement } from '../../storage/statement.ts'
import type { IntentId, TenantId } from '../../tenants/ids.ts'
import { newId } from '../../tenants/ids.ts'
import { wakeBy } from '../tables/alarm.ts'
import type { GateContext } from '../tables/context.ts'
import type { GateStatement } from '../tables/gate-statement.ts'
import { rememberLast } from './last-intent.ts'
import {
  copyRows,
  type RecordedRow,
  readRecorded,
  recopyRows,
  returningRows,
  writtenRows,
} from './recorded-rows.ts'

/**
 * Everything that a command changes, as JSON: finishing it later takes nothing else. Rows name
 * their columns, because a later version may finish it, whose tables have others besides.
 */
export interface Effects {
  readonly tenantId: TenantId
  /**
   * A removal holds from its first transaction and is always finished; anything else can still be
   * undone.
   */
  readonly removal: boolean
  /** Immutable values for KV. */
  readonly values: readonly { readonly key: string; readonly text: string }[]
  /** D1, as one batch. */
  readonly record: readonly Statement[]
  /** The gate: from here on the command has happened. */
  readonly commit: readonly GateStatement[]
  /** The gate: gives back what was reserved. */
  readonly undo: readonly GateStatement[]
  /** The gate: queues what KV owes afterwards, the pointer above all. */
  readonly owe: readonly GateStatement[]
}

/** A crash is settled this much later, if no command comes before. */
const RECOVERY_DELAY_MS = 30_000
/** Far longer than a batch can be under way. */
const KEEP_VERDICTS_MS = 86_400_000

/**
 * Carries a command's effects out. `reserve` runs in the transaction that writes the intent. Throws
 * when storage is out of reach: then the command either did not happen or is undone later, never
 * half of it. What concerns the gate alone is one transaction.
 */
export async function carryOut(
  context: GateContext,
  effects: Effects,
  reserve: readonly GateStatement[],
): Promise<void> {
  const { storage } = context
  if (effects.record.length === 0) {
    return storage.transactionSync(() => exec(storage.sql, effects.commit))
  }
  const id = newId('int', context.random)
  await wakeBy(storage, context.clock() + RECOVERY_DELAY_MS)
  storage.transactionSync(() => {
    exec(storage.sql, reserve)
    if (effects.removal) exec(storage.sql, effects.commit)
    storage.sql.exec(
      'INSERT INTO intents (tenant_id, intent_id, effects) VALUES (?, ?, ?)',
      effects.tenantId,
      id,
      JSON.stringify(effects),
    )
  })
  try {
    await putValues(context, effects)
    finish(storage, id, effects, await runBatch(context, id, effects))
  } catch (fault) {
    const finished = await settle(context, id, effects).catch(() => effects.removal)
    if (!finished) throw fault
  }
}

/**
 * Finishes or undoes every intent that an outage or a crash left. Throws while storage is still out
 * of reach.
 */
export async function settleIntents(context: GateContext): Promise<void> {
  const rows = context.storage.sql
    .exec<{ intent_id: IntentId; effects: string }>('SELECT intent_id, effects FROM intents')
    .toArray()
  for (const row of rows) await settle(context, row.intent_id, JSON.parse(row.effects))
}

/** Settles one intent: true when it has happened, false when it was undone. */
async function settle(context: GateContext, id: IntentId, effects: Effects): Promise<boolean> {
  const { storage, d1 } = context
  if (effects.removal) {
    await putValues(context, effects)
    const applied = (await findVerdict(d1, id)) === 'applied'
    const copy = await (applied ? recopy(d1, effects) : runBatch(context, id, effects))
    finish(storage, id, effects, copy)
    return true
  }
  if ((await forceVerdict(context, id, effects)) === 'applied') {
    finish(storage, id, effects, await recopy(d1, effects))
    return true
  }
  storage.transactionSync(() => {
    exec(storage.sql, effects.undo)
    drop(storage.sql, id, effects)
  })
  return false
}

function finish(
  storage: DurableObjectStorage,
  id: IntentId,
  effects: Effects,
  copy: (sql: SqlStorage) => void,
): void {
  const { sql } = storage
  storage.transactionSync(() => {
    rememberLast(sql, effects.tenantId, id)
    if (!effects.removal) exec(sql, effects.commit)
    exec(sql, effects.owe)
    copy(sql)
    drop(sql, id, effects)
  })
}

function exec(sql: SqlStorage, statements: readonly GateStatement[]): void {
  for (const { sql: text, params } of statements) sql.exec(text, ...params)
}

const drop = (sql: SqlStorage, id: IntentId, { tenantId }: Effects) =>
  sql.exec('DELETE FROM intents WHERE tenant_id = ? AND intent_id = ?', tenantId, id)

async function putValues({ kv }: GateContext, { values }: Effects): Promise<void> {
  await Promise.all(values.map(({ key, text }) => kv.put(key, text)))
}

/** Applies the batch; what it returns keeps the rows that were written. */
async function runBatch(
  context: GateContext,
  id: IntentId,
  effects: Effects,
): Promise<(sql: SqlStorage) => void> {
  const answers = await context.d1.batch<RecordedRow>(batchOf(context, id, effects))
  const rows = answers.slice(-effects.record.length).map(({ results }) => results)
  return (sql) => copyRows(sql, effects.tenantId, writtenRows(effects.record, rows))
}

/** The answer of the batch was lost. No command came after it, so D1 has exactly what it left. */
async function recopy(d1: D1Database, { tenantId }: Effects): Promise<(sql: SqlStorage) => void> {
  const rows = await readRecorded(d1, tenantId)
  return (sql) => recopyRows(sql, tenantId, rows)
}

/**
 * The batch says of itself that it was applied; a second one with the same id breaks the primary
 * key and rolls back.
 */
function batchOf(
  { d1, clock }: GateContext,
  id: IntentId,
  effects: Effects,
): D1PreparedStatement[] {
  const { tenantId, record } = effects
  const now = clock()
  return [
    statement(
      'INSERT INTO intents (id, tenant_id, outcome, at) VALUES (?, ?, ?, ?)',
      id,
      tenantId,
      'applied',
      now,
    ),
    statement(
      'DELETE FROM intents WHERE tenant_id = ? AND at < ?',
      tenantId,
      now - KEEP_VERDICTS_MS,
    ),
    ...record.map(returningRows),
  ].map(({ sql, params }) => d1.prepare(sql).bind(...params))
}

const VERDICT = 'SELECT outcome FROM intents WHERE id = ?'
type Verdict = 'applied' | 'undone'

async function findVerdict(d1: D1Database, id: IntentId): Promise<Verdict | undefined> {
  return (await d1.prepare(VERDICT).bind(id).first<Verdict>('outcome')) ?? undefined
}

/**
 * Asks D1 whether the batch was applied, and if not, sees to it that it never will be: it may still
 * be under way.
 */
async function forceVerdict(
  { d1, clock }: GateContext,
  id: IntentId,
  { tenantId }: Effects,
): Promise<Verdict> {
  const tombstone = d1
    .prepare(
      'INSERT INTO intents (id, tenant_id, outcome, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    )
    .bind(id, tenantId, 'undone', clock())
  const [, verdict] = await d1.batch<{ outcome: Verdict }>([
    tombstone,
    d1.prepare(VERDICT).bind(id),
  ])
  const outcome = verdict?.results[0]?.outcome
  if (outcome === undefined) throw new Error('D1 has no verdict on an intent')
  return outcome
}

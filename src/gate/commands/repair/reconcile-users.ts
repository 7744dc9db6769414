// People stand in the gate; D1 only shows them. They are compared by ranges of their ids: where D1
// shows others, all of a range are sent again, by the outbox and in its time. The command compares
// the first range, the alarm those that follow.

import { type Statement, statement } from '../../../storage/statement.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import type { Scope } from '../../intents/plan.ts'
import type { GateContext } from '../../tables/context.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'

/**
 * People in a range: D1 and the gate read them all, and the outbox takes half a minute for them.
 */
const RANGE = 5_000
/** Behind every id. */
const LAST = 'usr_~'

interface Compared {
  /** People who are sent again. */
  readonly users: number
  readonly record: readonly Statement[]
  readonly commit: readonly GateStatement[]
}

/** Nobody is sent again. */
export const NOBODY: Compared = { users: 0, record: [], commit: [] }

/** Compares the first range of a tenant's people, and leaves the rest to the alarm. */
export const comparePeople = ({ sql, d1, tenant }: Scope): Promise<Compared> =>
  compareRange({ sql, d1 }, tenant.id, '')

/**
 * Compares the next range that is left to the alarm, and tells whether there was one. Throws while
 * D1 is out of reach.
 */
export async function compareNext({
  storage,
  d1,
}: Pick<GateContext, 'storage' | 'd1'>): Promise<boolean> {
  const { sql } = storage
  const next = firstRow<{ tenant_id: TenantId; after: string }>(
    sql,
    'SELECT * FROM people_comparisons LIMIT 1',
  )
  if (next === undefined) return false
  const { record, commit } = await compareRange({ sql, d1 }, next.tenant_id, next.after)
  // Ended in between, the range is compared again, and then it differs.
  for (const { sql: text, params } of record)
    await d1
      .prepare(text)
      .bind(...params)
      .run()
  storage.transactionSync(() => {
    for (const { sql: text, params } of commit) sql.exec(text, ...params)
  })
  return true
}

/** Two sets of people with the same number and the same times of change are taken for the same. */
const digestOf = (id: string) =>
  `SELECT COUNT(*) AS people, TOTAL(updated_at % 4294967296) AS changed FROM users
   WHERE tenant_id = ? AND ${id} > ? AND ${id} <= ?`
type Digest = { people: number; changed: number }

async function compareRange(
  { sql, d1 }: Pick<Scope, 'sql' | 'd1'>,
  tenantId: TenantId,
  after: string,
): Promise<Compared> {
  const end = firstRow<{ user_id: string }>(
    sql,
    'SELECT user_id FROM users WHERE tenant_id = ? AND user_id > ? ORDER BY user_id LIMIT 1 OFFSET ?',
    tenantId,
    after,
    RANGE - 1,
  )?.user_id
  const range = [tenantId, after, end ?? LAST] as const
  const going = [goOn(tenantId, end)]
  const wanted = firstRow<Digest>(sql, digestOf('user_id'), ...range)
  const held = await d1
    .prepare(digestOf('id'))
    .bind(...range)
    .first<Digest>()
  if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(held))
    return { ...NOBODY, commit: going }
  return {
    users: wanted.people,
    // Who was deleted since must not come back, so nobody stays whom the gate does not send.
    record: [statement('DELETE FROM users WHERE tenant_id = ? AND id > ? AND id <= ?', ...range)],
    commit: [
      gateStatement(
        `INSERT INTO outbox (tenant_id, id, kind, body)
         SELECT tenant_id, 'user ' || user_id, 'user', json_patch(profile, json_object(
           'tenantId', tenant_id, 'id', user_id, 'status', status,
           'externalId', external_id,
           'hasPassword', CASE WHEN has_password = 1 AND profile ->> 'email' IS NOT NULL THEN json('true') END,
           'createdAt', created_at, 'updatedAt', updated_at))
         FROM users WHERE tenant_id = ? AND user_id > ? AND user_id <= ?
         ON CONFLICT DO UPDATE SET body = excluded.body`,
        ...range,
      ),
      ...going,
    ],
  }
}

const goOn = (tenantId: TenantId, after: string | undefined): GateStatement =>
  after === undefined
    ? gateStatement('DELETE FROM people_comparisons WHERE tenant_id = ?', tenantId)
    : gateStatement(
        'INSERT OR REPLACE INTO people_comparisons (tenant_id, after) VALUES (?, ?)',
        tenantId,
        after,
      )

// How D1's rows of a tenant differ from the gate's copy of them, and the statements that settle
// each difference.

import { type Statement, statement } from '../../../storage/statement.ts'
import type { ReconciledEntry } from '../../../tenants/reconciliation.ts'
import type { Scope } from '../../intents/plan.ts'
import {
  copiedRows,
  RECORDED,
  RECORDED_TABLES,
  type RecordedRow,
  type RecordedTable,
  readRecorded,
  rowId,
} from '../../intents/recorded-rows.ts'
import { findTenant } from '../../tables/configurations.ts'
import { firstRow } from '../../tables/rows.ts'

/**
 * Written beside commands, by the schedule and the outbox: no difference, and D1 keeps what it has.
 */
const BOOKKEEPING = [
  'next_refresh_at',
  'next_notice_at',
  'next_check_at',
  'last_used_at',
  'last_test_at',
  'last_test_passed',
]

/** A difference, and what settles it. */
export interface Difference {
  readonly entry: ReconciledEntry
  readonly remove?: readonly Statement[]
  readonly insert?: readonly Statement[]
}

/**
 * What D1 has and should not have, children first; then what it lacks or has otherwise, parents
 * first.
 */
export async function compareRows({ sql, d1, tenant }: Scope): Promise<readonly Difference[]> {
  // A tenant is copied when it is created. Against a lost copy, everything that D1 has would go.
  if (findTenant(sql, tenant.id) && copiedRows(sql, tenant.id, 'tenants').length === 0)
    throw new Error(`the gate has lost its copy of ${tenant.id}`)
  const recorded = await readRecorded(d1, tenant.id)
  const tables = RECORDED_TABLES.map((table) => {
    const held = recorded.find((one) => one.table === table)?.rows ?? []
    const wanted = copiedRows(sql, tenant.id, table).map((row) => withTest(sql, table, row))
    return { table, held: byId(table, held), wanted: byId(table, wanted) }
  })
  return [
    ...tables.toReversed().flatMap(({ table, held, wanted }) =>
      [...held.entries()]
        .filter(([id]) => !wanted.has(id))
        .map(([id, row]) => ({
          entry: { kind: RECORDED[table].kind, id, action: 'removed' as const },
          remove: [removal(table, row)],
        })),
    ),
    ...tables.flatMap(({ table, held, wanted }) =>
      [...wanted].flatMap(([id, row]) => differenceOf(table, row, held.get(id)) ?? []),
    ),
  ]
}

function differenceOf(
  table: RecordedTable,
  wanted: RecordedRow,
  held: RecordedRow | undefined,
): Difference | undefined {
  const named = { kind: RECORDED[table].kind, id: rowId(table, wanted) }
  if (held === undefined)
    return { entry: { ...named, action: 'restored' }, insert: [insertion(table, wanted)] }
  const members = Object.keys(wanted).filter(
    (column) => !BOOKKEEPING.includes(column) && wanted[column] !== held[column],
  )
  if (members.length === 0) return undefined
  // Where the older copy has none, a time that something is due is the one that the command wrote.
  const kept = Object.entries(held).filter(
    ([column, value]) => BOOKKEEPING.includes(column) && value !== null,
  )
  return {
    entry: { ...named, action: 'corrected', members },
    remove: [removal(table, held)],
    insert: [insertion(table, { ...held, ...wanted, ...Object.fromEntries(kept) })],
  }
}

const byId = (table: RecordedTable, rows: readonly RecordedRow[]) =>
  new Map(rows.map((row) => [rowId(table, row), row]))

/**
 * That a version passed its test reaches D1 through the outbox, with no command whose rows could
 * have been copied.
 */
function withTest(sql: SqlStorage, table: RecordedTable, row: RecordedRow): RecordedRow {
  if (table !== 'connector_versions') return row
  const { tenant_id = '', connector_id = '', hash = '', state = '' } = row
  const test = firstRow<{ tested_at: number }>(
    sql,
    'SELECT tested_at FROM tested_versions WHERE tenant_id = ? AND connector_id = ? AND version = ?',
    tenant_id,
    connector_id,
    hash,
  )
  if (test === undefined) return row
  return { ...row, state: state === 'draft' ? 'tested' : state, tested_at: test.tested_at }
}

function removal(table: RecordedTable, row: RecordedRow): Statement {
  const key = RECORDED[table].namedBy
  const named = key.map((column) => `"${column}" = ?`).join(' and ')
  return statement(`delete from "${table}" where ${named}`, ...key.map((column) => row[column]))
}

const insertion = (table: RecordedTable, row: RecordedRow): Statement =>
  statement(
    `insert into "${table}" (${Object.keys(row).join(', ')}) values (${Object.keys(row).fill('?').join(', ')})`,
    ...Object.values(row),
  )

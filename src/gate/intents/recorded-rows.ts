// The gate's copy of what its commands wrote to D1, row for row: every statement tells which rows
// it wrote, and the last transaction of its command keeps them. From it D1 is put right after it
// was restored from an older copy.

import type { Statement } from '../../storage/statement.ts'
import type { TenantId } from '../../tenants/ids.ts'
import {
  RECORDED_KINDS,
  type ReconciledEntry,
  type RecordedKind,
} from '../../tenants/reconciliation.ts'

/** A copied table is called after its kind. Two hold parts of a connector and of an SSO key. */
export type RecordedTable = `${RecordedKind}s` | 'connector_versions' | 'login_configurations'
type Recorded = {
  readonly kind: ReconciledEntry['kind']
  /** The columns that name a row. */
  readonly namedBy: readonly string[]
}

/** The copied tables, parents before children, as the foreign keys want it. */
export const RECORDED: Readonly<Record<RecordedTable, Recorded>> = {
  ...(Object.fromEntries(
    RECORDED_KINDS.map((kind) => [`${kind}s`, { kind, namedBy: ['id'] }]),
    // The names are those that RecordedTable says of the same kinds.
  ) as unknown as Record<`${RecordedKind}s`, Recorded>),
  connector_versions: { kind: 'connector_version', namedBy: ['connector_id', 'hash'] },
  login_configurations: { kind: 'login_configuration', namedBy: ['sso_id'] },
}

const isRecorded = (table: string): table is RecordedTable => table in RECORDED
/** The names of the copied tables, in that order. */
export const RECORDED_TABLES: readonly RecordedTable[] = Object.keys(RECORDED).filter(isRecorded)

/** The column that names the tenant of a copied row. */
export const tenantColumnOf = (table: RecordedTable): string =>
  table === 'tenants' ? 'id' : 'tenant_id'

/** A row of D1. */
export type RecordedRow = Readonly<Record<string, string | number | null>>

/** Rows of one table that were written, or removed. */
export interface WrittenRows {
  readonly table: RecordedTable
  readonly removed: boolean
  readonly rows: readonly RecordedRow[]
}

/** What names a row in its table. */
export const rowId = (table: RecordedTable, row: RecordedRow): string =>
  RECORDED[table].namedBy.map((column) => row[column]).join('/')

const WRITE = /^(insert into|update|delete from) "(\w+)"/

/**
 * A statement of a command as it is sent to D1: where its rows are copied, it answers with those
 * that it wrote.
 */
export const returningRows = ({ sql, params }: Statement): Statement =>
  writeOf(sql) === undefined ? { sql, params } : { sql: `${sql} returning *`, params }

/** What the statements of a batch wrote, by what each of them answered. */
export const writtenRows = (
  record: readonly Statement[],
  answers: readonly (readonly RecordedRow[])[],
): readonly WrittenRows[] =>
  record.flatMap(({ sql }, index) => {
    const write = writeOf(sql)
    return write ? { ...write, rows: answers[index] ?? [] } : []
  })

/** Keeps what a command wrote. Belongs in its last transaction. */
export function copyRows(
  sql: SqlStorage,
  tenantId: TenantId,
  written: readonly WrittenRows[],
): void {
  for (const { table, removed, rows } of written)
    for (const row of rows) {
      const id = rowId(table, row)
      if (removed)
        sql.exec(
          'DELETE FROM recorded_rows WHERE tenant_id = ? AND table_name = ? AND row_id = ?',
          tenantId,
          table,
          id,
        )
      else
        sql.exec(
          `INSERT OR REPLACE INTO recorded_rows (tenant_id, table_name, row_id, body)
           VALUES (?, ?, ?, ?)`,
          tenantId,
          table,
          id,
          JSON.stringify(row),
        )
    }
}

/** Copies a tenant anew from all that D1 has of it. Must run inside a transaction. */
export function recopyRows(
  sql: SqlStorage,
  tenantId: TenantId,
  written: readonly WrittenRows[],
): void {
  sql.exec('DELETE FROM recorded_rows WHERE tenant_id = ?', tenantId)
  copyRows(sql, tenantId, written)
}

/** All that D1 has of a tenant, table by table. */
export async function readRecorded(
  d1: D1Database,
  tenantId: TenantId,
): Promise<readonly WrittenRows[]> {
  const answers = await d1.batch<RecordedRow>(
    RECORDED_TABLES.map((table) =>
      d1.prepare(`SELECT * FROM ${table} WHERE ${tenantColumnOf(table)} = ?`).bind(tenantId),
    ),
  )
  return RECORDED_TABLES.map((table, index) => ({
    table,
    removed: false,
    rows: answers[index]?.results ?? [],
  }))
}

/** The copy of one table of a tenant. */
export const copiedRows = (
  sql: SqlStorage,
  tenantId: TenantId,
  table: RecordedTable,
): readonly RecordedRow[] =>
  sql
    .exec<{ body: string }>(
      'SELECT body FROM recorded_rows WHERE tenant_id = ? AND table_name = ?',
      tenantId,
      table,
    )
    .toArray()
    .map(({ body }) => JSON.parse(body))

function writeOf(sql: string): Pick<WrittenRows, 'table' | 'removed'> | undefined {
  const [, verb, name = ''] = WRITE.exec(sql) ?? []
  const table = RECORDED_TABLES.find((known) => known === name)
  return table && { table, removed: verb === 'delete from' }
}

// Tenants that were deleted. From the first transaction on nothing of theirs opens; what there is
// of their people, which may be millions of rows, goes in portions from the alarm: the gate's
// first, then D1's.

import type { TenantId } from '../../../tenants/ids.ts'
import type { Tenant } from '../../../tenants/tenant.ts'
import type { GateContext } from '../../tables/context.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'

/** Still needed while a deletion is being finished, and to know of it afterwards. */
const KEPT_TABLES = ['intents', 'kv_writes', 'published_values', 'deleted_tenants']
/**
 * With rows for each person or each login. Nobody is found in them without their tenant
 * (`findUser`).
 */
const TABLES_OF_PEOPLE = [
  'users',
  'user_emails',
  'identities',
  'links',
  'relinks',
  'relink_attempts',
  'sessions',
  'spent',
  'idp_logouts',
  'raw_responses',
  'passwords',
  'password_links',
  'password_proofs',
  'password_attempts',
  'second_factors',
  'recovery_codes',
  'admin_logins',
  'mail_queue',
  'webhook_deliveries',
]
/** Rows in one portion: in the gate logins wait for it, in D1 everybody does. */
const PORTION = { gate: 10_000, d1: 2_000 }

/** Takes away what a tenant is known by, and notes what is left to do. */
export const forgetTenant = (
  sql: SqlStorage,
  tenantId: TenantId,
  now: number,
): readonly GateStatement[] => [
  ...ownTables(sql)
    .filter((table) => !TABLES_OF_PEOPLE.includes(table))
    .map((table) => gateStatement(`DELETE FROM "${table}" WHERE tenant_id = ?`, tenantId)),
  gateStatement(
    'INSERT INTO deleted_tenants (tenant_id, deleted_at, clearing) VALUES (?, ?, 1)',
    tenantId,
    now,
  ),
]

/** Has a deleted tenant cleared away again: an older copy of D1 has it. */
export const clearAgain = (tenantId: TenantId): GateStatement =>
  gateStatement('UPDATE deleted_tenants SET clearing = 1 WHERE tenant_id = ?', tenantId)

/** A tenant that was deleted, as far as it is remembered: by its id. */
export function findDeleted(sql: SqlStorage, tenantId: TenantId): Tenant | undefined {
  const row = firstRow<{ deleted_at: number }>(
    sql,
    'SELECT deleted_at FROM deleted_tenants WHERE tenant_id = ?',
    tenantId,
  )
  return row && { id: tenantId, name: '', jurisdiction: 'none', createdAt: row.deleted_at }
}

/** Tells whether there is anything to clear away. */
export const holdsDeleted = (sql: SqlStorage): boolean => nextDeleted(sql) !== undefined

/**
 * Clears one portion away, and tells whether there may be more. Throws while D1 is out of reach.
 */
export async function clearDeleted({
  storage: { sql },
  d1,
}: Pick<GateContext, 'storage' | 'd1'>): Promise<boolean> {
  const tenantId = nextDeleted(sql)
  if (tenantId === undefined) return false
  if (clearGate(sql, tenantId) || (await clearD1(d1, tenantId))) return true
  sql.exec('UPDATE deleted_tenants SET clearing = NULL WHERE tenant_id = ?', tenantId)
  return holdsDeleted(sql)
}

const nextDeleted = (sql: SqlStorage): TenantId | undefined =>
  firstRow<{ tenant_id: TenantId }>(
    sql,
    'SELECT tenant_id FROM deleted_tenants WHERE clearing = 1 LIMIT 1',
  )?.tenant_id

/** False when nothing was there. */
function clearGate(sql: SqlStorage, tenantId: TenantId): boolean {
  let left = PORTION.gate
  for (const table of ownTables(sql)) {
    const key = primaryKeyOf(sql, table)
    const { rowsWritten } = sql.exec(
      `DELETE FROM "${table}" WHERE (${key}) IN (SELECT ${key} FROM "${table}" WHERE tenant_id = ? LIMIT ?)`,
      tenantId,
      // Below 0 it would be no limit.
      Math.max(left, 0),
    )
    left -= rowsWritten
  }
  return left < PORTION.gate
}

/**
 * False when nothing was there. Events last: of the logins before, some may have been told only
 * now.
 */
async function clearD1(d1: D1Database, tenantId: TenantId): Promise<boolean> {
  const answers = await d1.batch(
    ['users', 'events'].map((table) =>
      d1
        .prepare(
          `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE tenant_id = ? LIMIT ?)`,
        )
        .bind(tenantId, PORTION.d1),
    ),
  )
  return answers.some(({ meta }) => meta.changes > 0)
}

/**
 * The tables with rows of tenants. The list comes from the schema itself, so no table can be
 * forgotten.
 */
const ownTables = (sql: SqlStorage): readonly string[] =>
  sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%tenant_id%'",
    )
    .toArray()
    .map(({ name }) => name)
    .filter((name) => !KEPT_TABLES.includes(name))

const primaryKeyOf = (sql: SqlStorage, table: string): string =>
  sql
    .exec<{ name: string }>(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0`)
    .toArray()
    .map(({ name }) => name)
    .join(', ')

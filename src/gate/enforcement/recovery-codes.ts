// Recovery codes in the gate: digests, each consumed once (I3). New ones count only after one of
// them was typed back, so that nobody relies on codes that were never kept; until then those of
// before hold.

import type { TenantId, UserId } from '../../tenants/ids.ts'
import { firstRow } from '../tables/rows.ts'

/** Whose codes: a person's, or the tenant's own. */
export interface CodeOwner {
  readonly tenantId: TenantId
  readonly owner: UserId | TenantId
}

/** `used_at` of codes that have been shown and not confirmed. */
export const UNCONFIRMED = 0

/** Makes new codes those that hold. Must run inside a transaction. */
export function replaceCodes(
  sql: SqlStorage,
  { tenantId, owner }: CodeOwner,
  digests: readonly string[],
): void {
  removeCodes(sql, { tenantId, owner })
  for (const digest of digests)
    sql.exec(
      'INSERT INTO recovery_codes (tenant_id, owner, digest, used_at) VALUES (?, ?, ?, NULL)',
      tenantId,
      owner,
      digest,
    )
}

/**
 * Consumes a code; false when there is none like it that was not used. Must run inside a
 * transaction.
 */
export const useCode = (
  sql: SqlStorage,
  { tenantId, owner }: CodeOwner,
  { digest, now }: { readonly digest: string; readonly now: number },
): boolean =>
  firstRow(
    sql,
    `UPDATE recovery_codes SET used_at = ?
     WHERE tenant_id = ? AND owner = ? AND digest = ? AND used_at IS NULL RETURNING 1`,
    now,
    tenantId,
    owner,
    digest,
  ) !== undefined

/** How many can still be used. */
export const countCodes = (sql: SqlStorage, { tenantId, owner }: CodeOwner): number =>
  firstRow<{ left: number }>(
    sql,
    `SELECT count(*) AS left FROM recovery_codes
     WHERE tenant_id = ? AND owner = ? AND used_at IS NULL`,
    tenantId,
    owner,
  )?.left ?? 0

/** Forgets every code of an owner. */
export const removeCodes = (sql: SqlStorage, { tenantId, owner }: CodeOwner): void => {
  sql.exec('DELETE FROM recovery_codes WHERE tenant_id = ? AND owner = ?', tenantId, owner)
}

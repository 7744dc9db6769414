// What the gate owes KV after a command: pointers to put, and what a command made obsolete to
// delete. A write that fails stays owed; until it succeeds KV serves what it served before, and the
// gate sends logins on it back.

import { POINTER_PREFIX, pointerKey } from '../../storage/kv/keys.ts'
import type { SsoId, TenantId } from '../../tenants/ids.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'

/** Writes at a time. */
const FLUSH_LIMIT = 100

/** Queues a pointer, and the deletion of every other value of its SSO key. */
export function owePointer(
  tenantId: TenantId,
  ssoId: SsoId,
  pointer: { readonly config: string; readonly text: string },
): readonly GateStatement[] {
  return [
    oweWrite(tenantId, pointerKey(ssoId), pointer.text),
    gateStatement(
      `INSERT OR REPLACE INTO kv_writes (tenant_id, key, value)
       SELECT tenant_id, 'config:' || config, NULL FROM published_values
       WHERE tenant_id = ? AND sso_id = ? AND config <> ?`,
      tenantId,
      ssoId,
      pointer.config,
    ),
    gateStatement(
      'DELETE FROM published_values WHERE tenant_id = ? AND sso_id = ? AND config <> ?',
      tenantId,
      ssoId,
      pointer.config,
    ),
  ]
}

/** Queues the deletion of an SSO key's pointer and of every value that holds its private key. */
export const oweWithdrawal = (tenantId: TenantId, ssoId: SsoId): readonly GateStatement[] => [
  oweWrite(tenantId, pointerKey(ssoId), null),
  gateStatement(
    `INSERT OR REPLACE INTO kv_writes (tenant_id, key, value)
     SELECT tenant_id, 'config:' || config, NULL FROM published_values WHERE tenant_id = ? AND sso_id = ?`,
    tenantId,
    ssoId,
  ),
  gateStatement('DELETE FROM published_values WHERE tenant_id = ? AND sso_id = ?', tenantId, ssoId),
]

/** Queues a value to put, or null to delete. */
export const oweWrite = (tenantId: TenantId, key: string, value: string | null) =>
  gateStatement(
    'INSERT OR REPLACE INTO kv_writes (tenant_id, key, value) VALUES (?, ?, ?)',
    tenantId,
    key,
    value,
  )

/**
 * Writes what is owed, pointers first, and tells whether anything is left: KV out of reach, or a
 * key written a second ago.
 */
export async function flushKvWrites(sql: SqlStorage, kv: KVNamespace): Promise<boolean> {
  const rows = sql
    .exec<{ tenant_id: TenantId; key: string; value: string | null }>(
      // Pointers (sso:) sort after values (config:).
      'SELECT tenant_id, key, value FROM kv_writes ORDER BY key DESC LIMIT ?',
      FLUSH_LIMIT,
    )
    .toArray()
  let left = rows.length === FLUSH_LIMIT
  let pointersPut = true
  for (const { tenant_id, key, value } of rows) {
    const isPointer = key.startsWith(POINTER_PREFIX)
    // While a pointer is owed, KV serves the old one: what that points at stays.
    if (!pointersPut && !isPointer) continue
    try {
      await (value === null ? kv.delete(key) : kv.put(key, value))
      sql.exec('DELETE FROM kv_writes WHERE tenant_id = ? AND key = ?', tenant_id, key)
    } catch {
      left = true
      if (isPointer) pointersPut = false
    }
  }
  return left
}

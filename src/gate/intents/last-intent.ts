// The last command of each tenant that D1 took. D1 keeps its verdict until the next one, so a D1
// without it was restored from an older copy; whatever is to be changed then, D1 is put right
// first. A removed certificate must not come back by a command that reads an old record.

import type { IntentId, TenantId } from '../../tenants/ids.ts'
import type { GateContext } from '../tables/context.ts'
import { firstRow } from '../tables/rows.ts'

/** Remembers the command that D1 took last. Nothing is remembered of a tenant that was deleted. */
export const rememberLast = (sql: SqlStorage, tenantId: TenantId, intentId: IntentId): void => {
  sql.exec(
    `INSERT OR REPLACE INTO last_intents (tenant_id, intent_id) SELECT ?1, ?2
     WHERE NOT EXISTS (SELECT 1 FROM deleted_tenants WHERE tenant_id = ?1)`,
    tenantId,
    intentId,
  )
}

/** Tells whether D1 is older than the last change of a tenant. */
export async function isBehind(
  { storage, d1 }: Pick<GateContext, 'storage' | 'd1'>,
  tenantId: TenantId,
): Promise<boolean> {
  const last = firstRow<{ intent_id: string }>(
    storage.sql,
    'SELECT intent_id FROM last_intents WHERE tenant_id = ?',
    tenantId,
  )
  if (last === undefined) return false
  const verdict = await d1
    .prepare('SELECT 1 FROM intents WHERE id = ?')
    .bind(last.intent_id)
    .first()
  return verdict === null
}

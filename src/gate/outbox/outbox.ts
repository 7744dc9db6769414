// The outbox: what D1 has yet to learn, beside the events that sessions carry. A row is added in
// the transaction whose outcome it tells, so D1 may be down without refusing anybody; the alarm
// carries it over, and one that arrives twice changes nothing.

import type { OutboxEntry } from '../../login/events.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { firstRow } from '../tables/rows.ts'

/**
 * Adds a row; belongs in the transaction whose outcome it reports. Repeating an id changes nothing.
 */
export function appendToOutbox(
  sql: SqlStorage,
  tenantId: TenantId,
  id: string,
  entry: OutboxEntry,
): void {
  sql.exec(
    'INSERT INTO outbox (tenant_id, id, kind, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    tenantId,
    id,
    entry.kind,
    JSON.stringify(entry.body),
  )
}

/** Tells whether D1 or webhooks have anything yet to hear. */
export const holdsOutbox = (sql: SqlStorage): boolean =>
  firstRow(sql, 'SELECT 1 FROM outbox LIMIT 1') !== undefined

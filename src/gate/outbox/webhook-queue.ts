// What webhooks are still owed. A message enters the queue when D1 has it, in the turn that takes
// it out of the outbox, so one that was acknowledged is never lost, and what is replayed later is
// always there to be read.

import { strongRandom } from '../../storage/random.ts'
import { newId } from '../../tenants/ids.ts'
import type { DisablingReason } from '../../tenants/messages/webhook.ts'
import type { WebhookMessage } from '../../tenants/messages/webhook-message.ts'
import { firstRow } from '../tables/rows.ts'
import { appendEvent } from './events.ts'
import { topicsOf, type WebhookRow, webhookRows } from './webhooks.ts'

/** More than this many waiting messages are not worth their storage: the feed has them all. */
const MAX_PENDING = 10_000
/** How long the list of deliveries goes back. */
const KEPT_FOR = 3 * 86_400_000

/**
 * Owes a message to every webhook of its tenant that asked for it. Repeating a message changes
 * nothing.
 */
export function enqueueMessage(sql: SqlStorage, message: WebhookMessage, now: number): void {
  for (const row of webhookRows(sql, message.tenantId)) {
    const topics = topicsOf(row)
    if (row.enabled === 0 || (topics.length > 0 && !topics.includes(message.topic))) continue
    sql.exec(
      `INSERT INTO webhook_deliveries (tenant_id, webhook_id, message_id, type, state, attempts, created_at, next_at, body)
       VALUES (?, ?, ?, ?, 'pending', 0, ?, ?, ?) ON CONFLICT DO NOTHING`,
      row.tenant_id,
      row.webhook_id,
      message.id,
      message.type,
      now,
      now,
      message.body,
    )
    if (row.failures > 0 && countPending(sql, row) > MAX_PENDING)
      disableWebhook(sql, row, 'overflowing', now)
  }
}

/** Stops sending and forgets what is still owed: it can be replayed. Says so in an event. */
export function disableWebhook(
  sql: SqlStorage,
  { tenant_id, webhook_id, url, failing_since }: WebhookRow,
  reason: DisablingReason,
  now: number,
): void {
  sql.exec(
    'UPDATE webhooks SET enabled = 0, updated_at = ? WHERE tenant_id = ? AND webhook_id = ?',
    now,
    tenant_id,
    webhook_id,
  )
  sql.exec(
    `UPDATE webhook_deliveries SET state = 'failed', body = ''
     WHERE tenant_id = ? AND webhook_id = ? AND state = 'pending'`,
    tenant_id,
    webhook_id,
  )
  appendEvent(sql, {
    id: newId('evt', strongRandom),
    type: 'webhook.disabled',
    tenantId: tenant_id,
    at: now,
    data: {
      webhook_id,
      url,
      reason,
      failing_since: failing_since === null ? null : new Date(failing_since).toISOString(),
    },
  })
}

/** When the next attempt is due; undefined when nothing is owed. */
export function nextAttemptAt(sql: SqlStorage): number | undefined {
  const due = sql
    .exec<{ retry_at: number; next_at: number | null }>(
      `SELECT retry_at, (
         SELECT MIN(next_at) FROM webhook_deliveries d
         WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.webhook_id AND d.state = 'pending'
       ) AS next_at FROM webhooks w WHERE enabled = 1`,
    )
    .toArray()
    .flatMap(({ retry_at, next_at }) => (next_at === null ? [] : [Math.max(retry_at, next_at)]))
  return due.length === 0 ? undefined : Math.min(...due)
}

/** Removes deliveries that ended days ago. */
export const purgeDeliveries = (sql: SqlStorage, now: number): void => {
  sql.exec(
    `DELETE FROM webhook_deliveries WHERE state <> 'pending' AND created_at < ?`,
    now - KEPT_FOR,
  )
}

const countPending = (sql: SqlStorage, { tenant_id, webhook_id }: WebhookRow): number =>
  firstRow<{ pending: number }>(
    sql,
    `SELECT COUNT(*) AS pending FROM webhook_deliveries
     WHERE tenant_id = ? AND webhook_id = ? AND state = 'pending'`,
    tenant_id,
    webhook_id,
  )?.pending ?? 0

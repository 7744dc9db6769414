// Webhooks as the gate holds them.

import type { TenantId, WebhookId } from '../../tenants/ids.ts'
import type { Webhook, WebhookDelivery, WebhookTopic } from '../../tenants/messages/webhook.ts'
import { firstRow } from '../tables/rows.ts'

/** Deliveries in one answer: enough to see what is wrong. */
const MAX_LISTED = 100

/** A row of `webhooks`. */
export type WebhookRow = {
  tenant_id: TenantId
  webhook_id: WebhookId
  url: string
  topics: string
  enabled: number
  sealed_secret: string
  sealed_previous_secret: string | null
  previous_until: number | null
  failures: number
  failing_since: number | null
  retry_at: number
  created_at: number
  updated_at: number
}

type DeliveryRow = {
  message_id: string
  type: string
  state: WebhookDelivery['state']
  attempts: number
  created_at: number
  next_at: number
  last_at: number | null
  last_outcome: string | null
}

/** The rows of a tenant's webhooks. */
export const webhookRows = (sql: SqlStorage, tenantId: TenantId): readonly WebhookRow[] =>
  sql.exec<WebhookRow>('SELECT * FROM webhooks WHERE tenant_id = ?', tenantId).toArray()

/** A tenant's webhooks, oldest first. */
export const listWebhooks = (sql: SqlStorage, tenantId: TenantId): readonly Webhook[] =>
  webhookRows(sql, tenantId)
    .map(readWebhook)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))

/** A webhook of the tenant. */
export function findWebhook(
  sql: SqlStorage,
  tenantId: TenantId,
  webhookId: WebhookId,
): Webhook | undefined {
  const row = firstRow<WebhookRow>(
    sql,
    'SELECT * FROM webhooks WHERE tenant_id = ? AND webhook_id = ?',
    tenantId,
    webhookId,
  )
  return row && readWebhook(row)
}

/**
 * The deliveries of a webhook, the newest first: those of the last days, and all that are still to
 * be made.
 */
export const listDeliveries = (
  sql: SqlStorage,
  tenantId: TenantId,
  webhookId: WebhookId,
): readonly WebhookDelivery[] =>
  sql
    .exec<DeliveryRow>(
      `SELECT message_id, type, state, attempts, created_at, next_at, last_at, last_outcome
       FROM webhook_deliveries WHERE tenant_id = ? AND webhook_id = ?
       ORDER BY created_at DESC, message_id LIMIT ?`,
      tenantId,
      webhookId,
      MAX_LISTED,
    )
    .toArray()
    .map((row) => ({
      messageId: row.message_id,
      type: row.type,
      state: row.state,
      attempts: row.attempts,
      createdAt: row.created_at,
      ...(row.last_outcome === null ? {} : { lastOutcome: row.last_outcome }),
      ...(row.last_at === null ? {} : { lastAttemptAt: row.last_at }),
      ...(row.state === 'pending' ? { nextAttemptAt: row.next_at } : {}),
    }))

/** The webhook that a row says, without its secrets. */
const readWebhook = (row: WebhookRow): Webhook => ({
  id: row.webhook_id,
  tenantId: row.tenant_id,
  url: row.url,
  topics: topicsOf(row),
  enabled: row.enabled === 1,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** The topics of a row; none means all. */
export const topicsOf = ({ topics }: Pick<WebhookRow, 'topics'>): readonly WebhookTopic[] =>
  JSON.parse(topics)

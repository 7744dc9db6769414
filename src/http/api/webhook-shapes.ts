// Webhooks and their deliveries as the API shows them.

import * as v from 'valibot'
import {
  WEBHOOK_TOPICS,
  type Webhook,
  type WebhookDelivery,
  type WebhookWithSecret,
} from '../../tenants/messages/webhook.ts'
import { id, Time, Url, writeOptionalTime, writeTime } from './engine/members.ts'
import { shown } from './engine/operation.ts'

/** Which messages a webhook gets. */
export const TopicsShape = v.pipe(
  v.array(v.picklist(WEBHOOK_TOPICS)),
  v.maxLength(WEBHOOK_TOPICS.length, 'must name each topic once'),
  v.description('Types of events, and `audit` for the audit log. Empty for everything.'),
)
/** Where they go. */
export const WebhookUrl = v.pipe(
  Url,
  v.description('A public https address by name. Redirects are not followed.'),
  v.examples(['https://hooks.example.com/edge-sso']),
)

const WEBHOOK_ENTRIES = {
  id: id('whk'),
  tenant_id: id('ten'),
  url: WebhookUrl,
  topics: TopicsShape,
  enabled: v.pipe(
    v.boolean(),
    v.description('False also after three days without a delivery; `webhook.disabled` tells.'),
  ),
  created_at: Time,
  updated_at: Time,
}

/** A webhook without its secret. */
export const WebhookShape = v.pipe(v.strictObject(WEBHOOK_ENTRIES), v.title('Webhook'))

/** A webhook with its secret, in the only two answers that tell it. */
export const WebhookWithSecretShape = v.pipe(
  v.strictObject({
    ...WEBHOOK_ENTRIES,
    secret: v.pipe(
      v.string(),
      v.description('Verifies the messages. Shown this once.'),
      v.examples(['whsec_…']),
    ),
  }),
  v.title('WebhookWithSecret'),
)

/** What became of one message. */
export const WebhookDeliveryShape = v.pipe(
  v.strictObject({
    message_id: v.pipe(v.string(), v.description('`webhook-id`: the event’s or the entry’s id.')),
    type: v.string(),
    state: v.picklist(['pending', 'delivered', 'failed']),
    attempts: v.pipe(v.number(), v.integer()),
    created_at: Time,
    last_attempt_at: v.nullable(Time),
    last_outcome: v.pipe(
      v.nullable(v.string()),
      v.description('The status, or `timeout`, `unreachable`, `url_forbidden`.'),
    ),
    next_attempt_at: v.nullable(Time),
  }),
  v.title('WebhookDelivery'),
)

/** Writes a webhook. */
export const writeWebhook = (webhook: Webhook): v.InferOutput<typeof WebhookShape> => ({
  id: webhook.id,
  tenant_id: webhook.tenantId,
  url: webhook.url,
  topics: [...webhook.topics],
  enabled: webhook.enabled,
  created_at: writeTime(webhook.createdAt),
  updated_at: writeTime(webhook.updatedAt),
})

/**
 * Shows a secret. It is no part of the resource: the entity tag is that of the same webhook read
 * later.
 */
export const shownWithSecret = ({ secret, ...webhook }: WebhookWithSecret) =>
  shown(webhook, (plain) => ({ ...writeWebhook(plain), secret }))

/** Writes what became of a message. */
export const writeDelivery = (
  delivery: WebhookDelivery,
): v.InferOutput<typeof WebhookDeliveryShape> => ({
  message_id: delivery.messageId,
  type: delivery.type,
  state: delivery.state,
  attempts: delivery.attempts,
  created_at: writeTime(delivery.createdAt),
  last_attempt_at: writeOptionalTime(delivery.lastAttemptAt),
  last_outcome: delivery.lastOutcome ?? null,
  next_attempt_at: writeOptionalTime(delivery.nextAttemptAt),
})

// The commands on webhooks; all of it in the tenant's gate.

import type { EventId, TenantId, WebhookId } from '../ids.ts'
import type { Replayed, Webhook, WebhookInput, WebhookWithSecret } from '../messages/webhook.ts'
import { command } from './command.ts'

interface OneWebhook {
  readonly tenantId: TenantId
  readonly webhookId: WebhookId
}

/** The commands on webhooks. */
export const WEBHOOK_COMMANDS = {
  create_webhook: command<
    { readonly tenantId: TenantId; readonly input: WebhookInput },
    WebhookWithSecret
  >({
    target: 'webhook',
    audit: 'webhook.created',
    refusals: ['webhook_limit_reached', 'webhook_url_forbidden'],
  }),
  /** Enabling one begins with what happens from then on. */
  update_webhook: command<
    OneWebhook & { readonly change: Partial<WebhookInput> & { readonly enabled?: boolean } },
    Webhook
  >({
    target: 'webhook',
    audit: 'webhook.updated',
    refusals: ['webhook_unknown', 'webhook_url_forbidden'],
  }),
  /** The secret before signs too, for a day. */
  rotate_webhook_secret: command<OneWebhook, WebhookWithSecret>({
    target: 'webhook',
    audit: 'webhook.secret_rotated',
    refusals: ['webhook_unknown'],
  }),
  delete_webhook: command<OneWebhook, Webhook>({
    target: 'webhook',
    audit: 'webhook.deleted',
    deletes: true,
    refusals: ['webhook_unknown'],
  }),
  /** Sends a message that says nothing. */
  ping_webhook: command<OneWebhook, { readonly messageId: string }>({
    target: 'webhook',
    refusals: ['webhook_unknown', 'webhook_disabled'],
  }),
  /** Sends again what happened since a moment, or one event. */
  replay_webhook: command<
    OneWebhook & { readonly what: { readonly since: number } | { readonly eventId: EventId } },
    Replayed
  >({
    target: 'webhook',
    audit: 'webhook.replayed',
    refusals: ['webhook_unknown', 'webhook_disabled'],
  }),
} as const

// A webhook: where a tenant's events and audit entries are sent, as signed messages (Standard
// Webhooks 1.0).

import { encodeBase64 } from '../../protocol/bytes/base64.ts'
import type { AuditEntry } from '../commands/audit.ts'
import { EVENT_TYPES } from '../events/events.ts'
import type { TenantId, WebhookId } from '../ids.ts'
import type { GateAddress } from '../tenant.ts'

/** What a webhook can ask for: any type of event, and the audit log. */
export const WEBHOOK_TOPICS = [...EVENT_TYPES, 'audit'] as const
export type WebhookTopic = (typeof WEBHOOK_TOPICS)[number]

export interface Webhook {
  readonly id: WebhookId
  readonly tenantId: TenantId
  readonly url: string
  /** Empty for everything. */
  readonly topics: readonly WebhookTopic[]
  readonly enabled: boolean
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** A webhook with its secret, which is told at creation and rotation and never again. */
export interface WebhookWithSecret extends Webhook {
  readonly secret: string
}

/** One message on its way to one webhook. */
export interface WebhookDelivery {
  /** The id of the event or audit entry: the `webhook-id` of every attempt. */
  readonly messageId: string
  readonly type: string
  readonly state: 'pending' | 'delivered' | 'failed'
  readonly attempts: number
  readonly createdAt: number
  /** What the last attempt came to: a status, or why there was none. */
  readonly lastOutcome?: string
  readonly lastAttemptAt?: number
  /** While it is pending. */
  readonly nextAttemptAt?: number
}

/** What a webhook is made of by whoever sets it up. */
export interface WebhookInput {
  readonly url: string
  readonly topics: readonly WebhookTopic[]
}

export interface Replayed {
  /** Messages that are sent again. */
  readonly messages: number
  /**
   * Where the next replay goes on, when there was more than one replay takes; milliseconds since
   * the epoch.
   */
  readonly nextSince?: number
}

/** Webhooks beside the commands on them; they live in the gate. */
export interface Webhooks {
  /** Has a tenant's webhooks hear of an audit entry that no command of its gate wrote. */
  tell(gate: GateAddress, entry: AuditEntry): Promise<void>
  list(gate: GateAddress, tenantId: TenantId): Promise<readonly Webhook[]>
  /** The newest first. */
  listDeliveries(
    gate: GateAddress,
    tenantId: TenantId,
    id: WebhookId,
  ): Promise<readonly WebhookDelivery[]>
}

/** Why a webhook was disabled by itself. */
export type DisablingReason = 'failing' | 'overflowing'

const SECRET_BYTES = 32

/** Makes a secret in the form that libraries of Standard Webhooks read. */
export const newWebhookSecret = (random: (bytes: number) => Uint8Array): string =>
  `whsec_${encodeBase64(random(SECRET_BYTES))}`

// Asking a webhook to send: a message that says nothing, or again what happened before.

import { and, asc, eq, gte } from 'drizzle-orm'
import { defined } from '../../defined.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { readAuditEntry } from '../../storage/d1/audit.ts'
import { ask } from '../../storage/d1/database.ts'
import {
  eventMembers,
  happenedFrom,
  hasEventId,
  readEvent,
  selectEvents,
} from '../../storage/d1/event-rows.ts'
import { auditEntries, events } from '../../storage/d1/schema/index.ts'
import type { CommandOf, TenantRefusal } from '../../tenants/commands/commands.ts'
import { newId } from '../../tenants/ids.ts'
import type { Webhook } from '../../tenants/messages/webhook.ts'
import {
  auditMessage,
  eventMessage,
  pingBody,
  type WebhookMessage,
} from '../../tenants/messages/webhook-message.ts'
import type { Planned, Planners, Scope } from '../intents/plan.ts'
import { findWebhook } from '../outbox/webhooks.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'

/** The planners of the commands of this file. */
export const webhookMessagePlanners: Planners<'ping_webhook' | 'replay_webhook'> = {
  ping_webhook: pingWebhook,
  replay_webhook: replayWebhook,
}

/** The messages of one replay travel through the intent of its command. */
const MAX_REPLAYED = 200

/** Sends a message that says nothing, with everything else as always. */
async function pingWebhook(
  scope: Scope,
  { webhookId }: CommandOf<'ping_webhook'>,
): Planned<'ping_webhook'> {
  const known = findEnabled(scope, webhookId)
  if (!known.ok) return known
  const now = scope.clock()
  const id = newId('evt', scope.random)
  const message = { id, type: 'webhook.ping', body: pingBody(webhookId, now) }
  return ok({
    result: { messageId: id },
    commit: [owe(known.value, message, now), retry(known.value)],
  })
}

/**
 * Sends again what happened since a moment, oldest first, or one event. What D1 has is what can be
 * replayed.
 */
async function replayWebhook(
  scope: Scope,
  { webhookId, what }: CommandOf<'replay_webhook'>,
): Planned<'replay_webhook'> {
  const known = findEnabled(scope, webhookId)
  if (!known.ok) return known
  const webhook = known.value
  const found = await messagesOf(scope, what)
  const wanted = found.filter(
    ({ topic }) => webhook.topics.length === 0 || webhook.topics.includes(topic),
  )
  const now = scope.clock()
  const next = 'since' in what && found.length >= MAX_REPLAYED ? found.at(-1)?.at : undefined
  return ok({
    result: { messages: wanted.length, ...defined({ nextSince: next }) },
    audit: {
      target: { type: 'webhook', id: webhookId },
      after: { messages: wanted.length, ...what },
    },
    commit: [...wanted.map((message) => owe(webhook, message, now)), retry(webhook)],
  })
}

type Dated = WebhookMessage & { readonly at: number }

/** The messages to send again, oldest first, as many as one replay takes. */
async function messagesOf(
  { db, tenant }: Scope,
  what: CommandOf<'replay_webhook'>['what'],
): Promise<readonly Dated[]> {
  const since = 'since' in what ? what.since : 0
  const one = 'eventId' in what ? hasEventId(what.eventId) : happenedFrom(since)
  const happened = await ask(
    selectEvents(db)
      .where(and(eq(events.tenantId, tenant.id), one))
      .orderBy(asc(eventMembers.at))
      .limit(MAX_REPLAYED),
  )
  const changed =
    'eventId' in what
      ? []
      : await ask(
          db
            .select()
            .from(auditEntries)
            .where(and(eq(auditEntries.tenantId, tenant.id), gte(auditEntries.at, since)))
            .orderBy(asc(auditEntries.at))
            .limit(MAX_REPLAYED),
        )
  return [
    ...happened.map(readEvent).map((event) => ({ ...eventMessage(event), at: event.at })),
    ...changed.flatMap((row) => {
      const message = auditMessage(readAuditEntry(row))
      return message ? [{ ...message, at: row.at }] : []
    }),
  ]
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_REPLAYED)
}

function findEnabled(
  { sql, tenant }: Scope,
  webhookId: Webhook['id'],
): Result<Webhook, TenantRefusal> {
  const webhook = findWebhook(sql, tenant.id, webhookId)
  if (webhook === undefined) return refuse({ code: 'webhook_unknown' })
  return webhook.enabled ? ok(webhook) : refuse({ code: 'webhook_disabled' })
}

/** Owes a message anew, whatever became of it before. */
const owe = (
  { tenantId, id: webhookId }: Webhook,
  { id, type, body }: Pick<WebhookMessage, 'id' | 'type' | 'body'>,
  now: number,
): GateStatement =>
  gateStatement(
    `INSERT INTO webhook_deliveries (tenant_id, webhook_id, message_id, type, state, attempts, created_at, next_at, body)
     VALUES (?1, ?2, ?3, ?4, 'pending', 0, ?5, ?5, ?6)
     ON CONFLICT DO UPDATE SET state = 'pending', attempts = 0, created_at = ?5, next_at = ?5, body = ?6`,
    tenantId,
    webhookId,
    id,
    type,
    now,
    body,
  )

/** Whoever asks for a message has mended the receiver: nothing waits for a failure of before. */
const retry = ({ tenantId, id }: Webhook): GateStatement =>
  gateStatement(
    'UPDATE webhooks SET failures = 0, failing_since = NULL, retry_at = 0 WHERE tenant_id = ? AND webhook_id = ?',
    tenantId,
    id,
  )

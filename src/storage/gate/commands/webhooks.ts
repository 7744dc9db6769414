// Webhooks: set up, changed, tried and asked to send again. They stand in the gate alone, so a change is one transaction;
// the audit log in D1 tells of it.

import { and, asc, eq, gte } from 'drizzle-orm'
import { ok, type Result, refuse } from '../../../result.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands.ts'
import { newId } from '../../../tenants/ids.ts'
import { snapshotOf } from '../../../tenants/snapshot.ts'
import { newWebhookSecret, type Webhook } from '../../../tenants/webhook.ts'
import {
  auditMessage,
  eventMessage,
  pingBody,
  type WebhookMessage,
} from '../../../tenants/webhook-message.ts'
import { readAuditEntry } from '../../d1/audit.ts'
import { ask } from '../../d1/database.ts'
import { readEvent } from '../../d1/events.ts'
import { auditEntries, events } from '../../d1/schema/index.ts'
import { allowedUrl } from '../../fetch/allowed-url.ts'
import { type GateStatement, gateStatement } from '../intents.ts'
import { findWebhookRow, readWebhook, webhookRows } from '../webhooks.ts'
import type { Planned, Scope } from './plan.ts'

const MOST_OF_A_TENANT = 5
/** Long enough to change a receiver over on a working day. */
const PREVIOUS_SECRET_LIFETIME = 86_400_000
/** The messages of one replay travel through the intent of its command. */
const MOST_OF_A_REPLAY = 200

/** Sets a webhook up. Its secret is told now and never again. */
export async function createWebhook(
  { sql, tenant, keyring, guard, clock, random }: Scope,
  { input }: CommandOf<'create_webhook'>,
): Planned<'create_webhook'> {
  if (webhookRows(sql, tenant.id).length >= MOST_OF_A_TENANT)
    return refuse({ code: 'webhook_limit_reached', expected: MOST_OF_A_TENANT })
  if (allowedUrl(input.url, guard) === undefined)
    return refuse({ code: 'webhook_url_forbidden', pointer: '/url' })
  const now = clock()
  const webhook: Webhook = {
    id: newId('whk', random),
    tenantId: tenant.id,
    ...input,
    enabled: true,
    createdAt: now,
    updatedAt: now,
  }
  const secret = newWebhookSecret(random)
  return ok({
    result: { ...webhook, secret },
    audit: { after: snapshotOf(webhook) },
    commit: [
      gateStatement(
        `INSERT INTO webhooks (tenant_id, webhook_id, url, topics, enabled, sealed_secret, created_at, updated_at)
         VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
        tenant.id,
        webhook.id,
        webhook.url,
        JSON.stringify(webhook.topics),
        await keyring.seal('webhook-secret', webhook.id, secret),
        now,
        now,
      ),
    ],
  })
}

/** Changes where and what a webhook sends, and whether. One that is enabled starts without a past. */
export async function updateWebhook(
  scope: Scope,
  { webhookId, change }: CommandOf<'update_webhook'>,
): Planned<'update_webhook'> {
  const known = find(scope, webhookId)
  if (!known.ok) return known
  if (change.url !== undefined && allowedUrl(change.url, scope.guard) === undefined)
    return refuse({ code: 'webhook_url_forbidden', pointer: '/url' })
  const webhook: Webhook = { ...known.value, ...change, updatedAt: scope.clock() }
  return ok({
    result: webhook,
    commit: [
      gateStatement(
        `UPDATE webhooks SET url = ?, topics = ?, enabled = ?, updated_at = ?,
           failures = 0, failing_since = NULL, retry_at = 0
         WHERE tenant_id = ? AND webhook_id = ?`,
        webhook.url,
        JSON.stringify(webhook.topics),
        webhook.enabled ? 1 : 0,
        webhook.updatedAt,
        webhook.tenantId,
        webhook.id,
      ),
      ...(webhook.enabled ? [] : [forgetPending(webhook)]),
    ],
  })
}

/** Makes a new secret; the one before signs beside it for a day. */
export async function rotateWebhookSecret(
  scope: Scope,
  { webhookId }: CommandOf<'rotate_webhook_secret'>,
): Planned<'rotate_webhook_secret'> {
  const known = find(scope, webhookId)
  if (!known.ok) return known
  const { keyring, random, clock } = scope
  const now = clock()
  const secret = newWebhookSecret(random)
  const webhook = { ...known.value, updatedAt: now }
  const target = { type: 'webhook', id: webhookId }
  return ok({
    result: { ...webhook, secret },
    audit: { target, after: { previous_secret_until: now + PREVIOUS_SECRET_LIFETIME } },
    commit: [
      gateStatement(
        `UPDATE webhooks SET sealed_previous_secret = sealed_secret, previous_until = ?, sealed_secret = ?, updated_at = ?
         WHERE tenant_id = ? AND webhook_id = ?`,
        now + PREVIOUS_SECRET_LIFETIME,
        await keyring.seal('webhook-secret', webhookId, secret),
        now,
        webhook.tenantId,
        webhookId,
      ),
    ],
  })
}

/** Deletes a webhook with what it was still owed. */
export async function deleteWebhook(
  scope: Scope,
  { webhookId }: CommandOf<'delete_webhook'>,
): Planned<'delete_webhook'> {
  const known = find(scope, webhookId)
  if (!known.ok) return known
  return ok({
    result: known.value,
    commit: ['webhook_deliveries', 'webhooks'].map((table) =>
      gateStatement(
        `DELETE FROM ${table} WHERE tenant_id = ? AND webhook_id = ?`,
        scope.tenant.id,
        webhookId,
      ),
    ),
  })
}

/** Sends a message that says nothing, with everything else as always. */
export async function pingWebhook(
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

/** Sends again what happened since a moment, oldest first, or one event. What D1 has is what can be replayed. */
export async function replayWebhook(
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
  const next = 'since' in what && found.length >= MOST_OF_A_REPLAY ? found.at(-1)?.at : undefined
  return ok({
    result: { messages: wanted.length, ...(next === undefined ? {} : { nextSince: next }) },
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
  const one = 'eventId' in what ? eq(events.id, what.eventId) : gte(events.at, since)
  const happened = await ask(
    db
      .select()
      .from(events)
      .where(and(eq(events.tenantId, tenant.id), one))
      .orderBy(asc(events.at))
      .limit(MOST_OF_A_REPLAY),
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
            .limit(MOST_OF_A_REPLAY),
        )
  return [
    ...happened.map((row) => ({ ...eventMessage(readEvent(row)), at: row.at })),
    ...changed.flatMap((row) => {
      const message = auditMessage(readAuditEntry(row))
      return message ? [{ ...message, at: row.at }] : []
    }),
  ]
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST_OF_A_REPLAY)
}

function find({ sql, tenant }: Scope, webhookId: Webhook['id']): Result<Webhook, TenantRefusal> {
  const row = findWebhookRow(sql, tenant.id, webhookId)
  return row ? ok(readWebhook(row)) : refuse({ code: 'webhook_unknown' })
}

function findEnabled(scope: Scope, webhookId: Webhook['id']): Result<Webhook, TenantRefusal> {
  const known = find(scope, webhookId)
  return known.ok && !known.value.enabled ? refuse({ code: 'webhook_disabled' }) : known
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

const forgetPending = ({ tenantId, id }: Webhook): GateStatement =>
  gateStatement(
    `UPDATE webhook_deliveries SET state = 'failed', body = ''
     WHERE tenant_id = ? AND webhook_id = ? AND state = 'pending'`,
    tenantId,
    id,
  )

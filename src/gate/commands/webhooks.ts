// Webhooks: set up, changed and deleted. They stand in the gate alone, so a change is one
// transaction; the audit log in D1 tells of it.

import { ok, type Result, refuse } from '../../result.ts'
import { allowedUrl } from '../../storage/fetch/allowed-url.ts'
import type { CommandOf, TenantRefusal } from '../../tenants/commands/commands.ts'
import { snapshotOf } from '../../tenants/commands/snapshot.ts'
import { newId } from '../../tenants/ids.ts'
import { newWebhookSecret, type Webhook } from '../../tenants/messages/webhook.ts'
import type { Planned, Planners, Scope } from '../intents/plan.ts'
import { findWebhook, webhookRows } from '../outbox/webhooks.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'

/** The planners of the commands of this file. */
export const webhookPlanners: Planners<
  'create_webhook' | 'delete_webhook' | 'rotate_webhook_secret' | 'update_webhook'
> = {
  create_webhook: createWebhook,
  delete_webhook: deleteWebhook,
  rotate_webhook_secret: rotateWebhookSecret,
  update_webhook: updateWebhook,
}

const MAX_OF_TENANT = 5
/** Long enough to change a receiver over on a working day. */
const PREVIOUS_SECRET_LIFETIME = 86_400_000

/** Sets a webhook up. Its secret is told now and never again. */
async function createWebhook(
  { sql, tenant, keyring, guard, clock, random }: Scope,
  { input }: CommandOf<'create_webhook'>,
): Planned<'create_webhook'> {
  if (webhookRows(sql, tenant.id).length >= MAX_OF_TENANT)
    return refuse({ code: 'webhook_limit_reached', expected: MAX_OF_TENANT })
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

/**
 * Changes where and what a webhook sends, and whether. One that is enabled starts without a past.
 */
async function updateWebhook(
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
async function rotateWebhookSecret(
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
async function deleteWebhook(
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

function find({ sql, tenant }: Scope, webhookId: Webhook['id']): Result<Webhook, TenantRefusal> {
  const webhook = findWebhook(sql, tenant.id, webhookId)
  return webhook ? ok(webhook) : refuse({ code: 'webhook_unknown' })
}

const forgetPending = ({ tenantId, id }: Webhook): GateStatement =>
  gateStatement(
    `UPDATE webhook_deliveries SET state = 'failed', body = ''
     WHERE tenant_id = ? AND webhook_id = ? AND state = 'pending'`,
    tenantId,
    id,
  )

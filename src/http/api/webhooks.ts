// Webhooks of a tenant: events and audit entries as signed messages (Standard Webhooks 1.0).

import * as v from 'valibot'
import { ok, type Result, refuse } from '../../result.ts'
import type { TenantId, WebhookId } from '../../tenants/ids.ts'
import type { Webhook } from '../../tenants/messages/webhook.ts'
import { gateOf } from '../../tenants/tenant.ts'
import type { AdministrationDeps } from '../deps.ts'
import { id, Time, writeOptionalTime } from './engine/members.ts'
import { type ApiRefusal, operation, shown } from './engine/operation.ts'
import { runCommand } from './engine/run-command.ts'
import * as examples from './examples/example-resources.ts'
import {
  shownWithSecret,
  TopicsShape,
  WebhookDeliveryShape,
  WebhookShape,
  WebhookUrl,
  WebhookWithSecretShape,
  writeDelivery,
  writeWebhook,
} from './webhook-shapes.ts'

const TAG = 'Webhooks'
const ONE = '/tenants/{tenant_id}/webhooks/{webhook_id}'

/** Setting webhooks up, watching them, and having them send again. */
export const webhookOperations = [
  operation({
    id: 'createWebhook',
    method: 'POST',
    path: '/tenants/{tenant_id}/webhooks',
    tag: TAG,
    summary: 'Have the tenant’s events sent to a URL',
    description: 'A tenant has at most five.',
    access: 'configure',
    alsoAccess: 'events',
    recentAuthentication: true,
    body: v.strictObject({ url: WebhookUrl, topics: v.exactOptional(TopicsShape) }),
    status: 201,
    response: WebhookWithSecretShape,
    example: { request: examples.newWebhook, response: examples.webhookWithSecret },
    command: 'create_webhook',
    async run(deps, { params, body: { url, topics = [] } }) {
      const created = await runCommand(deps, params.tenant_id, {
        kind: 'create_webhook',
        tenantId: params.tenant_id,
        input: { url, topics },
      })
      return created.ok ? shownWithSecret(created.value) : created
    },
  }),
  operation({
    id: 'listWebhooks',
    method: 'GET',
    path: '/tenants/{tenant_id}/webhooks',
    tag: TAG,
    summary: 'List the webhooks of a tenant',
    access: 'read',
    status: 200,
    response: v.strictObject({ data: v.array(WebhookShape) }),
    example: { response: { data: [examples.webhook] } },
    refusals: ['tenant_unknown'],
    async run(deps, { params }) {
      const webhooks = await listWebhooks(deps, params.tenant_id)
      return webhooks.ok ? ok({ data: webhooks.value.map(writeWebhook) }) : webhooks
    },
  }),
  operation({
    id: 'getWebhook',
    method: 'GET',
    path: ONE,
    tag: TAG,
    summary: 'Read a webhook',
    access: 'read',
    status: 200,
    response: WebhookShape,
    example: { response: examples.webhook },
    refusals: ['tenant_unknown', 'webhook_unknown'],
    async run(deps, { params }) {
      const webhook = await findWebhook(deps, params.tenant_id, params.webhook_id)
      return webhook.ok ? shown(webhook.value, writeWebhook) : webhook
    },
  }),
  operation({
    id: 'updateWebhook',
    method: 'PATCH',
    path: ONE,
    tag: TAG,
    summary: 'Change where a webhook sends, what, and whether',
    access: 'configure',
    alsoAccess: 'events',
    recentAuthentication: true,
    body: v.strictObject({
      url: v.exactOptional(WebhookUrl),
      topics: v.exactOptional(TopicsShape),
      enabled: v.exactOptional(v.boolean()),
    }),
    status: 200,
    response: WebhookShape,
    example: {
      request: { topics: ['audit'] },
      response: { ...examples.webhook, topics: ['audit'] },
    },
    command: 'update_webhook',
    async run(deps, { params, body }) {
      const updated = await runCommand(deps, params.tenant_id, {
        kind: 'update_webhook',
        ...idsOf(params),
        change: body,
      })
      return updated.ok ? shown(updated.value, writeWebhook) : updated
    },
  }),
  operation({
    id: 'deleteWebhook',
    method: 'DELETE',
    path: ONE,
    tag: TAG,
    summary: 'Delete a webhook; what it was still owed is not sent',
    access: 'configure',
    recentAuthentication: true,
    status: 204,
    command: 'delete_webhook',
    async run(deps, { params }) {
      const command = { kind: 'delete_webhook', ...idsOf(params) } as const
      const deleted = await runCommand(deps, params.tenant_id, command)
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
  operation({
    id: 'rotateWebhookSecret',
    method: 'POST',
    path: `${ONE}:rotate_secret`,
    tag: TAG,
    summary: 'Make a new secret; for a day messages are signed with the one before too',
    access: 'configure',
    recentAuthentication: true,
    status: 200,
    response: WebhookWithSecretShape,
    example: { response: examples.webhookWithSecret },
    command: 'rotate_webhook_secret',
    async run(deps, { params }) {
      const command = { kind: 'rotate_webhook_secret', ...idsOf(params) } as const
      const rotated = await runCommand(deps, params.tenant_id, command)
      return rotated.ok ? shownWithSecret(rotated.value) : rotated
    },
  }),
  operation({
    id: 'pingWebhook',
    method: 'POST',
    path: `${ONE}:ping`,
    tag: TAG,
    summary: 'Send a message of type webhook.ping; the list of deliveries tells what became of it',
    access: 'configure',
    status: 200,
    response: v.strictObject({ message_id: v.string() }),
    example: { response: { message_id: examples.EVENT } },
    command: 'ping_webhook',
    async run(deps, { params }) {
      const command = { kind: 'ping_webhook', ...idsOf(params) } as const
      const sent = await runCommand(deps, params.tenant_id, command)
      return sent.ok ? ok({ message_id: sent.value.messageId }) : sent
    },
  }),
  operation({
    id: 'replayWebhook',
    method: 'POST',
    path: `${ONE}:replay`,
    tag: TAG,
    summary: 'Send again what happened since a time, up to 200 messages, or one event',
    access: 'configure',
    alsoAccess: 'events',
    body: v.pipe(
      v.union([v.strictObject({ since: Time }), v.strictObject({ event_id: id('evt') })]),
      v.title('Replay'),
    ),
    status: 200,
    example: { request: { since: examples.AT }, response: { messages: 3, next_since: null } },
    response: v.strictObject({
      messages: v.pipe(v.number(), v.integer()),
      next_since: v.pipe(
        v.nullable(Time),
        v.description('Where the next replay goes on; null when nothing is left.'),
      ),
    }),
    command: 'replay_webhook',
    async run(deps, { params, body }) {
      const replayed = await runCommand(deps, params.tenant_id, {
        kind: 'replay_webhook',
        ...idsOf(params),
        what: 'since' in body ? { since: Date.parse(body.since) } : { eventId: body.event_id },
      })
      if (!replayed.ok) return replayed
      const { messages, nextSince } = replayed.value
      return ok({ messages, next_since: writeOptionalTime(nextSince) })
    },
  }),
  operation({
    id: 'listWebhookDeliveries',
    method: 'GET',
    path: `${ONE}/deliveries`,
    tag: TAG,
    summary: 'List the last 100 deliveries of the last three days, the newest first',
    access: 'read',
    status: 200,
    response: v.strictObject({ data: v.array(WebhookDeliveryShape) }),
    example: {
      response: {
        data: [
          {
            message_id: examples.EVENT,
            type: 'login.refused',
            state: 'delivered',
            attempts: 1,
            created_at: examples.LATER,
            last_attempt_at: examples.LATER,
            last_outcome: '200',
            next_attempt_at: null,
          },
        ],
      },
    },
    refusals: ['tenant_unknown', 'webhook_unknown'],
    async run(deps, { params }) {
      const { tenant_id: tenantId, webhook_id: webhookId } = params
      const webhook = await findWebhook(deps, tenantId, webhookId)
      if (!webhook.ok) return webhook
      const tenant = await deps.reads.findTenant(tenantId)
      if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
      const deliveries = await deps.webhooks.listDeliveries(gateOf(tenant), tenantId, webhookId)
      return ok({ data: deliveries.map(writeDelivery) })
    },
  }),
]

const idsOf = (params: { readonly tenant_id: TenantId; readonly webhook_id: WebhookId }) => ({
  tenantId: params.tenant_id,
  webhookId: params.webhook_id,
})

async function listWebhooks(
  { reads, webhooks }: AdministrationDeps,
  tenantId: TenantId,
): Promise<Result<readonly Webhook[], ApiRefusal>> {
  const tenant = await reads.findTenant(tenantId)
  if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
  return ok(await webhooks.list(gateOf(tenant), tenantId))
}

async function findWebhook(
  deps: AdministrationDeps,
  tenantId: TenantId,
  webhookId: WebhookId,
): Promise<Result<Webhook, ApiRefusal>> {
  const all = await listWebhooks(deps, tenantId)
  if (!all.ok) return all
  const webhook = all.value.find((one) => one.id === webhookId)
  return webhook ? ok(webhook) : refuse({ code: 'webhook_unknown' })
}

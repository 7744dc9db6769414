// What a webhook is sent: the occurrence as the API shows it, in the envelope of Standard Webhooks,
// and its signature.

import { decodeBase64, encodeBase64 } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { AuditEntry } from '../commands/audit.ts'
import { actorIdOf } from '../commands/envelope.ts'
import type { DeploymentEvent } from '../events/events.ts'
import type { TenantId, WebhookId } from '../ids.ts'
import type { WebhookTopic } from './webhook.ts'

export interface WebhookMessage {
  readonly id: string
  readonly tenantId: TenantId
  readonly topic: WebhookTopic
  /** The topic, or for an entry of the audit log `audit.` and its action. */
  readonly type: string
  /** JSON, signed as it stands. */
  readonly body: string
}

const time = (at: number): string => new Date(at).toISOString()

/** An event as the API writes it. */
export const describeEvent = (event: DeploymentEvent) => ({
  id: event.id,
  type: event.type,
  tenant_id: event.tenantId,
  at: time(event.at),
  connector_id: event.connectorId ?? null,
  sso_id: event.ssoId ?? null,
  user_id: event.userId ?? null,
  code: event.code ?? null,
  data: event.data,
})

/** An entry of the audit log as the API writes it. */
const describeAuditEntry = (entry: AuditEntry) => ({
  id: entry.id,
  tenant_id: entry.tenantId ?? null,
  at: time(entry.at),
  actor: { type: entry.actor.type, id: actorIdOf(entry.actor) ?? null },
  action: entry.action,
  target: entry.target,
  before: entry.before ?? null,
  after: entry.after ?? null,
  request_id: entry.requestId,
})

const envelope = (type: string, at: number, data: object): string =>
  JSON.stringify({ type, timestamp: time(at), data })

/** The message of an event. */
export const eventMessage = (event: DeploymentEvent): WebhookMessage => ({
  id: event.id,
  tenantId: event.tenantId,
  topic: event.type,
  type: event.type,
  body: envelope(event.type, event.at, describeEvent(event)),
})

/** The message of an audit entry; undefined for one that belongs to no tenant. */
export function auditMessage(entry: AuditEntry): WebhookMessage | undefined {
  const { id, tenantId, at } = entry
  if (tenantId === undefined) return undefined
  const type = `audit.${entry.action}`
  const body = envelope(type, at, describeAuditEntry(entry))
  return { id, tenantId, topic: 'audit', type, body }
}

/** The body of a message that says nothing but that it arrives. */
export const pingBody = (webhookId: WebhookId, at: number): string =>
  envelope('webhook.ping', at, { webhook_id: webhookId })

/**
 * The headers that prove where a message comes from: `{id}.{seconds}.{body}` under HMAC-SHA256 with
 * each secret, the present one first, so that a receiver may change over in its own time.
 */
export async function signatureHeaders(
  { id, body }: Pick<WebhookMessage, 'id' | 'body'>,
  secrets: readonly string[],
  now: number,
): Promise<Readonly<Record<string, string>>> {
  const timestamp = String(Math.floor(now / 1000))
  const signed = encodeUtf8(`${id}.${timestamp}.${body}`)
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, signed)))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  }
}

async function sign(secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = decodeBase64(secret.replace(/^whsec_/, ''))
  if (bytes === undefined) throw new Error('A webhook secret is not base64')
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign'])
  return encodeBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)))
}

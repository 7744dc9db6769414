// Sending what webhooks are owed: from the alarm, outside the queue of commands, so that a receiver
// that is slow or gone delays neither logins nor commands.

import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { allowedUrl, type FetchGuard } from '../../storage/fetch/allowed-url.ts'
import { signatureHeaders } from '../../tenants/messages/webhook-message.ts'
import { disableWebhook } from './webhook-queue.ts'
import type { WebhookRow } from './webhooks.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const TIMEOUT = 10 * SECOND
/** Waits after so many failures in a row; the last one repeats. */
const BACKOFF = [5 * SECOND, 30 * SECOND, 120 * SECOND, 600 * SECOND, HOUR, 6 * HOUR] as const
/** After this long a message is given up, and so is a webhook that took none. */
const GIVE_UP_AFTER = 72 * HOUR
/**
 * Messages of one webhook in one turn, one after the other. One that fails is tried with a single
 * message.
 */
const IN_ONE_TURN = 20
/** A slow receiver ends its turn here, because the outbox waits for the alarm. */
const MAX_TURN = 10 * SECOND

export interface DeliveryContext {
  readonly storage: DurableObjectStorage
  readonly keyring: KeyRing
  readonly guard: FetchGuard
  readonly clock: () => number
}

type Owed = {
  message_id: string
  body: string
  attempts: number
  created_at: number
}

/** Sends what is due, every webhook for itself: one that does not answer holds up no other. */
export async function deliverWebhooks(context: DeliveryContext): Promise<void> {
  const rows = context.storage.sql
    .exec<WebhookRow>('SELECT * FROM webhooks WHERE enabled = 1 AND retry_at <= ?', context.clock())
    .toArray()
  await Promise.all(rows.map((row) => deliverTo(context, row)))
}

async function deliverTo(context: DeliveryContext, row: WebhookRow): Promise<void> {
  const { storage, clock } = context
  const turnEnds = clock() + MAX_TURN
  const due = storage.sql
    .exec<Owed>(
      `SELECT message_id, body, attempts, created_at FROM webhook_deliveries
       WHERE tenant_id = ? AND webhook_id = ? AND state = 'pending' AND next_at <= ?
       ORDER BY next_at LIMIT ?`,
      row.tenant_id,
      row.webhook_id,
      clock(),
      row.failures > 0 ? 1 : IN_ONE_TURN,
    )
    .toArray()
  for (const owed of due) {
    const { delivered, outcome } = await send(context, row, owed)
    const now = clock()
    storage.transactionSync(() =>
      delivered
        ? succeeded(storage.sql, row, owed, { outcome, now })
        : failed(storage.sql, row, owed, { outcome, now }),
    )
    if (!delivered || now >= turnEnds) return
  }
}

interface Attempted {
  readonly outcome: string
  readonly now: number
}

async function send(
  { keyring, guard, clock }: DeliveryContext,
  row: WebhookRow,
  owed: Owed,
): Promise<{ readonly delivered: boolean; readonly outcome: string }> {
  // Asked again at each attempt: what is ours, and what is allowed, may have changed since (R45).
  const url = allowedUrl(row.url, guard)
  if (url === undefined) return { delivered: false, outcome: 'url_forbidden' }
  const now = clock()
  const secrets = await secretsOf(keyring, row, now)
  if (secrets.length === 0) return { delivered: false, outcome: 'secret_unreadable' }
  const message = { id: owed.message_id, body: owed.body }
  const signal = AbortSignal.timeout(TIMEOUT)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'edge-sso',
        ...(await signatureHeaders(message, secrets, now)),
      },
      body: owed.body,
      redirect: 'manual',
      signal,
    })
    await response.body?.cancel()
    return { delivered: response.ok, outcome: String(response.status) }
  } catch {
    // fetch throws for name resolution, TLS, connection and the deadline alike.
    return { delivered: false, outcome: signal.aborted ? 'timeout' : 'unreachable' }
  }
}

/** The secrets that sign now: the present one, and the one before while it is being replaced. */
async function secretsOf(
  keyring: KeyRing,
  { webhook_id, sealed_secret, sealed_previous_secret, previous_until }: WebhookRow,
  now: number,
): Promise<readonly string[]> {
  const previous =
    sealed_previous_secret !== null && (previous_until ?? 0) > now ? [sealed_previous_secret] : []
  const opened = await Promise.all(
    [sealed_secret, ...previous].map((sealed) =>
      keyring.open('webhook-secret', webhook_id, sealed),
    ),
  )
  return opened.filter((secret) => secret !== undefined)
}

function succeeded(sql: SqlStorage, row: WebhookRow, owed: Owed, attempted: Attempted): void {
  endDelivery(sql, row, owed, { ...attempted, state: 'delivered' })
  if (row.failures === 0) return
  sql.exec(
    `UPDATE webhooks SET failures = 0, failing_since = NULL, retry_at = 0
     WHERE tenant_id = ? AND webhook_id = ?`,
    row.tenant_id,
    row.webhook_id,
  )
}

function failed(sql: SqlStorage, row: WebhookRow, owed: Owed, attempted: Attempted): void {
  const { now } = attempted
  const failures = row.failures + 1
  const failingSince = row.failing_since ?? now
  if (now - owed.created_at >= GIVE_UP_AFTER)
    endDelivery(sql, row, owed, { ...attempted, state: 'failed' })
  else retryLater(sql, row, owed, attempted)
  sql.exec(
    `UPDATE webhooks SET failures = ?, failing_since = ?, retry_at = ?
     WHERE tenant_id = ? AND webhook_id = ?`,
    failures,
    failingSince,
    now + backoff(failures),
    row.tenant_id,
    row.webhook_id,
  )
  if (now - failingSince >= GIVE_UP_AFTER)
    disableWebhook(sql, { ...row, failing_since: failingSince }, 'failing', now)
}

const retryLater = (sql: SqlStorage, row: WebhookRow, owed: Owed, { outcome, now }: Attempted) =>
  sql.exec(
    `UPDATE webhook_deliveries SET attempts = attempts + 1, last_at = ?, last_outcome = ?, next_at = ?
     WHERE tenant_id = ? AND webhook_id = ? AND message_id = ?`,
    now,
    outcome,
    now + backoff(owed.attempts + 1),
    row.tenant_id,
    row.webhook_id,
    owed.message_id,
  )

const endDelivery = (
  sql: SqlStorage,
  row: WebhookRow,
  owed: Owed,
  { outcome, now, state }: Attempted & { readonly state: 'delivered' | 'failed' },
) =>
  sql.exec(
    `UPDATE webhook_deliveries SET state = ?, attempts = attempts + 1, last_at = ?, last_outcome = ?, body = ''
     WHERE tenant_id = ? AND webhook_id = ? AND message_id = ?`,
    state,
    now,
    outcome,
    row.tenant_id,
    row.webhook_id,
    owed.message_id,
  )

/** How long to wait after so many failures. */
const backoff = (failures: number): number =>
  BACKOFF[Math.min(failures, BACKOFF.length) - 1] ?? BACKOFF[0]

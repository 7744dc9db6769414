// D1 and webhooks hear of what the outbox and the sessions hold for them.

import { and, eq, sql as fragment } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { OutboxEntry, VersionTested } from '../../login/events.ts'
import type { Database } from '../../storage/d1/database.ts'
import { insertEvents } from '../../storage/d1/event-rows.ts'
import { connectorVersions } from '../../storage/d1/schema/index.ts'
import { upsertUsers } from '../../storage/d1/user-rows.ts'
import type { TenantId } from '../../tenants/ids.ts'
import {
  auditMessage,
  eventMessage,
  type WebhookMessage,
} from '../../tenants/messages/webhook-message.ts'
import { observeConnectors } from '../connector-health/connector-health.ts'
import { noteUse } from '../outbox/connector-use.ts'
import { enqueueMessage } from '../outbox/webhook-queue.ts'
import type { GateContext } from '../tables/context.ts'
import { findUser } from '../tables/find-user.ts'

/** Rows carried over at a time. */
const DRAIN_LIMIT = 100

/**
 * Carries up to 100 rows over to D1, and the events of as many logins, owes them to webhooks, and
 * tells whether there may be more. Throws, and keeps all, when D1 is out of reach.
 */
export async function drainOutbox(
  { storage: { sql }, logins }: Pick<GateContext, 'storage' | 'logins'>,
  db: Database,
  now: number,
): Promise<boolean> {
  const rows = sql
    .exec<OutboxRow>(
      // The feed is in the order in which D1 learned of events, so the oldest go first.
      `SELECT tenant_id, id, kind, body FROM outbox
       ORDER BY coalesce(json_extract(body, '$.event.at'), 0), tenant_id, id LIMIT ?`,
      DRAIN_LIMIT,
    )
    .toArray()
  const news = logins.next()
  const entries = rows.map(readEntry)
  const occurred = entries.flatMap((entry) => (entry.kind === 'event' ? [entry.body] : []))
  const happened = [...occurred.map(({ event }) => event), ...news.events]
  const people = entries.flatMap(({ kind, body }) => (kind === 'user' ? [body] : []))
  const tested = entries.flatMap((entry) => (entry.kind === 'version_tested' ? [entry.body] : []))
  const [first, ...rest] = [
    ...insertEvents(db, happened),
    ...upsertUsers(
      db,
      [...people, ...occurred.flatMap(({ user }) => user ?? [])].map(
        // As they are now: a command may have changed them since, and have told D1 itself.
        (user) => findUser(sql, user.tenantId, user.id) ?? user,
      ),
    ),
    ...tested.map((version) => markTested(db, version)),
    ...noteUse(db, happened),
  ]
  if (first !== undefined) await db.batch([first, ...rest])
  // No await from here on: a message is owed in the very turn in which its row goes.
  const messages = [...entries.flatMap(messageOf), ...news.events.map(eventMessage)]
  for (const message of messages) enqueueMessage(sql, message, now)
  observeConnectors(sql, happened, now)
  // One that was replaced meanwhile has yet to be told.
  for (const { tenant_id, id, body } of rows) {
    sql.exec('DELETE FROM outbox WHERE tenant_id = ? AND id = ? AND body = ?', tenant_id, id, body)
  }
  if (news.upTo !== undefined) logins.told(news.upTo)
  return rows.length === DRAIN_LIMIT || news.more
}

function messageOf(entry: OutboxEntry): WebhookMessage | [] {
  if (entry.kind === 'event') return eventMessage(entry.body.event)
  return entry.kind === 'audit' ? (auditMessage(entry.body) ?? []) : []
}

type OutboxRow = { tenant_id: TenantId; id: string; kind: string; body: string }
type Item = BatchItem<'sqlite'>

const readEntry = ({ kind, body }: OutboxRow): OutboxEntry =>
  JSON.parse(`{"kind":"${kind}","body":${body}}`)

/** A test that passes after its version was activated by an earlier one only leaves its time. */
const markTested = (db: Database, { connectorId, version, testedAt }: VersionTested): Item =>
  db
    .update(connectorVersions)
    .set({
      testedAt,
      state: fragment`CASE ${connectorVersions.state} WHEN 'draft' THEN 'tested' ELSE ${connectorVersions.state} END`,
    })
    .where(and(eq(connectorVersions.connectorId, connectorId), eq(connectorVersions.hash, version)))

// Tables of everything that leaves the gate: to D1, to webhooks, to mailboxes.

import type { SchemaStep } from '../tables/schema-step.ts'

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const OUTBOX_TABLES: SchemaStep = [
  /**
   * Events and users that D1, and webhooks after it, have yet to receive; logins of known users are
   * in `sessions`.
   */
  `CREATE TABLE outbox (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) WITHOUT ROWID`,
  /**
   * Sealed responses of IdPs from failed attempts and from tests: the last 50 of a connector, for 7
   * days.
   *
   * `sealed` is the last column, so that counting the rows of a connector reads none of it.
   */
  `CREATE TABLE raw_responses (
    tenant_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (tenant_id, event_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * Where the gate sends events, with the sealed secrets and the failures of each webhook.
   *
   * `topics`: JSON array; empty: every topic. `failures`: consecutive failed attempts. Until
   * `retry_at` nothing is sent.
   */
  `CREATE TABLE webhooks (
    tenant_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    url TEXT NOT NULL,
    topics TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    sealed_secret TEXT NOT NULL,
    sealed_previous_secret TEXT,
    previous_until INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    retry_at INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, webhook_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * Messages that a webhook is owed, and the outcome of those of the last three days. The key
   * admits a message once.
   *
   * `body`: emptied once nothing is left to send.
   */
  `CREATE TABLE webhook_deliveries (
    tenant_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    last_at INTEGER,
    last_outcome TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, webhook_id, message_id)
  ) STRICT, WITHOUT ROWID`,
  // Finds due messages without reading delivered ones.
  `CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (tenant_id, webhook_id, next_at)
     WHERE state = 'pending'`,
  /**
   * Mails that are waiting to be sent, without addresses: the gate looks an address up when it
   * sends.
   *
   * `facts`: JSON without secrets. `sealed_url`: a one-time link.
   */
  `CREATE TABLE mail_queue (
    tenant_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    sealed_url TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, mail_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * Notices to many users of a tenant, which the alarm turns into mails in portions.
   *
   * `facts`: JSON. `after`: the last user that has a mail already.
   */
  `CREATE TABLE announcements (
    tenant_id TEXT NOT NULL,
    announcement_id TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('administrators', 'people')),
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (tenant_id, announcement_id)
  ) STRICT, WITHOUT ROWID`,
]

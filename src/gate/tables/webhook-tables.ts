// The gate's tables for webhooks. They live here alone: what is delivered, and what is still owed, is decided by one thread.

/** A step of the gate's schema. */
export const WEBHOOK_TABLES = `
-- topics: JSON array, empty for everything. failures: attempts in a row that failed; until retry_at nothing is sent.
CREATE TABLE webhooks (
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
) STRICT, WITHOUT ROWID;

-- body is emptied once nothing is left to send. The primary key lets a message in once per webhook.
CREATE TABLE webhook_deliveries (
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
) STRICT, WITHOUT ROWID;

-- Finds what is due without reading what was delivered.
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (tenant_id, webhook_id, next_at)
  WHERE state = 'pending';
`

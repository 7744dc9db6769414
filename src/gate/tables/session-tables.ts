// Tables that every login writes to or reads. Rows written are what a login costs: `WITHOUT ROWID`,
// and no secondary index that a usual login would write to. So a repeated login writes one row, its
// session.

import type { SchemaStep } from './schema-step.ts'

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const SESSION_TABLES: SchemaStep = [
  /**
   * Sessions. The key also spends the login's request: creating the row is the same write as
   * spending it (I3).
   *
   * The columns are described at `SessionRow`. The large ones come last, so that reading the others
   * needs no overflow page.
   */
  `CREATE TABLE sessions (
    tenant_id TEXT NOT NULL,
    sid TEXT NOT NULL,
    user_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    sso_id TEXT NOT NULL,
    entered_from TEXT,
    environment TEXT NOT NULL,
    browser TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    keep_until INTEGER NOT NULL,
    authn_instant INTEGER NOT NULL,
    authn_context TEXT,
    methods TEXT,
    factor_at INTEGER,
    factor_by TEXT,
    code_id TEXT,
    code_until INTEGER,
    batch INTEGER,
    person_key TEXT,
    session_key TEXT,
    index_key TEXT,
    logout_context TEXT NOT NULL,
    event TEXT,
    PRIMARY KEY (tenant_id, sid)
  ) STRICT, WITHOUT ROWID`,
  // Finds the child tenant that a request entered without asking each child. Other sessions cost it
  // no row.
  'CREATE INDEX sessions_entered ON sessions (entered_from, sid) WHERE entered_from IS NOT NULL',
  /** One row: every batch of logins up to this number is in D1, and owed to webhooks. */
  'CREATE TABLE told_logins (batch INTEGER NOT NULL) STRICT',
  'INSERT INTO told_logins (batch) VALUES (0)',
  /**
   * Everything else that may be used once, such as authorization codes, and counts of failed
   * decryptions.
   */
  `CREATE TABLE spent (
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, kind, id)
  ) STRICT, WITHOUT ROWID`,
]

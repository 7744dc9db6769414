// Tables of set-up links.

import type { SchemaStep } from './schema-step.ts'

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const SETUP_LINK_TABLES: SchemaStep = [
  /**
   * Set-up links: what each opens, and whether it still does. A guest is asked for here with every
   * request.
   *
   * `token_hash`: SHA-256 of the token, lower-case hex. `tasks`: JSON array. `created_by`: the
   * actor as JSON.
   */
  `CREATE TABLE setup_links (
    tenant_id TEXT NOT NULL,
    setup_link_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    tasks TEXT NOT NULL,
    connector_id TEXT,
    may_activate INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    first_use_until INTEGER NOT NULL,
    first_opened_at INTEGER,
    last_opened_at INTEGER,
    opened_times INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER,
    revoked_at INTEGER,
    PRIMARY KEY (tenant_id, setup_link_id)
  ) STRICT, WITHOUT ROWID`,
]

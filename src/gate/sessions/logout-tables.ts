// The table of logouts that an IdP requested.

import type { SchemaStep } from '../tables/schema-step.ts'

/** Part of the gate's schema. The comment before the table is its sentence in docs/storage.md. */
export const LOGOUT_TABLES: SchemaStep = [
  /**
   * What an IdP's LogoutRequest named and when, for 24 hours: sessions that began before have
   * ended.
   */
  `CREATE TABLE idp_logouts (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, connector_id, key)
  ) STRICT, WITHOUT ROWID`,
]

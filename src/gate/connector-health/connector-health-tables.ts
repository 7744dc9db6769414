// The table of connector health.

import type { SchemaStep } from '../tables/schema-step.ts'

/** Part of the gate's schema. The comment before the table is its sentence in docs/storage.md. */
export const CONNECTOR_HEALTH_TABLES: SchemaStep = [
  /**
   * Refusals of one kind in the last quarter of an hour and since the last login, and what
   * administrators were notified of.
   *
   * `subject`: the code of the refusals, the certificate, or the failure of the metadata URL.
   * `seen`: JSON of the refusals that count. `raised_at`: when attention was requested.
   * `recovered_at`: when the connector recovered.
   */
  `CREATE TABLE connector_watch (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    cause TEXT NOT NULL,
    subject TEXT NOT NULL,
    seen TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    raised_at INTEGER,
    recovered_at INTEGER,
    PRIMARY KEY (tenant_id, connector_id, cause, subject)
  ) STRICT, WITHOUT ROWID`,
]

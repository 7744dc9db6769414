// The table of repairs that go on from the alarm.

import type { SchemaStep } from '../../tables/schema-step.ts'

/** Part of the gate's schema. The comment before the table is its sentence in docs/storage.md. */
export const REPAIR_TABLES: SchemaStep = [
  /** How far a tenant's users have been compared with D1's: the alarm goes on after this id. */
  `CREATE TABLE people_comparisons (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    after TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
]

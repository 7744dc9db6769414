// Tables of commands on their way through gate, KV and D1, and of what the gate remembers of
// finished ones.

import type { SchemaStep } from '../tables/schema-step.ts'

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const INTENT_TABLES: SchemaStep = [
  /**
   * Commands between their first and their last transaction.
   *
   * `effects`: JSON, everything that finishing or undoing the command takes.
   */
  `CREATE TABLE intents (
    tenant_id TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    effects TEXT NOT NULL,
    PRIMARY KEY (tenant_id, intent_id)
  ) WITHOUT ROWID`,
  /**
   * Values in KV that hold the sealed private key of an SSO key: the gate has to delete each one
   * day.
   */
  `CREATE TABLE published_values (
    tenant_id TEXT NOT NULL,
    sso_id TEXT NOT NULL,
    config TEXT NOT NULL,
    PRIMARY KEY (tenant_id, sso_id, config)
  ) WITHOUT ROWID`,
  /**
   * Writes that the gate still owes KV.
   *
   * `value`: what to put; null: delete the key.
   */
  `CREATE TABLE kv_writes (
    tenant_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (tenant_id, key)
  ) WITHOUT ROWID`,
  /**
   * The gate's copy of the configuration that its commands wrote to D1, row for row.
   *
   * `body`: the row as JSON, with private keys sealed as in D1.
   */
  `CREATE TABLE recorded_rows (
    tenant_id TEXT NOT NULL,
    table_name TEXT NOT NULL,
    row_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, table_name, row_id)
  ) STRICT, WITHOUT ROWID`,
  /** The last command of each tenant that D1 accepted. */
  `CREATE TABLE last_intents (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    intent_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  /**
   * Deleted tenants, because an older copy of D1 still has them: the one table whose rows outlive
   * their tenant.
   *
   * `clearing`: 1 until every row of the tenant is removed, then null.
   */
  `CREATE TABLE deleted_tenants (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    deleted_at INTEGER NOT NULL,
    clearing INTEGER
  ) STRICT, WITHOUT ROWID`,
]

// Tables of what decides about a login beside the connector itself: tests of a version, and
// re-links.

import type { SchemaStep } from '../tables/schema-step.ts'

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const ADMISSION_TABLES: SchemaStep = [
  /**
   * Tests of versions, the last 100 of a connector. The one-time link of each opens for 15 minutes.
   *
   * `configuration`: the version as a LoginConfiguration that trusts every certificate on record.
   * Emptied by the next test once the link expired an hour ago.
   * `on_trial`: JSON array of what a passed test lets go live: the typed certificates and the
   * metadata URL. `response_hash`: the response that ended the test, so that the same response
   * shows the same report again.
   */
  `CREATE TABLE tests (
    tenant_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    sso_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    version TEXT NOT NULL,
    configuration TEXT NOT NULL,
    on_trial TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('issued', 'opened', 'passed', 'failed')),
    ended_at INTEGER,
    response_hash TEXT,
    PRIMARY KEY (tenant_id, token_hash)
  ) WITHOUT ROWID`,
  /**
   * Versions that passed a test, and what was on trial then. A version that was activated untested
   * has the test of the version before it (I6).
   *
   * `learned_issuer`: the issuer that the test verified, until an administrator approves it.
   */
  `CREATE TABLE tested_versions (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    version TEXT NOT NULL,
    on_trial TEXT NOT NULL,
    tested_at INTEGER NOT NULL,
    learned_issuer TEXT,
    PRIMARY KEY (tenant_id, connector_id, version)
  ) WITHOUT ROWID`,
  /**
   * The last login that may be a user whose known identities are all old, under each IdP and kind
   * of identity.
   *
   * `disputed`: 1 once another identity came as well. `differs_in_case`: what of the login differs
   * from the user in case alone, 'identity' or 'email'; null: something else differs.
   */
  `CREATE TABLE relink_attempts (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    idp_entity_id TEXT NOT NULL,
    identity_kind TEXT NOT NULL,
    source TEXT NOT NULL,
    value TEXT NOT NULL,
    event_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    differs_in_case TEXT,
    PRIMARY KEY (tenant_id, connector_id, user_id, idp_entity_id, identity_kind)
  ) STRICT, WITHOUT ROWID`,
  /**
   * Re-links that an administrator confirmed, under the IdP and kind of identity of that moment,
   * for 7 days.
   */
  `CREATE TABLE relinks (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    idp_entity_id TEXT NOT NULL,
    identity_kind TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, connector_id, user_id)
  ) STRICT, WITHOUT ROWID`,
]

/** The step that makes tests a history: who started each, how it ended, and its report. */
export const TEST_RUN_TABLES: SchemaStep = [
  'ALTER TABLE tests ADD COLUMN test_id TEXT',
  'ALTER TABLE tests ADD COLUMN started_at INTEGER',
  'ALTER TABLE tests ADD COLUMN started_by TEXT',
  'ALTER TABLE tests ADD COLUMN opened_at INTEGER',
  'ALTER TABLE tests ADD COLUMN code TEXT',
  'ALTER TABLE tests ADD COLUMN event_id TEXT',
  // Finds one test, and the newest of a connector.
  'CREATE UNIQUE INDEX tests_by_id ON tests (tenant_id, test_id) WHERE test_id IS NOT NULL',
  'CREATE INDEX tests_of_connector ON tests (tenant_id, connector_id, started_at)',
  /**
   * What tests found, sealed, with the person whom the IdP described. Kept for 7 days.
   *
   * `sealed` is the last column, so that looking at the others reads none of it.
   */
  `CREATE TABLE test_reports (
    tenant_id TEXT NOT NULL,
    test_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (tenant_id, test_id)
  ) STRICT, WITHOUT ROWID`,
]

// The gate's tables for configuration. Every table begins with tenant_id, and has no index but its primary key unless a
// constraint needs one.

/** Statements of the first schema, in order. */
export const CONFIGURATION_TABLES = [
  `CREATE TABLE tenants (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    parent_id TEXT,
    region TEXT,
    jurisdiction TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID`,
  // I1: a slot is taken here before anything else learns of the SSO key.
  `CREATE TABLE sso_key_slots (
    tenant_id TEXT NOT NULL,
    slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 5),
    sso_id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (tenant_id, slot),
    UNIQUE (tenant_id, name)
  ) WITHOUT ROWID`,
  // What governs logins (I2). The last three are null until the first activation; configuration is the JSON of the
  // LoginConfiguration that a login computed on an older one is sent back with.
  `CREATE TABLE connectors (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    sso_id TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    version TEXT,
    trust_revision INTEGER,
    configuration TEXT,
    PRIMARY KEY (tenant_id, connector_id),
    UNIQUE (tenant_id, sso_id)
  ) WITHOUT ROWID`,
  // Where a tenant's people may be sent.
  `CREATE TABLE granted_applications (
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    name TEXT NOT NULL,
    landing_url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
  ) WITHOUT ROWID`,
  // One-time test links. configuration: the version as a LoginConfiguration that trusts every certificate on record;
  // on_trial: JSON array of what a pass will let go live, the typed certificates and the metadata URL.
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
    PRIMARY KEY (tenant_id, token_hash)
  ) WITHOUT ROWID`,
  // I6: only what stands here may be activated, and only with what was on trial.
  `CREATE TABLE tested_versions (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    version TEXT NOT NULL,
    on_trial TEXT NOT NULL,
    tested_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, connector_id, version)
  ) WITHOUT ROWID`,
  // A command between its first and its last transaction. effects: JSON, all that finishing or undoing it takes.
  `CREATE TABLE intents (
    tenant_id TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    effects TEXT NOT NULL,
    PRIMARY KEY (tenant_id, intent_id)
  ) WITHOUT ROWID`,
  // Values in KV that hold an SSO key's sealed private key: each has to be deleted one day.
  `CREATE TABLE published_values (
    tenant_id TEXT NOT NULL,
    sso_id TEXT NOT NULL,
    config TEXT NOT NULL,
    PRIMARY KEY (tenant_id, sso_id, config)
  ) WITHOUT ROWID`,
  // Writes that KV still owes: a value to put, or null to delete.
  `CREATE TABLE kv_writes (
    tenant_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (tenant_id, key)
  ) WITHOUT ROWID`,
  // What D1 has yet to learn: the entries of src/login/events.ts.
  `CREATE TABLE outbox (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) WITHOUT ROWID`,
] as const

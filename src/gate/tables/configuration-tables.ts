// Tables of configuration that several wings read: tenants, SSO keys, connectors, grants, domains.

import type { SchemaStep } from './schema-step.ts'

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const CONFIGURATION_TABLES: SchemaStep = [
  /**
   * The root tenant and its children.
   *
   * `roles`: JSON array of the roles that the tenant declares; null: those of its parent, or any.
   * `landing`: landing settings as JSON.
   */
  `CREATE TABLE tenants (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    parent_id TEXT,
    region TEXT,
    jurisdiction TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    landing TEXT,
    roles TEXT
  ) WITHOUT ROWID`,
  /**
   * The slots of SSO keys: a command takes a slot here before anything else learns of the key (I1).
   */
  `CREATE TABLE sso_key_slots (
    tenant_id TEXT NOT NULL,
    slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 5),
    sso_id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (tenant_id, slot),
    UNIQUE (tenant_id, name)
  ) WITHOUT ROWID`,
  /**
   * Version, trust revision and configuration that a connector's logins must use now (I2).
   *
   * `version`, `trust_revision`, `configuration`: null until the first activation. `configuration`:
   * JSON of the LoginConfiguration that the gate returns to a login that used an older one.
   * `followed_url`: the metadata URL whose certificates the active version trusts untested.
   */
  `CREATE TABLE connectors (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    sso_id TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    version TEXT,
    trust_revision INTEGER,
    configuration TEXT,
    followed_url TEXT,
    PRIMARY KEY (tenant_id, connector_id),
    UNIQUE (tenant_id, sso_id)
  ) WITHOUT ROWID`,
  /**
   * Applications that a tenant's users may be sent to, by sessions of one environment.
   *
   * `return_urls`: JSON array; null: at and below `landing_url`.
   */
  `CREATE TABLE granted_applications (
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    name TEXT NOT NULL,
    landing_url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    environment TEXT NOT NULL DEFAULT 'production',
    return_urls TEXT,
    PRIMARY KEY (tenant_id, application_id)
  ) WITHOUT ROWID`,
  /** E-mail domains that the root tenant has proven: a login may rely on these alone (R52). */
  `CREATE TABLE verified_domains (
    tenant_id TEXT NOT NULL,
    domain TEXT NOT NULL,
    PRIMARY KEY (tenant_id, domain)
  ) STRICT, WITHOUT ROWID`,
]

/** The step that lets a gate know the home tenant. `home`: 1, or null for a customer's. */
export const HOME_TENANT_COLUMN: SchemaStep = ['ALTER TABLE tenants ADD COLUMN home INTEGER']

// Tables of the sign-in policy: its enforcement, who is exempt from it, and how administrators get
// in.

import type { SchemaStep } from '../tables/schema-step.ts'

/** SQL: true for a row of `sign_in_policies` that plans a start of enforcement. */
export const IS_PLANNED = `json_extract(policy, '$.enforcement.planned') IS NOT NULL`

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const ENFORCEMENT_TABLES: SchemaStep = [
  /**
   * A tenant's policy as JSON: required factors, mode of enforcement, planned start, recovery
   * codes, consent of the operator.
   */
  `CREATE TABLE sign_in_policies (
    tenant_id TEXT NOT NULL,
    policy TEXT NOT NULL,
    PRIMARY KEY (tenant_id)
  ) STRICT, WITHOUT ROWID`,
  // Every alarm asks for planned starts, and reads no other policy for that.
  `CREATE INDEX planned_starts ON sign_in_policies (tenant_id) WHERE ${IS_PLANNED}`,
  /** Users who keep a password under enforcement, with the reason and the end. */
  `CREATE TABLE enforcement_exemptions (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    until INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
  ) STRICT, WITHOUT ROWID`,
  /** Until when administrators may use passwords in spite of enforcement, with the reason. */
  `CREATE TABLE break_glass (
    tenant_id TEXT NOT NULL,
    until INTEGER NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * The last login of an administrator through a connector, to the day, so that nearly every login
   * costs it no row.
   *
   * `idp_entity_id`, `source`: the IdP and the source of the identity. A login proves nothing about
   * another.
   */
  `CREATE TABLE admin_logins (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    idp_entity_id TEXT,
    source TEXT,
    PRIMARY KEY (tenant_id, user_id, connector_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * Digests of recovery codes.
   *
   * `owner`: a user, or the tenant for its own codes.
   */
  `CREATE TABLE recovery_codes (
    tenant_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    digest TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (tenant_id, owner, digest)
  ) STRICT, WITHOUT ROWID`,
]

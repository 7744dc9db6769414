// Tables of users: who they are, how an IdP names them, and which connectors they may use. A first
// login writes to each.

import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { SchemaStep } from './schema-step.ts'

/**
 * SQL: true for each administrator's row of `users`, and for a few more: the profile has the role's
 * name somewhere.
 */
export const NAMES_ADMINISTRATOR = `instr(profile, '"${ADMIN_ROLE}"') > 0`

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const USER_TABLES: SchemaStep = [
  /**
   * The authority on each user's profile and status.
   *
   * `profile`: JSON, as logins bring it. `external_id`: an administrator sets it, no login does.
   * `has_password`: 1: they have one.
   */
  `CREATE TABLE users (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    profile TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    external_id TEXT,
    has_password INTEGER,
    PRIMARY KEY (tenant_id, user_id)
  ) STRICT, WITHOUT ROWID`,
  // Finds administrators without reading every user. Other users cost it no row.
  `CREATE INDEX users_administrators ON users (tenant_id, user_id) WHERE ${NAMES_ADMINISTRATOR}`,
  /**
   * Which user has an e-mail address: addresses are unique in a tenant, folded for comparison
   * (R47).
   */
  `CREATE TABLE user_emails (
    tenant_id TEXT NOT NULL,
    email TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, email)
  ) STRICT, WITHOUT ROWID`,
  /** Which user an IdP's identifier names, compared byte for byte (R52). */
  `CREATE TABLE identities (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    idp_entity_id TEXT NOT NULL,
    source TEXT NOT NULL,
    value TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, connector_id, idp_entity_id, source, value)
  ) STRICT, WITHOUT ROWID`,
  // Costs a row at a first login, and saves a refusal reading every user.
  'CREATE INDEX identities_by_user ON identities (tenant_id, user_id, connector_id)',
  // Costs a row at a first login, and saves it reading every user of the IdP.
  `CREATE INDEX identities_any_case ON identities
     (tenant_id, connector_id, idp_entity_id, source, value COLLATE NOCASE)`,
  /** Which connectors a user may use. */
  `CREATE TABLE links (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, connector_id)
  ) STRICT, WITHOUT ROWID`,
]

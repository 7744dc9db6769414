// Tables of credentials: passwords, links that set one, and second factors. Secrets are sealed or
// stored as digests.

import type { SchemaStep } from '../tables/schema-step.ts'

/**
 * Attempts at passwords and second factors, for an hour.
 *
 * `subject`: an account, alone or with the network of its attempts. After `window_ends` nothing
 * counts. Gates of addresses have this table too.
 */
export const PASSWORD_ATTEMPTS = `CREATE TABLE password_attempts (
    tenant_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    count INTEGER NOT NULL,
    window_ends INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, subject)
  ) STRICT, WITHOUT ROWID`

/** Part of the gate's schema. Each comment before a table is its sentence in docs/storage.md. */
export const CREDENTIAL_TABLES: SchemaStep = [
  PASSWORD_ATTEMPTS,
  /** The sealed scrypt key of a user's password, with its salt and parameters. */
  `CREATE TABLE passwords (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    salt TEXT NOT NULL,
    parameters TEXT NOT NULL,
    sealed_key TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * One-time links that set a password, until they expire.
   *
   * `link_hash`: digest of the secret that only the mailbox has.
   */
  `CREATE TABLE password_links (
    tenant_id TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    user_id TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (tenant_id, link_hash)
  ) STRICT, WITHOUT ROWID`,
  // A login that changes a user's address ends the user's links. It reads no other user's.
  'CREATE INDEX password_links_by_user ON password_links (tenant_id, user_id)',
  /**
   * Correct passwords that are waiting for a second factor, for 10 minutes.
   *
   * `browser`: digest of the nonce in the browser's cookie. `challenge`: of a passkey. `factors`:
   * JSON of the factors that are proven. `sid`: the session that asked for the proof; null: a login
   * did.
   */
  `CREATE TABLE password_proofs (
    tenant_id TEXT NOT NULL,
    proof_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    browser TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    challenge TEXT,
    factors TEXT NOT NULL,
    spent_at INTEGER,
    sid TEXT,
    PRIMARY KEY (tenant_id, proof_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * Second factors: sealed secrets of authenticator apps, and public keys of passkeys.
   *
   * `secret`: sealed; of an app, or JSON of a passkey. `counter`: the last time step, or the
   * signature count.
   */
  `CREATE TABLE second_factors (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    factor_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('totp', 'passkey')),
    name TEXT NOT NULL,
    secret TEXT NOT NULL,
    counter INTEGER NOT NULL DEFAULT 0,
    confirmed_at INTEGER,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (tenant_id, user_id, factor_id)
  ) STRICT, WITHOUT ROWID`,
  /**
   * Factors that a proof or a session is setting up, until it confirms them there, for 10 minutes.
   *
   * `secret`: sealed for the factor that it becomes: an app's secret, or a passkey's challenge. Of
   * recovery codes: their digests as JSON.
   */
  `CREATE TABLE enrolments (
    tenant_id TEXT NOT NULL,
    begun_by TEXT NOT NULL,
    user_id TEXT NOT NULL,
    factor_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('totp', 'passkey', 'codes')),
    name TEXT NOT NULL,
    secret TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, begun_by)
  ) STRICT, WITHOUT ROWID`,
]

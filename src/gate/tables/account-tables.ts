// The gate's tables for accounts: passwords and what they are reset by, second factors, and the way back where passwords are
// switched off. What is secret stands here sealed or as a digest.

import type { SchemaStep } from './migrate.ts'

/** Failed attempts at passwords. Gates of addresses have such a table too, which they used before. */
export const PASSWORD_ATTEMPTS = `
-- subject: an account, alone or with the network that its attempts come from. Nothing counts after window_ends.
CREATE TABLE password_attempts (
  tenant_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  count INTEGER NOT NULL,
  window_ends INTEGER NOT NULL,
  locked_until INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, subject)
) STRICT, WITHOUT ROWID;
`

/** A step of the gate's schema. Sessions from before have no methods: a connector began them. */
export const ACCOUNT_TABLES: SchemaStep = [
  'ALTER TABLE users ADD COLUMN has_password INTEGER',
  'ALTER TABLE sessions ADD COLUMN methods TEXT',
  PASSWORD_ATTEMPTS,
  `
CREATE TABLE passwords (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  salt TEXT NOT NULL,
  parameters TEXT NOT NULL,
  sealed_key TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, user_id)
) STRICT, WITHOUT ROWID;

-- One-time links. The hash is of the secret that only the mailbox has.
CREATE TABLE password_links (
  tenant_id TEXT NOT NULL,
  link_hash TEXT NOT NULL,
  user_id TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (tenant_id, link_hash)
) STRICT, WITHOUT ROWID;

-- What stands between a right password and a session. browser: hash of the nonce in that browser's cookie. challenge: of a
-- passkey. factors: JSON, what has been proven.
CREATE TABLE password_proofs (
  tenant_id TEXT NOT NULL,
  proof_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  browser TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  challenge TEXT,
  factors TEXT NOT NULL,
  spent_at INTEGER,
  PRIMARY KEY (tenant_id, proof_id)
) STRICT, WITHOUT ROWID;

-- secret: sealed; of an app, or a passkey with its public key as JSON. counter: the last step, or the sign count.
CREATE TABLE second_factors (
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
) STRICT, WITHOUT ROWID;

-- owner: a user, or the tenant for its own.
CREATE TABLE recovery_codes (
  tenant_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  digest TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (tenant_id, owner, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_policies (
  tenant_id TEXT NOT NULL,
  policy TEXT NOT NULL,
  PRIMARY KEY (tenant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE enforcement_exemptions (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  until INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE break_glass (
  tenant_id TEXT NOT NULL,
  until INTEGER NOT NULL,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id)
) STRICT, WITHOUT ROWID;

-- Which administrators signed in through which connector, to the day.
CREATE TABLE admin_logins (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, user_id, connector_id)
) STRICT, WITHOUT ROWID;

-- What people's mailboxes are owed. To whom it goes is looked up when it goes; facts: JSON without secrets; sealed_url: a
-- one-time link.
CREATE TABLE mail_queue (
  tenant_id TEXT NOT NULL,
  mail_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  facts TEXT NOT NULL,
  sealed_url TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, mail_id)
) STRICT, WITHOUT ROWID;
`,
]

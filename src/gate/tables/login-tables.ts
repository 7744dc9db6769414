// The gate's tables that logins read and write. Rows written are what a login costs: WITHOUT ROWID, no secondary index,
// so a repeat login writes one row, its session.

/** A step of the gate's schema. Steps are only ever added, see `migrate.ts`. */
export const LOGIN_TABLES = `
-- The key spends a request and names its session: creating one is the same write as spending the other (I3).
CREATE TABLE sessions (
  tenant_id TEXT NOT NULL,
  sid TEXT NOT NULL,
  user_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  sso_id TEXT NOT NULL,
  environment TEXT NOT NULL,
  browser TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  keep_until INTEGER NOT NULL,
  authn_instant INTEGER NOT NULL,
  authn_context TEXT,
  logout_context TEXT NOT NULL,
  PRIMARY KEY (tenant_id, sid)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  profile TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, user_id)
) STRICT, WITHOUT ROWID;

-- E-mail addresses are unique in a tenant, folded for comparison (R47).
CREATE TABLE user_emails (
  tenant_id TEXT NOT NULL,
  email TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, email)
) STRICT, WITHOUT ROWID;

-- The primary key of a person (R52): compared byte for byte.
CREATE TABLE identities (
  tenant_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  idp_entity_id TEXT NOT NULL,
  source TEXT NOT NULL,
  value TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, connector_id, idp_entity_id, source, value)
) STRICT, WITHOUT ROWID;

-- What may be used once and is no session: authorization codes. Failed decryptions are counted here too.
CREATE TABLE spent (
  tenant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  keep_until INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, kind, id)
) STRICT, WITHOUT ROWID;
`

// Steps of the gate's schema, after that of accounts: when a session proved a second factor, proofs that a session asked for,
// what is being set up, and which copy of a session's handle a proof is good for.

import type { SchemaStep } from './migrate.ts'

/** `factor_at`: when a second factor was last proven in a session. `sid`: the session that asked for a proof. */
export const FACTOR_PROOFS: SchemaStep = [
  'ALTER TABLE sessions ADD COLUMN factor_at INTEGER',
  'ALTER TABLE password_proofs ADD COLUMN sid TEXT',
]

/** What waited before for whoever of the person came first is begun anew. */
export const ENROLMENT_TABLES: SchemaStep = [
  `
-- What a proof or a session (begun_by) sets up until it is confirmed there. secret: of an app, or what a passkey is asked, sealed
-- for the factor that it becomes; of codes their digests, as JSON.
CREATE TABLE enrolments (
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
) STRICT, WITHOUT ROWID;
`,
  'DELETE FROM second_factors WHERE confirmed_at IS NULL',
  'DELETE FROM recovery_codes WHERE used_at = 0 AND owner <> tenant_id',
]

/** `factor_by`: the proof by which the session's present handle is known; null while it is the one of the login. */
export const PROVEN_HANDLES: SchemaStep = ['ALTER TABLE sessions ADD COLUMN factor_by TEXT']

// A step of the gate's schema, after that of accounts: when a session proved a second factor, and proofs that a session asked for.

import type { SchemaStep } from '../migrate.ts'

/** `factor_at`: when a second factor was last proven in a session. `sid`: the session that asked for a proof. */
export const FACTOR_PROOFS: SchemaStep = [
  'ALTER TABLE sessions ADD COLUMN factor_at INTEGER',
  'ALTER TABLE password_proofs ADD COLUMN sid TEXT',
]

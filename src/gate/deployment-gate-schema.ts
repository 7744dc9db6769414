// The schema of the deployment gate.

import type { SchemaStep } from './tables/schema-step.ts'

const FIRST_RELEASE: SchemaStep = [
  /** The keys that sign ID tokens, private keys sealed. */
  `CREATE TABLE signing_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('next', 'current', 'retired')),
    public_jwk TEXT NOT NULL,
    sealed_private_jwk TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
  ) WITHOUT ROWID`,
  // Of keys that are offered at once the first wins.
  `CREATE UNIQUE INDEX one_current_key ON signing_keys (state) WHERE state = 'current'`,
]

/** The steps in the order in which gates take them. */
export const DEPLOYMENT_GATE_SCHEMA: readonly SchemaStep[] = [FIRST_RELEASE]

// The schema of the gates of addresses, and of the stand-ins among the tenants' gates.

import { PASSWORD_ATTEMPTS } from './credentials/credential-tables.ts'
import type { SchemaStep } from './tables/schema-step.ts'

const FIRST_RELEASE: SchemaStep = [
  /** Attempts with an address or from a network, each under its HMAC, until the window ends. */
  `CREATE TABLE attempts (
    purpose TEXT NOT NULL,
    address TEXT NOT NULL,
    count INTEGER NOT NULL,
    window_ends INTEGER NOT NULL,
    PRIMARY KEY (purpose, address)
  ) STRICT, WITHOUT ROWID`,
  PASSWORD_ATTEMPTS,
]

/** The steps in the order in which gates take them. */
export const ADDRESS_GATE_SCHEMA: readonly SchemaStep[] = [FIRST_RELEASE]

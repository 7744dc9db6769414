// The schema of a tenant's gate. The tables themselves are defined in the wings that own them.

import { ADMISSION_TABLES, TEST_RUN_TABLES } from './admission/admission-tables.ts'
import { REPAIR_TABLES } from './commands/repair/repair-tables.ts'
import { CONNECTOR_HEALTH_TABLES } from './connector-health/connector-health-tables.ts'
import { CREDENTIAL_TABLES } from './credentials/credential-tables.ts'
import { ENFORCEMENT_TABLES } from './enforcement/enforcement-tables.ts'
import { INTENT_TABLES } from './intents/intent-tables.ts'
import { OUTBOX_TABLES } from './outbox/outbox-tables.ts'
import { LOGOUT_TABLES } from './sessions/logout-tables.ts'
import { CONFIGURATION_TABLES, HOME_TENANT_COLUMN } from './tables/configuration-tables.ts'
import type { SchemaStep } from './tables/schema-step.ts'
import { SESSION_TABLES } from './tables/session-tables.ts'
import { SETUP_LINK_TABLES } from './tables/setup-link-tables.ts'
import { USER_TABLES } from './tables/user-tables.ts'

const FIRST_RELEASE: SchemaStep = [
  ...CONFIGURATION_TABLES,
  ...USER_TABLES,
  ...SESSION_TABLES,
  ...INTENT_TABLES,
  ...OUTBOX_TABLES,
  ...ENFORCEMENT_TABLES,
  ...CONNECTOR_HEALTH_TABLES,
  ...LOGOUT_TABLES,
  ...CREDENTIAL_TABLES,
  ...ADMISSION_TABLES,
  ...REPAIR_TABLES,
]

/** The steps in the order in which gates take them. */
export const TENANT_GATE_SCHEMA: readonly SchemaStep[] = [
  FIRST_RELEASE,
  TEST_RUN_TABLES,
  SETUP_LINK_TABLES,
  HOME_TENANT_COLUMN,
]

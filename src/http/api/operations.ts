// The map of the configuration API: every operation, in the order in which someone sets up a first login.

import { apiKeyOperations } from './api-keys.ts'
import type { Operation } from './operation.ts'
import { ssoKeyOperations } from './sso-keys.ts'
import { tenantOperations } from './tenants.ts'

export const OPERATIONS: readonly Operation[] = [
  ...apiKeyOperations,
  ...tenantOperations,
  ...ssoKeyOperations,
]

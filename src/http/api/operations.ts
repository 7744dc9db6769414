// The map of the configuration API: every operation, in the order in which someone sets up a first login.

import { apiKeyOperations } from './api-keys.ts'
import { applicationGrantOperations } from './application-grants.ts'
import { applicationOperations } from './applications.ts'
import { auditOperations } from './audit.ts'
import { connectorTrialOperations } from './connector-trial.ts'
import { connectorVersionOperations } from './connector-versions.ts'
import { connectorOperations } from './connectors.ts'
import { domainOperations } from './domains.ts'
import { enforcementOperations } from './enforcement.ts'
import { eventOperations } from './events.ts'
import { externalIdpOperations } from './external-idps.ts'
import type { Operation } from './operation.ts'
import { reconcileOperations } from './reconcile.ts'
import { relinkCandidateOperations } from './relink-candidates.ts'
import { resealOperations } from './reseal.ts'
import { signInPolicyOperations } from './sign-in-policy.ts'
import { signingKeyOperations } from './signing-keys.ts'
import { ssoKeyCertificateOperations } from './sso-key-certificates.ts'
import { ssoKeyOperations } from './sso-keys.ts'
import { tenantDocumentOperations } from './tenant-documents.ts'
import { tenantOperations } from './tenants.ts'
import { userLinkOperations } from './user-links.ts'
import { userPasswordOperations } from './user-passwords.ts'
import { userSecondFactorOperations } from './user-second-factors.ts'
import { userSessionOperations } from './user-sessions.ts'
import { userOperations } from './users.ts'
import { webhookOperations } from './webhooks.ts'

/** Every operation. Routing, validation and the OpenAPI document are made from this list. */
export const OPERATIONS: readonly Operation[] = [
  ...apiKeyOperations,
  ...tenantOperations,
  ...ssoKeyOperations,
  ...ssoKeyCertificateOperations,
  ...externalIdpOperations,
  ...connectorOperations,
  ...connectorVersionOperations,
  ...connectorTrialOperations,
  ...applicationOperations,
  ...applicationGrantOperations,
  ...domainOperations,
  ...userOperations,
  ...userLinkOperations,
  ...userSecondFactorOperations,
  ...userSessionOperations,
  ...userPasswordOperations,
  ...relinkCandidateOperations,
  ...enforcementOperations,
  ...signInPolicyOperations,
  ...auditOperations,
  ...eventOperations,
  ...tenantDocumentOperations,
  ...webhookOperations,
  ...signingKeyOperations,
  ...reconcileOperations,
  ...resealOperations,
]

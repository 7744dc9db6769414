// The map of the configuration API: every operation, in the order in which someone sets up a first
// login.

import { applicationGrantOperations } from './applications/application-grants.ts'
import { applicationOperations } from './applications/applications.ts'
import { connectorTestOperations } from './connectors/connector-tests.ts'
import { connectorTrialOperations } from './connectors/connector-trial.ts'
import { connectorVersionOperations } from './connectors/connector-versions.ts'
import { connectorOperations } from './connectors/connectors.ts'
import { relinkCandidateOperations } from './connectors/relink-candidates.ts'
import { apiKeyOperations } from './deployment/api-keys.ts'
import { auditOperations } from './deployment/audit.ts'
import { homeTenantOperations } from './deployment/home-tenant.ts'
import { meOperations } from './deployment/me.ts'
import { reconcileOperations } from './deployment/reconcile.ts'
import { resealOperations } from './deployment/reseal.ts'
import { signingKeyOperations } from './deployment/signing-keys.ts'
import { tenantDocumentOperations } from './documents/tenant-documents.ts'
import { domainOperations } from './domains.ts'
import { enforcementOperations } from './enforcement/enforcement.ts'
import { signInPolicyOperations } from './enforcement/sign-in-policy.ts'
import type { Operation } from './engine/operation.ts'
import { eventOperations } from './events.ts'
import { externalIdpOperations } from './external-idps/external-idps.ts'
import { userLinkOperations } from './people/user-links.ts'
import { userPasswordOperations } from './people/user-passwords.ts'
import { userSecondFactorOperations } from './people/user-second-factors.ts'
import { userSessionOperations } from './people/user-sessions.ts'
import { userOperations } from './people/users.ts'
import { setupLinkOperations } from './setup-links/setup-links.ts'
import { setupSessionOperations } from './setup-links/setup-sessions.ts'
import { ssoKeyCertificateOperations } from './sso-key-certificates.ts'
import { ssoKeyOperations } from './sso-keys.ts'
import { tenantOperations } from './tenants.ts'
import { webhookOperations } from './webhooks.ts'

/** Every operation. Routing, validation and the OpenAPI document are made from this list. */
export const OPERATIONS: readonly Operation[] = [
  ...homeTenantOperations,
  ...meOperations,
  ...apiKeyOperations,
  ...tenantOperations,
  ...ssoKeyOperations,
  ...ssoKeyCertificateOperations,
  ...externalIdpOperations,
  ...connectorOperations,
  ...connectorVersionOperations,
  ...connectorTestOperations,
  ...connectorTrialOperations,
  ...applicationOperations,
  ...applicationGrantOperations,
  ...domainOperations,
  ...setupLinkOperations,
  ...setupSessionOperations,
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

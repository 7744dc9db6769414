// Command -> what reads and decides it. The queue carries out whatever one of them plans.

import type { CommandKind } from '../../tenants/commands/commands.ts'
import { grantPlanners } from '../commands/applications.ts'
import { connectorPlanners } from '../commands/connectors/connectors.ts'
import { relinkPlanners } from '../commands/connectors/relinks.ts'
import { versionMovePlanners } from '../commands/connectors/version-moves.ts'
import { versionPlanners } from '../commands/connectors/versions.ts'
import { domainPlanners } from '../commands/domains.ts'
import { wayBackPlanners } from '../commands/enforcement/break-glass.ts'
import { enforcementPlanners } from '../commands/enforcement/enforcement.ts'
import { signInPolicyPlanners } from '../commands/enforcement/sign-in-policy.ts'
import { eventResponsePlanners } from '../commands/event-responses.ts'
import { expiryPlanners } from '../commands/external-idps/expiry.ts'
import { externalIdpPlanners } from '../commands/external-idps/external-idps.ts'
import { issuerPlanners } from '../commands/external-idps/issuers.ts'
import { metadataPlanners } from '../commands/external-idps/metadata.ts'
import { trustPlanners } from '../commands/external-idps/trust.ts'
import { accountPlanners } from '../commands/people/accounts.ts'
import { userLinkPlanners } from '../commands/people/user-links.ts'
import { userPlanners } from '../commands/people/users.ts'
import { reconcilePlanners } from '../commands/repair/reconcile.ts'
import { resealPlanners } from '../commands/repair/reseal.ts'
import { webhookMessagePlanners } from '../commands/send-webhooks.ts'
import { ssoKeyCertificatePlanners } from '../commands/sso-keys/sso-key-certificates.ts'
import { ssoKeyPlanners } from '../commands/sso-keys/sso-keys.ts'
import { tenantChangePlanners } from '../commands/tenants/tenant-changes.ts'
import { tenantPlanners } from '../commands/tenants/tenants.ts'
import { webhookPlanners } from '../commands/webhooks.ts'
import type { Planners } from '../intents/plan.ts'

/** The planner of every command there is. The compiler names the command that has none. */
export const PLANNERS: Planners<CommandKind> = {
  ...grantPlanners,
  ...connectorPlanners,
  ...relinkPlanners,
  ...versionMovePlanners,
  ...versionPlanners,
  ...domainPlanners,
  ...wayBackPlanners,
  ...enforcementPlanners,
  ...signInPolicyPlanners,
  ...eventResponsePlanners,
  ...expiryPlanners,
  ...externalIdpPlanners,
  ...issuerPlanners,
  ...metadataPlanners,
  ...trustPlanners,
  ...accountPlanners,
  ...userLinkPlanners,
  ...userPlanners,
  ...reconcilePlanners,
  ...resealPlanners,
  ...webhookMessagePlanners,
  ...ssoKeyCertificatePlanners,
  ...ssoKeyPlanners,
  ...tenantChangePlanners,
  ...tenantPlanners,
  ...webhookPlanners,
}

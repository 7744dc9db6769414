// Command -> what reads and decides it, and type of target -> how one is found. The queue carries
// out whatever is planned.

import type { TargetType } from '../../tenants/commands/command.ts'
import type { CommandKind, CommandOf } from '../../tenants/commands/commands.ts'
import type { IdMember, IdOf, ResourceType } from '../../tenants/ids.ts'
import { readEnforcement } from '../enforcement/enforcement.ts'
import { readSignInPolicy } from '../enforcement/sign-in-policy.ts'
import type { Planners, Scope } from '../intents/plan.ts'
import { findWebhook } from '../outbox/webhooks.ts'
import { findUser } from '../tables/find-user.ts'
import { findSetupLink } from '../tables/setup-links.ts'
import { grantPlanners } from './applications.ts'
import { connectorPlanners } from './connectors/connectors.ts'
import { relinkPlanners } from './connectors/relinks.ts'
import { versionMovePlanners } from './connectors/version-moves.ts'
import { versionPlanners } from './connectors/versions.ts'
import { domainPlanners } from './domains.ts'
import { wayBackPlanners } from './enforcement/break-glass.ts'
import { enforcementPlanners } from './enforcement/enforcement.ts'
import { signInPolicyPlanners } from './enforcement/sign-in-policy.ts'
import { eventResponsePlanners } from './event-responses.ts'
import { expiryPlanners } from './external-idps/expiry.ts'
import { externalIdpPlanners } from './external-idps/external-idps.ts'
import { issuerPlanners } from './external-idps/issuers.ts'
import { metadataPlanners } from './external-idps/metadata.ts'
import { trustPlanners } from './external-idps/trust.ts'
import { accountPlanners } from './people/accounts.ts'
import { userLinkPlanners } from './people/user-links.ts'
import { userPlanners } from './people/users.ts'
import { reconcilePlanners } from './repair/reconcile.ts'
import { resealPlanners } from './repair/reseal.ts'
import { webhookMessagePlanners } from './send-webhooks.ts'
import { setupLinkPlanners } from './setup-links/setup-links.ts'
import { ssoKeyCertificatePlanners } from './sso-keys/sso-key-certificates.ts'
import { ssoKeyPlanners } from './sso-keys/sso-keys.ts'
import { homeTenantPlanners } from './tenants/home-tenant.ts'
import { tenantChangePlanners } from './tenants/tenant-changes.ts'
import { tenantPlanners } from './tenants/tenants.ts'
import { webhookPlanners } from './webhooks.ts'

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
  ...homeTenantPlanners,
  ...tenantChangePlanners,
  ...tenantPlanners,
  ...webhookPlanners,
  ...setupLinkPlanners,
}

/** The members of commands that name what exists already. */
type Named = { readonly kind: CommandKind } & {
  readonly [Type in ResourceType as IdMember<Type>]?: IdOf<Type>
}

type Look = Pick<Scope, 'sql' | 'reads' | 'tenant'>

interface Target {
  /** The id that the command names; undefined for a creation. */
  idIn(command: CommandOf<CommandKind>): string | undefined
  find(look: Look, command: CommandOf<CommandKind>): Promise<object | undefined>
}

function named<Member extends IdMember<ResourceType>>(
  member: Member,
  find: (
    look: Look,
    id: NonNullable<Named[Member]>,
  ) => Promise<object | undefined> | object | undefined,
): Target {
  const idIn = (command: Named) => command[member]
  return {
    idIn,
    async find(look, command) {
      const id = idIn(command)
      return id && find(look, id)
    },
  }
}

/**
 * Type of target -> how a command names it and how it is found. Absent: nothing of that type has an
 * entity tag in the gate.
 */
export const TARGETS: Readonly<Partial<Record<TargetType, Target>>> = {
  tenant: named('tenantId', ({ reads, tenant }) => reads.findTenant(tenant.id)),
  user: named('userId', ({ sql, tenant }, id) => findUser(sql, tenant.id, id)),
  domain: named('domainId', ({ reads, tenant }, id) => reads.findDomain(tenant.id, id)),
  setup_link: named('setupLinkId', ({ sql, tenant }, id) => findSetupLink(sql, tenant.id, id)),
  webhook: named('webhookId', ({ sql, tenant }, id) => findWebhook(sql, tenant.id, id)),
  connector: named('connectorId', ({ reads, tenant }, id) =>
    reads.findConnectorDetail(tenant.id, id),
  ),
  external_idp: named('externalIdpId', ({ reads, tenant }, id) =>
    reads.findExternalIdp(tenant.id, id),
  ),
  sso_key: named('ssoId', ({ reads, tenant }, id) => reads.findSsoKey(tenant.id, id)),
  enforcement: named('tenantId', ({ sql, tenant }) => readEnforcement(sql, tenant.id)),
  sign_in_policy: named('tenantId', ({ sql, tenant }) => readSignInPolicy(sql, tenant.id)),
}

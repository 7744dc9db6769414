// Which member of a command names its target, and how the target is found: one row for each type of target.

import type { TargetType } from '../../tenants/commands/command.ts'
import type { CommandKind, CommandOf } from '../../tenants/commands/commands.ts'
import type {
  ConnectorId,
  DomainId,
  ExternalIdpId,
  SsoId,
  TenantId,
  UserId,
  WebhookId,
} from '../../tenants/ids.ts'
import { readEnforcement } from '../enforcement/enforcement.ts'
import { readSignInPolicy } from '../enforcement/sign-in-policy.ts'
import type { Scope } from '../intents/plan.ts'
import { findWebhook } from '../outbox/webhooks.ts'
import { findUser } from '../tables/find-user.ts'

/** The members of commands that name what exists already. */
interface Named {
  readonly kind: CommandKind
  readonly tenantId?: TenantId
  readonly userId?: UserId
  readonly domainId?: DomainId
  readonly webhookId?: WebhookId
  readonly connectorId?: ConnectorId
  readonly externalIdpId?: ExternalIdpId
  readonly ssoId?: SsoId
}

type Look = Pick<Scope, 'sql' | 'reads' | 'tenant'>

interface Target {
  /** The id that the command names; undefined for a creation. */
  idIn(command: CommandOf<CommandKind>): string | undefined
  find(look: Look, command: CommandOf<CommandKind>): Promise<object | undefined>
}

function named<Member extends Exclude<keyof Named, 'kind'>>(
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

/** Type of target -> how it is named and found. Absent: nothing of that type has an entity tag in the gate. */
export const TARGETS: Readonly<Partial<Record<TargetType, Target>>> = {
  tenant: named('tenantId', ({ reads, tenant }) => reads.findTenant(tenant.id)),
  user: named('userId', ({ sql, tenant }, id) => findUser(sql, tenant.id, id)),
  domain: named('domainId', ({ reads, tenant }, id) => reads.findDomain(tenant.id, id)),
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

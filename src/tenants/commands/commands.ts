// The configuration commands of a tenant, and what they answer. They run one at a time in the tenant's gate.

import type { Fact } from '../../refusal.ts'
import type { ApplicationCommandResults, ApplicationCommands } from '../application.ts'
import type { LandingSettings } from '../connectors/landing.ts'
import type { RelinkRefusalCode } from '../connectors/relink.ts'
import type { DomainCommandResults, DomainCommands, DomainRefusalCode } from '../domain.ts'
import type {
  EnforcementCommandResults,
  EnforcementCommands,
  EnforcementRefusalCode,
} from '../enforcement.ts'
import type { ExternalIdp } from '../external-idps/external-idp.ts'
import type { EventId, ExternalIdpId, SsoId, TenantId } from '../ids.ts'
import type { WebhookCommandResults, WebhookCommands } from '../messages/webhook.ts'
import type { UserCommandResults, UserCommands } from '../people.ts'
import type { Reconciliation } from '../reconciliation.ts'
import type { Resealing } from '../resealing.ts'
import type { SignInPolicyCommandResults, SignInPolicyCommands } from '../sign-in-policy.ts'
import type { SsoKey } from '../sso-key.ts'
import type { Tenant } from '../tenant.ts'
import type { AccountCommandResults, AccountCommands, AccountRefusalCode } from './accounts.ts'
import type {
  ConnectorCommandResults,
  ConnectorCommands,
  ConnectorRefusalCode,
} from './connector-commands.ts'
import type { EnvelopeRefusalCode } from './envelope.ts'
import type {
  ExternalIdpCommandResults,
  ExternalIdpCommands,
  ExternalIdpRefusalCode,
} from './external-idp-commands.ts'
import type { SsoKeyCommandResults, SsoKeyCommands, SsoKeyRefusalCode } from './sso-key-commands.ts'

/** Command -> what it carries. `tenantId` names the tenant; the gate is that of its root tenant. */
export interface Commands
  extends WebhookCommands,
    EnforcementCommands,
    SignInPolicyCommands,
    AccountCommands,
    UserCommands,
    DomainCommands,
    ApplicationCommands,
    SsoKeyCommands,
    ExternalIdpCommands,
    ConnectorCommands {
  create_tenant: { readonly tenant: Tenant }
  /** What is absent stays, null unsets. */
  update_tenant: {
    readonly tenantId: TenantId
    readonly change: {
      readonly name?: string
      readonly externalId?: string | null
      readonly landing?: LandingSettings | null
      readonly roles?: readonly string[] | null
    }
  }
  delete_tenant: { readonly tenantId: TenantId; readonly confirm: string }
  /** Puts right what D1 has of the tenant, alive or deleted; the gate wins. */
  reconcile_tenant: { readonly tenantId: TenantId }
  /** Seals what stands at rest under the present master key, a bounded part of it, from where `next` said. */
  reseal_tenant: { readonly tenantId: TenantId; readonly after?: string }
  /** Appends the notices that are due for certificates that expire. */
  notice_expiry: { readonly tenantId: TenantId; readonly ownerId: ExternalIdpId | SsoId }
  /** Hands out what an IdP sent in an attempt; a command, so that nobody sees it whom the audit log does not name. */
  open_response: { readonly tenantId: TenantId; readonly eventId: EventId }
}

export interface CommandResults
  extends WebhookCommandResults,
    EnforcementCommandResults,
    SignInPolicyCommandResults,
    AccountCommandResults,
    UserCommandResults,
    DomainCommandResults,
    ApplicationCommandResults,
    SsoKeyCommandResults,
    ExternalIdpCommandResults,
    ConnectorCommandResults {
  open_response: { readonly sealed: string }
  create_tenant: Tenant
  update_tenant: Tenant
  delete_tenant: Tenant
  reconcile_tenant: Reconciliation
  reseal_tenant: Resealing
  notice_expiry: ExternalIdp | SsoKey
}

export type CommandKind = keyof Commands
/** One kind of command as it travels to the gate. */
export type CommandOf<K extends CommandKind> = { readonly kind: K } & Commands[K]
/** Every refusal of a configuration command; http maps each to a status (404, 409 or 422). */
export type TenantRefusalCode =
  | SsoKeyRefusalCode
  | ExternalIdpRefusalCode
  | ConnectorRefusalCode
  | 'tenant_unknown'
  | 'tenant_confirmation_mismatch'
  | 'tenant_has_children'
  | 'tenant_external_id_taken'
  | 'tenant_parent_is_child'
  | 'tenant_application_foreign'
  | 'tenant_role_in_use'
  | 'user_role_unknown'
  | 'application_unknown'
  | 'application_grant_unknown'
  | 'user_unknown'
  | 'session_unknown'
  | 'user_email_taken'
  | 'user_link_unknown'
  | 'user_last_admin'
  | RelinkRefusalCode
  | 'event_response_unknown'
  | 'webhook_unknown'
  | 'webhook_limit_reached'
  | 'webhook_url_forbidden'
  | 'webhook_disabled'
  | DomainRefusalCode
  | EnforcementRefusalCode
  | AccountRefusalCode
  | EnvelopeRefusalCode

/** `pointer` is the JSON pointer of the member of the request that is at fault, as in `/name`. */
export interface TenantRefusal {
  readonly code: TenantRefusalCode
  readonly pointer?: string
  readonly expected?: Fact
  readonly got?: Fact
  /** Of a precondition that failed: the members that changed in between, as JSON pointers. */
  readonly changed?: readonly string[]
  /** Of a stricter enforcement: everything that stands in its way, this refusal among it. */
  readonly blockers?: readonly TenantRefusal[]
}

// The configuration commands of a tenant, and what they answer. They run one at a time in the tenant's gate.

import type { Fact } from '../refusal.ts'
import type { RoleSettings, TenantSettings } from './access-rules.ts'
import type { AccountCommandResults, AccountCommands, AccountRefusalCode } from './accounts.ts'
import type { ApplicationCommandResults, ApplicationCommands } from './application.ts'
import type { AttributeMapping } from './attribute-mapping.ts'
import type {
  Connector,
  ConnectorDetail,
  ConnectorVersion,
  IdentitySource,
  IdpInitiatedMode,
  NameIdFormat,
  Provisioning,
  VersionHash,
} from './connector.ts'
import type { DomainCommandResults, DomainCommands, DomainRefusalCode } from './domain.ts'
import type {
  EnforcementCommandResults,
  EnforcementCommands,
  EnforcementRefusalCode,
  TurnsOff,
} from './enforcement.ts'
import type { EnvelopeRefusalCode } from './envelope.ts'
import type { ExternalIdp, IdpDescription, IdpSource, SamlBinding } from './external-idp.ts'
import type { ConnectorId, EventId, ExternalIdpId, SsoId, TenantId } from './ids.ts'
import type { LandingSettings } from './landing.ts'
import type { UserCommandResults, UserCommands } from './people.ts'
import type { Reconciliation } from './reconciliation.ts'
import type { RelinkRefusalCode } from './relink.ts'
import type { Resealing } from './resealing.ts'
import type { SignInPolicyCommandResults, SignInPolicyCommands } from './sign-in-policy.ts'
import type { Environment, SsoKey } from './sso-key.ts'
import type { Tenant } from './tenant.ts'
import type { WebhookCommandResults, WebhookCommands } from './webhook.ts'

/** What an administrator may set on a connector; the rest of the settings is copied from the external IdP. */
export interface ConnectorInput {
  readonly name: string
  readonly reference: string
  readonly ssoId: SsoId
  readonly externalIdpId: ExternalIdpId
  readonly requestBinding?: SamlBinding
  readonly signRequests?: boolean
  readonly nameIdFormat?: NameIdFormat
  readonly identitySource?: IdentitySource
  readonly mapping?: AttributeMapping
  /** Null: as if absent. */
  readonly roles?: RoleSettings | null
  readonly tenants?: TenantSettings | null
  readonly landing?: LandingSettings | null
  /** None: any. */
  readonly emailDomains?: readonly string[]
  readonly provisioning?: Provisioning
  readonly linkByEmail?: boolean
  readonly authnContextClassRef?: string
  readonly forceAuthn?: boolean
  readonly clockSkewSeconds?: number
  readonly allowWeakAlgorithmsUntil?: string
  readonly allowAesCbc?: boolean
  readonly idpInitiated?: IdpInitiatedMode
  readonly ignoreUnsolicitedInResponseTo?: boolean
}

type Unsettable = 'authnContextClassRef' | 'allowWeakAlgorithmsUntil'

/** A change of a connector: what is absent stays, null unsets. */
export type ConnectorChange = Partial<Omit<ConnectorInput, 'ssoId' | Unsettable>> & {
  readonly [Field in Unsettable]?: string | null
}

export interface ExternalIdpInput {
  readonly name: string
  readonly source: IdpSource
  readonly description: IdpDescription
}

/** What a metadata URL answered: a description, or the code of the refusal. */
export type MetadataRead =
  | { readonly kind: 'read'; readonly description: IdpDescription }
  | { readonly kind: 'failed'; readonly code: string }

/** Command -> what it carries. `tenantId` names the tenant; the gate is that of its root tenant. */
export interface Commands
  extends WebhookCommands,
    EnforcementCommands,
    SignInPolicyCommands,
    AccountCommands,
    UserCommands,
    DomainCommands,
    ApplicationCommands {
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
  issue_sso_key: {
    readonly tenantId: TenantId
    readonly name: string
    readonly environment: Environment
    readonly origin: string
  }
  /** Offers the key for encryption, or no longer. */
  set_sso_key_encryption: {
    readonly tenantId: TenantId
    readonly ssoId: SsoId
    readonly encryption: boolean
  }
  delete_sso_key: { readonly tenantId: TenantId; readonly ssoId: SsoId; readonly confirm: string }
  create_external_idp: { readonly tenantId: TenantId; readonly input: ExternalIdpInput }
  /**
   * Replaces name, source and description; connectors that use it get a new draft when entityID or endpoints changed.
   * Certificates of the same entityID are kept beside the new ones: only `remove_certificate` takes one away.
   */
  update_external_idp: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly input: Partial<ExternalIdpInput>
  }
  /** Adds the certificates of a metadata URL that was read again; refuses when entityID or SSO endpoints changed (R45). */
  refresh_external_idp: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly description: IdpDescription
  }
  /**
   * What a scheduled read of the metadata URL came to: certificates join, another entityID or endpoint waits for approval, a
   * failure leaves the last good description. Nothing happens when the record names another URL by now.
   */
  record_metadata: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly url: string
    readonly read: MetadataRead
  }
  /** Takes a change over that waits for approval: as an update does, so connectors get a draft each. */
  approve_metadata_change: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly changeId: string
  }
  reject_metadata_change: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly changeId: string
  }
  /** Issues the certificate that is to follow the current one. */
  issue_sso_key_certificate: { readonly tenantId: TenantId; readonly ssoId: SsoId }
  /** Makes the next certificate the current one; requests are signed with it from then on. */
  activate_sso_key_certificate: {
    readonly tenantId: TenantId
    readonly ssoId: SsoId
    readonly fingerprintSha256: string
  }
  delete_sso_key_certificate: {
    readonly tenantId: TenantId
    readonly ssoId: SsoId
    readonly fingerprintSha256: string
  }
  /** Appends the notices that are due for certificates that expire. */
  notice_expiry: { readonly tenantId: TenantId; readonly ownerId: ExternalIdpId | SsoId }
  /** Removal of a certificate acts at once, on the live trust record too. */
  remove_certificate: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly fingerprintSha256: string
  }
  delete_external_idp: { readonly tenantId: TenantId; readonly externalIdpId: ExternalIdpId }
  create_connector: { readonly tenantId: TenantId; readonly input: ConnectorInput }
  update_connector: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly change: ConnectorChange
  }
  delete_connector: TurnsOff & { readonly tenantId: TenantId; readonly connectorId: ConnectorId }
  set_connector_enabled: TurnsOff & {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly enabled: boolean
  }
  /** Makes a one-time test token for a version (default: the latest). */
  start_test: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly version?: VersionHash
  }
  /** Hands out what an IdP sent in an attempt; a command, so that nobody sees it whom the audit log does not name. */
  open_response: { readonly tenantId: TenantId; readonly eventId: EventId }
  activate_version: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly version: VersionHash
  }
  /** Activates a version that governed or passed a test before (default: the one that governed last). */
  roll_back_connector: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly version?: VersionHash
  }
  /** Makes a draft of a connector of the other environment from a version of this one (default: the latest). */
  promote_version: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly targetId: ConnectorId
    readonly version?: VersionHash
    /** Default: the external IdP that the target has. */
    readonly externalIdpId?: ExternalIdpId
  }
}

export interface CommandResults
  extends WebhookCommandResults,
    EnforcementCommandResults,
    SignInPolicyCommandResults,
    AccountCommandResults,
    UserCommandResults,
    DomainCommandResults,
    ApplicationCommandResults {
  open_response: { readonly sealed: string }
  roll_back_connector: ConnectorVersion
  promote_version: ConnectorDetail
  create_tenant: Tenant
  update_tenant: Tenant
  delete_tenant: Tenant
  reconcile_tenant: Reconciliation
  reseal_tenant: Resealing
  issue_sso_key: SsoKey
  set_sso_key_encryption: SsoKey
  delete_sso_key: SsoKey
  create_external_idp: ExternalIdp
  update_external_idp: ExternalIdp
  refresh_external_idp: ExternalIdp
  record_metadata: ExternalIdp
  approve_metadata_change: ExternalIdp
  reject_metadata_change: ExternalIdp
  issue_sso_key_certificate: SsoKey
  activate_sso_key_certificate: SsoKey
  delete_sso_key_certificate: SsoKey
  notice_expiry: ExternalIdp | SsoKey
  remove_certificate: ExternalIdp
  delete_external_idp: ExternalIdp
  create_connector: ConnectorDetail
  update_connector: ConnectorDetail
  delete_connector: Connector
  set_connector_enabled: ConnectorDetail
  start_test: StartedTest
  activate_version: ConnectorVersion
}

export interface StartedTest {
  readonly testUrl: string
  readonly version: VersionHash
  /** Milliseconds since the epoch: 15 minutes from now. */
  readonly expiresAt: number
}

export type CommandKind = keyof Commands
/** One kind of command as it travels to the gate. */
export type CommandOf<K extends CommandKind> = { readonly kind: K } & Commands[K]
/** Any command as it travels to the gate. */
export type Command = { [K in CommandKind]: CommandOf<K> }[CommandKind]

/** Every refusal of a configuration command; http maps each to a status (404, 409 or 422). */
export type TenantRefusalCode =
  | 'tenant_unknown'
  | 'tenant_confirmation_mismatch'
  | 'tenant_has_children'
  | 'tenant_external_id_taken'
  | 'tenant_parent_is_child'
  | 'tenant_application_foreign'
  | 'sso_key_unknown'
  | 'sso_key_limit_reached'
  | 'sso_key_name_taken'
  | 'sso_key_confirmation_mismatch'
  | 'sso_key_in_use'
  | 'external_idp_unknown'
  | 'external_idp_name_taken'
  | 'external_idp_in_use'
  | 'external_idp_without_certificate'
  | 'external_idp_not_refreshable'
  | 'external_idp_entity_changed'
  | 'external_idp_endpoint_changed'
  | 'external_idp_change_unknown'
  | 'certificate_unknown'
  | 'certificate_is_last'
  | 'sso_key_certificate_limit_reached'
  | 'sso_key_certificate_not_next'
  | 'sso_key_certificate_current'
  | 'connector_unknown'
  | 'connector_name_taken'
  | 'connector_reference_taken'
  | 'connector_binding_not_offered'
  | 'connector_sso_key_taken'
  | 'connector_tenant_foreign'
  | 'connector_role_unknown'
  | 'tenant_role_in_use'
  | 'user_role_unknown'
  | 'connector_application_foreign'
  | 'connector_custom_field_conflict'
  | 'application_unknown'
  | 'application_grant_unknown'
  | 'user_unknown'
  | 'session_unknown'
  | 'user_email_taken'
  | 'user_link_unknown'
  | 'user_last_admin'
  | RelinkRefusalCode
  | 'version_unknown'
  | 'event_response_unknown'
  | 'webhook_unknown'
  | 'webhook_limit_reached'
  | 'webhook_url_forbidden'
  | 'webhook_disabled'
  | 'version_not_tested'
  | 'version_is_active'
  | 'version_none_earlier'
  | 'connector_same_environment'
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

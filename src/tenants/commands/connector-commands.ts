// The commands that make a tenant's connectors, and bring a version of them through its test to where it governs.

import type { ConnectorChoices } from '../connectors/choices.ts'
import type {
  Connector,
  ConnectorDetail,
  ConnectorVersion,
  VersionHash,
} from '../connectors/connector.ts'
import type { WayInChoices } from '../enforcement.ts'
import type { ConnectorId, ExternalIdpId, SsoId, TenantId } from '../ids.ts'

/** What an administrator enters to make a connector. */
export interface ConnectorInput extends ConnectorChoices {
  readonly name: string
  readonly reference: string
  readonly ssoId: SsoId
  readonly externalIdpId: ExternalIdpId
}

/** A change of a connector: what is absent stays, null unsets. */
export type ConnectorChange = Partial<Omit<ConnectorInput, 'ssoId'>>

/** Command -> what it carries. */
export interface ConnectorCommands {
  create_connector: { readonly tenantId: TenantId; readonly input: ConnectorInput }
  update_connector: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly change: ConnectorChange
  }
  delete_connector: WayInChoices & {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    /** The name of a connector that people sign in through. */
    readonly confirm?: string
  }
  set_connector_enabled: WayInChoices & {
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
  activate_version: WayInChoices & {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly version: VersionHash
  }
  /**
   * Makes the issuer that a test of the latest version learned the IdP's entityID. The version that this makes counts as tested, by
   * that test.
   */
  approve_issuer: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
    readonly version: VersionHash
    readonly issuer: string
  }
  /** Activates a version that governed or passed a test before (default: the one that governed last). */
  roll_back_connector: WayInChoices & {
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

export interface ConnectorCommandResults {
  create_connector: ConnectorDetail
  update_connector: ConnectorDetail
  delete_connector: Connector
  set_connector_enabled: ConnectorDetail
  start_test: StartedTest
  approve_issuer: ConnectorDetail
  activate_version: ConnectorVersion
  roll_back_connector: ConnectorVersion
  promote_version: ConnectorDetail
}

interface StartedTest {
  readonly testUrl: string
  readonly version: VersionHash
  /** Milliseconds since the epoch: 15 minutes from now. */
  readonly expiresAt: number
}

export type ConnectorRefusalCode =
  | 'connector_unknown'
  | 'connector_name_taken'
  | 'connector_reference_taken'
  | 'connector_confirmation_mismatch'
  | 'connector_binding_not_offered'
  | 'connector_sso_key_taken'
  | 'connector_tenant_foreign'
  | 'connector_role_unknown'
  | 'connector_application_foreign'
  | 'connector_custom_field_conflict'
  | 'connector_same_environment'
  | 'version_unknown'
  | 'version_not_tested'
  | 'version_issuer_unapproved'
  | 'version_issuer_not_learned'
  | 'version_is_active'
  | 'version_never_governed'
  | 'version_none_earlier'

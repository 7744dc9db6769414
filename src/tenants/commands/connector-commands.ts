// The commands that make a tenant's connectors, and bring a version of them through its test to
// where it governs.

import type { ConnectorChoices } from '../connectors/choices.ts'
import type {
  Connector,
  ConnectorDetail,
  ConnectorVersion,
  VersionHash,
} from '../connectors/connector.ts'
import { WAY_IN_REFUSALS, type WayInChoices } from '../enforcement.ts'
import type { ConnectorId, ExternalIdpId, SsoId, TenantId, TestId } from '../ids.ts'
import { command } from './command.ts'

/** What an administrator enters to make a connector. */
export interface ConnectorInput extends ConnectorChoices {
  readonly name: string
  readonly reference: string
  readonly ssoId: SsoId
  readonly externalIdpId: ExternalIdpId
}

/** A change of a connector: what is absent stays, null unsets. */
export type ConnectorChange = Partial<Omit<ConnectorInput, 'ssoId'>>

interface OneConnector {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
}

interface StartedTest {
  readonly testId: TestId
  readonly testUrl: string
  readonly version: VersionHash
  /** Milliseconds since the epoch: 15 minutes from now. */
  readonly expiresAt: number
}

/** What settings may refer to in vain. */
const SETTINGS_REFUSALS = [
  'connector_binding_not_offered',
  'connector_tenant_foreign',
  'connector_role_unknown',
  'connector_application_foreign',
  'connector_custom_field_conflict',
] as const

/** The commands on connectors. */
export const CONNECTOR_COMMANDS = {
  create_connector: command<
    { readonly tenantId: TenantId; readonly input: ConnectorInput },
    ConnectorDetail
  >({
    target: 'connector',
    audit: 'connector.created',
    refusals: [
      'sso_key_unknown',
      'external_idp_unknown',
      'connector_name_taken',
      'connector_reference_taken',
      ...SETTINGS_REFUSALS,
      'connector_sso_key_taken',
    ],
  }),
  update_connector: command<OneConnector & { readonly change: ConnectorChange }, ConnectorDetail>({
    target: 'connector',
    audit: 'connector.updated',
    refusals: [
      'connector_unknown',
      'external_idp_unknown',
      'connector_name_taken',
      'connector_reference_taken',
      ...SETTINGS_REFUSALS,
    ],
  }),
  /** `confirm` is the name of a connector that people sign in through. */
  delete_connector: command<OneConnector & WayInChoices & { readonly confirm?: string }, Connector>(
    {
      target: 'connector',
      audit: 'connector.deleted',
      deletes: true,
      refusals: ['connector_unknown', 'connector_confirmation_mismatch', ...WAY_IN_REFUSALS],
    },
  ),
  set_connector_enabled: command<
    OneConnector & WayInChoices & { readonly enabled: boolean },
    ConnectorDetail
  >({
    target: 'connector',
    audit: 'connector.switched',
    refusals: ['connector_unknown', ...WAY_IN_REFUSALS],
  }),
  /** Makes a one-time test token for a version (default: the latest). */
  start_test: command<OneConnector & { readonly version?: VersionHash }, StartedTest>({
    target: 'connector',
    audit: 'connector.test_started',
    refusals: [
      'connector_unknown',
      'version_unknown',
      'external_idp_unknown',
      'external_idp_entity_changed',
    ],
  }),
  /**
   * Makes the issuer that a test of the latest version learned the IdP's entityID. The version that
   * this makes counts as tested, by that test.
   */
  approve_issuer: command<
    OneConnector & { readonly version: VersionHash; readonly issuer: string },
    ConnectorDetail
  >({
    target: 'connector',
    audit: 'connector.issuer_approved',
    refusals: [
      'connector_unknown',
      'external_idp_unknown',
      'external_idp_entity_changed',
      'version_not_tested',
      'version_issuer_not_learned',
    ],
  }),
  activate_version: command<
    OneConnector & WayInChoices & { readonly version: VersionHash },
    ConnectorVersion
  >({
    target: 'connector',
    audit: 'connector.activated',
    refusals: [
      'connector_unknown',
      'connector_role_unknown',
      'version_unknown',
      'external_idp_unknown',
      'external_idp_entity_changed',
      'version_not_tested',
      'version_issuer_unapproved',
      ...WAY_IN_REFUSALS,
    ],
  }),
  /**
   * Activates a version that governed or passed a test before (default: the one that governed
   * last).
   */
  roll_back_connector: command<
    OneConnector & WayInChoices & { readonly version?: VersionHash },
    ConnectorVersion
  >({
    target: 'connector',
    audit: 'connector.rolled_back',
    refusals: [
      'connector_unknown',
      'version_unknown',
      'connector_role_unknown',
      'version_not_tested',
      'version_issuer_unapproved',
      'version_is_active',
      'version_never_governed',
      'version_none_earlier',
      'external_idp_unknown',
      'external_idp_entity_changed',
      ...WAY_IN_REFUSALS,
    ],
  }),
  /**
   * Makes a draft of a connector of the other environment from a version of this one (default: the
   * latest). Default of `externalIdpId`: the external IdP that the target has.
   */
  promote_version: command<
    OneConnector & {
      readonly targetId: ConnectorId
      readonly version?: VersionHash
      readonly externalIdpId?: ExternalIdpId
    },
    ConnectorDetail
  >({
    target: 'connector',
    audit: 'connector.promoted',
    refusals: [
      'connector_unknown',
      'version_unknown',
      'external_idp_unknown',
      'connector_same_environment',
      ...SETTINGS_REFUSALS,
    ],
  }),
} as const

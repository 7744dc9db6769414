// A connector joins one SSO key to one external IdP. Every write makes a draft version, named by a
// hash of its settings; only a version that passed a test can become active (I6).

import type { Actor } from '../commands/envelope.ts'
import type { Endpoints, LogoutEndpoints } from '../external-idps/external-idp.ts'
import type { ConnectorId, ExternalIdpId, SsoId, TenantId } from '../ids.ts'
import type { Environment } from '../sso-key.ts'
import { INITIAL_CHOICES, type StoredChoices } from './choices.ts'

/**
 * The plaintext of a version: what was chosen, and what is copied from the external IdP. Its
 * canonical JSON is hashed.
 */
export interface ConnectorSettings extends StoredChoices {
  readonly ssoId: SsoId
  readonly externalIdpId: ExternalIdpId
  readonly idpEntityID: string
  readonly sso: Endpoints
  readonly slo: LogoutEndpoints
}

/** The settings of a version with those that it leaves out, at their initial values. */
export const allSettings = (settings: ConnectorSettings) => ({ ...INITIAL_CHOICES, ...settings })

/** SHA-256 over the canonical JSON of the settings, lower-case hex. */
export type VersionHash = string

export type VersionState = 'draft' | 'tested' | 'active' | 'superseded'

export interface ConnectorVersion {
  readonly connectorId: ConnectorId
  readonly hash: VersionHash
  readonly number: number
  readonly state: VersionState
  readonly settings: ConnectorSettings
  readonly createdAt: number
  readonly testedAt?: number
  readonly activatedAt?: number
  /** Who wrote it first. */
  readonly createdBy?: Actor
}

export const CONNECTOR_STATES = ['draft', 'tested', 'active', 'disabled'] as const
export type ConnectorState = (typeof CONNECTOR_STATES)[number]

/** A connector as a list shows it: with what its SSO key, its IdP and its logins say of it. */
export interface ConnectorSummary extends Connector {
  readonly environment: Environment
  readonly loginUrl: string
  readonly state: ConnectorState
  /** Of the version that governs, or of the latest before one does. */
  readonly settings: ConnectorSettings
  /** When the last certificate of the external IdP ends, milliseconds since the epoch. */
  readonly idpCertificateNotAfter?: number
  readonly spCertificateNotAfter: number
  readonly lastTest?: { readonly at: number; readonly passed: boolean }
  /** To the hour. */
  readonly lastUsedAt?: number
}

/** A version beside the settings of the one before it. */
export interface VersionInHistory extends ConnectorVersion {
  /** Absent for the first. */
  readonly previous?: ConnectorSettings
}

export interface Connector {
  readonly id: ConnectorId
  readonly tenantId: TenantId
  readonly name: string
  /** Unique in the tenant; letters, digits and `_ . + - @`. */
  readonly reference: string
  readonly type: 'saml'
  readonly ssoId: SsoId
  readonly externalIdpId: ExternalIdpId
  readonly enabled: boolean
  readonly latestVersion: VersionHash
  readonly activeVersion?: VersionHash
  readonly createdAt: number
  readonly updatedAt: number
}

/** A connector with its latest version, which may be a draft, and the one that governs logins. */
export interface ConnectorDetail extends Connector {
  readonly latest: ConnectorVersion
  readonly active?: ConnectorVersion
  readonly loginUrl: string
}

// A connector joins one SSO key to one external IdP. Every write makes a draft version, named by a hash of its
// settings; only a version that passed a test can become active (I6).

import type { Actor } from '../commands/envelope.ts'
import type { Endpoints, LogoutEndpoints, SamlBinding } from '../external-idps/external-idp.ts'
import type { ConnectorId, ExternalIdpId, SsoId, TenantId } from '../ids.ts'
import type { Environment } from '../sso-key.ts'
import type { RoleSettings, TenantSettings } from './access-rules.ts'
import type { AttributeMapping } from './attribute-mapping.ts'
import type { LandingSettings } from './landing.ts'

export const NAME_ID_FORMATS = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
} as const
export type NameIdFormat = keyof typeof NAME_ID_FORMATS

/** Where the identity of a person comes from: the NameID, or one stable attribute. */
export type IdentitySource =
  | { readonly kind: 'name_id' }
  | { readonly kind: 'attribute'; readonly name: string }

/**
 * What becomes of a Response that nobody asked for: nothing, a login of our own that begins there and then, or, as SAML Profiles
 * §4.1.5 has it, a session.
 */
export const IDP_INITIATED_MODES = ['off', 'convert', 'accept'] as const
export type IdpInitiatedMode = (typeof IDP_INITIATED_MODES)[number]

/**
 * Whom a login lets in: everybody, and makes a user of who is new; nobody but users that are linked to the connector; nobody
 * new but those who were invited.
 */
export const PROVISIONINGS = ['create', 'only_linked', 'only_invited'] as const
export type Provisioning = (typeof PROVISIONINGS)[number]

/** The plaintext of a version. Its canonical JSON is hashed, so a field added later must be optional and left out when unset. */
export interface ConnectorSettings {
  readonly ssoId: SsoId
  readonly externalIdpId: ExternalIdpId
  readonly idpEntityID: string
  readonly sso: Endpoints
  readonly slo: LogoutEndpoints
  /** The binding that AuthnRequests take. */
  readonly requestBinding: SamlBinding
  readonly signRequests: boolean
  readonly nameIdFormat: NameIdFormat
  readonly identitySource: IdentitySource
  readonly mapping: AttributeMapping
  readonly roles?: RoleSettings
  /** Absent: everybody enters the connector's own tenant. */
  readonly tenants?: TenantSettings
  readonly landing?: LandingSettings
  /** Domains of e-mail addresses that may come in, in lower case. Absent: any. */
  readonly emailDomains?: readonly string[]
  /** Who may come in that no identity is known of. Absent: `create`. */
  readonly provisioning?: Exclude<Provisioning, 'create'>
  /** Who is new at the connector is the user with their e-mail address, where the domain is the tenant's (R52). */
  readonly linkByEmail?: true
  /** Asked for in RequestedAuthnContext, and then required to come back (R55). */
  readonly authnContextClassRef?: string
  readonly forceAuthn: boolean
  /** Seconds, 0 to 300 (R44). */
  readonly clockSkewSeconds: number
  /** SHA-1 and RSA under 2048 bits are accepted until this date (R13), `YYYY-MM-DD`. */
  readonly allowWeakAlgorithmsUntil?: string
  /** Assertions encrypted with AES-CBC are decrypted (R34). */
  readonly allowAesCbc?: true
  /** Sign-ins that the IdP begins; absent: they are refused. */
  readonly idpInitiated?: Exclude<IdpInitiatedMode, 'off'>
  /** What is accepted without a request may name one all the same. */
  readonly ignoreUnsolicitedInResponseTo?: true
}

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

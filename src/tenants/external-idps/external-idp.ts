// What we trust: an external IdP's endpoints, and beside them the trust record with its
// certificates.

import type { CertificateRefusalCode } from '../../protocol/x509/certificate-refusals.ts'
import type { ExternalIdpId, TenantId } from '../ids.ts'
import type { FetchRefusalCode } from './fetch-metadata.ts'
import type { PreviewRefusalCode } from './preview-refusals.ts'

export type SamlBinding = 'redirect' | 'post'

/** One endpoint of an IdP per binding; a binding that the IdP does not offer is absent. */
export type Endpoints = Readonly<Partial<Record<SamlBinding, string>>>

/**
 * Where logout requests go, and where answers go that are wanted elsewhere (`ResponseLocation`,
 * SAML Metadata §2.2.2).
 */
export interface LogoutEndpoints extends Endpoints {
  readonly responses?: Endpoints
}

/**
 * The entityID of an IdP that was typed without one, until a test has learned it. No Issuer is
 * equal to it.
 */
export const UNKNOWN_ISSUER = ''

export interface IdpCertificate {
  /** DER, standard base64 on one line. */
  readonly der: string
  /** Lower-case hex. */
  readonly fingerprintSha256: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
  /** As in `RSA 2048` or `EC P-256`. */
  readonly key: string
  /**
   * `metadata_url`: read from the IdP's own https URL, trusted at once; any other one needs a
   * passed test first.
   */
  readonly origin: 'metadata_url' | 'metadata_xml' | 'typed'
}

/** What was left out when an IdP was read, or is used otherwise than it was written. */
export interface ReadingNote {
  readonly code:
    | 'certificate_unusable'
    | 'endpoint_unusable'
    | 'endpoint_adapted'
    | 'metadata_sha1_signature'
    | 'metadata_url_unreachable'
  /** Of a certificate, counted from 1 in the order of the document. */
  readonly position?: number
  readonly subject?: string
  readonly reason?: CertificateRefusalCode | PreviewRefusalCode | FetchRefusalCode
  /** As written. */
  readonly endpoint?: string
}

/** The description of an IdP, wherever it came from. */
export interface IdpDescription {
  /** `UNKNOWN_ISSUER` until a test has learned it. */
  readonly entityID: string
  readonly sso: Endpoints
  readonly slo: LogoutEndpoints
  readonly wantAuthnRequestsSigned: boolean
  readonly nameIdFormats: readonly string[]
  /** Milliseconds since the epoch, where the metadata says so. */
  readonly validUntil?: number
  readonly certificates: readonly IdpCertificate[]
  /** Absent: all of it is used as written. */
  readonly readingNotes?: readonly ReadingNote[]
}

export type IdpSource =
  | { readonly kind: 'metadata_url'; readonly url: string }
  | { readonly kind: 'metadata_xml' }
  | { readonly kind: 'typed' }

export interface ExternalIdp extends IdpDescription {
  readonly id: ExternalIdpId
  readonly tenantId: TenantId
  readonly name: string
  readonly source: IdpSource
  /** Grows with every change of the certificates. */
  readonly trustRevision: number
  /**
   * Fingerprints of certificates that were removed: the metadata URL does not bring them back, only
   * an administrator does.
   */
  readonly removedCertificates: readonly string[]
  /** What the metadata URL says now, where that takes an administrator's word. */
  readonly pendingChange?: PendingChange
  /**
   * Why the metadata URL cannot be read or taken over at present; the last good description stays.
   */
  readonly refreshFailure?: RefreshFailure
  readonly createdAt: number
  readonly updatedAt: number
}

/**
 * Another entityID or other SSO endpoints at the metadata URL: never taken over by itself (R45).
 */
export interface PendingChange {
  /**
   * Names what it says (SHA-256, lower-case hex), so that nobody approves what they have not seen.
   */
  readonly id: string
  /** A rejected one is remembered, and not brought up again. */
  readonly state: 'waiting' | 'rejected'
  /** Milliseconds since the epoch. */
  readonly foundAt: number
  readonly description: IdpDescription
}

export interface RefreshFailure {
  /** Code of the refusal. */
  readonly code: string
  /** Milliseconds since the epoch: the first failure since the last success. */
  readonly since: number
}

export type IdpWarningCode =
  | 'certificate_expired'
  | 'certificate_expiring'
  | 'certificate_not_yet_valid'
  | 'certificate_weak_key'
  | 'certificate_sha1'
  | 'only_post_binding'
  | 'several_entities'
  | 'no_signing_certificate'
  | 'http_endpoint'
  | 'metadata_expired'
  | 'entity_id_has_blanks'
  | 'issuer_unknown'
  | ReadingNote['code']

/**
 * Something an administrator should know of an IdP; it does not stop a save unless there would be
 * no key at all.
 */
export interface IdpWarning extends Omit<ReadingNote, 'code'> {
  readonly code: IdpWarningCode
  readonly message: string
  readonly fingerprintSha256?: string
}

/** What a save would store, and what to know before it. */
export interface IdpPreview {
  readonly description: IdpDescription
  readonly source: IdpSource
  readonly warnings: readonly IdpWarning[]
  /** EntityIDs of every IdP in the document, when there are several to pick from. */
  readonly entities: readonly string[]
}

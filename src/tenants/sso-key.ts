// An SSO key: one service-provider identity of a tenant. Its URLs never change, so that no IdP has
// to be touched again.

import type { SsoId, TenantId } from './ids.ts'

/** I1: never more than this many SSO keys in a tenant, under any concurrency. */
export const SSO_KEYS_PER_TENANT = 5

export const ENVIRONMENTS = ['production', 'non_production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/**
 * The current certificate, a next one that IdPs already learn of, and one that was current before.
 */
export const CERTIFICATES_PER_SSO_KEY = 3

/** A certificate beside the current one, with a key pair of its own. */
export interface FurtherCertificate {
  /**
   * `next`: published, and decrypts, but signs nothing yet. `retired`: decrypts what is still
   * encrypted for it, no more.
   */
  readonly state: 'next' | 'retired'
  readonly certificatePem: string
  /** Milliseconds since the epoch. */
  readonly certificateNotAfter: number
}

export interface SsoKey {
  readonly id: SsoId
  readonly tenantId: TenantId
  readonly name: string
  readonly environment: Environment
  /**
   * The public origin it was issued under; Audience, Recipient and Destination are compared with it
   * for ever.
   */
  readonly origin: string
  readonly certificatePem: string
  /** Milliseconds since the epoch. */
  readonly certificateNotAfter: number
  readonly createdAt: number
  /**
   * The key is offered for encryption in SP metadata. Off at first: some IdPs encrypt as soon as
   * they see one (R34).
   */
  readonly encryption: boolean
  /** The certificates of a rotation that is under way, the oldest first. */
  readonly furtherCertificates: readonly FurtherCertificate[]
}

/** The URLs of an SSO key; EntityID and Sign-On URL are what the IdP's administrator enters. */
export interface SsoKeyUrls {
  readonly spEntityID: string
  readonly acsUrl: string
  readonly sloUrl: string
  readonly loginUrl: string
  readonly certificateUrl: string
  readonly testUrl: string
}

/** Derives every URL of an SSO key from its origin and id (no query string, no trailing slash). */
export function ssoKeyUrls(key: Pick<SsoKey, 'origin' | 'id'>): SsoKeyUrls {
  const base = `${key.origin}/sso/${key.id}`
  return {
    spEntityID: `${base}/saml/metadata`,
    acsUrl: `${base}/saml/acs`,
    sloUrl: `${base}/saml/slo`,
    loginUrl: `${base}/auth`,
    certificateUrl: `${base}/saml/certificate.pem`,
    testUrl: `${base}/test`,
  }
}

/**
 * The certificate of an SSO key without its PEM lines: DER in base64, as XML documents carry it.
 */
export const certificateDer = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '')

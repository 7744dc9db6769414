// Everything one login needs to know about an SSO key, in one immutable value: built by a
// configuration command, stored in KV under the hash of its text, read at the edge.

import type { ConnectorId, SsoId, TenantId } from '../ids.ts'
import type { Environment } from '../sso-key.ts'
import type { GateAddress } from '../tenant.ts'
import type { ConnectorSettings, VersionHash } from './connector.ts'

export interface LoginConfiguration {
  readonly format: 1
  readonly gate: GateAddress
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly ssoKey: {
    readonly id: SsoId
    readonly name: string
    readonly environment: Environment
    readonly origin: string
    readonly certificatePem: string
    /** PKCS #8, sealed for use `sso-key` and this ssoId (I8). */
    readonly sealedPrivateKey: string
    /** Offered for encryption in SP metadata; left out when it is not. */
    readonly encryption?: boolean
    /** The key pairs of a rotation that is under way; left out when there is none. */
    readonly further?: readonly FurtherKeyPair[]
  }
  /** Absent until a connector's version is activated. */
  readonly connector?: ActiveConnector
  /**
   * The latest version, which a test may send, signs no requests. Left out if it does, or if there
   * is none.
   */
  readonly unsignedDraft?: true
}

/**
 * A certificate of an SSO key beside the current one: `next` is published too, and each decrypts.
 */
interface FurtherKeyPair {
  readonly state: 'next' | 'retired'
  readonly certificatePem: string
  /** PKCS #8, sealed as that of the current one. */
  readonly sealedPrivateKey: string
}

export interface ActiveConnector {
  readonly id: ConnectorId
  readonly name: string
  /** A hint for `/auth`; the gate decides at admission (R40). */
  readonly enabled: boolean
  readonly version: VersionHash
  readonly settings: ConnectorSettings
  readonly trust: {
    readonly revision: number
    /** DER, base64; the only keys that a response is verified with (R10). */
    readonly certificates: readonly string[]
  }
}

/**
 * Tells whether SP metadata promises that every request is signed (SAML Metadata §2.4.4): logins by
 * the version that governs, and tests of the latest one.
 */
export const promisesSignedRequests = ({ connector, unsignedDraft }: LoginConfiguration): boolean =>
  (connector?.settings.signRequests ?? true) && unsignedDraft !== true

/** What the mutable key `sso:{ssoId}` in KV says: which value to read, and which gate decides. */
export interface LoginPointer {
  /** SHA-256 of the value's text, lower-case hex; the value stands under `config:{hash}`. */
  readonly config: string
  readonly tenantId: TenantId
  readonly gate: GateAddress
}

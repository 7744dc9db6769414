// What a response is measured against: what is registered and what we asked for, never anything the
// message says (R40).

import type { DecryptionKey } from '../../xmlenc/decryption-key.ts'

/**
 * The circumstances of one login. All times are milliseconds since the epoch. Decryption keys are
 * there only with a request that this browser made: so nothing is decrypted for anybody else (R34).
 */
export interface Expectation {
  readonly spEntityID: string
  readonly acsUrl: string
  readonly idpEntityID: string
  /**
   * The id of our request. Undefined only where a connector accepts what nobody asked for: then no
   * request may be named (R41).
   */
  readonly inResponseTo: string | undefined
  /**
   * Of what nobody asked for: which requests, named all the same, say nothing. Rippling names one;
   * never one of ours.
   */
  readonly ignoresRequest?: (inResponseTo: string) => boolean
  readonly requestIssuedAt: number
  readonly now: number
  /**
   * The connector recognises people by an attribute: SAML Core §2.4.1 leaves the NameID out of a
   * Subject at will.
   */
  readonly nameIdOptional?: boolean
  /** At most 300,000 counts (R44). */
  readonly clockSkewMs: number
  readonly forceAuthn: boolean
  readonly maxAgeSeconds?: number
  /** Asked for in the request, and then required to come back (R55). */
  readonly authnContextClassRef?: string
  /** Registered certificates, DER in standard base64: the only keys there are (R10). */
  readonly certificates: readonly string[]
  /** SHA-1 and RSA under 2048 bits, by the connector's switch (R13). */
  readonly allowWeakAlgorithms: boolean
  /** AES-CBC, by the connector's switch (R34). */
  readonly allowAesCbc?: boolean
  /**
   * Opens our private keys, when an encrypted assertion is there to decrypt; each is tried. Without
   * them none decrypts.
   */
  readonly decryptionKeys?: () => Promise<readonly DecryptionKey[]>
}

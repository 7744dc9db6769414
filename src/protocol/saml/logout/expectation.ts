// What a logout message is measured against: what is registered and what we sent, never anything
// the message says (R40).

import type { Trust } from '../../xmldsig/verify-value.ts'
import type { DecryptionKey } from '../../xmlenc/decryption-key.ts'

/** The circumstances of a logout message from one IdP. Times are milliseconds since the epoch. */
export interface LogoutExpectation extends Trust {
  readonly spEntityID: string
  /** Our SingleLogoutService, where the message arrived. */
  readonly sloUrl: string
  readonly idpEntityID: string
  readonly now: number
  /** At most 300,000 counts (R44). */
  readonly clockSkewMs: number
  /** AES-CBC, by the connector's switch (R34). */
  readonly allowAesCbc?: boolean
  /**
   * Opens our private keys if an encrypted NameID is there to decrypt. Without them none is
   * decrypted.
   */
  readonly decryptionKeys?: () => Promise<readonly DecryptionKey[]>
}

/** The same for an answer to a LogoutRequest of ours. */
export interface LogoutResponseExpectation extends LogoutExpectation {
  /** The id of our LogoutRequest. Every LogoutResponse answers one (R41). */
  readonly inResponseTo: string
}

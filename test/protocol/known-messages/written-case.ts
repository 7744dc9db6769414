// What stands beside each known message: the circumstances, and what becomes of it under them.

import { decodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import type { Expectation } from '../../../src/protocol/saml/response/expectation.ts'
import type { VerifiedLogin } from '../../../src/protocol/saml/response/verified-login.ts'
import { createDecryptionKey } from '../../../src/protocol/xmlenc/decryption-key.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

/** case.json: instants are written as in messages, certificates and keys go by name. */
export interface WrittenCase {
  readonly says: string
  readonly rule?: string
  readonly expectation: Omit<
    Expectation,
    'now' | 'requestIssuedAt' | 'certificates' | 'decryptionKeys'
  > & {
    readonly now: string
    readonly requestIssuedAt: string
    readonly certificates: readonly (keyof typeof TEST_KEYS)[]
    readonly decryptionKeys?: readonly (keyof typeof TEST_KEYS)[]
  }
  readonly refuses?: string
  readonly accepts?: WrittenLogin
}

/** A login with its instants as text. */
export type WrittenLogin = Omit<VerifiedLogin, 'authnInstant' | 'sessionNotOnOrAfter'> & {
  readonly authnInstant: string
  readonly sessionNotOnOrAfter?: string
}

/** The circumstances, with times, certificates and keys as the verifier takes them. */
export function expectationOf({
  expectation: { decryptionKeys = [], ...written },
}: WrittenCase): Expectation {
  return {
    ...written,
    now: Date.parse(written.now),
    requestIssuedAt: Date.parse(written.requestIssuedAt),
    certificates: written.certificates.map((name) => TEST_KEYS[name].certificate),
    decryptionKeys: async () =>
      decryptionKeys.map((name) =>
        createDecryptionKey(decodeBase64(TEST_KEYS[name].pkcs8) ?? new Uint8Array()),
      ),
  }
}

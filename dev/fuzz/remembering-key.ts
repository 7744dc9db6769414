// Our decryption key in a run of mutants: most of them leave the wrapped key as it was, and RSA
// takes longer than all the rest, so what it has opened once it opens at once.

import { decodeBase64, encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import {
  createDecryptionKey,
  type DecryptionKey,
} from '../../src/protocol/xmlenc/decryption-key.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'

/** A key that remembers what it has opened; each caller gets a copy. */
export function rememberingKey(key: DecryptionKey): DecryptionKey {
  const opened = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    async unwrap(wrapped, scheme) {
      const { digest, mgf, label } = scheme
      const name = [digest, mgf, encodeBase64(label), encodeBase64(wrapped)].join()
      const contentKey = opened.get(name) ?? (await key.unwrap(wrapped, scheme))
      if (contentKey !== undefined) opened.set(name, contentKey)
      return contentKey?.slice()
    },
  }
}

const OUR_KEY = rememberingKey(
  createDecryptionKey(decodeBase64(TEST_KEYS.sp.pkcs8) ?? new Uint8Array()),
)

/** The part of an expectation that lets us decrypt. */
export const DECRYPTS = { decryptionKeys: async () => [OUR_KEY] }

// Our side of RSA-OAEP: a private key that unwraps content keys.

import { Buffer } from 'node:buffer'
import { constants, privateDecrypt } from 'node:crypto'
import { encodeBase64 } from '../bytes/base64.ts'
import type { Hash } from '../xmldsig/algorithms.ts'
import type { OaepScheme } from './algorithms.ts'
import { decodeOaep } from './oaep.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface DecryptionKey {
  /** The content key; undefined when it was not wrapped for this key, or not in this way. */
  readonly unwrap: (wrapped: Bytes, scheme: OaepScheme) => Promise<Bytes | undefined>
}

/** Makes a decryption key of an RSA private key (PKCS #8). It may live as long as the isolate. */
export function createDecryptionKey(pkcs8: Bytes): DecryptionKey {
  // Keys, not promises: a promise of one request must not be awaited by another (workerd).
  const imported = new Map<Hash, CryptoKey>()
  // workerd's privateDecrypt knows keys only as PEM.
  const pem = `-----BEGIN PRIVATE KEY-----\n${encodeBase64(pkcs8)}\n-----END PRIVATE KEY-----`

  async function unwrapNative(wrapped: Bytes, { digest: hash, label }: OaepScheme): Promise<Bytes> {
    const key = imported.get(hash) ?? (await importOaep(pkcs8, hash))
    imported.set(hash, key)
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'RSA-OAEP', label }, key, wrapped))
  }

  async function unwrapMixed(wrapped: Bytes, scheme: OaepScheme): Promise<Bytes | undefined> {
    const padding = constants.RSA_NO_PADDING
    const encoded = privateDecrypt({ key: pem, padding }, Buffer.from(wrapped))
    return decodeOaep(Uint8Array.from(encoded), scheme)
  }

  return {
    async unwrap(wrapped, scheme) {
      try {
        return await (scheme.digest === scheme.mgf ? unwrapNative : unwrapMixed)(wrapped, scheme)
      } catch {
        // A wrong length, a number larger than the modulus, wrong padding: all the same to whoever
        // asks.
        return undefined
      }
    },
  }
}

const importOaep = (pkcs8: Bytes, hash: Hash): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash }, false, ['decrypt'])

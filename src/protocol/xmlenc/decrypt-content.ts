// Decryption, so that it takes the same steps whatever is wrong with a message: every wrapped key
// is tried with every key of ours, and if none fits a random content key takes its place (R34).

import type { DecryptionKey } from './decryption-key.ts'
import type { EncryptedContent } from './encrypted-data.ts'

type Bytes = Uint8Array<ArrayBuffer>

const GCM_IV_BYTES = 12
const GCM_TAG_BYTES = 16
const BLOCK_BYTES = 16

/**
 * The plaintext, or undefined. Why there is none is not said, because it must not be known (R34).
 */
export async function decryptContent(
  { algorithm, cipher, wrappedKeys }: EncryptedContent,
  keys: readonly DecryptionKey[],
): Promise<Bytes | undefined> {
  const random: Bytes = crypto.getRandomValues(new Uint8Array(algorithm.keyBytes))
  let found: Bytes | undefined
  for (const { wrapped, scheme } of wrappedKeys)
    for (const key of keys) {
      const unwrapped = await key.unwrap(wrapped, scheme)
      if (unwrapped?.length === algorithm.keyBytes) found ??= unwrapped
    }
  const contentKey = found ?? random
  try {
    return await (algorithm.mode === 'AES-GCM' ? decryptGcm : decryptCbc)(contentKey, cipher)
  } catch {
    return undefined
  }
}

/** XML Encryption §5.2.4: 12 bytes of IV, and the tag in full. */
async function decryptGcm(rawKey: Bytes, cipher: Bytes): Promise<Bytes | undefined> {
  if (cipher.length < GCM_IV_BYTES + GCM_TAG_BYTES) return undefined
  const key = await crypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['decrypt'])
  const iv = cipher.subarray(0, GCM_IV_BYTES)
  const parameters = { name: 'AES-GCM', iv, tagLength: GCM_TAG_BYTES * 8 }
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, cipher.subarray(GCM_IV_BYTES)))
}

/**
 * XML Encryption §5.2.2, §5.2.1: one block of IV, and padding of which only the last byte says
 * something. WebCrypto wants PKCS #7, so a block is appended that decrypts to just that: what it
 * then takes off is ours, and the padding of the message comes out with the message.
 */
async function decryptCbc(rawKey: Bytes, cipher: Bytes): Promise<Bytes | undefined> {
  if (cipher.length < 2 * BLOCK_BYTES || cipher.length % BLOCK_BYTES !== 0) return undefined
  const name = 'AES-CBC'
  const key = await crypto.subtle.importKey('raw', rawKey, name, false, ['encrypt', 'decrypt'])
  const last = { name, iv: cipher.subarray(-BLOCK_BYTES) }
  const padding = new Uint8Array(await crypto.subtle.encrypt(last, key, new Uint8Array()))
  const extended = new Uint8Array(cipher.length)
  extended.set(cipher.subarray(BLOCK_BYTES))
  extended.set(padding, cipher.length - BLOCK_BYTES)
  const first = { name, iv: cipher.subarray(0, BLOCK_BYTES) }
  const padded = new Uint8Array(await crypto.subtle.decrypt(first, key, extended))
  const count = padded.at(-1) ?? 0
  return count >= 1 && count <= BLOCK_BYTES ? padded.subarray(0, -count) : undefined
}

// Sealing (I8): AES-256-GCM under keys that HKDF derives from the master secret, one per use and
// day. What is sealed is bound to its use and to the record it belongs to, so that it opens nowhere
// else.
//
// A record is base64url( format, 1 byte | day, 2 bytes | IV, 12 bytes | ciphertext and tag ).
// Strangers have us seal cookies as often as they like, and random IVs carry 2^32 messages per key
// (NIST SP 800-38D §8.3): a key of its own for each day keeps every key far below that, at a
// derivation per isolate and day. Records from before have no first three bytes, and the key of
// their use.

import { decodeBase64Url, encodeBase64Url } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/equal.ts'
import { createDerivedKeys, type DerivedKeys } from './derived-keys.ts'

/** What a derived key is for; each use has a key of its own. */
export type SealUse =
  | 'sso-key'
  | 'login-cookie'
  | 'session'
  | 'authorization-code'
  | 'logout-context'
  | 'oidc-key'
  | 'raw-response'
  | 'test-report'
  | 'test-result'
  | 'webhook-secret'
  | 'idempotent-answer'
  | 'password'
  | 'password-link'
  | 'setup-session'
  | 'device'
  | 'second-factor'
  | 'factor'
  | 'mail'
export type MacUse = 'request-id' | 'address' | 'network' | 'reference'

export interface KeyRing {
  /**
   * Seals text for a use and a record, under the present master key. The result is base64url text
   * and names no key.
   */
  seal(use: SealUse, record: string, plaintext: string): Promise<string>
  /**
   * Opens what `seal` made with the present or the previous master key; undefined for anything
   * else.
   */
  open(use: SealUse, record: string, sealed: string): Promise<string | undefined>
  /** HMAC-SHA256 under the present master key. */
  mac(use: MacUse, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  /**
   * Compares in constant time, with the present and then the previous master key. A MAC may be cut
   * to its first 16 bytes or more (RFC 2104 §5).
   */
  verifyMac(
    use: MacUse,
    message: Uint8Array<ArrayBuffer>,
    mac: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>
}

export interface KeyRingInput {
  readonly masterKey: string
  readonly previousMasterKey?: string | undefined
  /** Strong random bytes, for the IVs. */
  readonly random: (bytes: number) => Uint8Array
  /** Milliseconds since the epoch; says which day's key seals. The platform's when absent. */
  readonly clock?: () => number
}

const IV_BYTES = 12
const DAY_BYTES = 2
const HEAD_BYTES = 1 + DAY_BYTES
/**
 * The first byte of a record under the key of a day. An older record begins with a random IV, so it
 * may have this byte too.
 */
const OF_A_DAY = 0xd1
const DAY_MS = 86_400_000
const MIN_MAC_BYTES = 16
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Makes a key ring. */
export function createKeyRing(input: KeyRingInput): KeyRing {
  const masters = [input.masterKey, input.previousMasterKey ?? ''].filter((key) => key !== '')
  const keys = createDerivedKeys(masters)
  return { ...sealing(input, keys, masters.length), ...signing(keys, masters.length) }
}

function sealing(
  { random, clock = Date.now }: KeyRingInput,
  keys: DerivedKeys,
  masters: number,
): Pick<KeyRing, 'seal' | 'open'> {
  return {
    async seal(use, record, plaintext) {
      const day = Math.floor(clock() / DAY_MS)
      const { key, keep } = await keys.ofDay(0, use, day)
      keep()
      const iv = Uint8Array.from(random(IV_BYTES))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encoder.encode(`${use}\n${record}`) },
        key,
        encoder.encode(plaintext),
      )
      const joined = new Uint8Array(HEAD_BYTES + IV_BYTES + sealed.byteLength)
      joined[0] = OF_A_DAY
      // Two bytes are enough until the year 2149.
      joined[1] = day >> 8
      joined[2] = day
      joined.set(iv, HEAD_BYTES)
      joined.set(new Uint8Array(sealed), HEAD_BYTES + IV_BYTES)
      return encodeBase64Url(joined)
    },

    async open(use, record, sealed) {
      const bytes = decodeBase64Url(sealed)
      if (bytes === undefined || bytes.length <= IV_BYTES) return undefined
      const bound = `${use}\n${record}`
      for (let master = 0; master < masters; master++) {
        const opened =
          (await openOfDay(keys, { master, use }, bytes, bound)) ??
          (await decrypt(await keys.ofUse(master, use, 'AES-GCM'), bytes, bound))
        if (opened !== undefined) return opened
      }
      return undefined
    },
  }
}

const signing = (keys: DerivedKeys, masters: number): Pick<KeyRing, 'mac' | 'verifyMac'> => ({
  async mac(use, message) {
    return new Uint8Array(
      await crypto.subtle.sign('HMAC', await keys.ofUse(0, use, 'HMAC'), message),
    )
  },

  async verifyMac(use, message, mac) {
    if (mac.length < MIN_MAC_BYTES) return false
    for (let master = 0; master < masters; master++) {
      const key = await keys.ofUse(master, use, 'HMAC')
      const full = await crypto.subtle.sign('HMAC', key, message)
      if (equalBytes(new Uint8Array(full, 0, Math.min(mac.length, full.byteLength)), mac))
        return true
    }
    return false
  },
})

async function openOfDay(
  keys: DerivedKeys,
  { master, use }: { readonly master: number; readonly use: SealUse },
  bytes: Uint8Array<ArrayBuffer>,
  bound: string,
): Promise<string | undefined> {
  if (bytes[0] !== OF_A_DAY || bytes.length <= HEAD_BYTES + IV_BYTES) return undefined
  const day = new DataView(bytes.buffer, bytes.byteOffset).getUint16(1)
  const { key, keep } = await keys.ofDay(master, use, day)
  const opened = await decrypt(key, bytes.subarray(HEAD_BYTES), bound)
  if (opened !== undefined) keep()
  return opened
}

async function decrypt(
  key: CryptoKey,
  bytes: Uint8Array<ArrayBuffer>,
  record: string,
): Promise<string | undefined> {
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes.subarray(0, IV_BYTES), additionalData: encoder.encode(record) },
      key,
      bytes.subarray(IV_BYTES),
    )
    return decoder.decode(plain)
  } catch {
    // AES-GCM throws for a wrong key, record or tag: not ours, or tampered with.
    return undefined
  }
}

// Sealing (I8): AES-256-GCM under keys that HKDF derives from the master secret, one key per use. What is sealed is bound
// to its use and to the record it belongs to, so that it opens nowhere else.

import { decodeBase64Url, encodeBase64Url } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/equal.ts'

/** What a derived key is for; each use has a key of its own. */
export type SealUse =
  | 'sso-key'
  | 'login-cookie'
  | 'session'
  | 'authorization-code'
  | 'logout-context'
  | 'oidc-key'
  | 'raw-response'
  | 'webhook-secret'
  | 'idempotent-answer'
  | 'password'
  | 'password-link'
  | 'second-factor'
  | 'factor'
  | 'mail'
export type MacUse = 'request-id' | 'address' | 'network' | 'reference'

export interface KeyRing {
  /** Seals text for a use and a record. The result is base64url text that begins with the id of the master key. */
  seal(use: SealUse, record: string, plaintext: string): Promise<string>
  /** Opens what `seal` made with the present or the previous master key; undefined for anything else. */
  open(use: SealUse, record: string, sealed: string): Promise<string | undefined>
  /** HMAC-SHA256 under the present master key. */
  mac(use: MacUse, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  /**
   * Compares in constant time, with the present and then the previous master key. A MAC may be cut to its first 16 bytes or
   * more (RFC 2104 §5).
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
}

const IV_BYTES = 12
const MIN_MAC_BYTES = 16
const encoder = new TextEncoder()

/** Makes a key ring. Keys are derived on first use and kept for the life of the ring. */
export function createKeyRing({ masterKey, previousMasterKey, random }: KeyRingInput): KeyRing {
  const masters = [masterKey, previousMasterKey].filter((m) => m !== undefined && m !== '')
  const derived = new Map<string, CryptoKey>()

  /** Keeps keys, not promises: a promise of one request must not be awaited by another (workerd). */
  async function key(
    master: number,
    use: string,
    algorithm: 'AES-GCM' | 'HMAC',
  ): Promise<CryptoKey> {
    const name = `${master}:${use}`
    const known = derived.get(name)
    if (known) return known
    const made = await deriveKey(masters[master] ?? '', use, algorithm)
    derived.set(name, made)
    return made
  }

  return {
    async seal(use, record, plaintext) {
      const iv = Uint8Array.from(random(IV_BYTES))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encoder.encode(`${use}\n${record}`) },
        await key(0, use, 'AES-GCM'),
        encoder.encode(plaintext),
      )
      const joined = new Uint8Array(IV_BYTES + sealed.byteLength)
      joined.set(iv)
      joined.set(new Uint8Array(sealed), IV_BYTES)
      return encodeBase64Url(joined)
    },

    async open(use, record, sealed) {
      const bytes = decodeBase64Url(sealed)
      if (bytes === undefined || bytes.length <= IV_BYTES) return undefined
      for (let master = 0; master < masters.length; master++) {
        const opened = await decrypt(await key(master, use, 'AES-GCM'), bytes, `${use}\n${record}`)
        if (opened !== undefined) return opened
      }
      return undefined
    },

    async mac(use, message) {
      return new Uint8Array(await crypto.subtle.sign('HMAC', await key(0, use, 'HMAC'), message))
    },

    async verifyMac(use, message, mac) {
      if (mac.length < MIN_MAC_BYTES) return false
      for (let master = 0; master < masters.length; master++) {
        const full = await crypto.subtle.sign('HMAC', await key(master, use, 'HMAC'), message)
        if (equalBytes(new Uint8Array(full, 0, Math.min(mac.length, full.byteLength)), mac))
          return true
      }
      return false
    },
  }
}

async function deriveKey(
  master: string,
  use: string,
  algorithm: 'AES-GCM' | 'HMAC',
): Promise<CryptoKey> {
  const source = await crypto.subtle.importKey('raw', encoder.encode(master), 'HKDF', false, [
    'deriveKey',
  ])
  const hkdf = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: encoder.encode('edge-sso'),
    info: encoder.encode(`${algorithm}:${use}`),
  }
  return algorithm === 'HMAC'
    ? crypto.subtle.deriveKey(hkdf, source, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, [
        'sign',
        'verify',
      ])
    : crypto.subtle.deriveKey(hkdf, source, { name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ])
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
    return new TextDecoder().decode(plain)
  } catch {
    // AES-GCM throws for a wrong key, record or tag: not ours, or tampered with.
    return undefined
  }
}

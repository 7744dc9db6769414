// The keys of a key ring, derived from its master keys by HKDF when they are first needed, and
// kept.

/** Keys of days that are kept: of each use those of some weeks. */
const MAX_DAYS = 512
const encoder = new TextEncoder()

type Algorithm = 'AES-GCM' | 'HMAC'

/** The key of a day, and a way to keep it. */
interface KeyOfDay {
  readonly key: CryptoKey
  /** For whoever has found the key to be the right one: made-up days push nothing out. */
  keep(): void
}

export interface DerivedKeys {
  /** The key of a use, whatever the day. `master` is an index. */
  ofUse(master: number, use: string, algorithm: Algorithm): Promise<CryptoKey>
  /** The AES key of a use and a day. */
  ofDay(master: number, use: string, day: number): Promise<KeyOfDay>
}

/**
 * Derives from these master keys. It keeps keys, not promises: a promise of one request must not be
 * awaited by another (workerd).
 */
export function createDerivedKeys(masters: readonly string[]): DerivedKeys {
  const ofUses = new Map<string, CryptoKey>()
  const ofDays = new Map<string, CryptoKey>()

  return {
    async ofUse(master, use, algorithm) {
      const name = `${master}:${use}`
      const known = ofUses.get(name)
      if (known) return known
      const made = await deriveKey(masters[master] ?? '', use, algorithm)
      ofUses.set(name, made)
      return made
    },

    async ofDay(master, use, day) {
      const name = `${master}:${use}:${day}`
      const known = ofDays.get(name)
      if (known) return { key: known, keep: () => undefined }
      // No use has a colon in it, so this is the name of no other key.
      const key = await deriveKey(masters[master] ?? '', `${use}:${day}`, 'AES-GCM')
      return {
        key,
        keep() {
          const [oldest] = ofDays.keys()
          if (ofDays.size >= MAX_DAYS && oldest !== undefined) ofDays.delete(oldest)
          ofDays.set(name, key)
        },
      }
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

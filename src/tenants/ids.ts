// Opaque, prefixed ids. The prefix says what the id names; the rest is random and carries no meaning.

export type TenantId = `ten_${string}`
export type SsoId = `sso_${string}`
export type ExternalIdpId = `idp_${string}`
export type ConnectorId = `con_${string}`
export type UserId = `usr_${string}`
export type ApplicationId = `app_${string}`
export type EventId = `evt_${string}`
export type ApiKeyId = `key_${string}`
export type IntentId = `int_${string}`
export type AuditId = `aud_${string}`
export type WebhookId = `whk_${string}`
export type DomainId = `dom_${string}`
export type FactorId = `fac_${string}`

export type IdPrefix =
  | 'ten'
  | 'sso'
  | 'idp'
  | 'con'
  | 'usr'
  | 'app'
  | 'evt'
  | 'key'
  | 'int'
  | 'aud'
  | 'whk'
  | 'dom'
  | 'fac'
  | 'msg'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford: no i, l, o, u, so an id survives being read aloud.
const RANDOM_BYTES = 15 // 120 bits: 24 characters.

/** Makes an id from 15 random bytes of the caller's source. */
export function newId<P extends IdPrefix>(
  prefix: P,
  random: (bytes: number) => Uint8Array,
): `${P}_${string}` {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of random(RANDOM_BYTES)) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return `${prefix}_${text}`
}

/** Tells whether a text has the form of an id with this prefix; says nothing of whether it exists. */
export function isId<P extends IdPrefix>(prefix: P, text: string): text is `${P}_${string}` {
  return text.startsWith(prefix + '_') && /^[0-9a-z]{24}$/.test(text.slice(prefix.length + 1))
}

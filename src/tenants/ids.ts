// Opaque, prefixed ids. The prefix says what the id names; the rest is random and carries no
// meaning.

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
export type TestId = `tst_${string}`
export type SetupLinkId = `lnk_${string}`

/**
 * What has ids: their prefix, what a message calls it, and the member under which commands and
 * paths name one. A tenant owns what has `owned`. Commands record in D1 what has `recorded`, in a
 * table that is called after it.
 */
export const NAMED_BY_IDS = {
  tenant: { prefix: 'ten', called: 'a tenant', member: 'tenantId', recorded: true },
  sso_key: { prefix: 'sso', called: 'an SSO key', member: 'ssoId', owned: true, recorded: true },
  external_idp: {
    prefix: 'idp',
    called: 'an external IdP',
    member: 'externalIdpId',
    owned: true,
    recorded: true,
  },
  connector: {
    prefix: 'con',
    called: 'a connector',
    member: 'connectorId',
    owned: true,
    recorded: true,
  },
  test: { prefix: 'tst', called: 'a test', member: 'testId', owned: true },
  user: { prefix: 'usr', called: 'a user', member: 'userId', owned: true },
  application: { prefix: 'app', called: 'an application', member: 'applicationId' },
  webhook: { prefix: 'whk', called: 'a webhook', member: 'webhookId', owned: true },
  domain: { prefix: 'dom', called: 'a domain', member: 'domainId', owned: true, recorded: true },
  setup_link: {
    prefix: 'lnk',
    called: 'a set-up link',
    member: 'setupLinkId',
    owned: true,
    recorded: true,
  },
  api_key: { prefix: 'key', called: 'an API key', member: 'apiKeyId' },
  event: { prefix: 'evt', called: 'an event', member: 'eventId' },
  command: { prefix: 'int', called: 'a command' },
  audit_entry: { prefix: 'aud', called: 'an entry of the audit log' },
  second_factor: { prefix: 'fac', called: 'a second factor' },
  message: { prefix: 'msg', called: 'a message' },
} as const

type Table = typeof NAMED_BY_IDS
export type IdPrefix = Table[keyof Table]['prefix']
/** What commands and paths name by its id. */
export type ResourceType = {
  [Type in keyof Table]: Table[Type] extends { readonly member: string } ? Type : never
}[keyof Table]
/** The member that names one. */
export type IdMember<Type extends ResourceType> = Table[Type]['member']
/** The form of its id. */
export type IdOf<Type extends ResourceType> = `${Table[Type]['prefix']}_${string}`

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

/**
 * Tells whether a text has the form of an id with this prefix; says nothing of whether it exists.
 */
export function isId<P extends IdPrefix>(prefix: P, text: string): text is `${P}_${string}` {
  return text.startsWith(prefix + '_') && /^[0-9a-z]{24}$/.test(text.slice(prefix.length + 1))
}

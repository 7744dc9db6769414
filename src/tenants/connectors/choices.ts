// What an administrator may choose on a connector: one row per setting, with its type and its
// initial value. These are types and values alone, because every login reads them. The shapes of
// the API stand in http/api/connectors/setting-shapes.ts.

import type { SamlBinding } from '../external-idps/external-idp.ts'
import type { RoleSettings, TenantSettings } from './access-rules.ts'
import type { AttributeMapping } from './attribute-mapping.ts'
import type { LandingSettings } from './landing.ts'

export const NAME_ID_FORMATS = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
} as const
export type NameIdFormat = keyof typeof NAME_ID_FORMATS

/** Where the identity of a person comes from: the NameID, or one stable attribute. */
export type IdentitySource =
  | { readonly kind: 'name_id' }
  | { readonly kind: 'attribute'; readonly name: string }

/**
 * The result of a Response that nobody asked for. `off`: it is refused. `convert`: a login of our
 * own begins. `accept`: a session, as in SAML Profiles §4.1.5.
 */
export const IDP_INITIATED_MODES = ['off', 'convert', 'accept'] as const
export type IdpInitiatedMode = (typeof IDP_INITIATED_MODES)[number]

/**
 * Which users a login lets in. `create`: everybody, and a newcomer becomes a user. `only_linked`:
 * users that are linked to the connector. `only_invited`: users, and newcomers who were invited.
 */
export const PROVISIONINGS = ['create', 'only_linked', 'only_invited'] as const
export type Provisioning = (typeof PROVISIONINGS)[number]

/** The longest that a connector may have its sessions last. */
export const MAX_SESSION_HOURS = 24

/** How a version stores a setting, and the value of one that nobody chose. */
interface Row<Kind extends string, Value, Initial> {
  readonly kind: Kind
  readonly initial: Initial
  /** A type alone, never set: what may be chosen. */
  readonly value?: Value
}

/** A setting whose initial value depends on the external IdP. */
const byIdp = <Value>(): Row<'by_idp', Value, undefined> => ({
  kind: 'by_idp',
  initial: undefined,
})

/** A setting of the first version: stored whatever its value. */
const stored = <Value>(initial: Value): Row<'stored', Value, Value> => ({ kind: 'stored', initial })

/**
 * A setting that was added later: left out at its initial value, so that the hash of no version
 * changes.
 */
const added = <Value, const Initial extends Value>(
  initial: Initial,
): Row<'added', Value, Initial> => ({ kind: 'added', initial })

/** A setting that `null` unsets. Left out while it is unset. */
const nullable = <Value>(): Row<'nullable', Value, null> => ({ kind: 'nullable', initial: null })

/** The settings. A new one is `added` or `nullable`. */
export const CHOICES = {
  /** The binding that AuthnRequests take. */
  requestBinding: byIdp<SamlBinding>(),
  /**
   * IdPs that read our metadata first expect it, and an IdP that does not look at signatures
   * ignores them.
   */
  signRequests: stored<boolean>(true),
  nameIdFormat: stored<NameIdFormat>('unspecified'),
  identitySource: byIdp<IdentitySource>(),
  mapping: stored<AttributeMapping>({}),
  roles: nullable<RoleSettings>(),
  /** Unset: everybody enters the connector's own tenant. */
  tenants: nullable<TenantSettings>(),
  landing: nullable<LandingSettings>(),
  /** Domains of e-mail addresses that may come in, in lower case. Empty: any. */
  emailDomains: added<readonly string[], readonly []>([]),
  /** Which users may come in that no identity is known of. */
  provisioning: added<Provisioning, 'create'>('create'),
  /**
   * A user who is new at the connector is linked to the user with the same e-mail address, if the
   * domain is the tenant's (R52).
   */
  linkByEmail: added<boolean, false>(false),
  forceAuthn: stored<boolean>(false),
  /** Seconds, 0 to 300 (R44). Three minutes is the usual choice. */
  clockSkewSeconds: stored<number>(180),
  /** Asked for in RequestedAuthnContext, and then required to come back (R55). */
  authnContextClassRef: nullable<string>(),
  /** SHA-1 and RSA under 2048 bits are accepted until this date (R13), `YYYY-MM-DD`. */
  allowWeakAlgorithmsUntil: nullable<string>(),
  /** Assertions encrypted with AES-CBC are decrypted (R34). */
  allowAesCbc: added<boolean, false>(false),
  /** Sign-ins that the IdP begins. */
  idpInitiated: added<IdpInitiatedMode, 'off'>('off'),
  /** A response that is accepted without a request may name a request that nobody made. */
  ignoreUnsolicitedInResponseTo: added<boolean, false>(false),
  /** A session ends after so many hours, 1 to 24, or earlier with SessionNotOnOrAfter (R44). */
  maxSessionHours: added<number, 12>(12),
} as const

type Table = typeof CHOICES
/** The name of a setting. */
export type ChoiceName = keyof Table
type NameOf<Kind extends Table[ChoiceName]['kind']> = {
  [Name in ChoiceName]: Table[Name]['kind'] extends Kind ? Name : never
}[ChoiceName]
/** A setting that `null` unsets. */
export type NullableName = NameOf<'nullable'>
/** A setting that a version leaves out at its initial value. */
export type SparseName = NameOf<'added' | 'nullable'>

/** What may be chosen for a setting. */
type ChoiceValue<Name extends ChoiceName> = NonNullable<Table[Name]['value']>

/**
 * What an administrator chose: an absent setting stays, or has its initial value on a new
 * connector.
 */
export type ConnectorChoices = {
  readonly [Name in keyof Table]?: ChoiceValue<Name> | (Name extends NullableName ? null : never)
}

/** The choices as a version stores them. */
export type StoredChoices = {
  readonly [Name in keyof Table as Name extends SparseName ? never : Name]: ChoiceValue<Name>
} & {
  readonly [Name in keyof Table as Name extends SparseName ? Name : never]?: Exclude<
    ChoiceValue<Name>,
    Table[Name]['initial']
  >
}

const isChoice = (name: string): name is ChoiceName => name in CHOICES
/** The names of all settings. */
export const CHOICE_NAMES: readonly ChoiceName[] = Object.keys(CHOICES).filter(isChoice)

/** The initial values of the settings that a version may leave out. */
export const INITIAL_CHOICES = Object.fromEntries(
  CHOICE_NAMES.filter((name) => ['added', 'nullable'].includes(CHOICES[name].kind)).map((name) => [
    name,
    CHOICES[name].initial,
  ]),
  // The filter is what SparseName says of the rows.
) as { readonly [Name in SparseName]: Table[Name]['initial'] }

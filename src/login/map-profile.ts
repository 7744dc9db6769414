// From what an IdP says to what we know of a person: attribute names are mapped to profile fields, by the connector's own
// mapping or by the names that the IdPs use out of the box.

import type { SamlAttribute, VerifiedLogin } from '../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import {
  type ConnectorSettings,
  LIST_FIELDS,
  NAME_ID_FORMATS,
  type ProfileField,
  SINGLE_FIELDS,
  type SingleField,
} from '../tenants/connector.ts'
import type { Profile } from '../tenants/user.ts'
import { ATTRIBUTE_ALIASES } from './attribute-aliases.ts'

export type ProfileRefusalCode =
  | 'login_attribute_multiple'
  | 'login_attribute_invalid'
  | 'login_profile_incomplete'
  | 'login_identity_missing'
  | 'login_name_id_transient'

/** A mapped profile, and for the test page which attribute each field came from. */
export interface MappedProfile {
  readonly profile: Profile
  readonly sources: Readonly<Partial<Record<ProfileField, string>>>
}

/** What names a person for ever (R52): the source within the IdP, and the value, byte for byte (R47). */
export interface MappedIdentity {
  readonly source: string
  readonly value: string
}

const MAX_VALUE_LENGTH = 1024
const MAX_LIST_LENGTH = 1000
/** How the NameID appears as a source on the test page. */
const NAME_ID = 'NameID'

/** Maps the attributes of a verified login. Refuses several values for one field (R54), malformed ones, and a missing e-mail address. */
export function mapProfile(
  login: VerifiedLogin,
  { mapping }: Pick<ConnectorSettings, 'mapping'>,
): Result<MappedProfile, Refusal<ProfileRefusalCode>> {
  const found = new Map<ProfileField, SamlAttribute>()
  for (const field of [...SINGLE_FIELDS, ...LIST_FIELDS]) {
    const attribute = findAttribute(login.attributes, mapping[field] ?? ATTRIBUTE_ALIASES[field])
    if (attribute) found.set(field, attribute)
  }

  const single: Partial<Record<SingleField, string>> = {}
  for (const field of SINGLE_FIELDS) {
    const values = found.get(field)?.values ?? []
    if (values.length > 1)
      return refuse({ code: 'login_attribute_multiple', expected: field, got: values.length })
    const [value] = values
    if (value === undefined || value === '') continue
    if (value.length > MAX_VALUE_LENGTH)
      return refuse({ code: 'login_attribute_invalid', expected: field })
    single[field] = value
  }

  const nameIdIsEmail = login.nameId.format === NAME_ID_FORMATS.email
  if (single.email === undefined && nameIdIsEmail) single.email = login.nameId.value
  if (single.email === undefined) {
    return refuse({
      code: 'login_profile_incomplete',
      expected: 'email',
      got: login.attributes.map(({ name }) => name),
    })
  }
  if (!isEmailAddress(single.email))
    return refuse({ code: 'login_attribute_invalid', expected: 'email' })
  if (single.concurrency !== undefined && !/^\d{1,9}$/.test(single.concurrency)) {
    return refuse({ code: 'login_attribute_invalid', expected: 'concurrency' })
  }

  const roles = listOf(found.get('roles'))
  const groups = listOf(found.get('groups'))
  if (roles === undefined) return refuse({ code: 'login_attribute_invalid', expected: 'roles' })
  if (groups === undefined) return refuse({ code: 'login_attribute_invalid', expected: 'groups' })

  const { concurrency, ...texts } = single
  const nameAlias = texts.nameAlias ?? texts.firstName
  const sources: Partial<Record<ProfileField, string>> = {}
  for (const [field, attribute] of found) sources[field] = attribute.name
  if (!found.has('email')) sources.email = NAME_ID
  return ok({
    profile: {
      ...texts,
      ...(nameAlias === undefined ? {} : { nameAlias }),
      ...(concurrency === undefined ? {} : { concurrency: Number(concurrency) }),
      roles,
      groups,
    },
    sources,
  })
}

/**
 * Says who the person is. A transient NameID identifies nobody twice and is refused as an identity; so is an attribute
 * that is missing or has several values.
 */
export function mapIdentity(
  login: VerifiedLogin,
  { identitySource }: Pick<ConnectorSettings, 'identitySource'>,
): Result<MappedIdentity, Refusal<ProfileRefusalCode>> {
  if (identitySource.kind === 'attribute') {
    const { name } = identitySource
    const values = findAttribute(login.attributes, [name])?.values ?? []
    const [value] = values
    if (values.length > 1)
      return refuse({ code: 'login_attribute_multiple', expected: name, got: values.length })
    if (value === undefined || value === '' || value.length > MAX_VALUE_LENGTH) {
      return refuse({ code: 'login_identity_missing', expected: name })
    }
    return ok({ source: `attribute:${name}`, value })
  }
  const format = login.nameId.format ?? NAME_ID_FORMATS.unspecified
  if (format === NAME_ID_FORMATS.transient) return refuse({ code: 'login_name_id_transient' })
  return ok({ source: `name_id:${format}`, value: login.nameId.value })
}

/** The first of the names that arrived, compared exactly; values of an attribute that comes in parts are joined. */
function findAttribute(
  attributes: readonly SamlAttribute[],
  names: readonly string[],
): SamlAttribute | undefined {
  for (const name of names) {
    const parts = attributes.filter((attribute) => attribute.name === name)
    const [first] = parts
    if (first) return { ...first, values: parts.flatMap(({ values }) => values) }
  }
  return undefined
}

/** The distinct, non-empty values in order; undefined when there are unreasonably many or long ones. */
function listOf(attribute: SamlAttribute | undefined): readonly string[] | undefined {
  const values = [...new Set(attribute?.values ?? [])].filter((value) => value !== '')
  return values.length > MAX_LIST_LENGTH || values.some((v) => v.length > MAX_VALUE_LENGTH)
    ? undefined
    : values
}

/** One `@` with something on both sides, no white space or control characters: what an address needs to be comparable. */
const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text)

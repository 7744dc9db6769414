// From what an IdP says to what we know of a person: attribute names are mapped to profile fields, by the connector's own
// mapping or by the names that the IdPs use out of the box.

import type { VerifiedLogin } from '../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import {
  type AttributeMapping,
  type CustomType,
  LIST_FIELDS,
  type ProfileField,
  SINGLE_FIELDS,
  type SingleField,
} from '../tenants/attribute-mapping.ts'
import { type ConnectorSettings, NAME_ID_FORMATS } from '../tenants/connector.ts'
import { domainOfEmail, parseDomain } from '../tenants/email-domain.ts'
import { foldEmail } from '../tenants/people.ts'
import type { CustomValue, Profile } from '../tenants/user.ts'
import { ATTRIBUTE_ALIASES } from './attribute-aliases.ts'
import {
  type Field,
  type FieldOutcome,
  type FieldRefusalCode,
  findAttribute,
  MAX_VALUE_LENGTH,
  mapField,
  missing,
} from './map-field.ts'
import { mapRoles, type RoleRefusalCode, readRoleKey } from './map-roles.ts'

export type ProfileRefusalCode =
  | FieldRefusalCode
  | RoleRefusalCode
  | 'login_identity_missing'
  | 'login_name_id_transient'
  | 'login_domain_foreign'

type MappingSettings = Pick<ConnectorSettings, 'mapping' | 'roles' | 'emailDomains'>

/** A mapped profile, and for the test page which attribute each field came from. */
export interface MappedProfile {
  readonly profile: Profile
  readonly sources: Readonly<Partial<Record<string, string>>>
}

/** What names a person for ever (R52): the source within the IdP, and the value, byte for byte (R47). */
export interface MappedIdentity {
  readonly source: string
  readonly value: string
}

/** How the NameID appears as a source on the test page. */
const NAME_ID = 'NameID'

/**
 * Maps the attributes of a verified login. Refuses several values for one field (R54), malformed ones, a required field that
 * is missing, the e-mail address always, one of another domain than the connector's, and a person without any role where the connector wants
 * one.
 */
export function mapProfile(
  login: VerifiedLogin,
  settings: MappingSettings,
): Result<MappedProfile, Refusal<ProfileRefusalCode>> {
  const outcomes = mapFields(login, settings)
  const refusal = outcomes.find((outcome) => outcome.refusal)?.refusal
  if (refusal) return refuse(refusal)
  const valuesOf = (field: string) => outcomes.find((one) => one.field === field)?.values ?? []
  const roles = mapRoles(valuesOf('roles'), settings.roles)
  if (!roles.ok) return roles

  const single: Partial<Record<SingleField, string>> = {}
  for (const field of SINGLE_FIELDS) {
    const [value] = valuesOf(field)
    if (value !== undefined) single[field] = value
  }
  const foreign = checkDomain(single.email, settings.emailDomains)
  if (foreign) return refuse(foreign)
  const { concurrency, ...texts } = single
  const nameAlias = texts.nameAlias ?? texts.firstName
  const custom = customOf(settings.mapping, valuesOf)
  const sources = Object.fromEntries(
    outcomes.flatMap(({ field, source }) => (source === undefined ? [] : [[field, source]])),
  )
  return ok({
    profile: {
      ...texts,
      ...(nameAlias === undefined ? {} : { nameAlias }),
      ...(concurrency === undefined ? {} : { concurrency: Number(concurrency) }),
      roles: roles.value,
      groups: valuesOf('groups'),
      ...(custom === undefined ? {} : { custom }),
    },
    sources,
  })
}

/** The address is not in the facts: they are recorded, and its domain says enough. */
function checkDomain(
  email: string | undefined,
  domains: ConnectorSettings['emailDomains'],
): Refusal<'login_domain_foreign'> | undefined {
  if (domains === undefined || email === undefined) return undefined
  const domain = domainOfEmail(email) ?? foldEmail(email.slice(email.lastIndexOf('@') + 1))
  // Versions name domains as they were typed.
  return domains.includes(domain) || domains.some((one) => parseDomain(one) === domain)
    ? undefined
    : { code: 'login_domain_foreign', expected: domains, got: domain }
}

/** What each field comes to, whatever becomes of the others. Roles stand as the IdP says them, before the rules. */
export function mapFields(
  login: VerifiedLogin,
  { mapping, roles }: MappingSettings,
): readonly FieldOutcome[] {
  const { attributes } = login
  return fieldsOf(mapping).map((field) => {
    if (field.name === 'email') return mapEmail(login, field)
    const key = field.name === 'roles' && roles ? readRoleKey(attributes, roles) : undefined
    return key ?? mapField(attributes, field)
  })
}

/**
 * Says who the person is. A transient NameID identifies nobody twice and is refused as an identity; so is an attribute
 * that is missing or has several values. Neither may be longer than a row should hold.
 */
export function mapIdentity(
  login: VerifiedLogin,
  { identitySource }: Pick<ConnectorSettings, 'identitySource'>,
): Result<MappedIdentity, Refusal<ProfileRefusalCode>> {
  const { nameId } = login
  // Whatever identifies the person: every session keeps the NameID, for its logout.
  if (nameId.value.length > MAX_VALUE_LENGTH) return tooLong(NAME_ID, nameId.value)
  if (identitySource.kind === 'attribute') {
    const { name } = identitySource
    const values = findAttribute(login.attributes, [name])?.values ?? []
    const [value] = values
    if (values.length > 1)
      return refuse({ code: 'login_attribute_multiple', expected: name, got: values.length })
    if (value === undefined || value === '')
      return refuse({ code: 'login_identity_missing', expected: name })
    return value.length > MAX_VALUE_LENGTH
      ? tooLong(name, value)
      : ok({ source: `attribute:${name}`, value })
  }
  const format = nameId.format ?? NAME_ID_FORMATS.unspecified
  if (format === NAME_ID_FORMATS.transient) return refuse({ code: 'login_name_id_transient' })
  return ok({ source: `name_id:${format}`, value: nameId.value })
}

const tooLong = (name: string, { length: got }: string) =>
  refuse({
    code: 'login_attribute_too_large',
    expected: `${name}: ${MAX_VALUE_LENGTH}`,
    got,
  } as const)

/** An address in the NameID stands in for the attribute. Nobody is without one: it is the user name. */
function mapEmail({ attributes, nameId }: VerifiedLogin, field: Field): FieldOutcome {
  const outcome = mapField(attributes, { ...field, required: false })
  if (outcome.refusal || outcome.values.length > 0) return outcome
  if (nameId.format !== NAME_ID_FORMATS.email)
    return { ...outcome, refusal: missing(attributes, field.name) }
  const { value } = nameId
  return isEmailAddress(value)
    ? { field: field.name, source: NAME_ID, values: [value] }
    : { ...outcome, refusal: { code: 'login_attribute_invalid', expected: field.name } }
}

function fieldsOf(mapping: AttributeMapping): readonly Field[] {
  const ruleOf = (field: ProfileField) => {
    const rule = mapping[field] ?? {}
    return { from: ATTRIBUTE_ALIASES[field], ...('length' in rule ? { from: rule } : rule) }
  }
  return [
    ...SINGLE_FIELDS.map((name) => ({ name, list: false, ...FORMS[name], ...ruleOf(name) })),
    ...LIST_FIELDS.map((name) => ({ name, list: true, ...ruleOf(name) })),
    ...Object.entries(mapping.custom ?? {}).map(([name, { type, ...rule }]) => ({
      name,
      from: [name],
      list: type === 'string_list',
      hasForm: CUSTOM_FORMS[type],
      ...rule,
    })),
  ]
}

/** The custom fields that have a value, each in its type; undefined when there are none. */
function customOf(
  { custom = {} }: AttributeMapping,
  valuesOf: (field: string) => readonly string[],
): Profile['custom'] {
  const entries = Object.entries(custom).flatMap(([name, { type }]) => {
    const values = valuesOf(name)
    return values.length === 0 ? [] : [[name, typed(type, values)] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function typed(type: CustomType, values: readonly string[]): CustomValue {
  const [value = ''] = values
  switch (type) {
    case 'string_list':
      return values
    case 'number':
      return Number(value)
    case 'boolean':
      return /^(?:true|1)$/i.test(value)
    case 'string':
      return value
  }
}

/** One `@` with something on both sides, no white space or control characters: what an address needs to be comparable. */
const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text)

const FORMS: Readonly<Partial<Record<ProfileField, Pick<Field, 'hasForm'>>>> = {
  email: { hasForm: isEmailAddress },
  concurrency: { hasForm: (value) => /^\d{1,9}$/.test(value) },
}

/** How a value of each type is written. */
const CUSTOM_FORMS: Readonly<Record<CustomType, (value: string) => boolean>> = {
  string: () => true,
  string_list: () => true,
  // As many digits as a number holds exactly.
  number: (value) => /^-?\d{1,15}$|^-?\d{1,9}\.\d{1,6}$/.test(value),
  boolean: (value) => /^(?:true|false|1|0)$/i.test(value),
}

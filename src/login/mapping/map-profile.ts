// From what an IdP says to what we know of a person: attribute names are mapped to profile fields,
// by the connector's own mapping or by the names that the IdPs use out of the box.

import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import {
  type AttributeMapping,
  type CustomType,
  LIST_FIELDS,
  type ProfileField,
  SINGLE_FIELDS,
  type SingleField,
} from '../../tenants/connectors/attribute-mapping.ts'
import { NAME_ID_FORMATS } from '../../tenants/connectors/choices.ts'
import type { ConnectorSettings } from '../../tenants/connectors/connector.ts'
import { foldEmail, isAmbiguousEmail } from '../../tenants/email-address.ts'
import { domainOfEmail, parseDomain } from '../../tenants/email-domain.ts'
import type { CustomValue, Profile } from '../../tenants/user.ts'
import { findArrived, NAME_ID, namesOf, type Said } from './arrived-attributes.ts'
import { ATTRIBUTE_ALIASES } from './attribute-aliases.ts'
import {
  type Field,
  type FieldOutcome,
  type FieldRefusalCode,
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

/** An optional field whose attribute arrived with what the field cannot use. No value is told. */
export interface LeftOutField extends Refusal<FieldRefusalCode> {
  readonly field: string
  readonly source?: string
}

/**
 * A mapped profile, and for the test page which attribute each field came from and which were left
 * out.
 */
export interface MappedProfile {
  readonly profile: Profile
  readonly sources: Readonly<Partial<Record<string, string>>>
  /** Absent: nothing was. */
  readonly leftOut?: readonly LeftOutField[]
}

/**
 * What names a person for ever (R52): the source within the IdP, and the value, byte for byte
 * (R47).
 */
export interface MappedIdentity {
  readonly source: string
  readonly value: string
}

/** Names of attributes that a refusal lists. */
const MAX_NAMES = 50

/**
 * Maps the attributes of a verified login. Refuses a required field that is missing, has several
 * values (R54) or a malformed one, an e-mail address of another domain than the connector's, and a
 * person without any role if the connector wants one. The e-mail address is required unless the
 * mapping says otherwise.
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
  const leftOut = leftOutOf(outcomes)
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
    ...(leftOut.length === 0 ? {} : { leftOut }),
  })
}

const leftOutOf = (outcomes: readonly FieldOutcome[]): readonly LeftOutField[] =>
  outcomes.flatMap(({ field, source, leftOut }) =>
    leftOut === undefined
      ? []
      : [{ field, ...(source === undefined ? {} : { source }), ...leftOut }],
  )

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

/**
 * What each field comes to, whatever becomes of the others. Roles stand as the IdP says them,
 * before the rules.
 */
export function mapFields(
  login: VerifiedLogin,
  { mapping, roles, emailDomains = [] }: MappingSettings,
): readonly FieldOutcome[] {
  return fieldsOf(mapping).map((field) => {
    // Domains that may come in say nothing of a person without an address: then it is required,
    // whatever the mapping says.
    if (field.name === 'email')
      return mapEmail(login, emailDomains.length > 0 ? { ...field, required: true } : field)
    const key = field.name === 'roles' && roles ? readRoleKey(login, roles) : undefined
    return key ?? mapField(login, field)
  })
}

/**
 * Says who the person is. A transient NameID identifies nobody twice and is refused as an identity;
 * so is an attribute that is missing or has several values. Neither may be longer than a row should
 * hold.
 */
export function mapIdentity(
  login: VerifiedLogin,
  { identitySource }: Pick<ConnectorSettings, 'identitySource'>,
): Result<MappedIdentity, Refusal<ProfileRefusalCode>> {
  const { nameId } = login
  // Whatever identifies the person: every session keeps the NameID, for its logout.
  if (nameId && nameId.value.length > MAX_VALUE_LENGTH) return tooLong(NAME_ID, nameId.value)
  if (identitySource.kind === 'attribute') return identityOf(login, identitySource.name)
  // The profile has refused it before: here it is a matter of types.
  if (nameId === undefined) return unidentified(login, NAME_ID)
  const format = nameId.format ?? NAME_ID_FORMATS.unspecified
  if (format === NAME_ID_FORMATS.transient)
    return refuse({ code: 'login_name_id_transient', got: namesOf(login, MAX_NAMES) })
  return ok({ source: `name_id:${format}`, value: nameId.value })
}

/**
 * The one value of the attribute that recognises people: of several distinct ones none does (R54).
 */
function identityOf(
  { attributes }: VerifiedLogin,
  name: string,
): Result<MappedIdentity, Refusal<ProfileRefusalCode>> {
  const [value, ...others] = new Set(findArrived({ attributes }, [name])?.values)
  if (value === undefined) return unidentified({ attributes }, name)
  if (others.length > 0)
    return refuse({ code: 'login_attribute_multiple', expected: name, got: others.length + 1 })
  return value.length > MAX_VALUE_LENGTH
    ? tooLong(name, value)
    : ok({ source: `attribute:${name}`, value })
}

const unidentified = (said: Said, expected: string) =>
  refuse({ code: 'login_identity_missing', expected, got: namesOf(said, MAX_NAMES) } as const)

const tooLong = (name: string, { length: got }: string) =>
  refuse({
    code: 'login_attribute_too_large',
    expected: `${name}: ${MAX_VALUE_LENGTH}`,
    got,
  } as const)

/** An address in a NameID of that format stands in for an attribute that did not arrive. */
function mapEmail(login: VerifiedLogin, field: Field): FieldOutcome {
  const outcome = mapField(login, { ...field, required: false })
  const { leftOut, ...at } = outcome
  if (leftOut) return field.required ? { ...at, refusal: leftOut } : outcome
  if (outcome.values.length > 0) return outcome
  if (login.nameId?.format === NAME_ID_FORMATS.email)
    return mapField(login, { ...field, from: [NAME_ID], wellKnown: false, transforms: [] })
  return field.required ? { ...outcome, refusal: missing(login, field.name) } : outcome
}

function fieldsOf(mapping: AttributeMapping): readonly Field[] {
  const ruleOf = (field: ProfileField) => {
    const rule = mapping[field] ?? {}
    const named = 'length' in rule ? { from: rule } : rule
    return { from: ATTRIBUTE_ALIASES[field], wellKnown: named.from === undefined, ...named }
  }
  return [
    ...SINGLE_FIELDS.map((name) => ({ name, list: false, ...FORMS[name], ...ruleOf(name) })),
    ...LIST_FIELDS.map((name) => ({ name, list: true, ...ruleOf(name) })),
    ...Object.entries(mapping.custom ?? {}).map(([name, { type, ...rule }]) => ({
      name,
      from: [name],
      list: type === 'string_list',
      checkForm: CUSTOM_FORMS[type],
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

/**
 * One `@` with something on both sides, no white space or control characters: what an address needs
 * to be comparable.
 */
const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text)

/**
 * Checks an address; one that other systems would take for another is refused by a code of its own
 * (R47).
 */
function checkEmail(text: string): FieldRefusalCode | undefined {
  if (!isEmailAddress(text)) return 'login_attribute_invalid'
  return isAmbiguousEmail(text) ? 'login_email_ambiguous' : undefined
}

type FormCheck = NonNullable<Field['checkForm']>
const matching =
  (form: RegExp): FormCheck =>
  (value) =>
    form.test(value) ? undefined : 'login_attribute_invalid'

const FORMS: Readonly<Partial<Record<ProfileField, Pick<Field, 'checkForm' | 'required'>>>> = {
  email: { required: true, checkForm: checkEmail },
  concurrency: { checkForm: matching(/^\d{1,9}$/) },
}

/** How a value of each type is written. */
const CUSTOM_FORMS: Readonly<Record<CustomType, FormCheck>> = {
  string: () => undefined,
  string_list: () => undefined,
  // As many digits as a number holds exactly.
  number: matching(/^-?\d{1,15}$|^-?\d{1,9}\.\d{1,6}$/),
  boolean: matching(/^(?:true|false|1|0)$/i),
}

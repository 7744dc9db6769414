// One field of a profile: the attribute it comes from, its values after the transforms, and whether
// they are what the field takes. What comes is bounded, whatever an IdP sends.

import type { Refusal } from '../../refusal.ts'
import type { AttributeRule, Transform } from '../../tenants/connectors/attribute-mapping.ts'
import { matchPattern, parsePattern } from '../../tenants/connectors/value-pattern.ts'
import { lowerCase } from '../../tenants/letter-case.ts'
import { findArrived, namesOf, type Said } from './arrived-attributes.ts'
import { ENTRA_GROUPS, ENTRA_GROUPS_LINKS } from './attribute-aliases.ts'

export type FieldRefusalCode =
  | 'login_attribute_multiple'
  | 'login_attribute_invalid'
  | 'login_attribute_too_large'
  | 'login_groups_overage'
  | 'login_profile_incomplete'
  | 'login_email_ambiguous'

/** A field with the names of the attributes that it may come from. */
export interface Field extends AttributeRule {
  readonly name: string
  readonly from: readonly string[]
  /** The names are the well-known ones: compared without regard to case. */
  readonly wellKnown?: boolean
  readonly list: boolean
  /** Says what is wrong with the form of a value; absent: every value will do. */
  readonly checkForm?: (value: string) => FieldRefusalCode | undefined
}

/** What a field came to. */
export interface FieldOutcome {
  readonly field: string
  /** The attribute that was there. */
  readonly source?: string
  readonly values: readonly string[]
  /** The login is refused for it: the field is required. */
  readonly refusal?: Refusal<FieldRefusalCode>
  /** What arrived cannot be used. The field is optional, so the login goes on without it. */
  readonly leftOut?: Refusal<FieldRefusalCode>
}

/** Characters of one value, and of one as it comes, before it is split. */
export const MAX_VALUE_LENGTH = 1024
const MAX_RAW_LENGTH = 16 * 1024
/**
 * Values of one field. What a directory sends beyond that is filtered there, or by a pattern here.
 */
const MAX_LIST_LENGTH = 500
/** Names of attributes that a refusal lists. */
const MAX_NAMES = 50
/** Characters of a name that a fact shows. */
const NAME_SHOWN = 256

/**
 * Maps one field. Values that it cannot use (R54: several for a field that has one) refuse the
 * login if the field is required. Otherwise they are left out, as if the attribute had not arrived:
 * an optional field never stops a login.
 */
export function mapField(said: Said, field: Field): FieldOutcome {
  const { name, required = false } = field
  const attribute = findArrived(said, field.from, { anyCase: field.wellKnown })
  const at = {
    field: name,
    ...(attribute ? { source: attribute.name.slice(0, NAME_SHOWN) } : {}),
  }
  const read = attribute ? readValues(attribute.values, field) : readNothing(said, field)
  if ('wrong' in read && required) return { ...at, values: [], refusal: read.wrong }
  const wrong = 'wrong' in read ? { leftOut: read.wrong } : {}
  const values = 'wrong' in read ? [] : read.values
  if (values.length > 0) return { ...at, values }
  if (field.default !== undefined) return { ...at, values: [field.default].flat(), ...wrong }
  if (required) return { ...at, values, refusal: missing(said, name) }
  return { ...at, values, ...wrong }
}

/** A required field did not arrive: its name, and the names of what did; never a value. */
export const missing = (said: Said, field: string): Refusal<'login_profile_incomplete'> => ({
  code: 'login_profile_incomplete',
  expected: field,
  got: namesOf(said, MAX_NAMES),
})

type Read = { readonly values: readonly string[] } | { readonly wrong: Refusal<FieldRefusalCode> }

/**
 * Several spellings of nothing, and the same value several times, are one value (R54 counts the
 * distinct ones).
 */
function readValues(arrived: readonly string[], field: Field): Read {
  const { name, list, transforms = [], checkForm } = field
  const wrong = (refusal: Refusal<FieldRefusalCode>): Read => ({ wrong: refusal })
  const tooLarge = (expected: number, got: number): Read =>
    wrong({ code: 'login_attribute_too_large', expected: `${name}: ${expected}`, got })

  const raw = distinct(arrived)
  if (!list && raw.length > 1)
    return wrong({ code: 'login_attribute_multiple', expected: name, got: raw.length })
  const longest = longestOf(raw)
  if (longest > MAX_RAW_LENGTH) return tooLarge(MAX_RAW_LENGTH, longest)
  const values = distinct(transforms.reduce(transform, raw))
  if (!list && values.length > 1)
    return wrong({ code: 'login_attribute_multiple', expected: name, got: values.length })
  if (values.length > MAX_LIST_LENGTH) return tooLarge(MAX_LIST_LENGTH, values.length)
  if (longestOf(values) > MAX_VALUE_LENGTH) return tooLarge(MAX_VALUE_LENGTH, longestOf(values))
  for (const value of values) {
    const code = checkForm?.(value)
    if (code !== undefined) return wrong({ code, expected: name })
  }
  return { values }
}

/** Entra ID sends a link, or a claim that names one, in place of more than 150 groups. */
const readNothing = ({ attributes }: Said, { from }: Field): Read => {
  const link = from.includes(ENTRA_GROUPS)
    ? attributes.find(({ name }) => ENTRA_GROUPS_LINKS.includes(name))
    : undefined
  return link === undefined
    ? { values: [] }
    : { wrong: { code: 'login_groups_overage', expected: ENTRA_GROUPS, got: link.name } }
}

function transform(values: readonly string[], step: Transform): readonly string[] {
  switch (step.kind) {
    case 'lowercase':
      return values.map(lowerCase)
    case 'trim':
      return values.map((value) => value.trim())
    case 'split':
      return values.flatMap((value) => value.split(step.by))
    case 'pattern': {
      const pattern = parsePattern(step.pattern)
      if (pattern === undefined) throw new Error('A version holds a pattern that is none')
      return values.flatMap((value) => matchPattern(pattern, value) ?? [])
    }
  }
}

const distinct = (values: readonly string[]): readonly string[] =>
  [...new Set(values)].filter((value) => value !== '')

const longestOf = (values: readonly string[]): number =>
  values.reduce((longest, { length }) => Math.max(longest, length), 0)

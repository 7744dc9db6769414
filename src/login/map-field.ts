// One field of a profile: the attribute it comes from, its values after the transforms, and whether they are what the field
// takes. What comes is bounded, whatever an IdP sends.

import type { SamlAttribute } from '../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../refusal.ts'
import type { AttributeRule, Transform } from '../tenants/attribute-mapping.ts'
import { matchPattern, parsePattern } from '../tenants/value-pattern.ts'
import { ENTRA_GROUPS, ENTRA_GROUPS_LINK } from './attribute-aliases.ts'

export type FieldRefusalCode =
  | 'login_attribute_multiple'
  | 'login_attribute_invalid'
  | 'login_attribute_too_large'
  | 'login_groups_overage'
  | 'login_profile_incomplete'

/** A field with the names of the attributes that it may come from. */
export interface Field extends AttributeRule {
  readonly name: string
  readonly from: readonly string[]
  readonly list: boolean
  /** The form that each value must have. */
  readonly hasForm?: (value: string) => boolean
}

/** What a field came to. With a refusal the login is refused. */
export interface FieldOutcome {
  readonly field: string
  /** The attribute that was there. */
  readonly source?: string
  readonly values: readonly string[]
  readonly refusal?: Refusal<FieldRefusalCode>
}

/** Characters of one value, and of one as it comes, before it is split. */
export const MAX_VALUE_LENGTH = 1024
const MAX_RAW_LENGTH = 16 * 1024
/** Values of one field. What a directory sends beyond that is filtered there, or by a pattern here. */
export const MAX_LIST_LENGTH = 500
/** Names of attributes that a refusal lists. */
const MOST_NAMES = 50

/** Maps one field. A single one that comes with several values is refused (R54), and so is one that is required and missing. */
export function mapField(attributes: readonly SamlAttribute[], field: Field): FieldOutcome {
  const { name, list, transforms = [], hasForm = () => true } = field
  const attribute = findAttribute(attributes, field.from)
  const at = { field: name, ...(attribute ? { source: attribute.name } : {}) }
  const refused = (refusal: Refusal<FieldRefusalCode>): FieldOutcome => ({
    ...at,
    values: [],
    refusal,
  })
  const tooLarge = (expected: number, got: number) =>
    refused({ code: 'login_attribute_too_large', expected: `${name}: ${expected}`, got })

  const raw = attribute?.values ?? []
  if (raw.length === 0 && isOverage(attributes, field)) {
    return refused({ code: 'login_groups_overage', expected: ENTRA_GROUPS, got: ENTRA_GROUPS_LINK })
  }
  if (!list && raw.length > 1) {
    return refused({ code: 'login_attribute_multiple', expected: name, got: raw.length })
  }
  const longest = longestOf(raw)
  if (longest > MAX_RAW_LENGTH) return tooLarge(MAX_RAW_LENGTH, longest)
  const values = distinct(transforms.reduce(transform, raw))
  if (!list && values.length > 1) {
    return refused({ code: 'login_attribute_multiple', expected: name, got: values.length })
  }
  if (values.length > MAX_LIST_LENGTH) return tooLarge(MAX_LIST_LENGTH, values.length)
  if (longestOf(values) > MAX_VALUE_LENGTH) return tooLarge(MAX_VALUE_LENGTH, longestOf(values))
  if (!values.every(hasForm)) return refused({ code: 'login_attribute_invalid', expected: name })
  if (values.length > 0) return { ...at, values }
  if (field.default !== undefined) return { ...at, values: [field.default].flat() }
  return field.required ? refused(missing(attributes, name)) : { ...at, values }
}

/** A required field did not arrive: its name, and the names of what did; never a value. */
export const missing = (
  attributes: readonly SamlAttribute[],
  field: string,
): Refusal<'login_profile_incomplete'> => ({
  code: 'login_profile_incomplete',
  expected: field,
  got: [...new Set(attributes.map(({ name }) => name))].slice(0, MOST_NAMES),
})

/** The first of the names that arrived, compared exactly; values of an attribute that comes in parts are joined. */
export function findAttribute(
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

/** Entra ID sends a link in place of more than 150 groups. Without them nobody knows what the person may. */
const isOverage = (attributes: readonly SamlAttribute[], { from }: Field): boolean =>
  from.includes(ENTRA_GROUPS) && attributes.some(({ name }) => name === ENTRA_GROUPS_LINK)

function transform(values: readonly string[], step: Transform): readonly string[] {
  switch (step.kind) {
    case 'lowercase':
      return values.map((value) => value.toLowerCase())
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

// Which attributes make which field of a profile, as a version says it.

/** The profile fields that attributes are mapped to. */
export const SINGLE_FIELDS = [
  'userId',
  'email',
  'firstName',
  'lastName',
  'nameAlias',
  'concurrency',
] as const
export const LIST_FIELDS = ['roles', 'groups'] as const
export type SingleField = (typeof SINGLE_FIELDS)[number]
type ListField = (typeof LIST_FIELDS)[number]
export type ProfileField = SingleField | ListField

/** What happens to each value, in order; a pattern drops the values that do not match. */
export type Transform =
  | { readonly kind: 'lowercase' }
  | { readonly kind: 'trim' }
  | { readonly kind: 'split'; readonly by: string }
  /** See `value-pattern.ts`. */
  | { readonly kind: 'pattern'; readonly pattern: string }

export interface AttributeRule {
  /**
   * Attribute names, the preferred first. Absent: the well-known names of a field, the own name of
   * a custom one.
   */
  readonly from?: readonly string[]
  readonly transforms?: readonly Transform[]
  /** Without a value nobody is let in. */
  readonly required?: boolean
  /** Stands in where no value arrived. */
  readonly default?: string | readonly string[]
}

export const CUSTOM_TYPES = ['string', 'number', 'boolean', 'string_list'] as const
export type CustomType = (typeof CUSTOM_TYPES)[number]
/** A field of the tenant's own. */
interface CustomRule extends AttributeRule {
  readonly type: CustomType
}

/**
 * Field -> attribute names in order of preference, or a rule. A field that is absent uses the
 * well-known aliases. Names alone stay a list, so that a version keeps its hash.
 */
export type AttributeMapping = Readonly<
  Partial<Record<ProfileField, readonly string[] | AttributeRule>>
> & { readonly custom?: Readonly<Record<string, CustomRule>> }

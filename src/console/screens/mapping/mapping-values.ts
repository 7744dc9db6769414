// The settings of a mapping as the screen holds them, and what of them changed.

import type { ConnectorChange, ConnectorDetail, ConnectorVersion } from '../../api/schema.d.ts'

type Settings = ConnectorVersion['settings']
export type Mapping = Settings['mapping']
export type Roles = Settings['roles']
export type Tenants = Settings['tenants']

/** What the screen edits. */
export interface MappingValues {
  readonly mapping: Mapping
  readonly roles: Roles
  readonly tenants: Tenants
}

/** A rule of a field, in either of its forms. */
export type FieldRule =
  | readonly string[]
  | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly { readonly kind: string }[] | undefined
      readonly required?: boolean | undefined
      readonly default?: unknown
      readonly type?: string
    }

/** The fields that every person has, in the order of the screen. */
export const FIELDS = [
  'user_id',
  'email',
  'first_name',
  'last_name',
  'name_alias',
  'groups',
  'concurrency',
] as const
export type FieldName = (typeof FIELDS)[number] | 'roles'

/** Reads the latest version. */
export function valuesOf({ latest }: ConnectorDetail): MappingValues {
  const { mapping, roles, tenants } = latest.settings
  return { mapping, roles, tenants }
}

/** Tells whether two values are the same, however they came about. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** The members that differ from a version: what a save sends. */
export function changesOf(values: MappingValues, connector: ConnectorDetail): ConnectorChange {
  const before = valuesOf(connector)
  const names = ['mapping', 'roles', 'tenants'] as const
  const changed = names.filter((name) => !isSame(values[name], before[name]))
  return Object.fromEntries(changed.map((name) => [name, values[name]])) as ConnectorChange
}

/** The attributes that a rule names; none: the well-known names. */
export const attributesOf = (rule: FieldRule | undefined): readonly string[] =>
  rule === undefined ? [] : ((isNames(rule) ? rule : rule.from) ?? [])

/** Tells whether a login is refused without the field. */
export const isRequired = (field: string, rule: FieldRule | undefined): boolean =>
  (rule === undefined || isNames(rule) ? undefined : rule.required) ?? field === 'email'

/** How many transforms a rule has. */
export const transformsOf = (rule: FieldRule | undefined): number =>
  rule === undefined || isNames(rule) ? 0 : (rule.transforms?.length ?? 0)

const isNames = (rule: FieldRule): rule is readonly string[] => Array.isArray(rule)

/** A rule with other attributes and another obligation; what else it says stays. */
export function changeRule(
  field: string,
  rule: FieldRule | undefined,
  changed: { readonly attributes: readonly string[]; readonly required: boolean },
): FieldRule | undefined {
  const { attributes, required } = changed
  const { from: _from, required: _required, ...others } = rule && !isNames(rule) ? rule : {}
  const isUsual = required === (field === 'email')
  if (isUsual && Object.keys(others).length === 0)
    return attributes.length === 0 ? undefined : attributes
  return {
    ...others,
    ...(attributes.length > 0 && { from: attributes }),
    ...(isUsual ? {} : { required }),
  }
}

/** The mapping with one rule changed; `undefined` takes the well-known names again. */
export function withRule(mapping: Mapping, field: FieldName, rule: FieldRule | undefined): Mapping {
  const { [field]: _before, ...others } = mapping
  return (rule === undefined ? others : { ...others, [field]: rule }) as Mapping
}

/** A rule that gives a role or a tenant to those with a value. */
export interface ValueRule {
  readonly match: 'exact' | 'prefix' | 'group_id'
  readonly value: string
  readonly label?: string | undefined
  /** The role, or the id of the tenant. */
  readonly gives: string
}

const GROUP_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Tells whether a value looks like the id of a directory group. */
export const isGroupId = (value: string): boolean => GROUP_ID.test(value)

/** Tells whether a rule means a value, as a login would. */
export function meansValue({ match, value }: Omit<ValueRule, 'gives'>, got: string): boolean {
  if (match === 'prefix') return got.startsWith(value)
  return match === 'exact' ? got === value : got.toLowerCase() === value.toLowerCase()
}

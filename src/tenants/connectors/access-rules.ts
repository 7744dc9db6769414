// Which roles a person has, and in which tenant they land, by what the IdP says: as a version says
// it.

import type { TenantId } from '../ids.ts'
import { foldAscii } from '../letter-case.ts'

/**
 * The tenant's own administrators. Only a connector that allows it hands this role out, or the
 * next.
 */
export const ADMIN_ROLE = 'admin'
/** Who sees what they see, and changes nothing. */
export const VIEWER_ROLE = 'viewer'

/**
 * Tells whether a role opens the tenant's own configuration, however it is written: an application
 * might not mind the case.
 */
export const isAdministrative = (role: string): boolean =>
  [ADMIN_ROLE, VIEWER_ROLE].includes(role.toLowerCase())

export const VALUE_MATCHES = ['exact', 'prefix', 'group_id'] as const
/**
 * How a value is compared: byte for byte, by how it begins, or as the GUID of a directory group,
 * whatever its case.
 */
type ValueMatch = (typeof VALUE_MATCHES)[number]

/** When a value of the IdP is meant. */
export interface ValueRule {
  readonly match: ValueMatch
  readonly value: string
  /** What the value stands for: directories send ids of groups, and people know their names. */
  readonly label?: string
}

export interface RoleRule extends ValueRule {
  readonly role: string
}

export interface RoleSettings {
  /** The role key: the attribute that rules read. Absent: what the mapping has as `roles`. */
  readonly attribute?: string
  /** Each that matches counts. Absent: the values are the roles. */
  readonly rules?: readonly RoleRule[]
  /** When nothing matched: nobody comes in, the default role, or no role. Absent: `ignore`. */
  readonly unmatched?: 'deny' | 'default' | 'ignore'
  readonly defaultRole?: string
  /** Whether roles that the IdP no longer says go (`replace`, the usual), or stay. */
  readonly sync?: 'replace' | 'add'
  readonly allowAdmin?: boolean
}

interface TenantRule extends ValueRule {
  /** The connector's own tenant, or a child of it. */
  readonly tenantId: TenantId
}

export interface TenantSettings {
  /** The tenant key: the attribute that rules read. */
  readonly attribute: string
  readonly rules: readonly TenantRule[]
  /** Of several tenants that match: the person chooses (the usual), or the first rule decides. */
  readonly several?: 'choose' | 'first'
}

/** How many roles a tenant may declare. */
export const MAX_DECLARED_ROLES = 100

/**
 * Tells whether there is such a role: one that the tenant declared, or one that is always there.
 * Undefined: the tenant declares none, so any role is taken.
 */
export const isDeclared = (role: string, declared: readonly string[] | undefined): boolean =>
  declared === undefined || [ADMIN_ROLE, VIEWER_ROLE, ...declared].includes(role)

/** Where settings name a role that there is not, as a JSON pointer. */
export function undeclaredRole(
  { rules = [], defaultRole }: RoleSettings,
  declared: readonly string[] | undefined,
): { readonly pointer: string; readonly role: string } | undefined {
  const at = rules.findIndex(({ role }) => !isDeclared(role, declared))
  const rule = rules[at]
  if (rule) return { pointer: `/roles/rules/${at}/role`, role: rule.role }
  if (defaultRole === undefined || isDeclared(defaultRole, declared)) return undefined
  return { pointer: '/roles/default_role', role: defaultRole }
}

/** Tells whether a value of the IdP is the one that a rule means (R47). */
export function meansValue({ match, value }: ValueRule, got: string): boolean {
  if (match === 'prefix') return got.startsWith(value)
  return match === 'exact' ? got === value : foldAscii(got) === foldAscii(value)
}

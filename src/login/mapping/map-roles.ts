// From what an IdP says to the roles of a person, by the rules of the connector.

import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import {
  isAdministrative,
  meansValue,
  type RoleSettings,
} from '../../tenants/connectors/access-rules.ts'
import type { Said } from './arrived-attributes.ts'
import { type FieldOutcome, type FieldRefusalCode, mapField } from './map-field.ts'

export type RoleRefusalCode = 'login_role_unmatched'

/** The values that rules read: those of the role key, or what the mapping has as `roles`. */
export const readRoleKey = (said: Said, { attribute }: RoleSettings): FieldOutcome | undefined =>
  attribute === undefined
    ? undefined
    : mapField(said, { name: 'roles', from: [attribute], list: true })

/**
 * The roles that these values give, each once. Refuses a person for whom no rule holds, where the
 * connector says so.
 */
export function mapRoles(
  values: readonly string[],
  settings: RoleSettings = {},
): Result<readonly string[], Refusal<FieldRefusalCode | RoleRefusalCode>> {
  const { rules, unmatched = 'ignore', defaultRole, allowAdmin = false } = settings
  const matched = rules
    ? rules.filter((rule) => values.some((value) => meansValue(rule, value)))
    : values.map((role) => ({ role }))
  if (matched.length === 0) {
    if (unmatched === 'deny')
      return refuse({ code: 'login_role_unmatched', expected: settings.attribute ?? 'roles' })
    if (unmatched === 'default' && defaultRole !== undefined) return ok([defaultRole])
  }
  const roles = [...new Set(matched.map(({ role }) => role))]
  return ok(allowAdmin ? roles : roles.filter((role) => !isAdministrative(role)))
}

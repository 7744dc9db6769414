// From what an IdP says to the tenants that a person may enter, by the rules of the connector.

import type { SamlAttribute } from '../../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { meansValue, type TenantSettings } from '../../tenants/connectors/access-rules.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { type FieldRefusalCode, mapField } from './map-field.ts'

/**
 * The tenants that the login may open, in the order of the rules: the one that was chosen, if it is
 * among them, or the first where the connector says so. A session opens exactly one (I5). Refuses a
 * person for whom no rule holds.
 */
export function mapTenants(
  attributes: readonly SamlAttribute[],
  { attribute, rules, several = 'choose' }: TenantSettings,
  chosen?: TenantId,
): Result<readonly TenantId[], Refusal<FieldRefusalCode | 'login_tenant_unmatched'>> {
  // Without a tenant nobody enters, so what cannot be used refuses.
  const key = { name: attribute, from: [attribute], list: true }
  const { values, leftOut } = mapField({ attributes }, key)
  if (leftOut) return refuse(leftOut)
  const matched = rules.filter((rule) => values.some((value) => meansValue(rule, value)))
  const tenants = [...new Set(matched.map(({ tenantId }) => tenantId))]
  const [first] = tenants
  if (first === undefined) return refuse({ code: 'login_tenant_unmatched', expected: attribute })
  if (chosen !== undefined && tenants.includes(chosen)) return ok([chosen])
  return ok(several === 'first' ? [first] : tenants)
}

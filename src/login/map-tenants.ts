// From what an IdP says to the tenants that a person may enter, by the rules of the connector.

import type { SamlAttribute } from '../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import { meansValue, type TenantSettings } from '../tenants/access-rules.ts'
import type { TenantId } from '../tenants/ids.ts'
import { type FieldRefusalCode, mapField } from './map-field.ts'

export type TenantMappingRefusalCode = 'login_tenant_unmatched' | 'login_tenant_ambiguous'

/** The one tenant that the login opens (I5). Refuses a person for whom no rule holds, and one of several who has not chosen. */
export function mapTenant(
  attributes: readonly SamlAttribute[],
  { attribute, rules, several = 'choose' }: TenantSettings,
  chosen?: TenantId,
): Result<TenantId, Refusal<FieldRefusalCode | TenantMappingRefusalCode>> {
  const { values, refusal } = mapField(attributes, {
    name: attribute,
    from: [attribute],
    list: true,
  })
  if (refusal) return refuse(refusal)
  const matched = rules.filter((rule) => values.some((value) => meansValue(rule, value)))
  const tenants = [...new Set(matched.map(({ tenantId }) => tenantId))]
  const [first, second] = tenants
  if (first === undefined) return refuse({ code: 'login_tenant_unmatched', expected: attribute })
  if (chosen !== undefined && tenants.includes(chosen)) return ok(chosen)
  if (second === undefined || several === 'first') return ok(first)
  return refuse({ code: 'login_tenant_ambiguous', expected: tenants })
}

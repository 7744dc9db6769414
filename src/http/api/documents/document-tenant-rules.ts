// The rules of tenants as a document has them: by name, because ids mean nothing in another
// deployment.

import * as v from 'valibot'
import type { TenantId } from '../../../tenants/ids.ts'
import type { Tenant } from '../../../tenants/tenant.ts'
import type { InvalidMember } from '../../problem.ts'
import { TenantRulesShape } from '../connectors/mapping-shapes.ts'
import { Name, text } from '../engine/members.ts'

/** The rules of tenants in a document. */
export const DocumentTenantRulesShape = v.strictObject({
  ...TenantRulesShape.entries,
  rules: v.pipe(
    v.array(
      v.strictObject({
        match: v.picklist(['exact', 'prefix', 'group_id']),
        value: text(1024),
        tenant: v.pipe(
          v.nullable(Name),
          v.description('Name of a child tenant; null for the tenant itself.'),
        ),
      }),
    ),
    v.minLength(1, 'must hold a rule'),
    v.maxLength(200, 'must hold at most 200 rules'),
  ),
})
type DocumentRules = v.InferOutput<typeof DocumentTenantRulesShape>
type Rules = v.InferOutput<typeof TenantRulesShape>

/**
 * Names the tenants. One that was deleted since has no name: its id stands there, which nothing
 * takes back in.
 */
export const nameTenants = (
  { rules, ...others }: Rules,
  children: readonly Tenant[],
  own: TenantId,
): DocumentRules => ({
  ...others,
  rules: rules.map(({ tenant_id, ...rule }) => ({
    ...rule,
    tenant:
      tenant_id === own ? null : (children.find(({ id }) => id === tenant_id)?.name ?? tenant_id),
  })),
})

/** Finds the tenants again. The rules were checked. */
export const findTenants = (
  { rules, ...others }: DocumentRules,
  children: readonly Tenant[],
  own: TenantId,
): Rules => ({
  ...others,
  rules: rules.map(({ tenant, ...rule }) => ({
    ...rule,
    tenant_id: tenant === null ? own : (children.find(({ name }) => name === tenant)?.id ?? own),
  })),
})

/** Refuses a name that no child tenant has, and one that several have. */
export const unknownTenants = (
  { rules }: DocumentRules,
  children: readonly Tenant[],
  pointer: string,
): readonly InvalidMember[] =>
  rules.flatMap(({ tenant }, at) =>
    tenant === null || children.filter(({ name }) => name === tenant).length === 1
      ? []
      : [
          {
            pointer: `${pointer}/rules/${at}/tenant`,
            detail: 'must be the name of one child tenant',
          },
        ],
  )

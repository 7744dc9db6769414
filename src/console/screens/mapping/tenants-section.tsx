// Which tenant a person enters: the connector's own, or a child of it that a rule names.

import { useMe } from '../../api/me.ts'
import { errorAt } from '../../api/problem.ts'
import { useList, useResource } from '../../api/queries.ts'
import { CheckboxField, SelectField, TextField } from '../../parts/fields.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Narrow, Section } from '../../parts/page.tsx'
import type { SectionProps } from './fields-section.tsx'
import type { Tenants, ValueRule } from './mapping-values.ts'
import { valuesOf } from './preview.ts'
import { Rules } from './rules-section.tsx'

const SEVERAL = [
  { value: 'choose', label: 'The person chooses' },
  { value: 'first', label: 'The first rule decides' },
] as const

/** Rules of tenants. A tenant without children needs none, so there the section is closed. */
export function TenantsSection({
  form,
  report,
  mayChange,
  tenantId,
}: SectionProps & { readonly tenantId: string }) {
  const { me } = useMe()
  const isOperator = me?.kind === 'operator' || me?.kind === 'support'
  const children = useList(
    'GET /tenants',
    { query: { parent_id: tenantId } },
    { enabled: isOperator },
  )
  const own = useResource('GET /tenants/{tenant_id}', { path: { tenant_id: tenantId } })
  const { tenants } = form.values
  const known = [...(own.data ? [own.data] : []), ...children.items]
  const set = (changed: Tenants) => form.set({ tenants: changed })
  const problem = errorAt(form.save.problem, '/tenants')
  const rules = tenants?.rules.map(
    ({ tenant_id, ...rule }): ValueRule => ({ ...rule, gives: tenant_id }),
  )
  return (
    <Section title="Tenants" sentence="Which tenant people enter. Usually the connector’s own.">
      {problem && <Notice kind="bad" title={problem} />}
      <CheckboxField
        label="An attribute decides which tenant people enter"
        help="For tenants with child tenants: a site, a subsidiary or a customer number."
        checked={tenants !== null}
        onChange={(isOn) => set(isOn ? { attribute: '', rules: [] } : null)}
        disabled={!mayChange}
      />
      {tenants && rules && (
        <>
          <Narrow>
            <TextField
              label="Tenant key"
              mono
              help="The attribute that the rules read."
              value={tenants.attribute}
              onChange={(attribute) => set({ ...tenants, attribute })}
              disabled={!mayChange}
            />
          </Narrow>
          <Rules
            what="Tenant"
            rules={rules}
            choices={
              isOperator ? known.map(({ id, name }) => ({ value: id, label: name })) : undefined
            }
            nameOf={(id) => known.find((one) => one.id === id)?.name ?? id}
            values={
              report && tenants.attribute !== '' ? valuesOf(report, tenants.attribute) : undefined
            }
            mayChange={mayChange}
            onChange={(next) => set({ ...tenants, rules: next.map(toTenantRule) })}
          />
          <Narrow>
            <SelectField
              label="If several match"
              choices={SEVERAL}
              value={tenants.several ?? 'choose'}
              onChange={(several) => set({ ...tenants, several })}
              disabled={!mayChange}
            />
          </Narrow>
        </>
      )}
    </Section>
  )
}

const toTenantRule = ({ gives, ...rule }: ValueRule) => ({ ...rule, tenant_id: gives })

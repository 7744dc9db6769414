// Roles: as the IdP sends them, or by rules over the values of an attribute.

import { errorAt } from '../../api/problem.ts'
import { useResource } from '../../api/queries.ts'
import { CheckboxField, RadioField, SelectField, TextField } from '../../parts/fields.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Narrow, Section, Stack } from '../../parts/page.tsx'
import type { SectionProps } from './fields-section.tsx'
import type { Roles, ValueRule } from './mapping-values.ts'
import { roleValues } from './preview.ts'
import { Rules } from './rules-section.tsx'

type RoleSettings = NonNullable<Roles>

const HOW = [
  {
    value: 'sent',
    label: 'As the identity provider sends them',
    help: 'Each value is the name of a role.',
  },
  { value: 'rules', label: 'By rules', help: 'A value, such as a group, gives a role.' },
] as const

const UNMATCHED = [
  { value: 'ignore', label: 'They come in without a role' },
  { value: 'default', label: 'They get the usual role' },
  { value: 'deny', label: 'They are refused' },
] as const

/** Which roles people get. */
export function RolesSection({
  form,
  report,
  mayChange,
  tenantId,
}: SectionProps & { readonly tenantId: string }) {
  const tenant = useResource('GET /tenants/{tenant_id}', { path: { tenant_id: tenantId } })
  const settings: RoleSettings = form.values.roles ?? {}
  const set = (roles: RoleSettings) => form.set({ roles: orNone(roles) })
  const change = (changed: Partial<RoleSettings>) => set({ ...settings, ...changed })
  const rules = settings.rules?.map(({ role, ...rule }): ValueRule => ({ ...rule, gives: role }))
  const setRules = (next: readonly ValueRule[]) =>
    set(withRules(settings, next.length === 0 ? undefined : next))
  const names = roleNames(tenant.data?.roles, settings.allow_admin === true)
  const problem = errorAt(form.save.problem, '/roles')
  return (
    <Section title="Roles" sentence="Which roles people get. Roles that are given by hand stay.">
      {problem && <Notice kind="bad" title={problem} />}
      <Narrow>
        <TextField
          label="Role key"
          optional
          mono
          help="The attribute that says what somebody may do. Empty: what the field Roles has."
          value={settings.attribute ?? ''}
          onChange={(attribute) => set(withKey(settings, attribute))}
          disabled={!mayChange}
        />
        <RadioField
          label="Roles come"
          choices={HOW}
          value={rules ? 'rules' : 'sent'}
          onChange={(how) => set(withRules(settings, how === 'rules' ? (rules ?? []) : undefined))}
          disabled={!mayChange}
        />
      </Narrow>
      {rules && (
        <Stack>
          <Rules
            what="Role"
            rules={rules}
            choices={names?.map((name) => ({ value: name, label: name }))}
            nameOf={(role) => role}
            values={report && roleValues(report, form.values.roles)}
            mayChange={mayChange}
            onChange={setRules}
          />
          <Narrow>
            <SelectField
              label="People for whom no rule holds"
              choices={UNMATCHED}
              value={settings.unmatched ?? 'ignore'}
              onChange={(unmatched) => set(withUnmatched(settings, unmatched, names?.[0] ?? ''))}
              disabled={!mayChange}
            />
            {settings.unmatched === 'default' && (
              <UsualRole names={names} value={settings.default_role ?? ''} onChange={change} />
            )}
          </Narrow>
        </Stack>
      )}
      <CheckboxField
        label="May make administrators and viewers of this tenant"
        help="Off: the roles admin and viewer are given by hand alone."
        checked={settings.allow_admin === true}
        onChange={(allow_admin) => change({ allow_admin })}
        disabled={!mayChange}
      />
    </Section>
  )
}

interface UsualRoleProps {
  readonly names: readonly string[] | undefined
  readonly value: string
  readonly onChange: (changed: Pick<RoleSettings, 'default_role'>) => void
}

const UsualRole = ({ names, value, onChange }: UsualRoleProps) =>
  names ? (
    <SelectField
      label="Usual role"
      choices={names.map((name) => ({ value: name, label: name }))}
      value={value}
      onChange={(default_role) => onChange({ default_role })}
    />
  ) : (
    <TextField
      label="Usual role"
      value={value}
      onChange={(default_role) => onChange({ default_role })}
    />
  )

/** The roles that rules may give; `undefined`: the tenant declares none, so any. */
const roleNames = (
  declared: readonly string[] | null | undefined,
  allowsAdmin: boolean,
): readonly string[] | undefined =>
  declared ? [...declared, ...(allowsAdmin ? ['admin', 'viewer'] : [])] : undefined

function withKey({ attribute: _before, ...others }: RoleSettings, key: string): RoleSettings {
  return key === '' ? others : { ...others, attribute: key }
}

function withRules(
  { rules: _before, ...others }: RoleSettings,
  rules: readonly ValueRule[] | undefined,
): RoleSettings {
  if (rules === undefined) return others
  return { ...others, rules: rules.map(({ gives, ...rule }) => ({ ...rule, role: gives })) }
}

function withUnmatched(
  { default_role: before, ...others }: RoleSettings,
  unmatched: NonNullable<RoleSettings['unmatched']>,
  first: string,
): RoleSettings {
  if (unmatched !== 'default') return { ...others, unmatched }
  return { ...others, unmatched, default_role: before ?? first }
}

/** No member is no settings. */
const orNone = (roles: RoleSettings): Roles => (Object.keys(roles).length === 0 ? null : roles)

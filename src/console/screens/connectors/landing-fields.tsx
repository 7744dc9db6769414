// Where people land who asked for no address: ordered rules, then the usual application.

import { useMe } from '../../api/me.ts'
import { errorAt } from '../../api/problem.ts'
import { useList } from '../../api/queries.ts'
import type { Application } from '../../api/schema.d.ts'
import { Actions, Button } from '../../parts/button.tsx'
import { SelectField, TextField } from '../../parts/fields.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Card, Section, Stack } from '../../parts/page.tsx'
import type { Settings } from './setting-words.ts'
import type { SettingsFieldsProps } from './settings-fields.tsx'

type Landing = NonNullable<Settings['landing']>
type Rule = Landing['rules'][number]

const MATCHES = [
  { value: 'role', label: 'Role' },
  { value: 'group', label: 'Group' },
  { value: 'attribute', label: 'Attribute' },
] as const

/** The fields of landing. Without an application there is nothing to choose. */
export function LandingFields({
  values,
  set,
  problem,
  tenantId,
}: SettingsFieldsProps & { readonly tenantId: string }) {
  const path = { tenant_id: tenantId }
  // A set-up link opens no applications, so its guests leave landing as it is.
  const isGuest = useMe().me?.kind === 'guest'
  const applications = useList(
    'GET /tenants/{tenant_id}/applications',
    { path },
    { enabled: !isGuest },
  )
  const [first] = applications.items
  if (isGuest) return null
  if (first === undefined && values.landing === null) return null
  const landing = values.landing ?? { rules: [] }
  const change = (changed: Partial<Landing>) => set({ landing: orNone({ ...landing, ...changed }) })
  const changeRule = (at: number, rule: Rule) =>
    change({ rules: landing.rules.map((one, other) => (other === at ? rule : one)) })
  return (
    <Section
      title="Landing"
      sentence="Where people go who asked for no address. The first rule that fits decides."
    >
      <Stack>
        {landing.rules.map((rule, at) => (
          <RuleFields
            // Rules have no name of their own: their place is what identifies them.
            key={at}
            place={at + 1}
            rule={rule}
            applications={applications.items}
            error={errorAt(problem, `/landing/rules/${at}`)}
            onChange={(changed) => changeRule(at, changed)}
            onRemove={() => change({ rules: landing.rules.filter((_, other) => other !== at) })}
          />
        ))}
        {first && (
          <Actions>
            <Button
              onClick={() =>
                change({
                  rules: [...landing.rules, { match: 'role', value: '', application_id: first.id }],
                })
              }
            >
              <Icon name="plus" />
              Add rule
            </Button>
          </Actions>
        )}
        <SelectField
          label="Otherwise"
          choices={[
            { value: '', label: 'The only application, else people choose' },
            ...choicesOf(applications.items),
          ]}
          value={landing.default_application_id ?? ''}
          onChange={(id) => set({ landing: orNone(withDefault(landing, id)) })}
          error={errorAt(problem, '/landing/default_application_id')}
        />
      </Stack>
    </Section>
  )
}

const choicesOf = (applications: readonly Pick<Application, 'id' | 'name'>[]) =>
  applications.map(({ id, name }) => ({ value: id, label: name }))

function withDefault({ rules }: Landing, id: string): Landing {
  return id === '' ? { rules } : { rules, default_application_id: id }
}

/** No rule and no usual application are no settings. */
const orNone = (landing: Landing): Landing | null =>
  landing.rules.length === 0 && landing.default_application_id === undefined ? null : landing

interface RuleFieldsProps {
  readonly place: number
  readonly rule: Rule
  readonly applications: readonly Pick<Application, 'id' | 'name'>[]
  readonly error: string | undefined
  readonly onChange: (rule: Rule) => void
  readonly onRemove: () => void
}

const RuleFields = ({ place, rule, applications, error, onChange, onRemove }: RuleFieldsProps) => (
  <Card>
    <SelectField
      label={`Rule ${place} looks at`}
      choices={MATCHES}
      value={rule.match}
      onChange={(match) => {
        const { attribute: _before, ...others } = rule
        onChange({ ...others, match, ...(match === 'attribute' && { attribute: '' }) })
      }}
    />
    {rule.match === 'attribute' && (
      <TextField
        label="Attribute"
        mono
        value={rule.attribute ?? ''}
        onChange={(attribute) => onChange({ ...rule, attribute })}
      />
    )}
    <TextField
      label="Value"
      value={rule.value}
      onChange={(value) => onChange({ ...rule, value })}
      error={error}
    />
    <SelectField
      label="Leads to"
      choices={choicesOf(applications)}
      value={rule.application_id}
      onChange={(application_id) => onChange({ ...rule, application_id })}
    />
    <Button kind="quiet" onClick={onRemove} label={`Remove rule ${place}`}>
      Remove rule
    </Button>
  </Card>
)

// The fields of a connector's settings: how people sign in, and who may.

import { type ApiProblem, errorAt } from '../../api/problem.ts'
import {
  AreaField,
  CheckboxField,
  RadioField,
  SelectField,
  TextField,
} from '../../parts/fields.tsx'
import { Section } from '../../parts/page.tsx'
import { NAME_ID_FORMATS, PROVISIONING } from './setting-words.ts'
import type { SettingsValues } from './settings-values.ts'

export interface SettingsFieldsProps {
  readonly values: SettingsValues
  readonly set: (changed: Partial<SettingsValues>) => void
  readonly problem: ApiProblem | undefined
}

const FORMATS = (['unspecified', 'email', 'persistent', 'transient'] as const).map((value) => ({
  value,
  label: NAME_ID_FORMATS[value],
}))

const IDENTITIES = [
  { value: 'name_id', label: 'The NameID' },
  { value: 'attribute', label: 'An attribute that never changes' },
] as const

const MODES = [
  {
    value: 'off',
    label: 'Refuse them',
    help: 'Usual. People begin at your application or the login address.',
  },
  {
    value: 'convert',
    label: 'Start again from here',
    help: 'The message is not used. The sign-in begins anew, and people notice nothing.',
  },
  {
    value: 'accept',
    label: 'Accept them',
    help: 'Less safe: such a message answers no request of ours.',
  },
] as const

const WHO = (['create', 'only_invited', 'only_linked'] as const).map((value) => ({
  value,
  label: PROVISIONING[value],
}))

/** How people sign in and are recognised. */
export const SignInFields = ({ values, set, problem }: SettingsFieldsProps) => (
  <Section title="Sign-in">
    <SelectField
      label="NameID format"
      help="What requests ask for. Most identity providers send what they are set to."
      choices={FORMATS}
      value={values.name_id_format}
      onChange={(name_id_format) => set({ name_id_format })}
      error={errorAt(problem, '/name_id_format')}
    />
    <RadioField
      label="People are recognised by"
      choices={IDENTITIES}
      value={values.identity}
      onChange={(identity) => set({ identity })}
    />
    {values.identity === 'attribute' && (
      <TextField
        label="Name of the attribute"
        mono
        value={values.identity_attribute}
        onChange={(identity_attribute) => set({ identity_attribute })}
        error={errorAt(problem, '/identity_source')}
      />
    )}
    <RadioField
      label="Sign-ins that the IdP begins"
      choices={MODES}
      value={values.idp_initiated}
      onChange={(idp_initiated) => set({ idp_initiated })}
      error={errorAt(problem, '/idp_initiated')}
    />
    <CheckboxField
      label="Ask the IdP to sign people in anew each time"
      checked={values.force_authn}
      onChange={(force_authn) => set({ force_authn })}
    />
    <TextField
      label="Session length in hours"
      type="number"
      help="1 to 24. A session ends earlier if the identity provider says so."
      value={values.max_session_hours}
      onChange={(max_session_hours) => set({ max_session_hours })}
      error={errorAt(problem, '/max_session_hours')}
    />
  </Section>
)

/** Who may sign in. */
export const AdmissionFields = ({ values, set, problem }: SettingsFieldsProps) => (
  <Section title="Who may sign in">
    <RadioField
      label="Who may come in"
      choices={WHO}
      value={values.provisioning}
      onChange={(provisioning) => set({ provisioning })}
      error={errorAt(problem, '/provisioning')}
    />
    <AreaField
      label="E-mail domains"
      optional
      mono
      rows={3}
      placeholder="example.com"
      help="One per line. People with an address of another domain are refused. Empty: any domain."
      value={values.email_domains}
      onChange={(email_domains) => set({ email_domains })}
      error={errorAt(problem, '/email_domains')}
    />
    <CheckboxField
      label="Link people by their e-mail address on their first sign-in"
      help="Only for domains that the tenant has verified."
      checked={values.link_by_email}
      onChange={(link_by_email) => set({ link_by_email })}
      error={errorAt(problem, '/link_by_email')}
    />
  </Section>
)

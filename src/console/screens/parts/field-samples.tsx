// Fields and forms.

import { useState } from 'react'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { useDraft } from '../../parts/drafts.ts'
import {
  AreaField,
  CheckboxField,
  FileField,
  RadioField,
  SelectField,
  TextField,
} from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Columns, Section } from '../../parts/page.tsx'

const ENVIRONMENTS = [
  { value: 'production', label: 'Production', help: 'Real people sign in with it.' },
  { value: 'non_production', label: 'Non-production', help: 'For trying things out.' },
] as const

/** The parts that ask for something. */
export const FieldSamples = () => (
  <Section title="Fields">
    <Columns>
      <Filled />
      <InError />
    </Columns>
  </Section>
)

function Filled() {
  const draft = useDraft('parts', { name: '', environment: 'production', xml: '' })
  const { values, set } = draft
  const [agreed, agree] = useState(false)
  const environment = values.environment === 'production' ? 'production' : 'non_production'
  return (
    <Form
      submit="Issue SSO key"
      onSubmit={() => {
        draft.reset()
        toast('SSO key issued')
      }}
      second={
        <Button kind="quiet" onClick={draft.reset}>
          Start over
        </Button>
      }
    >
      <TextField
        label="Key name"
        help="Your people never see it."
        value={values.name}
        onChange={(name) => set({ name })}
      />
      <RadioField
        label="Environment"
        choices={ENVIRONMENTS}
        value={environment}
        onChange={(chosen) => set({ environment: chosen })}
      />
      <AreaField
        label="Metadata"
        optional
        mono
        placeholder="Paste a URL, XML or a certificate"
        value={values.xml}
        onChange={(xml) => set({ xml })}
      />
      <FileField
        label="Or choose a file"
        optional
        accept=".xml,.pem,.cer,.crt,.p7b"
        maxBytes={1_000_000}
        onFile={({ name }) => toast(`Read ${name}`)}
        onTooLarge={({ name }) => toast(`${name} is larger than 1 MB`)}
      />
      <CheckboxField
        label="May activate"
        help="Otherwise an administrator activates."
        checked={agreed}
        onChange={agree}
      />
    </Form>
  )
}

const InError = () => (
  <Form
    submit="Save"
    onSubmit={() => undefined}
    problem={{ message: 'The value of name is too long.', mend: 'Send at most 100 characters.' }}
    why="Mend the fields first"
  >
    <TextField
      label="Name"
      value={'x'.repeat(101)}
      onChange={() => undefined}
      error="Name must have at most 100 characters."
    />
    <SelectField
      label="NameID format"
      choices={[
        { value: 'persistent', label: 'Persistent' },
        { value: 'email', label: 'E-mail address' },
      ]}
      value="persistent"
      onChange={() => undefined}
    />
    <RadioField
      label="Second factor"
      choices={[
        { value: 'optional', label: 'Optional' },
        { value: 'everyone', label: 'Everyone' },
      ]}
      value="optional"
      onChange={() => undefined}
      error="Administrators need a second factor first."
    />
    <TextField label="Reference" value="acme-okta" onChange={() => undefined} disabled />
  </Form>
)

// The parts of a guided set-up, in every state.

import { Beside } from '../../parts/guided/beside.tsx'
import { Disclosure } from '../../parts/guided/disclosure.tsx'
import { FieldsToFill, Instruction, Instructions } from '../../parts/guided/instructions.tsx'
import { PickList } from '../../parts/guided/pick-list.tsx'
import { Section } from '../../parts/page.tsx'

const FIELDS = [
  {
    label: 'Audience URI (SP Entity ID)',
    value: 'https://sso.example.com/sso/sso_2c4d6f8g1h3j5k7m9n0p2q4r/saml/metadata',
    isTyped: true,
    note: 'Our EntityID',
  },
  { label: 'Name ID format', value: 'EmailAddress', isTyped: false },
]

/** The parts that lead somebody through another product. */
export const GuidedSamples = () => (
  <>
    <Section title="Instructions">
      <Beside
        aside={<Section title="Beside them">What one does with them stays in sight.</Section>}
      >
        <Instructions>
          <Instruction title="Create the app" way={['Applications', 'Create App Integration']}>
            <p>Type a name, then go on.</p>
          </Instruction>
          <Instruction title="Enter our addresses" way={['Configure SAML']}>
            <FieldsToFill fields={FIELDS} />
          </Instruction>
        </Instructions>
        <Disclosure title="If the product shows an error">
          <p>Most people need none of this.</p>
        </Disclosure>
      </Beside>
    </Section>
    <Section title="Picking one">
      <PickList
        label="Identity providers"
        picks={[
          { id: 'okta', title: 'Okta', detail: 'Okta Workforce Identity' },
          { id: 'entra-id', title: 'Microsoft Entra ID', detail: 'Azure AD' },
          { id: 'other', title: 'Another identity provider' },
        ]}
        onPick={() => undefined}
        pending="entra-id"
      />
    </Section>
  </>
)

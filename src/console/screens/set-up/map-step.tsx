// The second step: what arrives and what it becomes. Whoever followed the guide has nothing to do
// here but to decide what recognises a person.

import { useMay } from '../../api/me.ts'
import { useChange } from '../../api/queries.ts'
import type { Guide } from '../../guides/guide.ts'
import { nameInText } from '../../guides/products.ts'
import { toast } from '../../parts/announcements.tsx'
import { Actions, ButtonLink } from '../../parts/button.tsx'
import { Facts, Mono } from '../../parts/facts.tsx'
import { type Choice, RadioField } from '../../parts/fields.tsx'
import { lazyPart } from '../../parts/lazy-part.ts'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { GuideText } from './guide-text.tsx'
import type { KnownSetUp } from './use-set-up.ts'

const TestedMapping = lazyPart(async () => (await import('./tested-mapping.tsx')).TestedMapping)

const FIELD_TITLES: Readonly<Record<Guide['attributes'][number]['becomes'], string>> = {
  user_id: 'User id',
  email: 'E-mail address',
  first_name: 'First name',
  last_name: 'Last name',
  name_alias: 'Display name',
  groups: 'Groups',
  roles: 'Roles',
}

/** Maps what arrives. */
export function MapStep({ setUp }: { readonly setUp: KnownSetUp }) {
  const { tenantId, connector, guide } = setUp
  return (
    <Stack>
      <TestedMapping connector={connector} untested={<WhatArrives guide={guide} />} />
      <Recognition setUp={setUp} />
      <Section
        title="Groups and roles"
        sentence={`If you want them, go to ${nameInText(guide)} once more.`}
      >
        <p>
          <GuideText text={guide.groups.text.join(' ')} />
        </p>
      </Section>
      <Actions>
        <ButtonLink to={paths.setupStep(tenantId, connector.id, 'test')} kind="primary">
          Go on to the test
        </ButtonLink>
        <ButtonLink to={paths.mapping(tenantId, connector.id)}>
          Other attributes, roles and rules
        </ButtonLink>
      </Actions>
    </Stack>
  )
}

/** What the guide had the identity provider send. */
const WhatArrives = ({ guide }: { readonly guide: Guide }) => (
  <Section
    title="What arrives"
    sentence="These attributes come if the first step was followed. They need no mapping."
  >
    <Facts
      facts={guide.attributes.map(
        ({ name, becomes }) => [FIELD_TITLES[becomes], <Mono key={name}>{name}</Mono>] as const,
      )}
    />
  </Section>
)

type IdentitySource = KnownSetUp['connector']['latest']['settings']['identity_source']

const keyOf = (source: IdentitySource): string => (source.kind === 'name_id' ? '' : source.name)

function Recognition({ setUp }: { readonly setUp: KnownSetUp }) {
  const { tenantId, connector, guide } = setUp
  const mayChange = useMay()('PATCH /tenants/{tenant_id}/connectors/{connector_id}')
  const change = useChange('PATCH /tenants/{tenant_id}/connectors/{connector_id}')
  const current = keyOf(connector.latest.settings.identity_source)
  const choices = choicesOf(guide, current)
  if (choices.length === 1 && current === '') return null
  const choose = (name: string) => {
    const identity_source =
      name === '' ? ({ kind: 'name_id' } as const) : ({ kind: 'attribute', name } as const)
    const path = { tenant_id: tenantId, connector_id: connector.id }
    void change
      .run({ path, body: { identity_source }, onto: connector })
      .then((done) => done && toast('Saved'))
  }
  return (
    <Section title="What recognises a person">
      <RadioField
        label="A person is the same person as last time if this is the same"
        choices={choices}
        value={current}
        onChange={choose}
        disabled={!mayChange || change.isPending}
      />
      <ProblemNotice problem={change.problem} />
    </Section>
  )
}

function choicesOf({ identity }: Guide, current: string): readonly Choice<string>[] {
  const names = [identity?.attribute, current].filter((name) => name !== undefined && name !== '')
  return [
    { value: '', label: 'NameID', help: 'What the identity provider names the person by.' },
    ...[...new Set(names)].map((name = '') => ({
      value: name,
      label: `Attribute ${name}`,
      ...(name === identity?.attribute ? { help: `Recommended. ${identity.why}` } : {}),
    })),
  ]
}

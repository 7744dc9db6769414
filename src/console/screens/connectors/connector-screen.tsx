// The first tab of a connector: the live version beside the draft, what it takes to go live, and
// the settings as a form.

import { useState } from 'react'
import { useMay, useMe } from '../../api/me.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { CopyField } from '../../parts/copy-field.tsx'
import { Facts, Time } from '../../parts/facts.tsx'
import { CheckboxField } from '../../parts/fields.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { DraftNotice } from './activation.tsx'
import { ConnectorFrame } from './connector-frame.tsx'
import { DeleteConnector } from './delete-connector.tsx'
import { Lines } from './lines.tsx'
import { NameForm } from './name-form.tsx'
import { labelOf, sayValue } from './setting-words.ts'
import { SettingsForm } from './settings-form.tsx'
import { useNames } from './use-names.ts'
import { VersionDiff } from './version-diff.tsx'

/** Live and draft. */
export const Screen = () => (
  <ConnectorFrame>{(connector) => <Overview connector={connector} />}</ConnectorFrame>
)

function Overview({ connector }: { readonly connector: ConnectorDetail }) {
  const nameOf = useNames(connector.tenant_id)
  const mayChange = useMay()('PATCH /tenants/{tenant_id}/connectors/{connector_id}')
  const { me } = useMe()
  const isGuest = me?.kind === 'guest'
  return (
    <Stack>
      <DraftNotice connector={connector} nameOf={nameOf} />
      {connector.latest.warnings.map(({ code, message }) => (
        <Notice key={code + message} kind="warning">
          {message}
        </Notice>
      ))}
      <Compared connector={connector} nameOf={nameOf} />
      <Section title="How people get here">
        <CopyField label="Login address" value={connector.login_url} />
        <Facts
          facts={[
            ['SSO key', nameOf(connector.sso_id)],
            ['External IdP', nameOf(connector.external_idp_id)],
            ['Created', <Time key="created" at={connector.created_at} />],
          ]}
        />
      </Section>
      {mayChange && (
        <Section title="Settings" sentence="A save makes a draft. What is live stays live.">
          <SettingsForm connector={connector} nameOf={nameOf} />
        </Section>
      )}
      {mayChange && !isGuest && (
        <>
          <Section title="Name" sentence="Takes effect at once, without a test.">
            <NameForm connector={connector} />
          </Section>
          <DeleteConnector connector={connector} />
        </>
      )}
    </Stack>
  )
}

interface ComparedProps {
  readonly connector: ConnectorDetail
  readonly nameOf: (id: string) => string
}

/** Live beside draft; while there is no draft, what is live. */
function Compared({ connector, nameOf }: ComparedProps) {
  const { latest, active } = connector
  const isDraft = active !== null && active.version !== latest.version
  const [all, showAll] = useState(false)
  if (active === null) return null
  return (
    <Section
      title={isDraft ? 'What the draft changes' : 'What is live'}
      sentence={<VersionLine connector={connector} />}
    >
      <Stack>
        {isDraft && (
          <VersionDiff
            before={active}
            after={latest}
            nameOf={nameOf}
            labels={[`Live (version ${active.number})`, `Draft (version ${latest.number})`]}
            all={all}
          />
        )}
        {isDraft ? (
          <CheckboxField label="Show all settings" checked={all} onChange={showAll} />
        ) : (
          <LiveFacts connector={connector} nameOf={nameOf} />
        )}
      </Stack>
    </Section>
  )
}

const MAIN = [
  'idp_entity_id',
  'sso',
  'name_id_format',
  'identity_source',
  'roles',
  'landing',
] as const

const LiveFacts = ({ connector: { latest }, nameOf }: ComparedProps) => (
  <Facts
    facts={MAIN.map((name) => [
      labelOf(name),
      <Lines key={name} text={sayValue(name, latest.settings, nameOf)} />,
    ])}
  />
)

function VersionLine({ connector: { active, latest } }: Pick<ComparedProps, 'connector'>) {
  if (active === null) return null
  return (
    <>
      Version {active.number} went live <Time at={active.activated_at} />.
      {active.version !== latest.version && (
        <>
          {' '}
          Version {latest.number} was written <Time at={latest.created_at} />.
        </>
      )}
    </>
  )
}

// What an activation changes: the draft beside what is live, or, the first time, what goes live.

import type { ConnectorDetail } from '../../api/schema.d.ts'
import { Facts } from '../../parts/facts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { Lines } from '../connectors/lines.tsx'
import { labelOf, type NameOf, type Setting, sayValue } from '../connectors/setting-words.ts'
import { VersionDiff } from '../connectors/version-diff.tsx'

/** What somebody looks at before the first activation; the rest is on the connector's page. */
const FIRST_LOOK: readonly Setting[] = [
  'idp_entity_id',
  'sso',
  'identity_source',
  'mapping',
  'roles',
  'email_domains',
  'provisioning',
  'idp_initiated',
]

export interface WhatChangesProps {
  readonly connector: ConnectorDetail
  readonly nameOf: NameOf
}

/** Compares what is to go live with what is. */
export function WhatChanges({ connector, nameOf }: WhatChangesProps) {
  const { latest, active } = connector
  return (
    <Section
      title={active ? 'What changes' : 'What goes live'}
      sentence={
        active
          ? 'From the next sign-in on, the right column counts.'
          : 'Nobody can sign in through this connector yet.'
      }
    >
      {active ? (
        <VersionDiff before={active} after={latest} nameOf={nameOf} labels={['Live', 'Draft']} />
      ) : (
        <Facts
          facts={FIRST_LOOK.map((name) => [
            labelOf(name),
            <Lines key={name} text={sayValue(name, latest.settings, nameOf)} />,
          ])}
        />
      )}
      {latest.warnings.map(({ code, message }) => (
        <Notice key={code + message} kind="warning">
          {message}
        </Notice>
      ))}
    </Section>
  )
}

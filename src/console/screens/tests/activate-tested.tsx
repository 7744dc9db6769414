// After a test that passed: what would change for everybody who signs in, then the button.

import type { ConnectorDetail } from '../../api/schema.d.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { DraftNotice } from '../connectors/activation.tsx'
import { useNames } from '../connectors/use-names.ts'
import { VersionDiff } from '../connectors/version-diff.tsx'

export interface ActivateTestedProps {
  readonly connector: ConnectorDetail
  /** The version that passed. */
  readonly version: string
}

/** The difference to what is live, and what the version takes to go live. */
export function ActivateTested({ connector, version }: ActivateTestedProps) {
  const { latest, active, tenant_id } = connector
  const nameOf = useNames(tenant_id)
  if (active?.version === version)
    return <Notice kind="good" title="This version is live. Every sign-in uses it." />
  if (latest.version !== version)
    return (
      <Notice title="The draft has changed since this test">
        Test the draft as it is now. The version of this test stays in the history.
      </Notice>
    )
  return (
    <Section title="Activate" sentence="What changes for everybody from the next sign-in on.">
      {active && (
        <VersionDiff before={active} after={latest} nameOf={nameOf} labels={['Live', 'Tested']} />
      )}
      <DraftNotice connector={connector} nameOf={nameOf} />
    </Section>
  )
}

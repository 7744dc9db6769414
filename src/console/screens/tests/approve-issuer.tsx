// An IdP that was typed without its issuer: the test learned it, and a person approves it.

import { useChange } from '../../api/queries.ts'
import type { ConnectorDetail, ConnectorTestWithReport } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { ActivateTested } from './activate-tested.tsx'

export interface ApproveIssuerProps {
  readonly connector: ConnectorDetail
  readonly test: ConnectorTestWithReport
  readonly issuer: string
}

/** Shows the issuer that the test verified. Once it is approved, the version can be activated. */
export function ApproveIssuer({ connector, test, issuer }: ApproveIssuerProps) {
  const change = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:approve')
  const { id, tenant_id, latest } = connector
  // The approval made a version that counts as tested.
  if (latest.version !== test.version && latest.settings.idp_entity_id === issuer)
    return <ActivateTested connector={connector} version={latest.version} />
  const approve = async (): Promise<void> => {
    const path = { tenant_id, connector_id: id }
    const done = await change.run({ path, body: { version: test.version, issuer } })
    if (done) toast('Issuer approved')
  }
  return (
    <Section
      title="Approve the issuer"
      sentence="Nobody had entered the issuer. The identity provider, verified by the registered certificate, names itself like this. Compare it with what its administrator sees."
    >
      <CopyField label="Issuer" value={issuer} />
      <ProblemNotice problem={change.problem} />
      <Actions>
        <Button kind="primary" pending={change.isPending} onClick={() => void approve()}>
          Approve issuer
        </Button>
      </Actions>
    </Section>
  )
}

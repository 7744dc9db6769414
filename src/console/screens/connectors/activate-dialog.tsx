// The last look before a version goes live: what changes, and from when on.

import { useChange } from '../../api/queries.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Stack } from '../../parts/page.tsx'
import { isTrustAlone } from './is-trust-alone.ts'
import type { NameOf } from './setting-words.ts'
import { VersionDiff } from './version-diff.tsx'
import { useWayIn } from './way-in.tsx'

interface ActivateDialogProps {
  readonly connector: ConnectorDetail
  readonly nameOf: NameOf
  readonly open: boolean
  readonly onClose: () => void
}

/** Shows once more what changes, then activates the latest version. */
export function ActivateDialog({ connector, nameOf, open, onClose }: ActivateDialogProps) {
  const { latest, active, tenant_id, id, name } = connector
  const activate = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:activate')
  const { field, query } = useWayIn(activate.problem)
  const close = () => {
    activate.reset()
    onClose()
  }
  const confirm = async () => {
    const path = { tenant_id, connector_id: id }
    const body = { version: latest.version }
    const done = await activate.run({ path, query, body, onto: connector })
    if (!done) return
    toast(`${name} is live with version ${done.answer.number}`)
    close()
  }
  return (
    <Confirm
      open={open}
      title={active ? `Activate version ${latest.number} of ${name}?` : `Activate ${name}?`}
      action="Activate"
      harmless
      wide
      pending={activate.isPending}
      problem={activate.problem}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <Stack>
        <p>
          {active
            ? 'From the next login on this version governs, everywhere. You can roll back at any time.'
            : 'From the next login on people can sign in through it. You can disable it at any time.'}
        </p>
        {isTrustAlone(connector) && (
          <p>Certificates of the external IdP that passed a test are trusted from then on.</p>
        )}
        {active && !isTrustAlone(connector) && (
          <VersionDiff before={active} after={latest} nameOf={nameOf} labels={['Live', 'Draft']} />
        )}
        {field}
      </Stack>
    </Confirm>
  )
}

// Going back to a version that was live before, with what that changes.

import { useChange } from '../../api/queries.ts'
import type { ConnectorDetail, ConnectorVersion } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Stack } from '../../parts/page.tsx'
import type { NameOf } from './setting-words.ts'
import { VersionDiff } from './version-diff.tsx'
import { useWayIn } from './way-in.tsx'

export interface RollBackProps {
  readonly connector: ConnectorDetail
  /** Absent: nobody asks. */
  readonly version: ConnectorVersion | undefined
  readonly nameOf: NameOf
  readonly onClose: () => void
}

/** Asks before an earlier version governs again. */
export function RollBack({ connector, version, nameOf, onClose }: RollBackProps) {
  const { tenant_id, id, active } = connector
  const change = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:rollback')
  const { field, query } = useWayIn(change.problem)
  const close = () => {
    change.reset()
    onClose()
  }
  const confirm = async () => {
    if (!version) return
    const path = { tenant_id, connector_id: id }
    const body = { version: version.version }
    const done = await change.run({ path, query, body, onto: connector })
    if (!done) return
    toast(`Version ${done.answer.number} is live again`)
    close()
  }
  return (
    <Confirm
      open={version !== undefined}
      title={`Roll back to version ${version?.number ?? ''}?`}
      action="Roll back"
      harmless
      wide
      pending={change.isPending}
      problem={change.problem}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <Stack>
        <p>From the next login on this version governs again. The draft stays as it is.</p>
        {version && active && (
          <VersionDiff
            before={active}
            after={version}
            nameOf={nameOf}
            labels={['Live now', `Version ${version.number}`]}
          />
        )}
        {field}
      </Stack>
    </Confirm>
  )
}

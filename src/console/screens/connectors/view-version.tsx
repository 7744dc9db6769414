// A version of the past beside what is live.

import { Actions, Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import type { RollBackProps } from './roll-back.tsx'
import { VersionDiff } from './version-diff.tsx'

/** Compares a version with the live one, or shows it alone while nothing is live. */
export const ViewVersion = ({ connector, version, nameOf, onClose }: RollBackProps) => (
  <Dialog
    open={version !== undefined}
    title={`Version ${version?.number ?? ''}`}
    onClose={onClose}
    wide
  >
    {version && (
      <VersionDiff
        before={connector.active}
        after={version}
        nameOf={nameOf}
        labels={['Live', `Version ${version.number}`]}
        all={connector.active === null}
      />
    )}
    <Actions>
      <Button onClick={onClose}>Close</Button>
    </Actions>
  </Dialog>
)

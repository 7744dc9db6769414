// Somebody else changed the same thing meanwhile (412): what they made of it beside what was typed.

import { Actions, Button } from './button.tsx'
import { Diff, type DiffRow } from './diff.tsx'
import { Notice } from './notice.tsx'
import { Stack } from './page.tsx'

export interface ConflictProps {
  /** `before`: as it is there now; `after`: as it was typed here. */
  readonly rows: readonly DiffRow[]
  /** Saves what was typed over what is there now. */
  readonly onKeepMine: () => void
  /** Throws away what was typed. */
  readonly onTakeTheirs: () => void
  readonly pending?: boolean
}

/** Lets a person choose between two changes that crossed. */
export const Conflict = ({ rows, onKeepMine, onTakeTheirs, pending }: ConflictProps) => (
  <Stack>
    <Notice kind="warning" announced title="Somebody changed this while you were editing">
      Nothing of yours was saved yet. Compare both, then choose.
    </Notice>
    <Diff caption="Both changes" before="There now" after="Yours" rows={rows} />
    <Actions>
      <Button kind="primary" onClick={onKeepMine} pending={pending}>
        Save mine
      </Button>
      <Button onClick={onTakeTheirs}>Discard mine</Button>
    </Actions>
  </Stack>
)

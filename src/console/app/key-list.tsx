// The list of keys, opened by `?`.

import { Dialog } from '../parts/dialog.tsx'
import { Facts } from '../parts/facts.tsx'

const KEYS = [
  ['Ctrl K or ⌘ K', 'Jump to a tenant, connector, user or reference'],
  ['/', 'Search in the list'],
  ['?', 'Show these keys'],
  ['Escape', 'Close what is open'],
  ['Enter', 'Submit the form'],
] as const

/** The keys of the console. */
export const KeyList = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog open title="Keys" onClose={onClose}>
    <Facts facts={KEYS.map(([key, what]) => [key, what])} />
  </Dialog>
)

// How the screens of people say who somebody is, and whether they may sign in.

import type { User } from '../../api/schema.d.ts'
import { Badge, type BadgeState } from '../../parts/badge.tsx'

type Named = Pick<User, 'first_name' | 'last_name' | 'email' | 'user_id' | 'id'>

/** The name of a user. Otherwise their address, or what the IdP calls them. */
export const nameOf = ({ first_name, last_name, email, user_id, id }: Named): string =>
  [first_name, last_name].filter(Boolean).join(' ') || email || user_id || id

/** State and label of each status. */
export const STATUSES: Readonly<Record<User['status'], readonly [BadgeState, string]>> = {
  active: ['live', 'Active'],
  invited: ['awaiting', 'Invited'],
  inactive: ['disabled', 'Deactivated'],
}

/** Whether somebody may sign in. */
export function StatusBadge({ status }: Pick<User, 'status'>) {
  const [state, label] = STATUSES[status]
  return <Badge state={state} label={label} />
}

// Who may make a version govern: operators, administrators, and guests whose link says so.

import { useMayChange, useMe } from '../../api/me.ts'

/** Tells whether whoever works here may activate and roll back. */
export function useMayActivate(): boolean {
  const { me } = useMe()
  const mayChange = useMayChange()
  return mayChange && (me?.kind !== 'guest' || me.setup_link?.may_activate === true)
}

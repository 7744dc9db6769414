// A profile as it is stored: one text for one profile, so that comparing two texts compares two
// profiles.

import type { Profile, Roles } from '../../tenants/user.ts'

/** Writes a profile, whatever the order in which its fields came. */
export const profileText = ({ custom, ...user }: Profile & Roles): string => {
  const { userId, email, firstName, lastName, nameAlias, concurrency, roles, groups } = user
  const { givenRoles, syncedRoles } = user
  const fields = { userId, email, firstName, lastName, nameAlias, concurrency, roles, groups }
  const own = custom && Object.fromEntries(Object.entries(custom).sort())
  return JSON.stringify({ ...fields, givenRoles, syncedRoles, custom: own })
}

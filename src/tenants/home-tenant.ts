// The home tenant: the operator's own organisation. Its people with one of two given roles work on
// every tenant, under their own name, and never become people of those tenants (I11).

import type { Tenant } from './tenant.ts'
import type { User } from './user.ts'

/** Works on every tenant. */
export const OPERATOR_ROLE = 'operator'
/** Sees what an operator sees, but no secrets, and changes nothing. */
const SUPPORT_ROLE = 'support'

/** The roles of the home tenant that open every tenant, the stronger one first. */
export const HOME_ROLES = [OPERATOR_ROLE, SUPPORT_ROLE] as const
export type HomeRole = (typeof HOME_ROLES)[number]

/**
 * The role by which a person works on every tenant. Only a role that was given by hand counts: no
 * IdP and no mapping makes an operator. In any other tenant these names mean nothing here.
 */
export const homeRoleOf = (
  { home }: Pick<Tenant, 'home'>,
  { givenRoles = [] }: Pick<User, 'givenRoles'>,
): HomeRole | undefined => (home ? HOME_ROLES.find((role) => givenRoles.includes(role)) : undefined)

// A guest of a set-up link calls: which operations the link opens, and which tenant. Everything
// that no task names is closed.

import type { Context } from 'hono'
import { ok, type Result, refuse } from '../../../result.ts'
import { missingRight } from '../../../tenants/setup-links/guest-rights.ts'
import { SETUP_TASKS } from '../../../tenants/setup-links/setup-link.ts'
import type { AdministrationDeps } from '../../deps.ts'
import { holdsSession } from '../../session-cookie.ts'
import { findGuest, holdsSetupSession } from '../guest-session.ts'
import { checkOrigin } from './check-origin.ts'
import type { ApiRefusal, Caller, Operation } from './operation.ts'

/** A page that is shown to a guest says so: the same browser may hold the session of a person. */
const COMES_AS = 'Edge-SSO-As'

/** Tells whether a link of any kind opens an operation. */
export const opensToGuests = ({ guests, access }: Operation): boolean =>
  guests !== undefined || access === 'signed_in'

/** Tells whether a request is a guest's: it says so, or it can be nobody else's. */
export const comesAsGuest = (c: Context): boolean =>
  c.req.header(COMES_AS) === 'guest' || (!holdsSession(c) && holdsSetupSession(c))

/**
 * Finds out which link lets a guest in, by one call to its gate, and that it opens the operation.
 */
export async function authenticateGuest(
  deps: AdministrationDeps,
  operation: Operation,
  c: Context,
): Promise<Result<Caller, ApiRefusal>> {
  const foreign = checkOrigin(deps, operation, c)
  if (foreign) return refuse(foreign)
  if (!opensToGuests(operation)) return refuse({ code: 'setup_link_task_missing' })
  const { guests: tasks = SETUP_TASKS, activates } = operation
  const found = await findGuest(c, deps)
  if (!found.ok) return found
  const { link, gate } = found.value
  const missing = missingRight(link, { tasks, ...(activates && { activates }) })
  if (missing) return refuse(missing)
  const actor = { type: 'setup_link', id: link.id } as const
  return ok({ actor, tenantId: link.tenantId, gate, guest: link })
}

// Signing out (/logout): here, and then at the IdP.

import type { Context } from 'hono'
import { beginLogout } from '../../login/logout/begin-logout.ts'
import { readCookies, writeCookie } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { LeavingPage, LoggedOutPage, LogoutPage } from '../pages/logout-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { readSession, readSessionHandle, removeSession } from '../session-cookie.ts'
import { leave } from './start-login.ts'

/** GET /logout asks; nothing is ended by a link or an image. */
export const askLogout = (deps: Deps) => async (c: Context) => {
  const open = await readSession(c, deps)
  return open
    ? showPage(c, LogoutPage({ tenantName: open.tenantName }), { formTarget: 'self' })
    : showPage(c, LoggedOutPage({}), {})
}

/**
 * POST /logout ends the session in the gate, then in the browser, and then asks the IdP to end its
 * own. A form of another site ends nothing.
 */
export const logout = (deps: Deps) => async (c: Context) => {
  // The session cookie is Lax, so a cross-site POST comes without it anyway; this says no before
  // anything is read.
  if (!deps.config.origins.includes(c.req.header('Origin') ?? '')) {
    return showPage(c, LogoutPage({}), { formTarget: 'self', status: 403 })
  }
  const handle = await readSessionHandle(c, deps)
  const event = attemptOf(c, deps).facts()
  const gate = handle && deps.gates.at(handle.gate)
  const ended = gate && (await gate.endSession(handle.tenantId, handle.sid, event))
  removeSession(c)
  const begun = ended && (await beginLogout(deps, ended, readCookies(c)))
  if (begun === undefined) return showPage(c, LoggedOutPage({}), {})
  const { departure } = begun
  if (departure.kind === 'post') return leave(c, begun)
  for (const cookie of begun.cookies) writeCookie(c, cookie, 'None')
  // A page that goes on by itself, not a 303: `form-action` of the page that asked would hold the
  // redirect up.
  return showPage(c, LeavingPage({ url: departure.url }), {})
}

// Who is signed in (/session), and signing out (/logout).

import type { Context } from 'hono'
import { beginLogout } from '../login/logout/begin-logout.ts'
import type { OpenSession } from '../login/session.ts'
import { answerProblem } from './api-shell.ts'
import { attemptOf } from './attempt.ts'
import { readCookies, writeCookie } from './cookies.ts'
import type { Deps } from './deps.ts'
import { LeavingPage, LoggedOutPage, LogoutPage } from './pages/logout-page.tsx'
import { showPage } from './pages/parts/show-page.ts'
import { NoSessionPage, SessionPage } from './pages/session-page.tsx'
import { refer } from './reference.ts'
import { readSession, readSessionHandle, removeSession } from './session-cookie.ts'
import { SHELL_REFUSALS } from './shell-refusals.ts'
import { leave } from './sso/start-login.ts'

/** GET /session: who, which tenant, which roles, until when; a page for people and JSON for programs. */
export const session = (deps: Deps) => async (c: Context) => {
  const open = await readSession(c, deps)
  const wantsPage = c.req.header('Accept')?.includes('text/html') ?? false
  if (open === undefined) {
    if (wantsPage) return showPage(c, NoSessionPage(), { status: 401 })
    const title = SHELL_REFUSALS.session_none.says
    const request_id = await refer(c, { code: 'session_none' })
    return answerProblem(
      { title, detail: title, status: 401, code: 'session_none', request_id },
      { origin: deps.config.publicOrigin },
    )
  }
  if (wantsPage) {
    const page = SessionPage({ ...open, expiresAt: open.session.expiresAt })
    return showPage(c, page, { formTarget: 'self' })
  }
  return c.json(describe(open), 200, { 'Cache-Control': 'no-store' })
}

/** GET /logout asks; nothing is ended by a link or an image. */
export const askLogout = (deps: Deps) => async (c: Context) => {
  const open = await readSession(c, deps)
  return open
    ? showPage(c, LogoutPage({ tenantName: open.tenantName }), { formTarget: 'self' })
    : showPage(c, LoggedOutPage({}), {})
}

/**
 * POST /logout ends the session in the gate, then in the browser, and then asks the IdP to end its own. A form of another site
 * ends nothing.
 */
export const logout = (deps: Deps) => async (c: Context) => {
  // The session cookie is Lax, so a cross-site POST comes without it anyway; this says no before anything is read.
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
  // A page that goes on by itself, not a 303: `form-action` of the page that asked would hold the redirect up.
  return showPage(c, LeavingPage({ url: departure.url }), {})
}

const describe = ({ session, user, tenantName }: OpenSession) => ({
  user: {
    id: user.id,
    user_id: user.userId,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    name_alias: user.nameAlias,
    concurrency: user.concurrency,
    custom: user.custom,
  },
  tenant: { id: session.tenantId, name: tenantName },
  roles: user.roles,
  groups: user.groups,
  environment: session.environment,
  authenticated_at: new Date(session.authnInstant).toISOString(),
  expires_at: new Date(session.expiresAt).toISOString(),
})

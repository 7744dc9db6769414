// /sso/{ssoId}/arrival: the session of a sign-in that the IdP began is handed to the browser. Where
// somebody else is signed in, the person is asked first: nobody should find themselves somebody
// else because of a form on a foreign page (R53). The ACS cannot ask, because the session cookie
// does not come with a cross-site POST.

import type { Context } from 'hono'
import type { CompletedLogin } from '../../login/complete/completed-login.ts'
import type { OpenSession, SessionHandle } from '../../login/session.ts'
import type { SsoId } from '../../tenants/ids.ts'
import { readCookies, writeCookie } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { ConfirmSwitchPage } from '../pages/confirm-switch-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { readSession, writeSession } from '../session-cookie.ts'
import { destinationOf } from './destination.ts'

const ARRIVAL_COOKIE = '__Host-arrival'
const ARRIVAL_SECONDS = 300

/** What the browser keeps between the ACS and its session. */
interface Arrival {
  readonly handle: SessionHandle
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  readonly destination: string
}

type Admitted = Extract<CompletedLogin, { kind: 'admitted' }>

/** Leaves the ACS with a session that is not in the browser yet. */
export async function arrive(
  c: Context,
  deps: Deps,
  admitted: Admitted,
  ssoId: SsoId,
): Promise<Response> {
  const { handle, open } = admitted
  const destination = await destinationOf(deps, admitted)
  const arrival: Arrival = { handle, expiresAt: open.session.expiresAt, destination }
  const value = await deps.keyring.seal('session', recordOf(ssoId), JSON.stringify(arrival))
  writeCookie(c, { name: ARRIVAL_COOKIE, value, maxAge: ARRIVAL_SECONDS }, 'Lax')
  c.header('Cache-Control', 'no-store')
  return c.redirect(`/sso/${ssoId}/arrival`, 303)
}

/**
 * GET: goes on where nobody is signed in or the same person is, and asks where somebody else is. It
 * uses nothing up: a second one leads to the same session, until the cookie ends by itself.
 */
export const showConfirmSwitch = (deps: Deps) => async (c: Context) => {
  const arrival = await readConfirmSwitch(c, deps)
  if (arrival === undefined) return c.redirect('/session', 303)
  const open = await readSession(c, deps)
  if (open === undefined) return enter(c, deps, arrival)
  const next = await deps.gates
    .at(arrival.handle.gate)
    .findSession(arrival.handle.tenantId, arrival.handle.sid)
  if (next === undefined) return c.redirect('/session', 303)
  if (isSame(open, next)) return enter(c, deps, arrival)
  const page = ConfirmSwitchPage({ open, next })
  // The form's answer redirects to the application, and `form-action` applies to that too.
  return showPage(c, page, { formTarget: new URL(arrival.destination, deps.config.publicOrigin) })
}

/** POST: the person agreed. A form of another site agrees to nothing. */
export const confirmSwitch = (deps: Deps) => async (c: Context) => {
  const arrival = await readConfirmSwitch(c, deps)
  const ours = deps.config.origins.includes(c.req.header('Origin') ?? '')
  if (arrival === undefined || !ours) return c.redirect('/session', 303)
  writeCookie(c, { name: ARRIVAL_COOKIE, value: '', maxAge: 0 }, 'Lax')
  return enter(c, deps, arrival)
}

async function enter(c: Context, deps: Deps, arrival: Arrival): Promise<Response> {
  await writeSession(c, deps, arrival.handle, arrival.expiresAt)
  c.header('Cache-Control', 'no-store')
  return c.redirect(arrival.destination, 303)
}

async function readConfirmSwitch(c: Context, { keyring }: Deps): Promise<Arrival | undefined> {
  const sealed = readCookies(c).get(ARRIVAL_COOKIE)
  const record = recordOf(c.req.param('ssoId') ?? '')
  const opened = sealed === undefined ? undefined : await keyring.open('session', record, sealed)
  return opened === undefined ? undefined : JSON.parse(opened)
}

/**
 * Whether the browser would belong to the same user as before, with the same applications in reach.
 */
const isSame = ({ session: one }: OpenSession, { session: other }: OpenSession): boolean =>
  one.tenantId === other.tenantId &&
  one.userId === other.userId &&
  one.environment === other.environment

/** Other than that of a session cookie, so that neither is taken for the other. */
const recordOf = (ssoId: string): string => `arrival ${ssoId}`

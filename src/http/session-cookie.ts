// The session in the browser: a sealed handle that names a row in a gate. The row decides, so a
// revocation holds from the next request that reaches us.

import type { Context } from 'hono'
import type { OpenSession, SessionHandle } from '../login/session.ts'
import { readCookies, writeCookie } from './cookies.ts'
import type { Deps } from './deps.ts'

/** Names the session's cookie. */
export const SESSION_COOKIE = '__Host-session'
const RECORD = 'browser'

/** Tells whether this browser holds anything that may be a session. */
export const holdsSession = (c: Context): boolean => readCookies(c).has(SESSION_COOKIE)

/** The handle that this browser holds; undefined when there is none that we sealed. */
export async function readSessionHandle(
  c: Context,
  { keyring }: Deps,
): Promise<SessionHandle | undefined> {
  const sealed = readCookies(c).get(SESSION_COOKIE)
  const opened = sealed === undefined ? undefined : await keyring.open('session', RECORD, sealed)
  return opened === undefined ? undefined : JSON.parse(opened)
}

/** The live session of this browser: one call to its gate, and none without a handle. */
export async function readSession(c: Context, deps: Deps): Promise<OpenSession | undefined> {
  const handle = await readSessionHandle(c, deps)
  return handle && deps.gates.at(handle.gate).findSession(handle.tenantId, handle.sid)
}

/** Hands the session to the browser until it expires; the one before, if any, is replaced (R53). */
export async function writeSession(
  c: Context,
  { keyring, clock }: Deps,
  handle: SessionHandle,
  expiresAt: number,
): Promise<void> {
  const value = await keyring.seal('session', RECORD, JSON.stringify(handle))
  const maxAge = Math.max(0, Math.floor((expiresAt - clock()) / 1000))
  // Lax, not Strict: the cookie must go along with the redirect that answers the IdP's cross-site
  // POST.
  writeCookie(c, { name: SESSION_COOKIE, value, maxAge }, 'Lax')
}

/** Removes the session cookie. */
export function removeSession(c: Context): void {
  writeCookie(c, { name: SESSION_COOKIE, value: '', maxAge: 0 }, 'Lax')
}

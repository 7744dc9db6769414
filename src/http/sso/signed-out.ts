// The page that says "You are signed out". Anybody can have a browser bring a logout message, so it
// appears only if it is true: a logout that this browser began was answered, or no session lives in
// it.

import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import { LoggedOutPage } from '../pages/logout-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { readSession } from '../session-cookie.ts'

interface SignedOut {
  /** What the IdP made of its own session. */
  readonly idp: 'confirmed' | 'unconfirmed'
  /** The message answers a logout that this browser began. */
  readonly ours: boolean
}

/** Shows that the person is signed out, or leads to where they can sign out. */
export async function showSignedOut(
  c: Context,
  deps: Deps,
  { idp, ours }: SignedOut,
): Promise<Response> {
  if (ours || !(await mayLive(c, deps))) return showPage(c, LoggedOutPage({ idp }), {})
  c.header('Cache-Control', 'no-store')
  return c.redirect('/logout', 303)
}

/**
 * A form of another site comes without the session cookie, which is Lax: only a GET sees whether a
 * session lives.
 */
const mayLive = async (c: Context, deps: Deps): Promise<boolean> =>
  c.req.method === 'POST' || (await readSession(c, deps)) !== undefined

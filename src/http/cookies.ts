// Cookies of this origin. All of them carry `__Host-`: set by this host over a secure connection,
// for the whole host and no other, so that no sibling domain can plant one.

import type { Context } from 'hono'
import type { Cookie } from '../login/begin/pending-login.ts'

/**
 * The cookies of a request, raw: every value of ours is base64url text. The first of two with one
 * name counts.
 */
export function readCookies(c: Context): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const part of (c.req.header('Cookie') ?? '').split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim()
    if (at > 0 && !cookies.has(name)) cookies.set(name, part.slice(at + 1).trim())
  }
  return cookies
}

/**
 * Sets or (with `maxAge` 0) removes a cookie. `None` for what must come back with an IdP's
 * cross-site POST, `Lax` for the session.
 */
export function writeCookie(
  c: Context,
  { name, value, maxAge }: Cookie,
  sameSite: 'None' | 'Lax',
): void {
  const text = `${name}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=${sameSite}`
  c.header('Set-Cookie', text, { append: true })
}

// A GET that does something, because a protocol says so: HEAD, and a browser that fetches ahead,
// must not do it too (I13).

import type { Context, Handler } from 'hono'

/**
 * Lets a GET through that a person goes to, and answers every other look without asking the
 * handler.
 */
export const actOnGet =
  (handler: Handler): Handler =>
  (c, next) =>
    isLook(c) ? c.body(null, 503) : handler(c, next)

/**
 * `Sec-Purpose` (Fetch §2.2.7) says that the browser only prepares; the others are its forerunners.
 * 503 has the browser drop what it fetched, and ask once more when the person really goes there.
 */
const isLook = (c: Context): boolean =>
  c.req.method === 'HEAD' ||
  ['Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz'].some((name) =>
    /\b(?:prefetch|prerender|preview)\b/i.test(c.req.header(name) ?? ''),
  )

// Where a person may be sent back to after a login (R51). The text is bounded and made canonical
// when the login begins; whether an address is allowed is decided at its end, for the session's
// tenant.

import type { Application } from '../../tenants/application.ts'

const MAX_BYTES = 1024
/** Where the console is: on our own origin, so its addresses need no grant. */
const CONSOLE = '/console/'
/** The fixed address of tests, which asks people to sign in. It shows a page and does nothing. */
const TEST = /^\/sso\/sso_[0-9a-z]{24}\/test$/
/** Stands in for our origin while a path is read. */
const OWN_ORIGIN = 'https://own.invalid'

/**
 * Reads a `return_to` parameter: an absolute http(s) URL without credentials, a path of the
 * console, or the fixed address of tests. Undefined for anything else.
 */
export function parseReturnTo(text: string): string | undefined {
  // Characters that browsers drop or fold would let one text mean two addresses.
  if (new TextEncoder().encode(text).length > MAX_BYTES || /[\s\\\p{Cc}]/u.test(text))
    return undefined
  if (TEST.test(text)) return text
  if (text.startsWith(CONSOLE)) return parseConsolePath(text)
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' ? url.href : undefined
}

/** Reads a path that stays in the console however a server may read it. */
function parseConsolePath(text: string): string | undefined {
  const url = new URL(text, OWN_ORIGIN)
  return isBelow(url, OWN_ORIGIN + CONSOLE) ? url.pathname + url.search : undefined
}

/**
 * Tells whether a login may end at an address that was read: it is one of an application of the
 * tenant, of the console, or that of tests.
 */
export function isAllowedReturn(
  returnTo: string,
  applications: readonly Pick<Application, 'landingUrl' | 'returnUrls'>[],
): boolean {
  if (returnTo.startsWith(CONSOLE) || TEST.test(returnTo)) return true
  const url = new URL(returnTo)
  return applications.some(({ landingUrl, returnUrls }) => {
    if (returnUrls === undefined) return isBelow(url, landingUrl)
    return isSame(url, landingUrl) || returnUrls.some((allowed) => allows(allowed, url))
  })
}

const allows = (allowed: string, url: URL): boolean =>
  allowed.endsWith('/*') ? isBelow(url, allowed.slice(0, -2)) : isSame(url, allowed)

const isSame = (url: URL, text: string): boolean => url.href === new URL(text).href

/**
 * The same origin, at or below the path, and nothing in what lies below that a server may read as a
 * way out.
 */
function isBelow(url: URL, text: string): boolean {
  const top = new URL(text)
  const folder = top.pathname.endsWith('/') ? top.pathname : `${top.pathname}/`
  const path = `${url.pathname}/`
  return (
    url.origin === top.origin &&
    path.startsWith(folder) &&
    path.slice(folder.length).split('/').every(isPlain)
  )
}

/**
 * Servers disagree on what leads out of a folder: a slash or a dot in disguise (`%2f`, `%5c`,
 * `%2e`), decoded twice (`%252f`), a path parameter that is dropped first (`..;x`, Tomcat and
 * Jetty), an overlong or folded character, a control character. The URL parser has resolved the
 * dots that are written plainly.
 */
function isPlain(segment: string): boolean {
  const text = decode(segment)
  return (
    text !== undefined &&
    !/[;%/\\\p{Cc}]/u.test(text.normalize('NFKC')) &&
    !/^\.+ *$/.test(text.normalize('NFKC'))
  )
}

/**
 * What the segment stands for; undefined where its escapes are not UTF-8, or hide what needs no
 * escape in a path.
 */
function decode(segment: string): string | undefined {
  if (/%2e/i.test(segment)) return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    // Thrown for an escape that is none, or whose bytes are not UTF-8.
    return undefined
  }
}

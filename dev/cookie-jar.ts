// A cookie jar that keeps the rules on which a cross-site login depends (RFC 6265bis): the __Host-
// prefix, Secure with loopback counting as secure, SameSite by what started the request, host, path
// and expiry.

export interface CookieJar {
  /** Takes the Set-Cookie lines of an answer; lines that a browser would reject are dropped. */
  store(url: URL, setCookie: readonly string[]): void
  /**
   * The Cookie header for a top-level request. `initiator` is the page that caused it; none for a
   * typed address.
   */
  header(request: { url: URL; method: string; initiator: URL | undefined }): string
  names(host: string): readonly string[]
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly host: string
  readonly path: string
  readonly secure: boolean
  readonly sameSite: 'strict' | 'lax' | 'none'
  readonly expiresAt: number
}

/** Makes an empty jar. */
export function createCookieJar(): CookieJar {
  const jar = new Map<string, Cookie>()
  const live = () => [...jar.values()].filter((c) => c.expiresAt > Date.now())
  return {
    store(url, setCookie) {
      for (const cookie of setCookie.flatMap((line) => readCookie(url, line) ?? []))
        jar.set(`${cookie.host};${cookie.path};${cookie.name}`, cookie)
    },
    header: (request) =>
      live()
        .filter((cookie) => isSent(cookie, request))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    names: (host) =>
      live()
        .filter((cookie) => cookie.host === host)
        .map(({ name }) => name),
  }
}

function readCookie(url: URL, line: string): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const attributes = new Map(
    rest.map((part) => {
      const [key = '', ...value] = part.split('=')
      return [key.toLowerCase(), value.join('=')]
    }),
  )
  const name = pair.slice(0, at)
  const path = attributes.get('path') ?? '/'
  const secure = attributes.has('secure')
  const sameSite = readSameSite(attributes.get('samesite'))
  const rejected =
    at < 1 ||
    // Nothing in this project shares a cookie between hosts.
    attributes.has('domain') ||
    (secure && !isTrustworthy(url)) ||
    (sameSite === 'none' && !secure) ||
    (name.startsWith('__Host-') && !(secure && path === '/')) ||
    (name.startsWith('__Secure-') && !secure)
  if (rejected) return undefined
  const value = pair.slice(at + 1)
  return { name, value, host: url.hostname, path, secure, sameSite, expiresAt: expiry(attributes) }
}

function isSent(
  cookie: Cookie,
  { url, method, initiator }: { url: URL; method: string; initiator: URL | undefined },
): boolean {
  // The port is no part of the site: on loopback the host alone decides.
  const crossSite = initiator !== undefined && initiator.hostname !== url.hostname
  const allowed =
    !crossSite || cookie.sameSite === 'none' || (cookie.sameSite === 'lax' && method === 'GET')
  const underPath = `${url.pathname}/`.startsWith(cookie.path.replace(/\/*$/, '/'))
  return (
    allowed && underPath && cookie.host === url.hostname && (!cookie.secure || isTrustworthy(url))
  )
}

function expiry(attributes: ReadonlyMap<string, string>): number {
  const maxAge = attributes.get('max-age')
  if (maxAge !== undefined) return Date.now() + Number(maxAge) * 1000
  const expires = attributes.get('expires')
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires)
}

/** Absent counts as Lax; Chromium's two-minute exception for POST is nothing to rely on. */
function readSameSite(text: string | undefined): Cookie['sameSite'] {
  const value = text?.toLowerCase()
  return value === 'strict' || value === 'none' ? value : 'lax'
}

const isTrustworthy = (url: URL): boolean =>
  url.protocol === 'https:' || url.hostname === 'localhost' || url.hostname === '127.0.0.1'

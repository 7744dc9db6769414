// Which URLs may be fetched when somebody typed them (R45): public https hosts by name. An address
// in any notation, an internal name or ourselves would let an administrator reach what only we can
// reach.

export interface FetchGuard {
  /** Every origin that we serve. */
  readonly ownOrigins: readonly string[]
  /** Development: `http://127.0.0.1:port` and `http://localhost:port` are fetched too. */
  readonly allowLoopback: boolean
  /** Ports besides 443. Absent: none. */
  readonly ports?: readonly number[]
}

const MAX_URL = 2048
/**
 * At least two labels, the last one with a letter: what the URL parser left as an address has none.
 */
const DNS_NAME =
  /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/
/**
 * Names that only an internal resolver answers: special use (RFC 6761, 6762, 7686, 8375, 9476),
 * everything below `arpa`, what RFC 6762 Appendix G says that networks use, what ICANN keeps out of
 * the public DNS, and the zones of clusters.
 */
const INTERNAL_NAME = new RegExp(
  `(?:^|\\.)(?:${[
    ...['local', 'localhost', 'localdomain', 'test', 'invalid', 'onion', 'alt', 'arpa'],
    ...['internal', 'intranet', 'private', 'corp', 'home', 'lan', 'mail', 'localnet'],
    ...['svc', 'cluster', 'consul', 'docker', 'kube', 'k8s', 'workgroup', 'domain'],
  ].join('|')})$`,
)

/** Parses a URL if it may be fetched. */
export function allowedUrl(text: string, guard: FetchGuard): URL | undefined {
  if (text.length > MAX_URL || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return undefined
  if (url.protocol === 'http:')
    return guard.allowLoopback && isLoopback(url) && !guard.ownOrigins.includes(url.origin)
      ? url
      : undefined
  const allowed =
    url.protocol === 'https:' &&
    (url.port === '' || guard.ports?.includes(Number(url.port)) === true) &&
    // The URL parser writes every notation of an IPv4 address (decimal, octal, hex) as four decimal
    // numbers.
    DNS_NAME.test(url.hostname) &&
    !INTERNAL_NAME.test(url.hostname) &&
    // By name, whatever the port: our own host is never a metadata server.
    !guard.ownOrigins.some((origin) => new URL(origin).hostname === url.hostname)
  return allowed ? url : undefined
}

const isLoopback = (url: URL): boolean =>
  (url.hostname === '127.0.0.1' || url.hostname === 'localhost') && url.port !== ''

// Whether a message names one of our URLs. Scheme and host have no case, and the default port says
// nothing (RFC 3986 §3.1, §3.2.2, §6.2.3): .NET and Java write `:443` where an administrator typed
// none. Everything else is compared exactly, and no URL parser mends what was written: `..`, `%2f`,
// `\`, a user or a fragment make another URL.

const HTTP_URL = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d*))?(\/.*)?$/is
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** Tells whether `written` is our URL. White space around it has been collapsed already. */
export function isOurUrl(written: string | undefined, ours: string): boolean {
  if (written === undefined || written === ours) return written === ours
  const read = normalised(written)
  return read !== undefined && read === normalised(ours)
}

function normalised(url: string): string | undefined {
  const [, scheme = '', host = '', port = '', rest = '/'] = HTTP_URL.exec(url) ?? []
  if (host === '') return undefined
  const lower = scheme.toLowerCase()
  const explicit = port === '' || port === DEFAULT_PORTS[lower] ? '' : `:${port}`
  return `${lower}://${host.toLowerCase()}${explicit}${rest}`
}

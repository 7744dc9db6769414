// The headers that every answer carries, whatever route made it.

import type { Config } from '../env.ts'

/** Two years, as the preload lists of browsers ask for. */
const HSTS_SECONDS = 63_072_000

/** What an answer needs to know of its request. */
interface Answered {
  readonly url: URL
  readonly requestId: string
}

/** Makes the function that completes the headers of an answer. */
export function completeHeaders({ hstsSubdomains }: Pick<Config, 'hstsSubdomains'>) {
  const hsts = `max-age=${HSTS_SECONDS}${hstsSubdomains ? '; includeSubDomains' : ''}`
  return (headers: Headers, { url, requestId }: Answered): void => {
    headers.set('X-Request-Id', requestId)
    headers.set('X-Content-Type-Options', 'nosniff')
    // Nothing of ours belongs into a page of another site. What may be read there says so by CORS,
    // which this leaves alone.
    headers.set('Cross-Origin-Resource-Policy', 'same-origin')
    headers.set('X-Robots-Tag', 'noindex, nofollow')
    // Over http browsers have to ignore it (RFC 6797 §7.2).
    if (url.protocol === 'https:') headers.set('Strict-Transport-Security', hsts)
    // Whoever forgets to say how long an answer may be kept has said: not at all.
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  }
}

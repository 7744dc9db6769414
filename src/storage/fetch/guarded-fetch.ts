// Fetching a URL that somebody typed (R45): the address is checked, no redirect is followed, time
// and size are bounded while reading. What a public DNS name resolves to is beyond our reach;
// SECURITY.md names that.

import { decodeMetadata } from '../../protocol/saml/idp-metadata/decode-metadata.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { FetchMetadata, FetchRefusalCode } from '../../tenants/external-idps/fetch-metadata.ts'
import { allowedUrl, type FetchGuard } from './allowed-url.ts'
import { readBytes } from './read-bytes.ts'

type FetchRefusal = Refusal<FetchRefusalCode>

const TIMEOUT_MS = 5000
const MAX_BYTES = 2 * 1024 * 1024

/**
 * Makes the fetch of metadata. Nothing of us goes along: no cookie, no header that tells who asks.
 */
export const createMetadataFetch =
  (guard: FetchGuard): FetchMetadata =>
  (url) =>
    guardedFetch(url, {
      ...guard,
      accept: 'application/samlmetadata+xml, application/xml, text/xml',
    })

/** Fetches a URL as text, or says which rule stood in the way. */
async function guardedFetch(
  text: string,
  options: FetchGuard & { readonly accept: string },
): Promise<Result<string, FetchRefusal>> {
  const url = allowedUrl(text, options)
  if (url === undefined) return refuse(forbidden(text, options))
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(url, {
      headers: { accept: options.accept },
      redirect: 'manual',
      signal,
    })
    const refusal = checkResponse(response)
    if (refusal === undefined) return await readText(response)
    await response.body?.cancel()
    return refuse(refusal)
  } catch (fault) {
    // fetch and the body's reader throw for name resolution, TLS, connection and the deadline
    // alike.
    return refuse(
      signal.aborted
        ? { code: 'fetch_timeout', expected: TIMEOUT_MS }
        : { code: 'fetch_failed', got: causeOf(String(fault)) },
    )
  }
}

const UNTRUSTED = 'a TLS certificate that is not trusted'
const NO_HOST = 'no host of this name'
const NO_CONNECTION = 'no connection'

/** What Cloudflare answers in place of a host that it cannot reach. */
const UNREACHED: ReadonlyMap<number, string> = new Map([
  [521, NO_CONNECTION],
  [522, NO_CONNECTION],
  [523, NO_HOST],
  [525, UNTRUSTED],
  [526, UNTRUSTED],
  [530, NO_HOST],
])

/** Which part failed, as far as the runtime says. Its own words stay out: they name addresses. */
function causeOf(message: string): string {
  if (/certificate|TLS|SSL/i.test(message)) return UNTRUSTED
  return /DNS|resolve|ENOTFOUND/i.test(message) ? NO_HOST : NO_CONNECTION
}

/** What a URL may be here, and which port it names if that is what stands in the way. */
function forbidden(text: string, guard: FetchGuard): FetchRefusal {
  const ports = [443, ...(guard.ports ?? [])]
  const port = URL.canParse(text) ? new URL(text).port : ''
  const wrongPort = port !== '' && !ports.includes(Number(port))
  return {
    code: 'fetch_url_forbidden',
    expected: `https, a public host by name, port ${ports.join(' or ')}`,
    ...(wrongPort ? { got: `port ${port}` } : {}),
  }
}

function checkResponse(response: Response): FetchRefusal | undefined {
  const { status, headers } = response
  if (status >= 300 && status < 400) {
    const location = headers.get('location')
    // Without query: that could carry somebody's token.
    return {
      code: 'fetch_redirected',
      ...(location === null ? {} : { got: location.replace(/[?#].*/s, '').slice(0, 500) }),
    }
  }
  const unreached = UNREACHED.get(status)
  if (unreached !== undefined) return { code: 'fetch_failed', got: unreached }
  if (status !== 200) return { code: 'fetch_status', expected: 200, got: status }
  const length = Number(headers.get('content-length') ?? 0)
  if (length > MAX_BYTES) return { code: 'fetch_too_large', expected: MAX_BYTES, got: length }
  return undefined
}

async function readText(response: Response): Promise<Result<string, FetchRefusal>> {
  const bytes = await readBytes(response, MAX_BYTES)
  if (bytes === undefined) return refuse({ code: 'fetch_too_large', expected: MAX_BYTES })
  const text = decodeMetadata(bytes)
  return text === undefined ? refuse({ code: 'fetch_not_text' }) : ok(text)
}

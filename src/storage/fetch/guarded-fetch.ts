// Fetching a URL that somebody typed (R45): the address is checked, no redirect is followed, time and size are bounded while
// reading. What a public DNS name resolves to is beyond our reach; SECURITY.md names that.

import { decodeMetadata } from '../../protocol/saml/idp-metadata/decode-metadata.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { FetchMetadata, FetchRefusalCode } from '../../tenants/fetch-metadata.ts'
import { allowedUrl, type FetchGuard } from './allowed-url.ts'
import { readBytes } from './read-bytes.ts'

type FetchRefusal = Refusal<FetchRefusalCode>

const TIMEOUT_MS = 5000
const MAX_BYTES = 2 * 1024 * 1024

/** Makes the fetch of metadata. Nothing of us goes along: no cookie, no header that tells who asks. */
export const createMetadataFetch =
  (guard: FetchGuard): FetchMetadata =>
  (url) =>
    guardedFetch(url, {
      ...guard,
      accept: 'application/samlmetadata+xml, application/xml, text/xml',
    })

/** Fetches a URL as text, or says which rule stood in the way. */
export async function guardedFetch(
  text: string,
  options: FetchGuard & { readonly accept: string },
): Promise<Result<string, FetchRefusal>> {
  const url = allowedUrl(text, options)
  if (url === undefined) return refuse({ code: 'fetch_url_forbidden' })
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
  } catch {
    // fetch and the body's reader throw for name resolution, TLS, connection and the deadline alike.
    return refuse(
      signal.aborted ? { code: 'fetch_timeout', expected: TIMEOUT_MS } : { code: 'fetch_failed' },
    )
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

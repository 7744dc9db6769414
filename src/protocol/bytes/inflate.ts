// DEFLATE of the redirect binding (RFC 1951, SAML Bindings §3.4.4.1). The size is counted while
// reading, so a bomb costs no more than the limit (R50).

import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'

/**
 * Inflates raw DEFLATE data to at most `maxBytes`. Anything after the end of the stream makes it
 * malformed.
 */
export async function inflateRaw(
  bytes: Uint8Array<ArrayBuffer>,
  maxBytes: number,
): Promise<Result<Uint8Array<ArrayBuffer>, 'too_large' | 'malformed'>> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length
      if (size > maxBytes) {
        await reader.cancel()
        return refuse('too_large')
      }
      chunks.push(next.value)
    }
  } catch {
    return refuse('malformed')
  }
  return ok(join(chunks, size))
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

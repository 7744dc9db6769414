// UTF-8, fatally: bytes that are no UTF-8 are refused and never replaced, so no two readers see two
// texts (R2).

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
const encoder = new TextEncoder()

/** Decodes UTF-8, a leading byte order mark left out; undefined for anything that is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Encodes as UTF-8. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes: Uint8Array = encoder.encode(text)
  // Types leave open what kind of buffer it is; the copy is never made.
  return isUnshared(bytes) ? bytes : new Uint8Array(bytes)
}

const isUnshared = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer

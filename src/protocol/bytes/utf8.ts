// UTF-8, fatally: bytes that are no UTF-8 are refused and never replaced, so no two readers see two texts (R2).

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

/** Encodes as UTF-8. The copy is for the type: platforms disagree on which kind of buffer `encode` returns. */
export const encodeUtf8 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(encoder.encode(text))

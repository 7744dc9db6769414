// A file that holds what an identity provider gave: text as it is, anything else (DER, P7B, UTF-16)
// in base64, which the API takes as well.

/** The largest file that can be metadata. */
export const MAX_SOURCE_BYTES = 2 * 1024 * 1024

/** Reads a file as the API takes it. */
export async function readSourceFile(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return toBase64(bytes)
  }
}

/** Arguments of a call are limited, so a large file is taken in pieces. */
function toBase64(bytes: Uint8Array): string {
  const PIECE = 0x8000
  let binary = ''
  for (let at = 0; at < bytes.length; at += PIECE)
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return btoa(binary)
}

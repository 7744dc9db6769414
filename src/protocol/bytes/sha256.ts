// SHA-256 in the form in which digests are stored and compared here.

import { hexOf } from './hex.ts'
import { encodeUtf8 } from './utf8.ts'

/** SHA-256 of a text's UTF-8, lower-case hex. */
export const sha256Hex = (text: string): Promise<string> => digestHex(encodeUtf8(text))

/** SHA-256 of bytes, lower-case hex. */
export async function digestHex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return hexOf(digest)
}

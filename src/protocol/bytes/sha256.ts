// SHA-256 in the form in which digests are stored and compared here.

import { hexOf } from './hex.ts'
import { encodeUtf8 } from './utf8.ts'

/** SHA-256 of a text's UTF-8, lower-case hex. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encodeUtf8(text)))
  return hexOf(digest)
}

// Base64 (RFC 4648), strict both ways: a value has exactly one spelling, so nothing hides in a
// lenient decoder (R28).

import { Buffer } from 'node:buffer'

const XML_SPACE = /[ \t\r\n]+/g
/**
 * workerd has the conversions built in, which take a tenth of the time; Node has them from version
 * 25 on.
 */
const IS_NATIVE = 'fromBase64' in Uint8Array
const UNPADDED_URL = { alphabet: 'base64url', omitPadding: true } as const

/**
 * Decodes standard base64 with padding and no white space; undefined for anything else, non-zero
 * trailing bits included.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!IS_NATIVE) return decodeByBuffer(text, 'base64')
  try {
    const bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' })
    // It passes over white space, which makes a text longer than its bytes need.
    return text.length === 4 * Math.ceil(bytes.length / 3) ? bytes : undefined
  } catch {
    return undefined
  }
}

/**
 * Decodes xs:base64Binary (XML Schema 2 §3.2.16): standard base64 that white space may break into
 * lines.
 */
export function decodeBase64Binary(text: string): Uint8Array<ArrayBuffer> | undefined {
  return decodeBase64(text) ?? decodeBase64(text.replace(XML_SPACE, ''))
}

/** Encodes as standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  if (IS_NATIVE) return bytes.toBase64()
  let binary = ''
  // Chunks keep the argument list of fromCharCode bounded.
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

/** Decodes unpadded base64url (RFC 4648 §5); undefined for anything else. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!IS_NATIVE) return decodeByBuffer(text, 'base64url')
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet: 'base64url' })
    // Padding, white space and stray bits are passed over, and none of them comes back.
    return bytes.toBase64(UNPADDED_URL) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

/** Encodes as base64url without padding. */
export const encodeBase64Url = (bytes: Uint8Array): string =>
  IS_NATIVE
    ? bytes.toBase64(UNPADDED_URL)
    : encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

/** Decodes leniently and compares: what was not strict does not encode back to the same text. */
function decodeByBuffer(
  text: string,
  encoding: 'base64' | 'base64url',
): Uint8Array<ArrayBuffer> | undefined {
  const bytes = Buffer.from(text, encoding)
  // The copy leaves the pool that small buffers share.
  return bytes.toString(encoding) === text ? new Uint8Array(bytes) : undefined
}

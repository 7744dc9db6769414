// Base64 (RFC 4648), strict both ways: a value has exactly one spelling, so nothing hides in a lenient decoder (R28).
// Decoded by hand: one pass that checks while it reads, and no regular expression over hundreds of kilobytes.

const NOT_A_DIGIT = 255
const STANDARD = digitsOf('+/')
const URL_SAFE = digitsOf('-_')
const XML_SPACE = /[ \t\r\n]+/g

/** Decodes standard base64 with padding and no white space; undefined for anything else, non-zero trailing bits included. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return decodeDigits(text, text.length - padding, STANDARD)
}

/** Decodes xs:base64Binary (XML Schema 2 §3.2.16): standard base64 that white space may break into lines. */
export function decodeBase64Binary(text: string): Uint8Array<ArrayBuffer> | undefined {
  return decodeBase64(text.replace(XML_SPACE, ''))
}

/** Encodes as standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  // Chunks keep the argument list of fromCharCode bounded.
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

/** Decodes unpadded base64url (RFC 4648 §5); undefined for anything else. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  return decodeDigits(text, text.length, URL_SAFE)
}

/** Encodes as base64url without padding. */
export const encodeBase64Url = (bytes: Uint8Array): string =>
  encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

function digitsOf(lastTwo: string): Uint8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789' + lastTwo
  const digits = new Uint8Array(256).fill(NOT_A_DIGIT)
  for (let value = 0; value < alphabet.length; value++) digits[alphabet.charCodeAt(value)] = value
  return digits
}

/** Decodes the first `length` characters; a lone digit, a foreign character or bits left over make it undefined. */
function decodeDigits(
  text: string,
  length: number,
  digits: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  if (length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((length * 3) / 4))
  let held = 0
  let bits = 0
  let written = 0
  for (let at = 0; at < length; at++) {
    const digit = digits[text.charCodeAt(at)] ?? NOT_A_DIGIT
    if (digit === NOT_A_DIGIT) return undefined
    held = ((held << 6) | digit) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[written++] = held >> bits
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined
}

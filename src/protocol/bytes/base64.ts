// Base64 (RFC 4648), strict both ways: a value has exactly one spelling, so nothing hides in a lenient decoder (R28).

const STRICT_STANDARD = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const STRICT_URL = /^[A-Za-z0-9_-]*$/

/** Decodes standard base64 with padding and no white space; undefined for anything else, non-zero trailing bits included. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!STRICT_STANDARD.test(text)) return undefined
  return fromBinary(text)
}

/** Encodes as standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  // Chunks keep the argument list of fromCharCode bounded.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

/** Decodes unpadded base64url (RFC 4648 §5); undefined for anything else. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!STRICT_URL.test(text) || text.length % 4 === 1) return undefined
  return fromBinary(text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4))
}

/** Encodes as base64url without padding. */
export const encodeBase64Url = (bytes: Uint8Array): string =>
  encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

function fromBinary(text: string): Uint8Array<ArrayBuffer> | undefined {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  // atob drops stray bits after the last byte; re-encoding shows whether there were any.
  return encodeBase64(bytes.subarray(bytes.length - (bytes.length % 3))) === text.slice(text.length - tail(bytes.length))
    ? bytes
    : undefined
}

const tail = (length: number): number => (length % 3 === 0 ? 0 : 4)

// Proof Key for Code Exchange (RFC 7636), method S256 only: a stolen code is worth nothing without
// the verifier.

import { decodeBase64Url, encodeBase64Url } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/equal.ts'

const CHALLENGE_BYTES = 32
/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/

/**
 * Tells whether a text can be an S256 challenge: base64url of a SHA-256 digest, in its one
 * spelling.
 */
export const isCodeChallenge = (text: string): boolean =>
  decodeBase64Url(text)?.length === CHALLENGE_BYTES

/** Computes the S256 challenge of a verifier (RFC 7636 §4.2). */
export async function codeChallenge(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return encodeBase64Url(new Uint8Array(digest))
}

/** Verifies in constant time that the verifier hashes to the challenge (RFC 7636 §4.6). */
export async function verifyCodeVerifier(verifier: string, challenge: string): Promise<boolean> {
  if (!VERIFIER.test(verifier)) return false
  const encoder = new TextEncoder()
  return equalBytes(encoder.encode(await codeChallenge(verifier)), encoder.encode(challenge))
}

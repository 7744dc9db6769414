// Recovery codes: 80 random bits each, spelled without letters that look alike, kept as digests. So
// many bits need no slow hash; whom a code belongs to is hashed with it, so that it opens nothing
// else.

import { sha256Hex } from '../bytes/sha256.ts'

/** How many somebody gets at a time. */
export const RECOVERY_CODES = 10
/** Of randomness in one. */
export const RECOVERY_CODE_BYTES = 10

/** Crockford's base 32: no I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/
const MAX_TYPED = 64

/** Spells a code out, as in `4F7K-9QWE-2MNB-X8TZ`. */
export function writeRecoveryCode(random: Uint8Array): string {
  let bits = 0n
  for (const byte of random.subarray(0, RECOVERY_CODE_BYTES)) bits = (bits << 8n) | BigInt(byte)
  let code = ''
  for (let at = 15; at >= 0; at--) {
    code += ALPHABET[Number((bits >> BigInt(5 * at)) & 31n)]
    if (at % 4 === 0 && at > 0) code += '-'
  }
  return code
}

/**
 * The digest by which a code that was typed is found, lower-case hex; undefined for what cannot be
 * one.
 */
export async function digestRecoveryCode(
  owner: string,
  typed: string,
): Promise<string | undefined> {
  if (typed.length > MAX_TYPED) return undefined
  // What people read for the letters that the alphabet leaves out.
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return CODE.test(code) ? sha256Hex(`recovery-code\n${owner}\n${code}`) : undefined
}

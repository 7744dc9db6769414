// Time-based one-time passwords (RFC 6238), as every authenticator app reads them: SHA-1, six
// digits, thirty seconds. SHA-1 stands here inside HMAC, where its collisions do not matter, and
// apps ignore any other choice.

// The build that hashes by node:crypto: the other brings a second implementation along.
import { Secret, TOTP } from 'otpauth/dist/otpauth.node.mjs'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { SecondFactorRefusalCode } from './second-factor-refusals.ts'

/** Of a new secret (RFC 4226 §4 R6 recommends 160 bits). */
export const TOTP_SECRET_BYTES = 20
const STEP_SECONDS = 30
/** One step before and after, for the time that typing and the network take (RFC 6238 §5.2). */
const ACCEPTED_STEPS = 1
/** So far a clock is told to be off rather than the code to be wrong: five minutes. */
const EXPLAINED_STEPS = 10

export interface TotpCheck {
  readonly secret: Uint8Array<ArrayBuffer>
  /** As typed. */
  readonly code: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** The latest time step of which a code was accepted; undefined before the first. */
  readonly lastStep: number | undefined
}

/**
 * `step` is that of a code which is right for another time: to be kept as the last one, too,
 * because its time may yet come.
 */
export type TotpRefusal = Refusal<SecondFactorRefusalCode> & { readonly step?: number }

/**
 * Checks a code, and answers the time step that it belongs to: whoever accepts it keeps that step
 * as the last one, so that no code is accepted twice, nor an earlier one after it (I3).
 */
export function verifyTotp({
  secret,
  code,
  now,
  lastStep,
}: TotpCheck): Result<number, TotpRefusal> {
  const digits = code.replace(/[ \u00a0-]/g, '')
  if (!/^[0-9]{6}$/.test(digits)) return refuse({ code: 'second_factor_wrong' })
  const off = totpOf(secret).validate({ token: digits, timestamp: now, window: EXPLAINED_STEPS })
  if (off === null) return refuse({ code: 'second_factor_wrong' })
  const step = Math.floor(now / 1000 / STEP_SECONDS) + off
  if (lastStep !== undefined && step <= lastStep) return refuse({ code: 'second_factor_code_used' })
  if (Math.abs(off) > ACCEPTED_STEPS)
    return refuse({ code: 'second_factor_clock_off', got: off * STEP_SECONDS, step })
  return ok(step)
}

/**
 * What an app reads from the QR code (Key URI Format), and the secret as it is typed where there is
 * no camera.
 */
export function describeTotp(
  secret: Uint8Array<ArrayBuffer>,
  { issuer, account }: { readonly issuer: string; readonly account: string },
): { readonly uri: string; readonly typed: string } {
  // A colon separates issuer from account in the label, so neither may contain one.
  const label = (text: string) => text.replaceAll(':', ' ')
  const totp = totpOf(secret, { issuer: label(issuer), label: label(account) })
  return { uri: totp.toString(), typed: totp.secret.base32.match(/.{1,4}/g)?.join(' ') ?? '' }
}

const totpOf = (
  secret: Uint8Array<ArrayBuffer>,
  names: { readonly issuer?: string; readonly label?: string } = {},
): TOTP =>
  new TOTP({
    ...names,
    secret: new Secret({ buffer: secret.slice().buffer }),
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
  })

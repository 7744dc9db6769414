// R34: at most ten decryptions a minute may fail at one SSO key. The gate counts, where the refusal is noted; once it says
// so, this location decrypts no more until the minute is over.

import type { ResponseRefusal } from '../protocol/saml/response/check.ts'
import type { Expectation } from '../protocol/saml/response/expectation.ts'
import type { ReceivedResponse } from '../protocol/saml/response/read-received.ts'
import type { VerifiedLogin } from '../protocol/saml/response/verified-login.ts'
import { verifyResponse } from '../protocol/saml/response/verify-response.ts'
import type { Refusal } from '../refusal.ts'
import { type Result, refuse } from '../result.ts'
import type { SsoId } from '../tenants/ids.ts'
import type { LoginRefusalCode } from './refusals.ts'

/** SSO keys at which nothing is decrypted for now, and until when. */
const heldOff = new Map<SsoId, number>()
const MAX_HELD_OFF = 1_000

/** Verifies a response; refuses `login_decryption_limited` where that would take a decryption too many. */
export async function verifyLimited(
  ssoId: SsoId,
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Result<VerifiedLogin, ResponseRefusal | Refusal<LoginRefusalCode>>> {
  if (received.encrypted && (heldOff.get(ssoId) ?? 0) > expectation.now)
    return refuse({ code: 'login_decryption_limited' })
  return verifyResponse(received, expectation)
}

/** Decrypts nothing at an SSO key until then, milliseconds since the epoch. */
export function holdOffDecryption(ssoId: SsoId, until: number): void {
  const [oldest] = heldOff.keys()
  if (heldOff.size >= MAX_HELD_OFF && oldest !== undefined) heldOff.delete(oldest)
  heldOff.set(ssoId, until)
}

// R34: at most ten decryptions a minute may fail at one SSO key. The gate counts, asked only when one has failed; where it
// says so, this location decrypts no more until the minute is over.

import type { ResponseRefusal } from '../protocol/saml/response/check.ts'
import type { Expectation } from '../protocol/saml/response/expectation.ts'
import type { ReceivedResponse } from '../protocol/saml/response/read-received.ts'
import type { VerifiedLogin } from '../protocol/saml/response/verified-login.ts'
import { verifyResponse } from '../protocol/saml/response/verify-response.ts'
import type { Refusal } from '../refusal.ts'
import { type Result, refuse } from '../result.ts'
import type { SsoId } from '../tenants/ids.ts'
import type { LoginConfiguration } from '../tenants/login-configuration.ts'
import type { Gates } from './ports.ts'
import type { LoginRefusalCode } from './refusals.ts'

/** SSO keys at which nothing is decrypted for now, and until when. */
const heldOff = new Map<SsoId, number>()
const MAX_HELD_OFF = 1_000

/** Verifies a response; refuses `login_decryption_limited` where that would take a decryption too many. */
export async function verifyLimited(
  { gates }: { readonly gates: Gates },
  { gate, tenantId, ssoKey }: LoginConfiguration,
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Result<VerifiedLogin, ResponseRefusal | Refusal<LoginRefusalCode>>> {
  if (received.encrypted && (heldOff.get(ssoKey.id) ?? 0) > expectation.now)
    return refuse({ code: 'login_decryption_limited' })
  const verified = await verifyResponse(received, expectation)
  if (verified.ok || verified.refusal.code !== 'xmlenc_decryption_failed') return verified
  const until = await gates.at(gate).noteFailedDecryption(tenantId, ssoKey.id)
  if (until !== undefined) holdOff(ssoKey.id, until)
  return verified
}

function holdOff(ssoId: SsoId, until: number): void {
  const [oldest] = heldOff.keys()
  if (heldOff.size >= MAX_HELD_OFF && oldest !== undefined) heldOff.delete(oldest)
  heldOff.set(ssoId, until)
}

// R34: failed decryptions count against the network that caused them, so that a stranger who
// encrypts garbage for the public certificate of an SSO key stops nobody else. The gate counts, in
// the call that records the refusal; the location that made the call then decrypts no more until
// the minute is over. The count knows network and SSO key, and nothing of the message.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { ResponseRefusal } from '../../protocol/saml/response/check.ts'
import type { Expectation } from '../../protocol/saml/response/expectation.ts'
import type { ReceivedResponse } from '../../protocol/saml/response/read-received.ts'
import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import { verifyResponse } from '../../protocol/saml/response/verify-response.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { Refusal } from '../../refusal.ts'
import { type Result, refuse } from '../../result.ts'
import type { LoginConfiguration } from '../../tenants/connectors/login-configuration.ts'
import type { SsoId } from '../../tenants/ids.ts'
import type { LoginRefusalCode } from '../login-refusals.ts'
import type { LoginTrace } from '../login-trace.ts'
import { networkOf } from '../network.ts'
import type { DecryptionHoldOff, RefusedAttempt } from '../ports.ts'

/**
 * Until when nothing is decrypted: for an SSO key, and for one network at it. Two maps, so that
 * many networks cannot push the hold-off of an SSO key out of memory.
 */
const heldOff = { everybody: new Map<string, number>(), network: new Map<string, number>() }
const MAX_HELD_OFF = { everybody: 1_000, network: 10_000 }

const MAC_BYTES = 16

interface Source {
  readonly ssoId: SsoId
  readonly attempt: LoginTrace
}

/**
 * Verifies a response. Refuses `login_decryption_limited` if that would take a decryption too many.
 */
export async function verifyLimited(
  source: Source,
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Result<VerifiedLogin, ResponseRefusal | Refusal<LoginRefusalCode>>> {
  if (received.encrypted && heldOffUntil(source) > expectation.now)
    return refuse({ code: 'login_decryption_limited' })
  return verifyResponse(received, expectation)
}

/** What the gate counts of a refusal: nothing, unless a decryption failed. */
export async function noteDecryption(
  keyring: Pick<KeyRing, 'mac'>,
  {
    refusal,
    configuration,
    attempt,
  }: {
    readonly refusal: Refusal
    readonly configuration: LoginConfiguration
    readonly attempt: LoginTrace
  },
): Promise<Pick<RefusedAttempt, 'decryption'>> {
  if (refusal.code !== 'xmlenc_decryption_failed') return {}
  const mac = await keyring.mac('network', encodeUtf8(networkFrom(attempt)))
  const network = encodeBase64Url(mac.subarray(0, MAC_BYTES))
  return {
    decryption: {
      network,
      allowsCbc: configuration.connector?.settings.allowAesCbc ?? false,
    },
  }
}

/** Has this location decrypt nothing at an SSO key for a while, for one network or for all. */
export function holdOffDecryption(source: Source, until: DecryptionHoldOff): void {
  remember('everybody', source.ssoId, until.everybody)
  remember('network', nearOf(source), until.network)
}

const heldOffUntil = (source: Source): number =>
  Math.max(heldOff.everybody.get(source.ssoId) ?? 0, heldOff.network.get(nearOf(source)) ?? 0)

function remember(whom: keyof typeof heldOff, key: string, until: number | undefined): void {
  if (until === undefined) return
  const known = heldOff[whom]
  const [oldest] = known.keys()
  if (known.size >= MAX_HELD_OFF[whom] && oldest !== undefined) known.delete(oldest)
  // The one that was told last is the last to be forgotten.
  known.delete(key)
  known.set(key, until)
}

const nearOf = ({ ssoId, attempt }: Source): string => `${ssoId} ${networkFrom(attempt)}`

/** Callers whose address the platform does not name share one network. */
const networkFrom = (attempt: LoginTrace): string => networkOf(attempt.facts().ip ?? '')

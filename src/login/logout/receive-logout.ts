// A logout message of an IdP arrives: its answer to our LogoutRequest, or a request of its own.
// Both go through the verifier of logins (R48); only the request changes anything, because our own
// session had ended before we asked.

import type { ReceivedLogoutResponse } from '../../protocol/saml/logout/receive-logout.ts'
import { verifyLogoutResponse } from '../../protocol/saml/logout/verify-logout.ts'
import { STATUS_PARTIAL_LOGOUT } from '../../protocol/saml/namespaces.ts'
import { type Refusal, shortFact } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import { recogniseLogin } from '../complete/receive-response.ts'
import { refuseAttempt } from '../refuse-attempt.ts'
import type { ArrivedLogout, LogoutOutcome } from './arrived-logout.ts'
import { endByIdp } from './end-by-idp.ts'
import { logoutExpectationOf } from './logout-expectation.ts'

/** Receives a logout message. Whatever an IdP, a person or an attacker can cause is a refusal. */
export async function receiveLogout(
  deps: BeginDeps,
  arrived: ArrivedLogout,
): Promise<LogoutOutcome> {
  const { ssoId, message, attempt } = arrived
  attempt.ended('read')
  if (!message.ok)
    return refuseAttempt(deps, { ssoId, purpose: 'logout', attempt, refusal: message.refusal })
  const received = message.value
  if (received.kind === 'LogoutRequest') return endByIdp(deps, arrived, received)
  const answered = await confirm(deps, arrived, received)
  if (answered.ok) return { kind: 'confirmed' }
  const { ours, ...refusal } = answered.refusal
  const refused = await refuseAttempt(deps, { ssoId, purpose: 'logout', attempt, refusal })
  return { kind: 'unconfirmed', refused, ours }
}

/** Why an answer does not count, and whether it answers a logout of this browser. */
type Unconfirmed = Refusal & { readonly ours: boolean }

/**
 * Tells whether this is the IdP's word, to this browser, that the logout which it began has
 * succeeded there.
 */
async function confirm(
  { configurations, keyring, clock }: BeginDeps,
  { ssoId, cookies, attempt }: ArrivedLogout,
  received: ReceivedLogoutResponse,
): Promise<Result<true, Unconfirmed>> {
  const now = clock()
  const { inResponseTo } = received
  const recognised = await recogniseLogin(keyring, {
    ssoId,
    inResponseTo,
    cookies,
    now,
    purposes: ['logout'],
  })
  if (!recognised.ok) {
    const { pending: _, ...refusal } = recognised.refusal
    return refuse({ ...refusal, ours: false })
  }
  const configuration = await configurations.find(ssoId)
  attempt.ended('configuration')
  if (configuration?.connector === undefined)
    return refuse({ code: 'login_connector_missing', ours: true })
  const verified = await verifyLogoutResponse(received, {
    ...logoutExpectationOf(configuration.ssoKey, configuration.connector, now),
    inResponseTo: recognised.value.requestId,
  })
  attempt.ended('verify')
  if (!verified.ok) return refuse({ ...verified.refusal, ours: true })
  const { statusCodes } = verified.value
  return statusCodes.includes(STATUS_PARTIAL_LOGOUT)
    ? refuse({ code: 'saml_status_partial_logout', got: shortFact(statusCodes), ours: true })
    : ok(true)
}

// The answer of an IdP arrives: it is read, and recognised as the answer to a request of this
// browser. What it ends, a login or a test, follows from the request and from nothing in the
// message.

import type { SsoId } from '../../tenants/ids.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import type { LoginTrace } from '../login-trace.ts'
import { refuseAttempt } from '../refuse-attempt.ts'
import { admitResponse } from './admit-response.ts'
import type { CompletedLogin } from './completed-login.ts'
import { readSamlResponse, recogniseLogin } from './receive-response.ts'
import { mayBeUnsolicited, receiveUnsolicited } from './receive-unsolicited.ts'

export interface CompleteInput {
  readonly ssoId: SsoId
  /** The SAMLResponse field as it came. */
  readonly samlResponse: string
  /** Read only where nothing was asked for: then it may say where the person wants to go (R51). */
  readonly relayState?: string | undefined
  readonly cookies: ReadonlyMap<string, string>
  readonly attempt: LoginTrace
}

/**
 * Completes a login from the form that the IdP had the browser post. Whatever an IdP, a person or
 * an attacker can cause is a refusal; storage out of reach is thrown.
 */
export async function completeLogin(
  deps: BeginDeps,
  input: CompleteInput,
): Promise<CompletedLogin> {
  const { ssoId, cookies, attempt } = input
  const now = deps.clock()
  const read = readSamlResponse(input.samlResponse)
  if (!read.ok)
    return refuseAttempt(deps, { ssoId, purpose: 'login', attempt, refusal: read.refusal })
  const { received, bytes } = read.value
  const { inResponseTo } = received
  const recognised = await recogniseLogin(deps.keyring, { ssoId, inResponseTo, cookies, now })
  attempt.ended('read')
  if (!recognised.ok) {
    const { pending, ...refusal } = recognised.refusal
    if (mayBeUnsolicited(refusal))
      return receiveUnsolicited(deps, { ...input, received, bytes, now, refusal })
    const purpose = pending?.purpose === 'test' ? 'test' : 'login'
    return refuseAttempt(deps, { ssoId, purpose, attempt, refusal, pending })
  }
  const answer = { ssoId, cookies, attempt, login: recognised.value, received, bytes, now }
  return answer.login.pending.purpose === 'test'
    ? (await import('./complete-test.ts')).completeTest(deps, answer)
    : admitResponse(deps, answer)
}

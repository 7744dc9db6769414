// The way in, before anything is trusted: from form text to a parsed Response, and from its
// InResponseTo to the login that this very browser began.

import { readPostedMessage } from '../../protocol/saml/posted-message.ts'
import { type ReceivedResponse, readReceived } from '../../protocol/saml/response/read-received.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { SsoId } from '../../tenants/ids.ts'
import { openPendingLogin, type PendingLogin } from '../begin/pending-login.ts'
import { type RequestPurpose, verifyRequestId } from '../begin/request-id.ts'
import type { LoginTrace } from '../login-trace.ts'

/** A login in flight, recognised by the id in a response; the response is still untrusted. */
export interface RecognisedLogin {
  readonly requestId: string
  /** Milliseconds since the epoch, whole seconds. */
  readonly requestIssuedAt: number
  readonly pending: PendingLogin
  /**
   * It answers nothing: the IdP began it. `requestId` and `requestIssuedAt` bound it from our side.
   */
  readonly unsolicited?: true
}

/** A response that answers a live request of this browser; nothing in it is trusted yet. */
export interface RecognisedAnswer {
  readonly ssoId: SsoId
  readonly cookies: ReadonlyMap<string, string>
  readonly attempt: LoginTrace
  readonly login: RecognisedLogin
  readonly received: ReceivedResponse
  readonly bytes: Uint8Array
  readonly now: number
}

/** Decodes and parses a SAMLResponse field. */
export function readSamlResponse(
  field: string,
): Result<{ received: ReceivedResponse; bytes: Uint8Array }, Refusal> {
  const posted = readPostedMessage(field, readReceived, 'login_response_not_base64')
  return posted.ok ? ok({ received: posted.value.message, bytes: posted.value.bytes }) : posted
}

/**
 * Recognises the login that a response claims to answer (R41, R53): its cookie is in this browser,
 * and its request id was made by us for this SSO key, this browser and this purpose, at most 30
 * minutes ago. What answers a logout is no answer to a login, nor the other way round: `purposes`
 * says which may be answered here.
 */
export async function recogniseLogin(
  keyring: KeyRing,
  input: {
    ssoId: SsoId
    inResponseTo: string | undefined
    cookies: ReadonlyMap<string, string>
    now: number
    purposes?: readonly RequestPurpose[]
  },
): Promise<Result<RecognisedLogin, Refusal & { readonly pending?: PendingLogin }>> {
  const { ssoId, inResponseTo: requestId, cookies, now, purposes = ['login', 'test'] } = input
  if (requestId === undefined) return refuse({ code: 'login_unsolicited' })
  const pending = await openPendingLogin(keyring, { ssoId, requestId, cookies })
  if (pending === undefined || !purposes.includes(pending.purpose))
    return refuse({ code: 'login_request_unknown' })
  const verified = await verifyRequestId(keyring, requestId, { ...pending, ssoId }, now)
  // An expired login still says where the person wanted to go, for "Start again".
  if (!verified.ok) return refuse({ ...verified.refusal, pending })
  return ok({ requestId, requestIssuedAt: verified.value.issuedAt, pending })
}

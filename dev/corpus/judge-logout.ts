// A logout message, by the binding that its encoding says.

import { readFileSync } from 'node:fs'
import {
  type ReceivedLogout,
  receivePostedLogout,
  receiveRedirectedLogout,
} from '../../src/protocol/saml/logout/receive-logout.ts'
import {
  type LogoutRefusal,
  verifyLogoutRequest,
  verifyLogoutResponse,
} from '../../src/protocol/saml/logout/verify-logout.ts'
import type { Result } from '../../src/result.ts'
import { trustOf } from './circumstances.ts'
import { documentPath, type Entry } from './manifest.ts'
import { accepted, rejected, type Verdict } from './verdict.ts'

type Received = Result<ReceivedLogout, LogoutRefusal>

/** Judges a LogoutRequest or LogoutResponse. */
export async function judgeLogout(entry: Entry): Promise<Verdict> {
  const read = await receive(entry)
  if (!read.ok) return rejected(read.refusal)
  const received = read.value
  const expectation = {
    spEntityID: entry.audience,
    sloUrl: entry.recipient,
    ...(await trustOf(entry)),
  }
  if (received.kind === 'LogoutRequest') {
    const request = await verifyLogoutRequest(received, expectation)
    return request.ok ? accepted(request.value.nameId?.value) : rejected(request.refusal)
  }
  const inResponseTo = entry.in_response_to ?? received.inResponseTo ?? ''
  const response = await verifyLogoutResponse(received, { ...expectation, inResponseTo })
  return response.ok ? accepted() : rejected(response.refusal)
}

/**
 * The documents do not say in which field or parameter they came: in the one that their kind
 * belongs to.
 */
async function receive(entry: Entry): Promise<Received> {
  const bytes = readFileSync(documentPath(entry))
  const text = bytes.toString('utf8').trim()
  if (entry.encoding === 'redirect-query') return receiveRedirectedLogout(text.replace(/^\?/, ''))
  const inField = (field: 'SAMLRequest' | 'SAMLResponse'): Received | Promise<Received> => {
    if (entry.encoding === 'deflate+base64')
      return receiveRedirectedLogout(`${field}=${encodeURIComponent(text)}`)
    return receivePostedLogout(
      field,
      entry.encoding === 'base64' ? Buffer.from(text, 'base64') : bytes,
    )
  }
  const asRequest = await inField('SAMLRequest')
  const isOther = !asRequest.ok && asRequest.refusal.code === 'logout_message_unexpected'
  return isOther ? inField('SAMLResponse') : asRequest
}

// A logout message as it came in, by either binding. Nothing in it is trusted yet.

import { type Refusal, shortFact } from '../../../refusal.ts'
import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { parseXml } from '../../xml/parse.ts'
import type { XmlElement } from '../../xml/tree.ts'
import { expandedName, isNamed } from '../../xml/tree.ts'
import { tokenOf } from '../../xml/white-space.ts'
import type { XmlRefusalCode } from '../../xml/xml-refusals.ts'
import { SAMLP_NS } from '../namespaces.ts'
import type { RedirectQuery } from '../redirect-query.ts'
import { readRedirectQuery } from '../redirect-query.ts'
import type { RedirectRefusalCode } from '../redirect-refusals.ts'
import type { LogoutRefusalCode } from './logout-refusals.ts'

/** A received LogoutRequest or LogoutResponse. */
export type ReceivedLogout = ReceivedLogoutRequest | ReceivedLogoutResponse

export interface ReceivedLogoutRequest extends Received {
  readonly kind: 'LogoutRequest'
}

export interface ReceivedLogoutResponse extends Received {
  readonly kind: 'LogoutResponse'
  /**
   * Unverified, to find the logout it may belong to. The verifier compares the real one again
   * (R41).
   */
  readonly inResponseTo: string | undefined
}

interface Received {
  /** Unverified: for the verifier only. */
  readonly root: XmlElement
  /** Of a message by HTTP-Redirect, which is signed there; one by HTTP-POST is signed inside. */
  readonly query?: RedirectQuery
}

type ReceiveResult = Result<
  ReceivedLogout,
  Refusal<XmlRefusalCode | RedirectRefusalCode | LogoutRefusalCode>
>

/** Reads a message from a form by HTTP-POST: the field it stood in, and its bytes (R1-R7, R20). */
export const receivePostedLogout = (
  field: 'SAMLRequest' | 'SAMLResponse',
  bytes: Uint8Array,
): ReceiveResult => receive(field, bytes)

/** Reads a message from the query of a URL, without its `?` (R49, R50). */
export async function receiveRedirectedLogout(query: string): Promise<ReceiveResult> {
  const read = await readRedirectQuery(query)
  return read.ok ? receive(read.value.parameter, read.value.message, read.value) : read
}

function receive(
  parameter: 'SAMLRequest' | 'SAMLResponse',
  bytes: Uint8Array,
  query?: RedirectQuery,
): ReceiveResult {
  const parsed = parseXml(bytes)
  if (!parsed.ok) return parsed
  const root = parsed.value
  const kind = parameter === 'SAMLRequest' ? 'LogoutRequest' : 'LogoutResponse'
  if (!isNamed(root, SAMLP_NS, kind))
    return refuse({
      code: 'logout_message_unexpected',
      expected: `{${SAMLP_NS}}${kind}`,
      got: shortFact(expandedName(root)),
    })
  const received = query === undefined ? { root } : { root, query }
  return kind === 'LogoutRequest'
    ? ok({ ...received, kind })
    : ok({ ...received, kind, inResponseTo: tokenOf(root, 'InResponseTo') })
}

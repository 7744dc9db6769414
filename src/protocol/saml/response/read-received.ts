// A Response as it came in. Nothing in it is trusted yet.

import { type Refusal, shortFact } from '../../../refusal.ts'
import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { parseXml } from '../../xml/parse.ts'
import type { XmlElement } from '../../xml/tree.ts'
import { childrenNamed, expandedName, isNamed } from '../../xml/tree.ts'
import { tokenOf } from '../../xml/white-space.ts'
import type { XmlRefusalCode } from '../../xml/xml-refusals.ts'
import { SAML_NS, SAMLP_NS } from '../namespaces.ts'
import type { SamlRefusalCode } from './response-refusals.ts'

export interface ReceivedResponse {
  /** Unverified: for the verifier only. */
  readonly root: XmlElement
  /**
   * Unverified, to find the login it may belong to. The verifier compares the real one again (R41).
   */
  readonly inResponseTo: string | undefined
  /** Verifying it takes our private key. */
  readonly encrypted: boolean
}

/** Reads a Response strictly (R1-R7, R20). */
export function readReceived(
  bytes: Uint8Array,
): Result<ReceivedResponse, Refusal<XmlRefusalCode | SamlRefusalCode>> {
  const root = parseXml(bytes)
  if (!root.ok) return root
  if (!isNamed(root.value, SAMLP_NS, 'Response'))
    return refuse({
      code: 'saml_not_a_response',
      expected: `{${SAMLP_NS}}Response`,
      got: shortFact(expandedName(root.value)),
    })
  return ok({
    root: root.value,
    inResponseTo: tokenOf(root.value, 'InResponseTo'),
    encrypted: childrenNamed(root.value, SAML_NS, 'EncryptedAssertion').length > 0,
  })
}

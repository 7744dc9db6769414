// The issuer of an IdP that was typed without one. A test learns it, never a login: the message
// says who it claims to come from, and counts only if the registered certificate verifies all of
// it, that claim included.

import { SAML_NS } from '../../protocol/saml/namespaces.ts'
import type { Expectation } from '../../protocol/saml/response/expectation.ts'
import type { ReceivedResponse } from '../../protocol/saml/response/read-received.ts'
import { readResponseContent } from '../../protocol/saml/response/response-content.ts'
import { childrenNamed, textOf, type XmlElement } from '../../protocol/xml/tree.ts'
import { checkEntityID } from '../../tenants/external-idps/describe-idp.ts'
import { UNKNOWN_ISSUER } from '../../tenants/external-idps/external-idp.ts'

/** No XML holds this character, so no message comes from this IdP. */
const NOBODY = '\u0000'

/**
 * What a test expects of a message whose issuer nobody has said: the one that the message claims,
 * everywhere in it. Unchanged if the issuer is known.
 */
export function expectClaimedIssuer(
  expectation: Expectation,
  received: ReceivedResponse,
): Expectation {
  if (expectation.idpEntityID !== UNKNOWN_ISSUER) return expectation
  const claimed = claimedIssuer(received.root)
  const usable = claimed !== undefined && checkEntityID(claimed) === undefined
  return { ...expectation, idpEntityID: usable ? claimed : NOBODY }
}

/** Unverified. An encrypted assertion stands in a Response that has to name its issuer (R42). */
function claimedIssuer(root: XmlElement): string | undefined {
  const [issuer] = readResponseContent(root).issuers
  if (issuer !== undefined) return issuer.value
  const [assertion] = childrenNamed(root, SAML_NS, 'Assertion')
  const [named] = assertion === undefined ? [] : childrenNamed(assertion, SAML_NS, 'Issuer')
  return named && textOf(named)
}

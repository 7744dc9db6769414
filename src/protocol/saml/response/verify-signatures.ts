// From a message that passed its checks to evidence: every signature verified, what is encrypted
// decrypted, and everything read from signed bytes.

import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { XmlElement } from '../../xml/tree.ts'
import type { VerifiedElement } from '../../xmldsig/verified-element.ts'
import { verifyEnveloped } from '../../xmldsig/verify-enveloped.ts'
import { readAssertion } from './assertion-content.ts'
import type { Evidence, ResponseRefusal } from './check.ts'
import { decryptAssertion } from './decrypt-assertion.ts'
import type { Expectation } from './expectation.ts'
import { type Census, encryptedIn } from './message-checks.ts'
import { readResponseContent } from './response-content.ts'

type Verified = Result<VerifiedElement | undefined, ResponseRefusal>

/**
 * R31-R33: verifies each signature there is, the outer one first; one that fails refuses the
 * message. The assertion is read from its own signed bytes, or else from those of the response
 * (R30).
 */
export async function verifySignatures(
  census: Census,
  expectation: Expectation,
): Promise<Result<Evidence, ResponseRefusal>> {
  const { root, assertions } = census
  const response = await verifySigned(root, census, expectation)
  if (!response.ok) return response
  const encrypted = encryptedIn(census)
  const assertion = encrypted
    ? await decryptAssertion(encrypted, response.value, expectation)
    : await verifySigned(assertions[0], census, expectation)
  if (!assertion.ok) return assertion
  const signed = assertion.value ?? response.value
  const content = signed && readAssertion(signed, expectation)
  if (content === undefined) return refuse({ code: 'saml_assertion_missing' })
  return ok({
    response: readResponseContent(response.value ?? root),
    responseSigned: response.value !== undefined,
    encrypted: encrypted !== undefined,
    assertion: content,
  })
}

/** The element as its signature shows it; undefined when it has none. */
async function verifySigned(
  element: XmlElement | undefined,
  { signatures }: Census,
  expectation: Expectation,
): Promise<Verified> {
  for (const { parent } of signatures)
    if (element !== undefined && parent === element) return verifyEnveloped(element, expectation)
  return ok(undefined)
}

// From a message that passed its checks to evidence: every signature verified, and everything read from signed bytes.

import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { VerifiedElement } from '../../xmldsig/verified-element.ts'
import { verifyEnveloped } from '../../xmldsig/verify-enveloped.ts'
import { readAssertion } from './assertion-content.ts'
import type { Evidence, ResponseRefusal } from './check.ts'
import type { Expectation } from './expectation.ts'
import type { Census } from './message-checks.ts'
import { readResponseContent } from './response-content.ts'

/**
 * R31, R32: verifies each signature there is; one that fails refuses the message. The assertion is read from its own signed
 * bytes, or else from those of the response (R30).
 */
export async function verifySignatures(
  { root, signatures }: Census,
  expectation: Expectation,
): Promise<Result<Evidence, ResponseRefusal>> {
  let response: VerifiedElement | undefined
  let assertion: VerifiedElement | undefined
  for (const { parent } of signatures) {
    if (parent === undefined) return refuse({ code: 'saml_signature_misplaced' })
    const verified = await verifyEnveloped(parent, expectation)
    if (!verified.ok) return verified
    if (parent === root) response = verified.value
    else assertion = verified.value
  }
  const signed = assertion ?? response
  const content = signed && readAssertion(signed)
  if (content === undefined) return refuse({ code: 'saml_assertion_missing' })
  return ok({
    response: readResponseContent(response ?? root),
    responseSigned: response !== undefined,
    assertion: content,
  })
}

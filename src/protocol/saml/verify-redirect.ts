// Signatures over a query (SAML Bindings §3.4.4.1): from a message that came by HTTP-Redirect to
// the element that was signed.

import type { Refusal } from '../../refusal.ts'
import { shortFact } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeBase64Binary } from '../bytes/base64.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { parseXml } from '../xml/parse.ts'
import type { XmlRefusalCode } from '../xml/xml-refusals.ts'
import { RSA_SHA256, SIGNATURE_ALGORITHMS } from '../xmldsig/algorithms.ts'
import type { VerifiedElement } from '../xmldsig/verified-element.ts'
import type { Trust } from '../xmldsig/verify-value.ts'
import { verifyValue } from '../xmldsig/verify-value.ts'
import type { DsigRefusalCode } from '../xmldsig/xmldsig-refusals.ts'
import type { RedirectQuery } from './redirect-query.ts'
import type { RedirectRefusalCode } from './redirect-refusals.ts'

/**
 * Verifies the signature of a query by the table of R12 and returns the root of its message.
 * Unsigned is refused (R11).
 */
export async function verifyRedirect(
  { message, signature }: RedirectQuery,
  trust: Trust,
): Promise<
  Result<VerifiedElement, Refusal<RedirectRefusalCode | DsigRefusalCode | XmlRefusalCode>>
> {
  if (signature === undefined) return refuse({ code: 'redirect_signature_missing' })
  const algorithm = SIGNATURE_ALGORITHMS.get(signature.algorithm)
  if (algorithm === undefined || (algorithm.weak && !trust.allowWeakAlgorithms))
    return refuse({
      code: 'dsig_signature_algorithm_forbidden',
      expected: RSA_SHA256,
      got: shortFact(signature.algorithm),
    })
  const value = decodeBase64Binary(signature.value)
  if (value === undefined || value.length === 0)
    return refuse({ code: 'dsig_value_not_base64', got: 'Signature' })
  const mismatch = await verifyValue(algorithm, encodeUtf8(signature.signed), value, trust)
  if (mismatch !== undefined) return refuse(mismatch)
  const root = parseXml(message)
  if (!root.ok) return root
  // A maker of the brand: the octets just verified hold this message in base64, and nothing else
  // was parsed (R30).
  return ok(root.value as VerifiedElement)
}

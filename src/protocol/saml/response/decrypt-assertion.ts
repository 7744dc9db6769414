// From an EncryptedAssertion to the verified assertion inside it (R33, R34). From the first use of
// a private key to the verdict on the inner signature there is one refusal, and whatever fails, the
// steps up to it are the same: what could not be decrypted or read is replaced by a decoy that goes
// the rest of the way.

import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { XmlElement } from '../../xml/tree.ts'
import { childElements, childrenNamed, hasElementContent, isNamed } from '../../xml/tree.ts'
import { DSIG_NS } from '../../xmldsig/algorithms.ts'
import { checkIds } from '../../xmldsig/ids.ts'
import type { VerifiedElement } from '../../xmldsig/verified-element.ts'
import { verifyEnveloped } from '../../xmldsig/verify-enveloped.ts'
import { decryptContent } from '../../xmlenc/decrypt-content.ts'
import { readEncryptedContent } from '../../xmlenc/encrypted-data.ts'
import { SAML_NS } from '../namespaces.ts'
import { readPlaintext } from '../read-plaintext.ts'
import type { ResponseRefusal } from './check.ts'
import { decoyFor } from './decoy.ts'
import type { Expectation } from './expectation.ts'
import { takeCensus } from './message-checks.ts'

const FAILED = { code: 'xmlenc_decryption_failed' } as const

/**
 * The assertion inside an encrypted one. `response` is the verified Response around it, where that
 * was signed: then the ciphertext is taken from there and may hold an unsigned assertion; else the
 * assertion has to be signed itself. A signature that is there has to verify (R32). Refuses with
 * `xmlenc_decryption_failed`, whatever is wrong inside.
 */
export async function decryptAssertion(
  received: XmlElement,
  response: VerifiedElement | undefined,
  expectation: Expectation,
): Promise<Result<VerifiedElement, ResponseRefusal>> {
  const [signed] = response ? childrenNamed(response, SAML_NS, 'EncryptedAssertion') : []
  const encrypted = signed ?? received
  const content = readEncryptedContent(encrypted, expectation.allowAesCbc ?? false)
  if (!content.ok) return content
  const keys = (await expectation.decryptionKeys?.()) ?? []
  const plaintext = await decryptContent(content.value, keys)
  const decoy = decoyFor(expectation.certificates, content.value.cipher.length)
  const assertion = assertionIn(plaintext ?? decoy, encrypted)
  const found = plaintext === undefined ? undefined : assertion
  // The one other maker of the brand: this plaintext is what the bytes that the Response's
  // signature covers decrypt to.
  if (signed && found && !isSigned(found)) return ok(found as VerifiedElement)

  const suspect = assertion && isSigned(assertion) ? assertion : assertionIn(decoy, encrypted)
  const verified = suspect && (await verifyEnveloped(suspect, expectation, 'every step'))
  return found && suspect === found && verified?.ok ? verified : refuse(FAILED)
}

/** R33: exactly one assertion, with nothing hidden in it; read as strictly as any message. */
function assertionIn(bytes: Uint8Array, encrypted: XmlElement): XmlElement | undefined {
  const place = readPlaintext(bytes, encrypted)
  if (place === undefined) return undefined
  const { root, elements, assertions, signatures } = takeCensus(place)
  const [only, ...others] = childElements(root)
  const single = only && isNamed(only, SAML_NS, 'Assertion') && others.length === 0
  const alone = assertions.length === 1 && hasElementContent(root)
  const signedOnce = signatures.length <= 1 && signatures.every(({ parent }) => parent === only)
  return single && alone && signedOnce && checkIds(elements) === undefined ? only : undefined
}

const isSigned = (assertion: XmlElement): boolean =>
  childrenNamed(assertion, DSIG_NS, 'Signature').length > 0

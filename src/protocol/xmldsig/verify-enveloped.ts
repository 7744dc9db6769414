// Enveloped signatures (XML Signature §3.2, SAML Core §5.4): from an element with a Signature to
// what was signed. KeyInfo is never read; the registered certificates are the only keys (R10).

import { type Refusal, shortFact } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeBase64Binary } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/equal.ts'
import type { Canonicalization } from '../xml/canonicalize.ts'
import { canonicalizeReceived, inheritsXmlAttributes } from '../xml/canonicalize.ts'
import { isNCName } from '../xml/names.ts'
import { parseXml } from '../xml/parse.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childElements, childrenNamed, hasElementContent, isNamed, textOf } from '../xml/tree.ts'
import type { XmlRefusalCode } from '../xml/xml-refusals.ts'
import { C14N_11, DSIG_NS, EXC_C14N } from './algorithms.ts'
import { idOf } from './ids.ts'
import type { SignedInfo } from './signed-info.ts'
import { readCanonicalization, readSignedInfo } from './signed-info.ts'
import type { VerifiedElement } from './verified-element.ts'
import type { Trust } from './verify-value.ts'
import { verifyValue } from './verify-value.ts'
import type { DsigRefusalCode } from './xmldsig-refusals.ts'

type DsigResult<T> = Result<T, Refusal<DsigRefusalCode | XmlRefusalCode>>

/**
 * Verifies the one Signature that is a child of `signed` and returns `signed` as the signed bytes
 * show it. The digest is computed once the signature value has verified, or in any case: `every
 * step` is for whom the time must tell nothing (R34).
 */
export async function verifyEnveloped(
  signed: XmlElement,
  trust: Trust,
  steps: 'until refused' | 'every step' = 'until refused',
): Promise<DsigResult<VerifiedElement>> {
  const id = idOf(signed)
  if (id === undefined || !isNCName(id))
    return refuse({ code: 'dsig_id_invalid', ...(id === undefined ? {} : { got: shortFact(id) }) })
  const signature = readSignature(signed)
  if (!signature.ok) return signature
  const { signedInfoBytes, value } = signature.value
  // R26: what SignedInfo says is read from the very bytes that the signature covers, not from the
  // document.
  const copy = parseXml(signedInfoBytes)
  if (!copy.ok) return copy
  const info = readSignedInfo(copy.value, trust.allowWeakAlgorithms)
  if (!info.ok) return info
  if (info.value.uri !== '#' + id)
    return refuse({
      code: 'dsig_reference_mismatch',
      expected: shortFact('#' + id),
      got: shortFact(info.value.uri),
    })
  const mismatch = await verifyValue(info.value.signatureAlgorithm, signedInfoBytes, value, trust)
  const refused = mismatch && { got: signatureIn(signed), ...mismatch }
  if (refused !== undefined && steps === 'until refused') return refuse(refused)
  const verified = await verifyDigest(signed, signature.value.element, info.value)
  return refused === undefined ? verified : refuse(refused)
}

interface Signature {
  readonly element: XmlElement
  readonly signedInfoBytes: Uint8Array<ArrayBuffer>
  readonly value: Uint8Array<ArrayBuffer>
}

/** R22: SignedInfo, SignatureValue, at most KeyInfo; no Object. */
function readSignature(signed: XmlElement): DsigResult<Signature> {
  const [element, ...others] = childrenNamed(signed, DSIG_NS, 'Signature')
  const [signedInfo, signatureValue, keyInfo, ...more] = element ? childElements(element) : []
  if (
    element === undefined ||
    others.length > 0 ||
    signedInfo === undefined ||
    signatureValue === undefined ||
    !isNamed(signedInfo, DSIG_NS, 'SignedInfo') ||
    !isNamed(signatureValue, DSIG_NS, 'SignatureValue') ||
    (keyInfo !== undefined && !isNamed(keyInfo, DSIG_NS, 'KeyInfo')) ||
    more.length > 0 ||
    !hasElementContent(element)
  )
    return refuse({ code: 'dsig_structure_invalid', got: 'Signature' })
  const value = decodeBase64Binary(textOf(signatureValue) ?? '')
  if (value === undefined || value.length === 0)
    return refuse({ code: 'dsig_value_not_base64', got: 'SignatureValue' })
  const [method] = childrenNamed(signedInfo, DSIG_NS, 'CanonicalizationMethod')
  if (method === undefined) return refuse({ code: 'dsig_structure_invalid', got: 'SignedInfo' })
  const canonicalization = readCanonicalization(method)
  if (!canonicalization.ok) return canonicalization
  const signedInfoBytes = canonicalBytes(signedInfo, canonicalization.value)
  return signedInfoBytes.ok
    ? ok({ element, signedInfoBytes: signedInfoBytes.value, value })
    : signedInfoBytes
}

/**
 * R24: Canonical XML 1.1 only where xml:* attributes around the element do not make it differ from
 * 1.0.
 */
function canonicalBytes(
  element: XmlElement,
  canonicalization: Canonicalization,
): DsigResult<Uint8Array<ArrayBuffer>> {
  if (canonicalization.algorithm === 'c14n11' && inheritsXmlAttributes(element))
    return refuse({ code: 'dsig_canonicalization_forbidden', expected: EXC_C14N, got: C14N_11 })
  const bytes = canonicalizeReceived(element, canonicalization)
  return bytes === undefined ? refuse({ code: 'xml_too_large' }) : ok(bytes)
}

async function verifyDigest(
  signed: XmlElement,
  signature: XmlElement,
  { canonicalization, digestAlgorithm, digest }: SignedInfo,
): Promise<DsigResult<VerifiedElement>> {
  const bytes = canonicalBytes(signed, { ...canonicalization, omit: signature })
  if (!bytes.ok) return bytes
  const computed = await crypto.subtle.digest(digestAlgorithm.hash, bytes.value)
  if (!equalBytes(new Uint8Array(computed), digest))
    return refuse({ code: 'dsig_digest_mismatch', got: signatureIn(signed) })
  return readAgain(bytes.value, signed)
}

/** Which of the signatures of a message it was, as a fact. */
const signatureIn = ({ localName }: XmlElement): string => `Signature in ${localName}`

/**
 * R30: the digested bytes are all that is known from here on. They must show the element that was
 * asked about.
 */
function readAgain(bytes: Uint8Array, signed: XmlElement): DsigResult<VerifiedElement> {
  const again = parseXml(bytes)
  if (!again.ok) return again
  const { namespace, localName } = signed
  if (!isNamed(again.value, namespace, localName) || idOf(again.value) !== idOf(signed))
    return refuse({ code: 'dsig_signed_bytes_differ' })
  // A maker of the brand: signature and digest over exactly these bytes have just been verified.
  return ok(again.value as VerifiedElement)
}

// Our own enveloped signatures (XML Signature §3.1, SAML Core §5.4): exclusive canonicalisation,
// SHA-256, RSA.

import { encodeBase64 } from '../bytes/base64.ts'
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts'
import { canonicalize } from '../xml/canonicalize.ts'
import { parseXml } from '../xml/parse.ts'
import { attributeOf } from '../xml/tree.ts'
import { escapeAttribute, escapeText } from '../xml/write.ts'
import { DSIG_NS, ENVELOPED_SIGNATURE, EXC_C14N } from './algorithms.ts'

export interface SigningKey {
  /** An RSASSA-PKCS1-v1_5 key with SHA-256. */
  readonly privateKey: CryptoKey
  /** DER in base64, sent along in KeyInfo as a hint to which key it was. */
  readonly certificate: string
}

/** RFC 9231 §2.3.2. */
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

/**
 * Signs the root element of a document that we built, and puts the Signature after its first
 * occurrence of `after`: the end tag of the element that the schema wants in front of it. The
 * result is the canonical form with the Signature inside.
 */
export async function signEnveloped(
  document: string,
  after: string,
  { privateKey, certificate }: SigningKey,
): Promise<string> {
  const { id, canonical } = canonicalRoot(document)
  const digest = await crypto.subtle.digest('SHA-256', encodeUtf8(canonical))
  const signedInfo = canonicalRoot(
    `<ds:SignedInfo xmlns:ds="${DSIG_NS}">` +
      `<ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod>` +
      `<ds:SignatureMethod Algorithm="${RSA_SHA256}"></ds:SignatureMethod>` +
      `<ds:Reference URI="#${escapeAttribute(id)}"><ds:Transforms>` +
      `<ds:Transform Algorithm="${ENVELOPED_SIGNATURE}"></ds:Transform>` +
      `<ds:Transform Algorithm="${EXC_C14N}"></ds:Transform></ds:Transforms>` +
      `<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod>` +
      `<ds:DigestValue>${encodeBase64(new Uint8Array(digest))}</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
  ).canonical
  const value = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, encodeUtf8(signedInfo))
  const signature =
    `<ds:Signature xmlns:ds="${DSIG_NS}">${signedInfo}` +
    `<ds:SignatureValue>${encodeBase64(new Uint8Array(value))}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${escapeText(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
  const at = canonical.indexOf(after)
  if (at < 0) throw new Error(`No ${after} to put a signature after`)
  return canonical.slice(0, at + after.length) + signature + canonical.slice(at + after.length)
}

/** Our own documents always parse; one that does not is a bug. */
function canonicalRoot(document: string): { readonly id: string; readonly canonical: string } {
  const parsed = parseXml(encodeUtf8(document))
  if (!parsed.ok) throw new Error(`Built a document that is refused: ${parsed.refusal.code}`)
  const canonical = decodeUtf8(canonicalize(parsed.value, { algorithm: 'exc-c14n' }))
  if (canonical === undefined) throw new Error('The canonical form is no UTF-8')
  return { id: attributeOf(parsed.value, 'ID') ?? '', canonical }
}

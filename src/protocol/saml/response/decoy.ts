// What takes the place of an assertion that could not be decrypted (R34): it goes the way of a
// signed assertion through reader and verifier, as long as the one that was expected and signed as
// the registered key would, by nobody.

import { encodeBase64 } from '../../bytes/base64.ts'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { type CertificateKey, certificateKey } from '../../x509/public-key.ts'
import { DSIG_NS, ENVELOPED_SIGNATURE, EXC_C14N } from '../../xmldsig/algorithms.ts'
import { SAML_NS } from '../namespaces.ts'

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const FILLING =
  '<saml:Attribute Name="decoy"><saml:AttributeValue>decoy</saml:AttributeValue></saml:Attribute>'
const RSA_2048: Pick<CertificateKey, 'type' | 'signatureBytes'> = {
  type: 'RSA',
  signatureBytes: 256,
}

/**
 * An assertion of about so many bytes whose signature is refused only by the public-key operation,
 * with any of these certificates.
 */
export function decoyFor(certificates: readonly string[], bytes: number): Uint8Array {
  const key = certificates.map(certificateKey).find((one) => one !== undefined) ?? RSA_2048
  const [start, end] = [opening(key), '</saml:AttributeStatement></saml:Assertion>']
  const missing = bytes - start.length - end.length
  const filling = FILLING.repeat(Math.max(1, Math.round(missing / FILLING.length)))
  return encodeUtf8(start + filling + end)
}

const opening = ({ type, signatureBytes }: Pick<CertificateKey, 'type' | 'signatureBytes'>) =>
  `<saml:Assertion xmlns:saml="${SAML_NS}" ID="_decoy" Version="2.0"><saml:Issuer>decoy</saml:Issuer>` +
  `<ds:Signature xmlns:ds="${DSIG_NS}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXC_C14N}"/>` +
  `<ds:SignatureMethod Algorithm="${MORE}${type === 'EC' ? 'ecdsa' : 'rsa'}-sha256"/>` +
  `<ds:Reference URI="#_decoy"><ds:Transforms><ds:Transform Algorithm="${ENVELOPED_SIGNATURE}"/>` +
  `<ds:Transform Algorithm="${EXC_C14N}"/></ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"/>` +
  `<ds:DigestValue>${'A'.repeat(43)}=</ds:DigestValue></ds:Reference></ds:SignedInfo>` +
  `<ds:SignatureValue>${encodeBase64(nobodys(signatureBytes))}</ds:SignatureValue></ds:Signature><saml:AttributeStatement>`

/**
 * A value in the range of every key of its length: below any modulus and any order, and neither
 * half of it zero.
 */
const nobodys = (length: number): Uint8Array =>
  new Uint8Array(length).map((_, at) => (at === 0 || at === length >> 1 ? 0 : 0x73))

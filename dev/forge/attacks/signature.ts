// Signatures that are absent, of somebody else, over something else, or by something other than
// R10-R28 allow. Where the attack is in SignedInfo, the signature over it is genuine: only the rule
// stands in the way.

import { type Attack, type Attacks, before, change, FORGED, signatureOf } from '../attack.ts'
import { hmac } from '../hmac.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const RSA_SHA256 = `${MORE}rsa-sha256`
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

type Edit = (xml: string) => string

const signedInfo = (rule: string, refuses: string, says: string, editSignedInfo: Edit): Attack => ({
  says,
  rule,
  refuses,
  message: { editSignedInfo },
})
const structure = (says: string, edit: Edit): Attack =>
  signedInfo('R24', 'dsig_structure_invalid', says, edit)
const edited = (rule: string, refuses: string, says: string, edit: Edit): Attack => ({
  says,
  rule,
  refuses,
  message: { edit },
})
const withHmac = (says: string, key: string): Attack =>
  edited('R12', 'dsig_signature_algorithm_forbidden', says, hmac(key))

export const SIGNATURE: Attacks = {
  unsigned: {
    says: 'No signature at all.',
    rule: 'R11',
    refuses: 'saml_signature_missing',
    message: { sign: 'none' },
  },
  'no-registered-certificate': {
    says: 'A signed message, but no certificate is registered.',
    rule: 'R11',
    refuses: 'saml_certificate_missing',
    message: {},
    circumstances: { certificates: [] },
  },
  'signature-removed': edited(
    'R11',
    'saml_signature_missing',
    'The Signature was taken out.',
    (xml) => xml.replace(signatureOf(xml), ''),
  ),
  'signature-of-another-key': {
    says: 'Signed by another IdP.',
    rule: 'R10',
    refuses: 'dsig_signature_mismatch',
    message: {},
    circumstances: { certificates: ['other'] },
  },
  'key-info-of-the-forger': edited(
    'R10',
    'dsig_digest_mismatch',
    'The message brings the certificate to verify it with.',
    (xml) =>
      before(
        '</ds:Signature>',
        '<ds:KeyInfo><ds:KeyName>of the forger</ds:KeyName></ds:KeyInfo>',
      )(change('>alice@example.org</saml:NameID>', '>admin@example.org</saml:NameID>')(xml)),
  ),
  'name-id-changed': edited(
    'R32',
    'dsig_digest_mismatch',
    'Another NameID under the genuine signature.',
    change('>alice@example.org</saml:NameID>', '>admin@example.org</saml:NameID>'),
  ),
  'attribute-changed': edited(
    'R32',
    'dsig_digest_mismatch',
    'Another role under the genuine signature.',
    change('>editor<', '>owner<'),
  ),
  'prefix-rebound': edited(
    'R32',
    'dsig_digest_mismatch',
    'A prefix means something else further inside.',
    change(
      '<saml:AttributeStatement>',
      '<saml:AttributeStatement xmlns:ds="urn:example:x" ds:a="">',
    ),
  ),
  'line-separator-for-line-feed': {
    says: 'U+2028 in the place of a line feed, which some readers take for the same.',
    rule: 'R5',
    refuses: 'dsig_digest_mismatch',
    message: {
      attributes: { note: ['two\nlines'] },
      edit: change('two\nlines', 'two\u2028lines'),
    },
  },
  'one-of-two-signatures-fails': {
    says: 'A genuine assertion signature in a Response whose own signature does not verify.',
    rule: 'R32',
    refuses: 'dsig_digest_mismatch',
    message: {
      sign: 'both',
      edit: change(' InResponseTo="_request1" IssueInstant', ' IssueInstant'),
    },
  },
  'hmac-with-the-certificate': withHmac(
    'HMAC with the registered certificate as its key.',
    'certificate',
  ),
  'hmac-with-the-public-key': withHmac('HMAC with the public key of the IdP as its key.', 'spki'),
  'hmac-truncated-to-nothing': signedInfo(
    'R12',
    'dsig_signature_algorithm_forbidden',
    'An HMAC of length nothing.',
    change(
      `"${RSA_SHA256}"></ds:SignatureMethod>`,
      `"${DSIG}hmac-sha1"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>`,
    ),
  ),
  'algorithm-unknown': signedInfo(
    'R12',
    'dsig_signature_algorithm_forbidden',
    'A signature algorithm that does not exist.',
    change(RSA_SHA256, 'urn:example:none'),
  ),
  'algorithm-dsa': signedInfo(
    'R12',
    'dsig_signature_algorithm_forbidden',
    'DSA, which is not in the table.',
    change(RSA_SHA256, `${DSIG}dsa-sha1`),
  ),
  'algorithm-of-another-key-type': signedInfo(
    'R12',
    'dsig_no_fitting_key',
    'ECDSA is claimed, an RSA key is registered.',
    change(RSA_SHA256, `${MORE}ecdsa-sha256`),
  ),
  'downgrade-to-rsa-sha1': {
    says: 'RSA with SHA-1, while the connector does not allow it.',
    rule: 'R13',
    refuses: 'dsig_signature_algorithm_forbidden',
    message: { algorithm: 'rsa-sha1' },
  },
  'downgrade-to-digest-sha1': {
    says: 'A SHA-1 digest under a strong signature.',
    rule: 'R13',
    refuses: 'dsig_digest_algorithm_forbidden',
    message: { digest: 'SHA-1' },
  },
  'downgrade-to-digest-md5': signedInfo(
    'R12',
    'dsig_digest_algorithm_forbidden',
    'An MD5 digest.',
    change(SHA256, `${MORE}md5`),
  ),
  'downgrade-claimed': edited(
    'R26',
    'dsig_signature_algorithm_forbidden',
    'The algorithm in a signed message is replaced by a weaker one.',
    change(RSA_SHA256, `${DSIG}rsa-sha1`),
  ),
  'signature-value-empty': edited(
    'R28',
    'dsig_value_not_base64',
    'A SignatureValue with nothing in it.',
    (xml) => xml.replace(/(<ds:SignatureValue>)[^<]*/, '$1'),
  ),
  'signature-value-not-base64': edited(
    'R28',
    'dsig_value_not_base64',
    'A SignatureValue with foreign characters.',
    (xml) => xml.replace(/(<ds:SignatureValue>)/, '$1!!!!'),
  ),
  'digest-value-empty': signedInfo(
    'R27',
    'dsig_digest_mismatch',
    'A DigestValue with nothing in it, for a verifier that compares with nothing.',
    (xml) => xml.replace(/(<ds:DigestValue>)[^<]*/, '$1'),
  ),
  'digest-of-nothing': signedInfo(
    'R27',
    'dsig_digest_mismatch',
    'The digest of no bytes, for a canonicaliser that fails silently.',
    (xml) =>
      xml.replace(/(<ds:DigestValue>)[^<]*/, '$147DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='),
  ),
  'digest-value-elsewhere': edited(
    'R26',
    'dsig_digest_mismatch',
    'A DigestValue earlier in the document, for a verifier that looks it up by name.',
    (xml) =>
      before(
        '</samlp:Status>',
        `<samlp:StatusDetail><ds:DigestValue xmlns:ds="${DSIG}">AAAA</ds:DigestValue></samlp:StatusDetail>`,
      )(change('>editor<', '>owner<')(xml)),
  ),
  'digest-value-twice': structure('Two DigestValues.', (xml) =>
    before('</ds:Reference>', '<ds:DigestValue>AAAA</ds:DigestValue>')(xml),
  ),
  'digest-value-smuggled': edited(
    'R26',
    'dsig_signature_mismatch',
    'A CDATA section lengthens the DigestValue, for a verifier that reads its first text only.',
    (xml) => xml.replace('<ds:DigestValue>', '<ds:DigestValue><![CDATA[AAAA]]>'),
  ),
  'signed-info-twice-forged-first': edited(
    'R24',
    'dsig_structure_invalid',
    'Two SignedInfo, the forged one first.',
    (xml) => before('<ds:SignedInfo>', forgedSignedInfo(xml))(xml),
  ),
  'signed-info-twice-forged-last': edited(
    'R24',
    'dsig_structure_invalid',
    'Two SignedInfo, the forged one last.',
    (xml) => before('<ds:SignatureValue>', forgedSignedInfo(xml))(xml),
  ),
  'signature-value-twice': edited('R24', 'dsig_structure_invalid', 'Two SignatureValues.', (xml) =>
    before('<ds:SignatureValue>', '<ds:SignatureValue>AAAA</ds:SignatureValue>')(xml),
  ),
  'signature-twice': edited(
    'R22',
    'saml_signature_misplaced',
    'Two Signatures in the assertion.',
    (xml) => before('<ds:Signature ', signatureOf(xml))(xml),
  ),
  'object-with-content': edited(
    'R22',
    'saml_assertion_not_single',
    'A forged assertion in an Object of the Signature.',
    (xml) => before('</ds:Signature>', `<ds:Object>${FORGED}</ds:Object>`)(xml),
  ),
  'object-empty': edited('R22', 'dsig_structure_invalid', 'An Object in the Signature.', (xml) =>
    before('</ds:Signature>', '<ds:Object></ds:Object>')(xml),
  ),
  'id-twice': edited(
    'R25',
    'dsig_id_ambiguous',
    'A second element with the ID that is signed.',
    (xml) =>
      before(
        '<samlp:Status>',
        '<samlp:Extensions><a ID="_assertion1"></a></samlp:Extensions>',
      )(xml),
  ),
  'id-twice-other-case': edited(
    'R25',
    'dsig_id_ambiguous',
    'The same ID in an attribute Id.',
    (xml) =>
      before(
        '<samlp:Status>',
        '<samlp:Extensions><a Id="_assertion1"></a></samlp:Extensions>',
      )(xml),
  ),
  'id-by-xml-id': edited('R25', 'dsig_id_ambiguous', 'An xml:id.', (xml) =>
    before(
      '<samlp:Status>',
      '<samlp:Extensions><a xml:id="_assertion1"></a></samlp:Extensions>',
    )(xml),
  ),
  'id-with-prefix': edited('R25', 'dsig_id_ambiguous', 'An ID attribute with a prefix.', (xml) =>
    before(
      '<samlp:Status>',
      '<samlp:Extensions xmlns:e="urn:example:x"><a e:ID="_other"></a></samlp:Extensions>',
    )(xml),
  ),
  'id-no-name': {
    says: 'An ID that is an XPath expression, signed as it is.',
    rule: 'R23',
    refuses: 'dsig_id_invalid',
    message: { assertionId: "x' or '1'='1" },
  },
  'id-missing': {
    says: 'An assertion without ID, signed by an empty one.',
    rule: 'R23',
    refuses: 'dsig_id_invalid',
    message: { editAssertion: change(' ID="_assertion1"', '') },
  },
}

/** SignedInfo as genuine, with another digest. */
const forgedSignedInfo = (xml: string): string =>
  (/<ds:SignedInfo>.*<\/ds:SignedInfo>/.exec(xml)?.[0] ?? '').replace(
    /(<ds:DigestValue>)[^<]*/,
    '$147DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  )

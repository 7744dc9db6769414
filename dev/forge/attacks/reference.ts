// What a signature covers, and how it gets there: References and transforms other than R23 and R24
// allow, under a genuine signature over SignedInfo.

import { type Attack, type Attacks, change } from '../attack.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = `<ds:Transform Algorithm="${DSIG}enveloped-signature"></ds:Transform>`
const EXCLUSIVE = `<ds:Transform Algorithm="${EXC}"></ds:Transform>`
const METHOD = `<ds:CanonicalizationMethod Algorithm="${EXC}">`

type Edit = (xml: string) => string

const signedInfo = (rule: string, refuses: string, says: string, editSignedInfo: Edit): Attack => ({
  says,
  rule,
  refuses,
  message: { editSignedInfo },
})
const structure = (says: string, edit: Edit): Attack =>
  signedInfo('R24', 'dsig_structure_invalid', says, edit)
const transform = (says: string, from: string, to: string): Attack =>
  signedInfo('R24', 'dsig_transform_forbidden', says, change(from, to))
const added = (algorithm: string, content = ''): string =>
  `${ENVELOPED}<ds:Transform Algorithm="${algorithm}">${content}</ds:Transform>${EXCLUSIVE}`
const reference = (says: string, uri: string): Attack =>
  signedInfo('R23', 'dsig_reference_mismatch', says, change('URI="#_assertion1"', `URI="${uri}"`))

export const REFERENCE: Attacks = {
  'references-two': structure('A second Reference, to something harmless.', (xml) =>
    xml.replace(/<ds:Reference .*<\/ds:Reference>/, (one) => one + one),
  ),
  'references-none': structure('No Reference: the signature covers nothing.', (xml) =>
    xml.replace(/<ds:Reference .*<\/ds:Reference>/, ''),
  ),
  manifest: structure('A Manifest in the place of the Reference.', (xml) =>
    xml.replaceAll('ds:Reference', 'ds:Manifest'),
  ),
  'reference-missing-uri': structure('A Reference without URI.', change(' URI="#_assertion1"', '')),
  'reference-empty': reference('A Reference to the whole document.', ''),
  'reference-hash-alone': reference('A Reference to no ID.', '#'),
  'reference-without-hash': reference('A Reference to a file.', '_assertion1'),
  'reference-to-the-response': reference('A Reference to another element.', '#_response1'),
  'reference-external': reference('A Reference to a URL.', 'https://evil.example/'),
  'reference-xpointer': reference('A Reference by XPointer.', "#xpointer(id('_assertion1'))"),
  'reference-xpointer-root': reference('A Reference to the root by XPointer.', '#xpointer(/)'),
  'transforms-missing': structure('No Transforms.', (xml) =>
    xml.replace(/<ds:Transforms>.*<\/ds:Transforms>/, ''),
  ),
  'transform-none': transform('Transforms without a Transform.', ENVELOPED + EXCLUSIVE, ''),
  'transform-without-enveloped': transform('Only a canonicalisation.', ENVELOPED, ''),
  'transform-order': transform(
    'The canonicalisation first.',
    ENVELOPED + EXCLUSIVE,
    EXCLUSIVE + ENVELOPED,
  ),
  'transform-twice': transform('Two canonicalisations.', EXCLUSIVE, EXCLUSIVE + EXCLUSIVE),
  'transform-xpath': transform(
    'An XPath that leaves out what the forger changes.',
    ENVELOPED + EXCLUSIVE,
    added(
      'http://www.w3.org/TR/1999/REC-xpath-19991116',
      '<ds:XPath>not(self::saml:NameID)</ds:XPath>',
    ),
  ),
  'transform-xpath-filter-2': transform(
    'An XPath filter.',
    ENVELOPED + EXCLUSIVE,
    added('http://www.w3.org/2002/06/xmldsig-filter2'),
  ),
  'transform-xslt': transform(
    'A style sheet that is run.',
    ENVELOPED + EXCLUSIVE,
    added('http://www.w3.org/TR/1999/REC-xslt-19991116'),
  ),
  'transform-base64': transform('Base64 decoding.', ENVELOPED + EXCLUSIVE, added(`${DSIG}base64`)),
  'transform-decrypt': transform(
    'Decryption.',
    ENVELOPED + EXCLUSIVE,
    added('http://www.w3.org/2002/07/decrypt#XML'),
  ),
  'transform-with-comments': transform(
    'A canonicalisation with comments.',
    `${EXC}"></ds:Transform>`,
    `${EXC}WithComments"></ds:Transform>`,
  ),
  'canonicalisation-with-comments': signedInfo(
    'R24',
    'dsig_canonicalization_forbidden',
    'SignedInfo canonicalised with comments.',
    change(METHOD, METHOD.replace(EXC, `${EXC}WithComments`)),
  ),
  'canonicalisation-unknown': signedInfo(
    'R24',
    'dsig_canonicalization_forbidden',
    'A canonicalisation that does not exist.',
    change(METHOD, METHOD.replace(EXC, 'urn:example:none')),
  ),
  'canonicalisation-1.1-inherits': {
    says: 'Canonical XML 1.1 under an xml:lang, where it differs from 1.0.',
    rule: 'R24',
    refuses: 'dsig_canonicalization_forbidden',
    message: {
      editSignedInfo: change(METHOD, METHOD.replace(EXC, 'http://www.w3.org/2006/12/xml-c14n11')),
      edit: change('<samlp:Response ', '<samlp:Response xml:lang="en" '),
    },
  },
}

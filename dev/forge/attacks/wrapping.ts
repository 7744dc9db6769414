// Signature wrapping: the genuine signed element is kept somewhere, and another one stands where it
// is read (R21-R23). 1 to 8 are the classic eight of "On Breaking SAML" (2012); 9 to 16 are further
// places that some schema or parser allows.

import { type Attack, type Attacks, assertionOf, before, FORGED, signatureOf } from '../attack.ts'

const END = '</samlp:Response>'
const unsigned = (xml: string): string => xml.replace(signatureOf(xml), '')
const retitled = (xml: string): string => xml.replace('ID="_response1"', 'ID="_forgedResponse"')
const into = (place: string, content: string): string => FORGED.replace(place, content + place)
const replaced = (xml: string, by: string): string => xml.replace(assertionOf(xml), () => by)

function wrapping(
  says: string,
  edit: (xml: string) => string,
  sign: 'assertion' | 'response' = 'assertion',
): Attack {
  return { says, rule: 'R21', refuses: 'saml_assertion_not_single', message: { sign, edit } }
}

/** The signed Response goes inside the forged one; `place` is where. */
const response = (says: string, place: (forged: string, genuine: string) => string): Attack =>
  wrapping(says, (xml) => place(retitled(replaced(xml, FORGED)), unsigned(xml)), 'response')

/** The forged assertion takes the signature over. */
const withSignature = (xml: string): string =>
  FORGED.replace('</saml:Issuer>', '</saml:Issuer>' + signatureOf(xml))

export const WRAPPING: Attacks = {
  'xsw-01': response(
    'The signed Response hides in the Signature of a forged one.',
    before2('</ds:Signature>'),
  ),
  'xsw-02': response(
    'The signed Response stands before its Signature in a forged one.',
    before2('<ds:Signature '),
  ),
  'xsw-03': wrapping('A forged assertion before the signed one.', (xml) =>
    before('<saml:Assertion ', FORGED)(xml),
  ),
  'xsw-04': wrapping('The signed assertion inside a forged one.', (xml) =>
    replaced(xml, into('</saml:Assertion>', assertionOf(xml))),
  ),
  'xsw-05': wrapping(
    'The forged assertion takes the Signature, the genuine one stands behind.',
    (xml) => replaced(xml, withSignature(xml) + unsigned(assertionOf(xml))),
  ),
  'xsw-06': wrapping(
    'The genuine assertion hides in the Signature that the forged one took.',
    (xml) =>
      replaced(xml, before('</ds:Signature>', unsigned(assertionOf(xml)))(withSignature(xml))),
  ),
  'xsw-07': wrapping('A forged assertion in Extensions, before the signed one.', (xml) =>
    before('<samlp:Status>', `<samlp:Extensions>${FORGED}</samlp:Extensions>`)(xml),
  ),
  'xsw-08': wrapping(
    'The genuine assertion in an Object of the Signature that the forged one took.',
    (xml) =>
      replaced(
        xml,
        before(
          '</ds:Signature>',
          `<ds:Object>${unsigned(assertionOf(xml))}</ds:Object>`,
        )(withSignature(xml)),
      ),
  ),
  'xsw-09': wrapping('The signed assertion as Advice of a forged one.', (xml) =>
    replaced(xml, into('<saml:AuthnStatement ', `<saml:Advice>${assertionOf(xml)}</saml:Advice>`)),
  ),
  'xsw-10': wrapping('A forged assertion in the StatusDetail.', (xml) =>
    before('</samlp:Status>', `<samlp:StatusDetail>${FORGED}</samlp:StatusDetail>`)(xml),
  ),
  'xsw-11': wrapping('The signed assertion as the value of an attribute of a forged one.', (xml) =>
    replaced(xml, into('</saml:AttributeValue>', assertionOf(xml))),
  ),
  'xsw-12': wrapping('A forged assertion in the KeyInfo of the genuine Signature.', (xml) =>
    before('</ds:Signature>', `<ds:KeyInfo>${FORGED}</ds:KeyInfo>`)(xml),
  ),
  'xsw-13': wrapping(
    'The signed assertion in the SubjectConfirmationData of a forged one.',
    (xml) => replaced(xml, into('</saml:SubjectConfirmationData>', assertionOf(xml))),
  ),
  'xsw-14': wrapping(
    'An assertion of a foreign namespace, for readers that look at local names.',
    (xml) =>
      before(
        '<saml:Assertion ',
        FORGED.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:example:assertion'),
      )(xml),
  ),
  'xsw-15': wrapping('A forged assertion behind the signed one.', (xml) =>
    before(END, FORGED)(xml),
  ),
  'xsw-16': wrapping('The signed assertion in Extensions, a forged one in its place.', (xml) =>
    before(
      '<samlp:Status>',
      `<samlp:Extensions>${assertionOf(xml)}</samlp:Extensions>`,
    )(replaced(xml, FORGED)),
  ),
  'wrapping-encrypted-decoy': wrapping('An EncryptedAssertion beside the signed one.', (xml) =>
    before(
      END,
      '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"></saml:EncryptedAssertion>',
    )(xml),
  ),
  'wrapping-signed-elsewhere': {
    says: 'A genuine Signature over other signed content stands where no assertion is.',
    rule: 'R22',
    refuses: 'saml_signature_misplaced',
    message: {
      edit: (xml) =>
        before(
          '<samlp:Status>',
          `<samlp:Extensions>${signatureOf(xml)}</samlp:Extensions>`,
        )(replaced(xml, FORGED)),
    },
  },
  'bare-assertion': {
    says: 'The signed assertion alone, without a Response around it.',
    rule: 'R20',
    refuses: 'saml_not_a_response',
    message: { edit: assertionOf },
  },
  'artifact-response': {
    says: 'The signed Response in another protocol message.',
    rule: 'R20',
    refuses: 'saml_not_a_response',
    message: {
      sign: 'response',
      edit: (xml) =>
        `<samlp:ArtifactResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${xml}</samlp:ArtifactResponse>`,
    },
  },
}

function before2(place: string): (forged: string, genuine: string) => string {
  return (forged, genuine) => before(place, genuine)(forged)
}

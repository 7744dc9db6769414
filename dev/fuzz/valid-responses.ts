// Responses that let a user in, signed and encrypted in every way that we accept.

import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { DECRYPTS } from './remembering-key.ts'
import { type Build, EC, KEY_INFO, replaced } from './response-build.ts'

const WEAK = { allowWeakAlgorithms: true, certificates: [TEST_KEYS.weak.certificate] }

/** Line breaks and indentation between tags, as several IdPs write; signed with the rest. */
const indented = (xml: string): string => xml.replaceAll('><', '>\n  <')

/** What mutants of accepted messages are made of. */
export const VALID: readonly Build[] = [
  ['assertion signed', {}],
  ['response signed', { sign: 'response' }],
  ['both signed', { sign: 'both' }],
  ['RSA with SHA-384', { algorithm: 'rsa-sha384', digest: 'SHA-384' }],
  [
    'RSA with SHA-512, response signed',
    { algorithm: 'rsa-sha512', digest: 'SHA-512', sign: 'response' },
  ],
  ['RSA-PSS', { algorithm: 'rsa-pss-sha256' }],
  ['ECDSA, both signed', { algorithm: 'ecdsa-sha256', sign: 'both' }, EC],
  [
    'weak algorithms by the switch',
    { algorithm: 'rsa-sha1', digest: 'SHA-1', key: TEST_KEYS.weak },
    WEAK,
  ],
  ['indented, both signed', { sign: 'both', editAssertion: indented }],
  ['a KeyInfo', { edit: (xml) => replaced(xml, '</ds:Signature>', `${KEY_INFO}</ds:Signature>`) }],
  [
    'the assertion in the default namespace',
    {
      editAssertion: (xml) => xml.replaceAll('saml:', '').replace('xmlns:saml', 'xmlns'),
      edit: (xml) => xml.replaceAll('samlp:', 'p:').replace('xmlns:samlp', 'xmlns:p'),
    },
  ],
  [
    'canonicalised inclusively, response signed',
    {
      sign: 'response',
      editSignedInfo: (xml) =>
        // The Transform alone: everything that the response inherits it declares itself.
        replaced(
          xml,
          /(<ds:Transform Algorithm=")[^"]*exc-c14n#("><\/ds:Transform><\/ds:Transforms>)/,
          '$1http://www.w3.org/TR/2001/REC-xml-c14n-20010315$2',
        ),
    },
  ],
  [
    'typed values and a persistent NameID',
    {
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      nameId: 'G-00123',
      editAssertion: (xml) =>
        xml
          .replaceAll(
            '<saml:AttributeValue>',
            '<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">',
          )
          .replaceAll(/ xmlns:xs="[^"]*"/g, ''),
    },
  ],
  [
    'no attributes, two certificates',
    { attributes: {} },
    {
      certificates: [TEST_KEYS.sp.certificate, TEST_KEYS.idp.certificate],
    },
  ],
  ['encrypted', { content: 'aes256-gcm' }, DECRYPTS],
  ['encrypted, both signed', { content: 'aes128-gcm', sign: 'both', place: 'beside' }, DECRYPTS],
  [
    'encrypted with CBC by the switch, the key by reference',
    { content: 'aes128-cbc', place: 'retrieval', transport: 'rsa-oaep', oaepDigest: 'SHA-256' },
    { ...DECRYPTS, allowAesCbc: true },
  ],
  [
    'encrypted for two, ours the second',
    { content: 'aes256-gcm', others: [{ recipient: TEST_KEYS.other }] },
    DECRYPTS,
  ],
  [
    'encrypted for two beside the data, with a declaration inside',
    {
      content: 'aes128-gcm',
      place: 'retrieval',
      sign: 'both',
      others: [{ recipient: TEST_KEYS.idp }],
      editPlaintext: (xml) => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`,
    },
    DECRYPTS,
  ],
  [
    'white space, ports and offsets wherever they may be, both signed',
    {
      sign: 'both',
      editAssertion: (xml) =>
        xml
          .replace(/<saml:Audience>([^<]*)/, '<saml:Audience>\n $1\n')
          .replace(/Recipient="https:\/\/sp/, 'Recipient=" HTTPS://SP')
          .replace(/NotOnOrAfter="([^"]*)Z"/g, 'NotOnOrAfter="$1+00:00"'),
      editResponse: (xml) =>
        xml.replace('Destination="https://sp.example/', 'Destination="https://sp.example:443/'),
    },
  ],
  [
    'text outside of ASCII',
    { nameId: 'zoë\u{1F511}@example.org', attributes: { prénom: ['Zoë &amp; Co', ''] } },
  ],
]

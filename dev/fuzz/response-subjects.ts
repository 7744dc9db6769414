// The login responses that mutants are made of, signed and encrypted in every way that we take.

import type { Expectation } from '../../src/protocol/saml/response/expectation.ts'
import { readReceived } from '../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../src/protocol/saml/response/verify-response.ts'
import { type EncryptionOptions, encryptedResponse } from '../../test/support/encrypted-response.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { readMarkup } from './markup.ts'
import { DECRYPTS, rememberingKey } from './remembering-key.ts'
import type { Subject, Verdict } from './subject.ts'

/** `content` asks for encryption. */
type Options = ResponseOptions & EncryptionOptions
type Build = readonly [string, Options, Partial<Expectation>?]

const WEAK = { allowWeakAlgorithms: true, certificates: [TEST_KEYS.weak.certificate] }
const EC = { certificates: [TEST_KEYS.ec.certificate] }
const FORGER = {
  nameId: 'mallory@example.org',
  key: TEST_KEYS.other,
  algorithm: 'rsa-sha256',
} as const satisfies ResponseOptions
const KEY_INFO = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${TEST_KEYS.idp.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`

const edit = (from: string | RegExp, to: string): ResponseOptions => ({
  editAssertion: (xml) => replaced(xml, from, to),
})

function replaced(xml: string, from: string | RegExp, to: string): string {
  if (xml.search(from) < 0) throw new Error(`Nothing to replace: ${from}`)
  return xml.replace(from, to)
}

/** Line breaks and indentation between tags, as several IdPs write; signed with the rest. */
const indented = (xml: string): string => xml.replaceAll('><', '>\n  <')

const VALID: readonly Build[] = [
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

const SPOILED: readonly Build[] = [
  ['not signed', { sign: 'none' }],
  ['signed by somebody else', { key: TEST_KEYS.other }],
  [
    'signed by somebody else, who sends the certificate',
    {
      key: TEST_KEYS.other,
      edit: (xml) =>
        replaced(
          xml,
          '</ds:Signature>',
          `${KEY_INFO.replace(TEST_KEYS.idp.certificate, TEST_KEYS.other.certificate)}</ds:Signature>`,
        ),
    },
  ],
  ['encrypted, not signed', { content: 'aes256-gcm', sign: 'none' }, DECRYPTS],
  ['encrypted, no key', { content: 'aes256-gcm' }],
  ['encrypted with CBC without the switch', { content: 'aes256-cbc' }, DECRYPTS],
  ['encrypted for somebody else', { content: 'aes256-gcm', recipient: TEST_KEYS.other }, DECRYPTS],
  ['no certificate registered', {}, { certificates: [] }],
  ['no certificate that fits', {}, EC],
  ['SHA-1 without the switch', { algorithm: 'rsa-sha1', digest: 'SHA-1' }],
  ['for another audience', { spEntityID: 'https://other.example' }],
  [
    'encrypted for two others',
    { content: 'aes256-gcm', others: [{ recipient: TEST_KEYS.idp }], recipient: TEST_KEYS.other },
    DECRYPTS,
  ],
  ['for another audience in white space', { spEntityID: '\n https://other.example\n' }],
  ['for another audience beside ours', { spEntityID: `${CIRCUMSTANCES.spEntityID} urn:other` }],
  ['to another port', { acsUrl: CIRCUMSTANCES.acsUrl.replace('example', 'example:8443') }],
  ['to a user at another host', { acsUrl: CIRCUMSTANCES.acsUrl.replace('example', 'example@x') }],
  ['from an issuer in white space', { idpEntityID: ` ${CIRCUMSTANCES.idpEntityID}` }],
  [
    'expired by its offset',
    edit(/NotOnOrAfter="[^"]*" Recipient/, 'NotOnOrAfter="2026-01-15T11:05:00-01:00" Recipient'),
  ],
  ['for another recipient', edit(/Recipient="[^"]*"/, 'Recipient="https://other.example/acs"')],
  [
    'an encrypted NameID',
    edit(/<saml:NameID.*<\/saml:NameID>/, '<saml:EncryptedID></saml:EncryptedID>'),
  ],
  ['from another issuer', { idpEntityID: 'https://other.example' }],
  ['for another request', { inResponseTo: '_request2' }],
  ['expired', { issuedAt: CIRCUMSTANCES.now - 3_600_000 }],
  ['from the future', { issuedAt: CIRCUMSTANCES.now + 3_600_000 }],
  ['not valid yet', edit(/NotBefore="[^"]*"/, 'NotBefore="2026-01-15T13:00:00Z"')],
  [
    'Conditions past',
    edit(/(<saml:Conditions .*? NotOnOrAfter=)"[^"]*"/, '$1"2026-01-15T11:00:00Z"'),
  ],
  ['no Conditions', edit(/<saml:Conditions.*<\/saml:Conditions>/, '')],
  [
    'a condition nobody knows',
    edit('</saml:Conditions>', '<saml:Condition></saml:Condition></saml:Conditions>'),
  ],
  ['no Subject', edit(/<saml:Subject>.*<\/saml:Subject>/, '')],
  ['no NameID', edit(/<saml:NameID.*<\/saml:NameID>/, '')],
  ['an element inside the NameID', edit('alice@', 'alice<a></a>@')],
  [
    'a NameID for another service provider',
    edit(/(<saml:NameID Format="[^"]*")/, '$1 SPNameQualifier="urn:other"'),
  ],
  ['no bearer confirmation', edit('cm:bearer', 'cm:holder-of-key')],
  [
    'a confirmation with NotBefore',
    edit(/(ConfirmationData InResponseTo="[^"]*")/, '$1 NotBefore="2026-01-15T11:00:00Z"'),
  ],
  [
    'a confirmation that has ended',
    edit(/(ConfirmationData .*?NotOnOrAfter=)"[^"]*"/, '$1"2026-01-15T11:00:00Z"'),
  ],
  [
    'a confirmation in two halves',
    edit(
      /(<saml:SubjectConfirmation .*?) InResponseTo="[^"]*"(.*?) Recipient="[^"]*"(.*<\/saml:SubjectConfirmation>)/,
      `$1 InResponseTo="_request1"$2 Recipient="urn:other"$3$1 InResponseTo="_other"$2 Recipient="${CIRCUMSTANCES.acsUrl}"$3`,
    ),
  ],
  ['no AuthnStatement', edit(/<saml:AuthnStatement.*<\/saml:AuthnStatement>/, '')],
  [
    'authenticated in the future',
    edit(/AuthnInstant="[^"]*"/, 'AuthnInstant="2026-01-15T13:00:00Z"'),
  ],
  [
    'a session that has ended',
    edit(/( SessionIndex="[^"]*")/, '$1 SessionNotOnOrAfter="2026-01-15T11:00:00Z"'),
  ],
  ['a time that is none', edit(/AuthnInstant="[^"]*"/, 'AuthnInstant="yesterday"')],
  [
    'not authenticated again',
    edit(/AuthnInstant="[^"]*"/, 'AuthnInstant="2026-01-15T11:00:00Z"'),
    { forceAuthn: true },
  ],
  [
    'authenticated too long ago',
    edit(/AuthnInstant="[^"]*"/, 'AuthnInstant="2026-01-15T11:00:00Z"'),
    { maxAgeSeconds: 60 },
  ],
  ['authenticated in another way', {}, { authnContextClassRef: 'urn:other' }],
  ['a version to come', edit('Version="2.0"', 'Version="3.0"')],
  [
    'a status of failure, response signed',
    {
      sign: 'response',
      editResponse: (xml) => replaced(xml, 'status:Success', 'status:Responder'),
    },
  ],
  ['an ID that is no name', { assertionId: '1' }],
  [
    'an HMAC',
    {
      editSignedInfo: (xml) =>
        replaced(xml, '2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#hmac-sha1'),
    },
  ],
  [
    'a signature over everything',
    { editSignedInfo: (xml) => replaced(xml, /URI="[^"]*"/, 'URI=""') },
  ],
  [
    'a stylesheet',
    {
      editSignedInfo: (xml) =>
        replaced(
          xml,
          /Transform Algorithm="[^"]*exc-c14n#"/,
          'Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"',
        ),
    },
  ],
]

/** A valid message from elsewhere. */
export interface Known {
  readonly name: string
  readonly xml: string
  readonly expectation: Expectation
}

/** Builds and signs every response. Known messages are added as they are; theirs is another's forgery. */
export async function buildResponses(known: readonly Known[]): Promise<readonly Subject[]> {
  const built = [
    ...(await Promise.all(VALID.map((build) => buildResponse(build, true)))),
    ...(await Promise.all(SPOILED.map((build) => buildResponse(build, false)))),
  ]
  const [first] = built
  if (first === undefined) return []
  return [...built, ...(await Promise.all(known.map((one) => knownResponse(one, first))))]
}

async function buildResponse(
  [name, options, circumstances]: Build,
  valid: boolean,
): Promise<Subject> {
  // Anyone can encrypt for us, the forger too.
  const write = options.content === undefined ? signedResponse : encryptedResponse
  const { xml } = await write(options)
  const forgery = readMarkup((await write({ ...options, ...FORGER })).xml)
  const expectation = { ...CIRCUMSTANCES, ...circumstances }
  return { ...responseSubject(name, xml, expectation), forgery, valid }
}

async function knownResponse(
  { name, xml, expectation }: Known,
  { forgery }: Subject,
): Promise<Subject> {
  const keys = ((await expectation.decryptionKeys?.()) ?? []).map(rememberingKey)
  const remembering = { ...expectation, decryptionKeys: async () => keys }
  return { ...responseSubject(name, xml, remembering), forgery, valid: true }
}

const responseSubject = (name: string, xml: string, expectation: Expectation) => ({
  name,
  kind: /EncryptedAssertion/.test(xml) ? ('encrypted' as const) : ('response' as const),
  text: xml,
  root: readMarkup(xml),
  certificates: expectation.certificates,
  circumstances: expectation,
  judge: (bytes: Uint8Array) => judgeResponse(bytes, expectation),
})

/** Judges a response: every field of the login, or the code of the refusal. */
export async function judgeResponse(bytes: Uint8Array, expectation: Expectation): Promise<Verdict> {
  const received = readReceived(bytes)
  if (!received.ok) return { accepted: false, says: received.refusal.code }
  const verified = await verifyResponse(received.value, expectation)
  return verified.ok
    ? { accepted: true, says: JSON.stringify(verified.value) }
    : { accepted: false, says: verified.refusal.code }
}

// Responses that are refused, each for one reason.

import { CIRCUMSTANCES, type ResponseOptions } from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { DECRYPTS } from './remembering-key.ts'
import { type Build, EC, KEY_INFO, replaced } from './response-build.ts'

const edit = (from: string | RegExp, to: string): ResponseOptions => ({
  editAssertion: (xml) => replaced(xml, from, to),
})

/** What mutants of refused messages are made of. */
export const SPOILED: readonly Build[] = [
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

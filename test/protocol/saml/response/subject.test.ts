import { describe, expect, it } from 'vitest'
import { CIRCUMSTANCES, type ResponseOptions } from '../../../support/signed-response.ts'
import { ALICE, CONFIRMATION, confirmation, GOOD_DATA, inAssertion, judge } from './judge.ts'

const { acsUrl, idpEntityID, spEntityID } = CIRCUMSTANCES
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const NAME_ID = /<saml:NameID.*<\/saml:NameID>/
const NOW = '2026-01-15T12:00:30.000Z'

describe('the Subject is refused for', () => {
  const mismatch = (code: string, expected: unknown, got: unknown) => ({ code, expected, got })

  it.each<[string, ResponseOptions, object]>([
    [
      'R42 no Subject',
      inAssertion(/<saml:Subject>.*<\/saml:Subject>/, ''),
      mismatch('saml_subject_not_single', 1, 0),
    ],
    [
      'R42 two Subjects',
      inAssertion(/(<saml:Subject>.*<\/saml:Subject>)/, '$1$1'),
      mismatch('saml_subject_not_single', 1, 2),
    ],
    [
      'R42 two NameIDs',
      inAssertion(/(<saml:NameID.*<\/saml:NameID>)/, '$1$1'),
      mismatch('saml_name_id_missing', 1, 2),
    ],
    [
      'R42 an element inside the NameID',
      { nameId: 'alice<b></b>@example.org' },
      mismatch('saml_name_id_missing', 1, 0),
    ],
    [
      'R42 a NameID beside one with an element inside',
      inAssertion(/(<saml:NameID.*<\/saml:NameID>)/, '$1<saml:NameID><b></b></saml:NameID>'),
      mismatch('saml_name_id_missing', 1, 1),
    ],
    ['R42 no NameID', inAssertion(NAME_ID, ''), mismatch('saml_name_id_missing', 1, 0)],
    ['R42 an empty NameID', { nameId: ' ' }, mismatch('saml_name_id_missing', 1, 1)],
    [
      'R42 a NameID made for another service provider',
      inAssertion('emailAddress"', 'emailAddress" SPNameQualifier="urn:other"'),
      mismatch('saml_sp_name_qualifier_mismatch', spEntityID, 'urn:other'),
    ],
    [
      'R43 no confirmation',
      inAssertion(CONFIRMATION, ''),
      mismatch('saml_bearer_missing', BEARER, []),
    ],
    [
      'R43 another method',
      inAssertion('cm:bearer', 'cm:sender-vouches'),
      mismatch('saml_bearer_missing', BEARER, ['urn:oasis:names:tc:SAML:2.0:cm:sender-vouches']),
    ],
    [
      'R43 another Recipient',
      inAssertion(`Recipient="${acsUrl}"`, `Recipient="${acsUrl}?x"`),
      mismatch('saml_recipient_mismatch', acsUrl, [`${acsUrl}?x`]),
    ],
    [
      'R43 no Recipient',
      inAssertion(` Recipient="${acsUrl}"`, ''),
      mismatch('saml_recipient_mismatch', acsUrl, ['']),
    ],
    [
      'R43 two SubjectConfirmationData in one confirmation',
      inAssertion(
        /(<saml:SubjectConfirmationData .*<\/saml:SubjectConfirmationData>)/,
        '$1<saml:SubjectConfirmationData></saml:SubjectConfirmationData>',
      ),
      mismatch('saml_recipient_mismatch', acsUrl, ['']),
    ],
    [
      'R41 a confirmation of another request',
      inAssertion('"_request1"', '"_request2"'),
      mismatch('saml_in_response_to_mismatch', '_request1', ['_request2']),
    ],
    [
      'R41 a confirmation of no request',
      inAssertion('InResponseTo="_request1" ', ''),
      mismatch('saml_in_response_to_mismatch', '_request1', ['']),
    ],
    [
      'R43 a NotBefore in the confirmation',
      inAssertion(
        'InResponseTo="_request1" ',
        'InResponseTo="_request1" NotBefore="2026-01-15T11:00:00Z" ',
      ),
      { code: 'saml_confirmation_not_before', got: ['2026-01-15T11:00:00Z'] },
    ],
    [
      'R43 a confirmation without end',
      inAssertion(/ NotOnOrAfter="[^"]*" Recipient/, ' Recipient'),
      { code: 'saml_confirmation_without_end' },
    ],
    [
      'R43 an expired confirmation',
      inAssertion(
        /NotOnOrAfter="[^"]*" Recipient/,
        'NotOnOrAfter="2026-01-15T11:57:30Z" Recipient',
      ),
      mismatch('saml_confirmation_expired', NOW, ['2026-01-15T11:57:30Z']),
    ],
    [
      'R43 confirmations that fit only together',
      inAssertion(
        CONFIRMATION,
        confirmation(GOOD_DATA.replace('_request1', '_x')) +
          confirmation(GOOD_DATA.replace(acsUrl, 'urn:x')),
      ),
      mismatch('saml_confirmation_divided', 1, 2),
    ],
  ])('%s', async (_, options, refusal) => {
    expect(await judge(options)).toEqual(refusal)
  })
})

describe('a Subject without a NameID, where an attribute says who it is', () => {
  const byAttribute = { nameIdOptional: true }

  it.each<[string, ResponseOptions]>([
    ['has none', inAssertion(NAME_ID, '')],
    ['has an empty one', { nameId: '' }],
    ['has a blank one', { nameId: '\n ' }],
  ])('%s, and comes out without', async (_, options) => {
    const { nameId: _nobody, ...nameless } = ALICE
    expect(await judge(options, byAttribute)).toEqual(nameless)
  })

  it('keeps the NameID that is there', async () => {
    expect(await judge({}, byAttribute)).toEqual(ALICE)
  })

  it.each<[string, ResponseOptions, string]>([
    ['two NameIDs', inAssertion(/(<saml:NameID.*<\/saml:NameID>)/, '$1$1'), 'saml_name_id_missing'],
    ['an element inside the NameID', { nameId: 'a<b></b>' }, 'saml_name_id_missing'],
    [
      'a NameID made for another service provider',
      inAssertion('emailAddress"', 'emailAddress" SPNameQualifier="urn:other"'),
      'saml_sp_name_qualifier_mismatch',
    ],
    [
      'an encrypted one',
      inAssertion(NAME_ID, '<saml:EncryptedID></saml:EncryptedID>'),
      'saml_name_id_encrypted',
    ],
    ['no Subject', inAssertion(/<saml:Subject>.*<\/saml:Subject>/, ''), 'saml_subject_not_single'],
  ])('is refused for %s all the same (R42)', async (_, options, code) => {
    expect(await judge(options, byAttribute)).toMatchObject({ code })
  })
})

describe('a NameID inside an attribute value (eduPersonTargetedID)', () => {
  const values = async (value: string) => {
    const attributes = { tid: [value] }
    const login = await judge({ attributes })
    return 'attributes' in login ? login.attributes : login
  }
  const nameId = (attribute = '') => `<saml:NameID${attribute}>t-1</saml:NameID>`

  it.each([
    ['alone', nameId()],
    ['with white space around it', `\n  ${nameId()}\n`],
    ['made for us', nameId(` SPNameQualifier="${spEntityID}"`)],
    ['made by this IdP', nameId(` NameQualifier="${idpEntityID}"`)],
  ])('is the value: %s', async (_, value) => {
    expect(await values(value)).toEqual([{ name: 'tid', values: ['t-1'] }])
  })

  it.each([
    ['made by another identity provider', nameId(' NameQualifier="urn:other"')],
    ['made for another service provider', nameId(' SPNameQualifier="urn:other"')],
    ['beside text', `x${nameId()}`],
    ['beside another', nameId() + nameId()],
    ['with an element inside', '<saml:NameID>t<b></b></saml:NameID>'],
    ['of another namespace', '<NameID>t-1</NameID>'],
  ])('is no value: %s', async (_, value) => {
    expect(await values(value)).toEqual([{ name: 'tid', values: [] }])
  })
})

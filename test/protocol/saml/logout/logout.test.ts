import { describe, expect, it } from 'vitest'
import { enveloped } from '../../../support/signed-response.ts'
import { TEST_KEYS } from '../../../support/test-keys.ts'
import { BINDINGS, idpEntityID, sloUrl, spEntityID } from './both-bindings.ts'
import { ALICE_LEAVES, edited, judgePosted, post, REQUEST, RESPONSE } from './logout-message.ts'

const A_TIME = '2026-01-15T12:00:30Z'
const NOW = '2026-01-15T12:00:30.000Z'
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
const PARTIAL = 'urn:oasis:names:tc:SAML:2.0:status:PartialLogout'
const RESPONDER = 'urn:oasis:names:tc:SAML:2.0:status:Responder'
const DENIED = 'urn:oasis:names:tc:SAML:2.0:status:RequestDenied'
const SESSION = '<samlp:SessionIndex>'
const nested = (outer: string, inner: string) =>
  `<samlp:StatusCode Value="${outer}"><samlp:StatusCode Value="${inner}"></samlp:StatusCode></samlp:StatusCode>`

describe.each(Object.entries(BINDINGS))('a logout message by %s (R48)', (_, send) => {
  it('says whose sessions end', async () => {
    expect(await send(REQUEST)).toEqual(ALICE_LEAVES)
  })

  it('says that our logout succeeded, and how far', async () => {
    expect(await send(RESPONSE)).toEqual({ inResponseTo: '_logout1', statusCodes: [SUCCESS] })
    const partial = edited(
      RESPONSE,
      /<samlp:StatusCode.*<\/samlp:StatusCode>/,
      nested(SUCCESS, PARTIAL),
    )
    expect(await send(partial)).toMatchObject({ statusCodes: [SUCCESS, PARTIAL] })
  })

  it('may come from a clock ahead by five minutes, and from no other (R44)', async () => {
    const issued = (instant: string) =>
      edited(REQUEST, /IssueInstant="[^"]*" NotOnOrAfter="[^"]*"/, `IssueInstant="${instant}"`)
    expect(await send(issued('2026-01-15T12:05:30Z'))).toMatchObject({ id: '_r1' })
    expect(await send(issued('2026-01-15T12:05:31Z'))).toMatchObject({
      code: 'logout_issued_in_future',
      expected: NOW,
    })
  })

  it('has an Issuer of the entity format, or of none', async () => {
    const format = (name: string) =>
      edited(REQUEST, '">https://idp', `" Format="${name}">https://idp`)
    const entity = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity'
    expect(await send(format(entity))).toEqual(ALICE_LEAVES)
    expect(await send(format('urn:f'))).toEqual({
      code: 'logout_issuer_mismatch',
      expected: idpEntityID,
      got: 'urn:f',
    })
  })

  it('says which sessions end where it names nobody (SAML Core §3.7.1)', async () => {
    const { nameId: _, ...sessions } = ALICE_LEAVES
    expect(await send(edited(REQUEST, /<saml:NameID.*<\/saml:NameID>/, ''))).toEqual(sessions)
  })

  it('keeps qualifiers, bytes and every SessionIndex of a request', async () => {
    const qualified = edited(
      REQUEST,
      '">alice@example.org',
      `" SPNameQualifier="${spEntityID}"> 00123`,
    )
    const two = edited(
      qualified,
      '</samlp:LogoutRequest>',
      '<samlp:SessionIndex>_s2</samlp:SessionIndex></samlp:LogoutRequest>',
    )
    expect(await send(two)).toEqual({
      ...ALICE_LEAVES,
      nameId: { value: ' 00123', spNameQualifier: spEntityID },
      sessionIndexes: ['_s1', '_s2'],
    })
  })

  it('may leave out NotOnOrAfter and SessionIndex, and an answer its Destination', async () => {
    const bare = edited(
      edited(REQUEST, / NotOnOrAfter="[^"]*"/, ''),
      /<samlp:SessionIndex.*SessionIndex>/,
      '',
    )
    const { notOnOrAfter: _end, ...said } = ALICE_LEAVES
    expect(await send(bare)).toEqual({ ...said, sessionIndexes: [] })
    expect(await send(edited(RESPONSE, / Destination="[^"]*"/, ''))).toMatchObject({
      inResponseTo: '_logout1',
    })
  })

  it.each<[string, string, object]>([
    [
      'another version',
      edited(REQUEST, '"2.0"', '"1.1"'),
      { code: 'logout_version_unsupported', expected: '2.0', got: '1.1' },
    ],
    [
      'another Issuer',
      edited(REQUEST, '>https://idp.example/metadata', '>https://idp.example/Metadata'),
      {
        code: 'logout_issuer_mismatch',
        expected: idpEntityID,
        got: 'https://idp.example/Metadata',
      },
    ],
    [
      'no Issuer',
      edited(REQUEST, /<saml:Issuer.*<\/saml:Issuer>/, ''),
      { code: 'logout_issuer_mismatch', expected: idpEntityID },
    ],
    [
      'two Issuers',
      edited(REQUEST, /<saml:Issuer.*<\/saml:Issuer>/, '$&$&'),
      { code: 'logout_issuer_mismatch', expected: idpEntityID },
    ],
    [
      'another Destination',
      edited(REQUEST, /Destination="[^"]*"/, 'Destination="https://other.example/slo"'),
      { code: 'logout_destination_mismatch', expected: sloUrl, got: 'https://other.example/slo' },
    ],
    [
      'a request without Destination',
      edited(REQUEST, / Destination="[^"]*"/, ''),
      { code: 'logout_destination_mismatch', expected: sloUrl },
    ],
    [
      'an answer to another Destination',
      edited(RESPONSE, /Destination="[^"]*"/, 'Destination=""'),
      { code: 'logout_destination_mismatch', expected: sloUrl, got: '' },
    ],
    [
      'an IssueInstant that is no time',
      edited(RESPONSE, /IssueInstant="[^"]*"/, 'IssueInstant="2026-01-15T13:00:00+01:00"'),
      { code: 'logout_time_invalid', expected: A_TIME, got: ['2026-01-15T13:00:00+01:00'] },
    ],
    [
      'a NotOnOrAfter that is no time',
      edited(REQUEST, /NotOnOrAfter="[^"]*"/, 'NotOnOrAfter="soon"'),
      { code: 'logout_time_invalid', expected: A_TIME, got: ['2026-01-15T12:00:00Z', 'soon'] },
    ],
    [
      'the future',
      edited(REQUEST, /IssueInstant="[^"]*"/, 'IssueInstant="2026-01-15T12:05:31Z"'),
      { code: 'logout_issued_in_future', expected: NOW, got: '2026-01-15T12:05:31Z' },
    ],
    [
      'neither NameID nor SessionIndex',
      edited(REQUEST, /<saml:NameID.*<\/samlp:SessionIndex>/, ''),
      { code: 'logout_name_id_missing', expected: 1, got: 0 },
    ],
    [
      'no NameID and a blank SessionIndex',
      edited(REQUEST, /<saml:NameID.*<\/samlp:SessionIndex>/, `${SESSION} </samlp:SessionIndex>`),
      { code: 'logout_name_id_missing', expected: 1, got: 0 },
    ],
    [
      'a BaseID, which is compared with nothing',
      edited(REQUEST, /(<saml:)NameID( [^>]*)>.*<\/saml:NameID>/, '$1BaseID$2></saml:BaseID>'),
      { code: 'logout_name_id_missing', expected: 1, got: 0 },
    ],
    [
      'two NameIDs',
      edited(REQUEST, /<saml:NameID.*<\/saml:NameID>/, '$&$&'),
      { code: 'logout_name_id_missing', expected: 1, got: 2 },
    ],
    [
      'a NameID beside an EncryptedID',
      edited(
        REQUEST,
        /(<saml:)NameID( [^>]*)>.*<\/saml:NameID>/,
        '$&$1EncryptedID$2></saml:EncryptedID>',
      ),
      { code: 'logout_name_id_missing', expected: 1, got: 1 },
    ],
    [
      'an element inside the NameID',
      edited(REQUEST, 'alice@', 'alice<saml:b></saml:b>@'),
      { code: 'logout_name_id_missing', expected: 1, got: 0 },
    ],
    [
      'a blank NameID',
      edited(REQUEST, 'alice@example.org', ' '),
      { code: 'logout_name_id_missing', expected: 1, got: 1 },
    ],
    [
      'a NameID for somebody else',
      edited(REQUEST, '">alice', '" SPNameQualifier="urn:other">alice'),
      { code: 'logout_sp_name_qualifier_mismatch', expected: spEntityID, got: 'urn:other' },
    ],
    [
      'an element inside a SessionIndex',
      edited(REQUEST, '>_s1<', '>_s1<samlp:b></samlp:b><'),
      { code: 'logout_session_index_invalid' },
    ],
    [
      'an answer to another request',
      edited(RESPONSE, '_logout1', '_logout2'),
      { code: 'logout_in_response_to_mismatch', expected: '_logout1', got: '_logout2' },
    ],
    [
      'an answer to no request',
      edited(RESPONSE, ' InResponseTo="_logout1"', ''),
      { code: 'logout_in_response_to_mismatch', expected: '_logout1' },
    ],
    [
      'a failure',
      edited(RESPONSE, SUCCESS, RESPONDER),
      { code: 'logout_status_not_success', expected: SUCCESS, got: [RESPONDER] },
    ],
    [
      'a failure that says why',
      edited(
        RESPONSE,
        /<samlp:StatusCode.*<\/samlp:StatusCode>/,
        `${nested(RESPONDER, DENIED)}<samlp:StatusMessage>not\n\u202enow</samlp:StatusMessage>`,
      ),
      {
        code: 'saml_status_request_denied',
        expected: SUCCESS,
        got: [RESPONDER, DENIED],
        message: 'not now',
      },
    ],
    [
      'a Success inside a failure',
      edited(RESPONSE, /<samlp:StatusCode.*<\/samlp:StatusCode>/, nested(RESPONDER, SUCCESS)),
      { code: 'logout_status_not_success', expected: SUCCESS, got: [RESPONDER, SUCCESS] },
    ],
    [
      'no status',
      edited(RESPONSE, /<samlp:Status>.*<\/samlp:Status>/, ''),
      { code: 'logout_status_not_success', expected: SUCCESS, got: [] },
    ],
    [
      'an assertion in it',
      edited(
        REQUEST,
        '</samlp:LogoutRequest>',
        '<x:Assertion xmlns:x="urn:x"></x:Assertion></samlp:LogoutRequest>',
      ),
      { code: 'logout_assertion_forbidden' },
    ],
    [
      'an ambiguous ID',
      edited(REQUEST, '<samlp:SessionIndex>', '<samlp:SessionIndex Id="_r1">'),
      { code: 'dsig_id_ambiguous', got: 'Id' },
    ],
  ])('is refused for %s', async (_, xml, refusal) => {
    expect(await send(xml)).toEqual(refusal)
  })

  it.each([
    ['at NotOnOrAfter and the skew', REQUEST, '2026-01-15T12:08:00Z'],
    [
      'ten minutes and the skew after it was issued, whatever NotOnOrAfter says (R46)',
      edited(REQUEST, 'T12:05:00Z', 'T23:00:00Z'),
      '2026-01-15T12:13:00Z',
    ],
    [
      'ten minutes and the skew after it was issued, without NotOnOrAfter too (R46)',
      edited(REQUEST, / NotOnOrAfter="[^"]*"/, ''),
      '2026-01-15T12:13:00Z',
    ],
    ['as an answer of long ago', RESPONSE, '2026-01-15T12:13:00Z'],
  ])('ends %s', async (_, xml, end) => {
    const now = Date.parse(end)
    expect(await send(xml, { now })).toMatchObject({
      code: 'logout_expired',
      expected: new Date(now).toISOString(),
    })
    expect(await send(xml, { now: now - 1 })).not.toHaveProperty('code')
  })

  it('counts at most five minutes of skew (R44)', async () => {
    const late = { now: Date.parse('2026-01-15T12:10:00Z'), clockSkewMs: 3_600_000 }
    expect(await send(REQUEST, late)).toMatchObject({ code: 'logout_expired' })
  })

  it('is refused for a key that is not registered, and without any (R10, R11)', async () => {
    expect(await send(REQUEST, { certificates: [TEST_KEYS.other.certificate] })).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
    expect(await send(REQUEST, { certificates: [] })).toEqual({
      code: 'logout_certificate_missing',
    })
  })
})

describe('a logout message by HTTP-POST is refused', () => {
  it('unsigned (R11)', async () => {
    expect(await judgePosted(REQUEST)).toEqual({ code: 'logout_signature_missing' })
  })

  it('changed after it was signed (R30)', async () => {
    const signed = await enveloped(REQUEST, {})
    expect(await judgePosted(edited(signed, 'alice@', 'admin@'))).toEqual({
      code: 'dsig_digest_mismatch',
      got: 'Signature in LogoutRequest',
    })
  })

  it('signed anywhere but in its root, or twice (R22)', async () => {
    const signed = await enveloped(REQUEST, {})
    const signature = /<ds:Signature .*<\/ds:Signature>/.exec(signed)?.[0] ?? ''
    const misplaced = { code: 'logout_signature_misplaced' }
    expect(await judgePosted(edited(signed, '_s1<', `_s1${signature}<`))).toEqual(misplaced)
    expect(await judgePosted(edited(signed, signature, signature + signature))).toEqual(misplaced)
    expect(await judgePosted(edited(REQUEST, '_s1<', `_s1${signature}<`))).toEqual(misplaced)
  })

  it('in the wrong field, or as another message (R20)', async () => {
    const signed = await enveloped(REQUEST, {})
    expect(await judgePosted(signed, {}, 'SAMLResponse')).toEqual({
      code: 'logout_message_unexpected',
      expected: '{urn:oasis:names:tc:SAML:2.0:protocol}LogoutResponse',
      got: '{urn:oasis:names:tc:SAML:2.0:protocol}LogoutRequest',
    })
    expect(await judgePosted(signed.replaceAll('LogoutRequest', 'AuthnRequest'))).toEqual({
      code: 'logout_message_unexpected',
      expected: '{urn:oasis:names:tc:SAML:2.0:protocol}LogoutRequest',
      got: '{urn:oasis:names:tc:SAML:2.0:protocol}AuthnRequest',
    })
  })

  it('where the reader refuses its XML (R1)', async () => {
    expect(await judgePosted(`<!DOCTYPE a>${REQUEST}`)).toMatchObject({ code: 'xml_dtd_forbidden' })
  })

  it('signed with a weak algorithm, but for the switch (R13)', async () => {
    const options = { algorithm: 'rsa-sha1', digest: 'SHA-1' } as const
    expect(await post(REQUEST, {}, options)).toMatchObject({
      code: 'dsig_signature_algorithm_forbidden',
    })
    expect(await post(REQUEST, { allowWeakAlgorithms: true }, options)).toEqual(ALICE_LEAVES)
  })
})

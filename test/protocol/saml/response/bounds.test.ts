import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../../../src/protocol/saml/response/expectation.ts'
import { PROFILE_CHECKS } from '../../../../src/protocol/saml/response/verify-response.ts'
import { CIRCUMSTANCES, type ResponseOptions } from '../../../support/signed-response.ts'
import { ALICE, CONFIRMATION, confirmation, GOOD_DATA, inAssertion, judge } from './judge.ts'

const { now } = CIRCUMSTANCES
const NOW = '2026-01-15T12:00:30.000Z'
const AUTHN = '2026-01-15T12:00:00Z'
const A_TIME = '2026-01-15T12:00:30Z'
const SECOND = 1000
const at = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')
const session = (end: number) =>
  inAssertion('"_session1">', `"_session1" SessionNotOnOrAfter="${at(end)}">`)

it('every check names its rule', () => {
  for (const { rule } of PROFILE_CHECKS) expect(rule).toMatch(/^R\d\d$/)
})

describe('the last moment that passes, and the first that does not (R44, R55)', () => {
  const skew = 180 * SECOND
  const authn = (instant: number) =>
    inAssertion(/AuthnInstant="[^"]*"/, `AuthnInstant="${at(instant)}"`)
  const notBefore = (instant: number) =>
    inAssertion(/NotBefore="[^"]*"/, `NotBefore="${at(instant)}"`)

  it('of an authentication in the future', async () => {
    const latest = now + 300 * SECOND
    expect(await judge(authn(latest))).toEqual({ ...ALICE, authnInstant: latest })
    expect(await judge(authn(latest + SECOND))).toEqual({
      code: 'saml_authn_instant_in_future',
      expected: NOW,
      got: [at(latest + SECOND)],
    })
  })

  it('of NotBefore', async () => {
    expect(await judge(notBefore(now + skew))).toEqual(ALICE)
    expect(await judge(notBefore(now + skew + SECOND))).toMatchObject({
      code: 'saml_assertion_not_yet_valid',
    })
  })

  it('of SessionNotOnOrAfter', async () => {
    const end = now - skew + SECOND
    expect(await judge(session(end))).toEqual({ ...ALICE, sessionNotOnOrAfter: end })
    expect(await judge(session(end - SECOND))).toEqual({
      code: 'saml_session_expired',
      expected: NOW,
      got: [at(end - SECOND)],
    })
  })

  it('of max_age, which the skew extends', async () => {
    const old = authn(now - 60 * SECOND - skew)
    expect(await judge(old, { maxAgeSeconds: 60 })).toMatchObject({ assertionId: '_assertion1' })
    expect(await judge(old, { maxAgeSeconds: 59 })).toMatchObject({ code: 'saml_authn_too_old' })
  })
})

describe('a response that nobody asked for (R41, R46)', () => {
  const unsolicited = (issuedAt: number): ResponseOptions => ({
    issuedAt,
    sign: 'both',
    ...inAssertion(' InResponseTo="_request1"', ''),
    editResponse: (xml) => xml.replace(/ InResponseTo="_request1"/, ''),
  })
  const asked: Partial<Expectation> = { inResponseTo: undefined }
  /** Long enough that the age alone decides. */
  const lasting = (options: ResponseOptions): ResponseOptions => ({
    ...options,
    editAssertion: (xml) =>
      (options.editAssertion?.(xml) ?? xml).replaceAll(
        /NotOnOrAfter="[^"]*"/g,
        `NotOnOrAfter="${at(now + 600 * SECOND)}"`,
      ),
  })

  it('is accepted until it is five minutes and the skew old', async () => {
    const oldest = now - 480 * SECOND
    const options = lasting(unsolicited(oldest + SECOND))
    expect(await judge(options, asked)).toMatchObject({ assertionId: '_assertion1' })
    expect(await judge(lasting(unsolicited(oldest)), asked)).toEqual({
      code: 'saml_unsolicited_expired',
      expected: NOW,
      got: at(oldest),
    })
    const noSkew = { ...asked, clockSkewMs: 0 }
    expect(await judge(lasting(unsolicited(oldest + SECOND)), noSkew)).toMatchObject({
      code: 'saml_unsolicited_expired',
    })
  })

  it('may be that old if it answers our request', async () => {
    const options = lasting({ issuedAt: now - 600 * SECOND })
    expect(await judge(options)).toMatchObject({ assertionId: '_assertion1' })
  })

  it('names no request, except one that says nothing', async () => {
    const options = { sign: 'both' } as const
    const refusal = { code: 'saml_in_response_to_mismatch', got: '_request1' }
    expect(await judge(options, asked)).toEqual(refusal)
    expect(await judge(options, { ...asked, ignoresRequest: () => false })).toEqual(refusal)
    const ignoresRequest = (id: string) => id === '_request1'
    expect(await judge(options, { ...asked, ignoresRequest })).toEqual(ALICE)
  })

  it('no request that says nothing takes the place of ours', async () => {
    const options: ResponseOptions = { sign: 'both', inResponseTo: '_request2' }
    expect(await judge(options, { ignoresRequest: () => true })).toMatchObject({
      code: 'saml_in_response_to_mismatch',
      expected: '_request1',
    })
    expect(await judge(unsolicited(now - 30 * SECOND), { ignoresRequest: () => true })).toEqual({
      code: 'saml_in_response_to_mismatch',
      expected: '_request1',
    })
  })
})

describe('facts name what is missing as empty', () => {
  const statement = '<saml:AuthnStatement AuthnInstant="soon"></saml:AuthnStatement>'

  it.each<[string, ResponseOptions, object]>([
    [
      'no Version of the Response',
      {
        sign: 'both',
        editResponse: (xml) => xml.replace(' Version="2.0"><saml:Issuer', '><saml:Issuer'),
      },
      { code: 'saml_version_unsupported', expected: '2.0', got: ['', '2.0'] },
    ],
    [
      'no Version of the assertion',
      inAssertion(' Version="2.0"', ''),
      { code: 'saml_version_unsupported', expected: '2.0', got: ['2.0', ''] },
    ],
    [
      'no AuthnInstant',
      inAssertion(/AuthnInstant="[^"]*" /, ''),
      { code: 'saml_time_invalid', expected: A_TIME, got: [''] },
    ],
    [
      'no AuthnInstant beside the end of a session',
      inAssertion(
        /AuthnInstant="[^"]*" (SessionIndex="[^"]*")/,
        '$1 SessionNotOnOrAfter="2026-01-15T22:00:00Z"',
      ),
      { code: 'saml_time_invalid', expected: A_TIME, got: ['', '2026-01-15T22:00:00Z'] },
    ],
    [
      'an unreadable time in the second of two AuthnStatements',
      inAssertion('</saml:AuthnStatement>', `</saml:AuthnStatement>${statement}`),
      { code: 'saml_time_invalid', expected: A_TIME, got: [AUTHN, 'soon'] },
    ],
    [
      'no Method',
      inAssertion(/(<saml:SubjectConfirmation) Method="[^"]*"/, '$1'),
      {
        code: 'saml_bearer_missing',
        expected: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
        got: [''],
      },
    ],
    [
      'an Audience that holds an element',
      inAssertion(/<saml:Audience>[^<]*/, '<saml:Audience><saml:X></saml:X>'),
      { code: 'saml_audience_mismatch', expected: CIRCUMSTANCES.spEntityID, got: [''] },
    ],
  ])('%s', async (_, options, refusal) => expect(await judge(options)).toEqual(refusal))

  it('an attribute without Name has an empty one', async () => {
    const unnamed = await judge(inAssertion('Name="email"', 'FriendlyName="email"'))
    expect(unnamed).toMatchObject({ attributes: [{ name: '' }, { name: 'roles' }] })
  })

  it('facts of confirmations are those of the bearer alone', async () => {
    const other = confirmation('Recipient="urn:other"').replace('cm:bearer', 'cm:sender-vouches')
    const two = inAssertion(CONFIRMATION, other + confirmation('Recipient="urn:b"'))
    expect(await judge(two)).toMatchObject({ code: 'saml_recipient_mismatch', got: ['urn:b'] })
    const halves =
      confirmation(GOOD_DATA.replace(/Recipient="[^"]*"/, 'Recipient="urn:b"')) +
      confirmation(GOOD_DATA.replace(/InResponseTo="[^"]*"/, 'InResponseTo="_b"'))
    expect(await judge(inAssertion(CONFIRMATION, other + halves))).toEqual({
      code: 'saml_confirmation_divided',
      expected: 1,
      got: 2,
    })
  })
})

it('ProxyRestriction asks nothing of us (SAML Core §2.5.1.6)', async () => {
  const options = inAssertion(
    '</saml:Conditions>',
    '<saml:ProxyRestriction></saml:ProxyRestriction></saml:Conditions>',
  )
  expect(await judge(options)).toEqual(ALICE)
})

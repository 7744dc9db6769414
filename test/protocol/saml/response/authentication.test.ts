import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../../../src/protocol/saml/response/expectation.ts'
import { ALICE, inAssertion, judge } from './judge.ts'

const AUTHN = '2026-01-15T12:00:00Z'

describe('skew (R44)', () => {
  const expired = inAssertion(
    /NotOnOrAfter="[^"]*"><saml:Aud/,
    'NotOnOrAfter="2026-01-15T11:58:00Z"><saml:Aud',
  )

  it('is what the connector says, exclusive at the end', async () => {
    expect(await judge(expired, { clockSkewMs: 150_001 })).toEqual(ALICE)
    expect(await judge(expired, { clockSkewMs: 150_000 })).toMatchObject({
      code: 'saml_assertion_expired',
    })
  })

  it('counts for 300 seconds at most', async () => {
    const long = inAssertion(
      /NotOnOrAfter="[^"]*"><saml:Aud/,
      'NotOnOrAfter="2026-01-15T11:55:30Z"><saml:Aud',
    )
    expect(await judge(long, { clockSkewMs: 3_600_000 })).toMatchObject({
      code: 'saml_assertion_expired',
    })
  })
})

describe('the authentication that was asked for has happened (R55)', () => {
  const requestIssuedAt = Date.parse('2026-01-15T12:03:01Z')
  const PASSWORD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'

  it.each<[string, Partial<Expectation>, object]>([
    [
      'force_authn: not before the request',
      { forceAuthn: true, requestIssuedAt },
      { code: 'saml_authn_not_repeated', expected: '2026-01-15T12:03:01.000Z', got: [AUTHN] },
    ],
    [
      'force_authn: within the skew',
      { forceAuthn: true, requestIssuedAt: requestIssuedAt - 1000 },
      ALICE,
    ],
    ['no force_authn: any time', { requestIssuedAt }, ALICE],
    [
      'max_age: not older',
      { maxAgeSeconds: 29, clockSkewMs: 0 },
      { code: 'saml_authn_too_old', expected: 29, got: [AUTHN] },
    ],
    ['max_age: as old', { maxAgeSeconds: 30, clockSkewMs: 0 }, ALICE],
    ['the context class that was asked for', { authnContextClassRef: PASSWORD }, ALICE],
    [
      'no other context class',
      { authnContextClassRef: 'urn:mfa' },
      { code: 'saml_authn_context_mismatch', expected: 'urn:mfa', got: [PASSWORD] },
    ],
  ])('%s', async (_, circumstances, outcome) => {
    expect(await judge({}, circumstances)).toEqual(outcome)
  })

  it('in every AuthnStatement', async () => {
    const second = inAssertion(
      '</saml:AuthnStatement>',
      '</saml:AuthnStatement><saml:AuthnStatement AuthnInstant="2026-01-15T08:00:00Z"></saml:AuthnStatement>',
    )
    expect(await judge(second, { forceAuthn: true })).toMatchObject({
      code: 'saml_authn_not_repeated',
    })
    const authnContextClassRef = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'
    expect(await judge(second, { authnContextClassRef })).toEqual({
      code: 'saml_authn_context_mismatch',
      expected: authnContextClassRef,
      got: [authnContextClassRef, ''],
    })
  })
})

import { describe, expect, it } from 'vitest'
import {
  codeChallenge,
  isCodeChallenge,
  verifyCodeVerifier,
} from '../../../src/protocol/oidc/pkce.ts'

// RFC 7636, Appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

describe('PKCE with S256', () => {
  it('computes the challenge of RFC 7636, Appendix B', async () => {
    expect(await codeChallenge(VERIFIER)).toBe(CHALLENGE)
  })

  it('verifies the verifier of a challenge', async () => {
    expect(await verifyCodeVerifier(VERIFIER, CHALLENGE)).toBe(true)
  })

  it.each([
    ['another one', `${VERIFIER.slice(0, -1)}l`],
    ['an empty one', ''],
    ['the challenge itself, as with plain', CHALLENGE],
  ])('does not verify %s', async (_, verifier) => {
    expect(await verifyCodeVerifier(verifier, CHALLENGE)).toBe(false)
  })

  it.each([
    ['too short', 'a'.repeat(42)],
    ['too long', 'a'.repeat(129)],
    ['not of unreserved characters', `${'a'.repeat(43)}+`],
  ])('does not verify a verifier that is %s, whatever it hashes to', async (_, verifier) => {
    expect(await verifyCodeVerifier(verifier, await codeChallenge(verifier))).toBe(false)
  })

  it.each(['', 'abc', `${CHALLENGE}=`, CHALLENGE.replace('-', '+'), `${CHALLENGE.slice(0, -1)}N`])(
    'does not take %j for a challenge',
    (text) => {
      expect(isCodeChallenge(text)).toBe(false)
    },
  )
})

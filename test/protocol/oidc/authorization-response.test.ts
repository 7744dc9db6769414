import { describe, expect, it } from 'vitest'
import {
  codeResponseUrl,
  errorResponseUrl,
} from '../../../src/protocol/oidc/authorization-response.ts'
import { OIDC_REFUSALS, toOAuthError } from '../../../src/protocol/oidc/oauth-refusals.ts'

const ISSUER = 'https://sso.example'

describe('an authorization response', () => {
  it('delivers code, state and iss (RFC 9207)', () => {
    const target = { redirectUri: 'https://app.example/cb', state: 'a&b=c' }
    expect(codeResponseUrl(target, ISSUER, 'c-1')).toBe(
      'https://app.example/cb?code=c-1&state=a%26b%3Dc&iss=https%3A%2F%2Fsso.example',
    )
  })

  it('leaves the query of the redirect_uri as it was registered', () => {
    const target = { redirectUri: 'https://app.example/cb?x=%20~1' }
    expect(codeResponseUrl(target, ISSUER, 'c-1')).toBe(
      'https://app.example/cb?x=%20~1&code=c-1&iss=https%3A%2F%2Fsso.example',
    )
  })

  it('delivers a refusal with state and iss', () => {
    const target = { redirectUri: 'https://app.example/cb', state: 's-1' }
    const url = new URL(errorResponseUrl(target, ISSUER, { code: 'oidc_login_required' }))
    expect(Object.fromEntries(url.searchParams)).toEqual({
      error: 'login_required',
      error_description: `${OIDC_REFUSALS.oidc_login_required.message} [oidc_login_required]`,
      state: 's-1',
      iss: ISSUER,
    })
  })
})

describe('an OAuth error', () => {
  it('names the parameter at fault', () => {
    expect(toOAuthError({ code: 'oidc_parameter_missing', expected: 'code' })).toEqual({
      error: 'invalid_request',
      error_description: 'A required parameter is missing or empty. [oidc_parameter_missing: code]',
    })
  })

  it.each(Object.entries(OIDC_REFUSALS))(
    'has a description of allowed characters for %s (RFC 6749 §5.2)',
    (_, { message }) => {
      expect(message).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    },
  )
})

import { describe, expect, it } from 'vitest'
import {
  readAuthorizationParameters,
  readClientId,
  readRedirectUri,
} from '../../../src/protocol/oidc/authorization-parameters.ts'
import {
  parseAuthorization,
  writeAuthorizationParameters,
} from '../../../src/protocol/oidc/authorization-request.ts'

const REDIRECT_URI = 'https://app.example/callback'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const VALID = {
  client_id: 'app_1',
  redirect_uri: REDIRECT_URI,
  response_type: 'code',
  scope: 'openid profile',
  state: 's-1',
  nonce: 'n-1',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
}

type Change = Readonly<Record<string, string | undefined>>

/** The valid request with some parameters replaced, added or (undefined) left out. */
function parametersWith(change: Change, repeated?: [string, string]) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...VALID, ...change }))
    if (value !== undefined) search.set(name, value)
  if (repeated) search.append(...repeated)
  return readAuthorizationParameters(search)
}

const read = (change: Change, repeated?: [string, string]) =>
  parseAuthorization(parametersWith(change, repeated), {
    clientId: 'app_1',
    redirectUri: REDIRECT_URI,
  })

describe('an authorization request', () => {
  const request = {
    clientId: 'app_1',
    redirectUri: REDIRECT_URI,
    scope: 'openid profile',
    state: 's-1',
    nonce: 'n-1',
    codeChallenge: CHALLENGE,
  }

  it('is read', () => {
    expect(read({})).toEqual({ ok: true, value: { request, promptNone: false } })
  })

  it('is read without what is optional, an empty parameter being none', () => {
    expect(read({ state: '', nonce: undefined })).toEqual({
      ok: true,
      value: {
        request: {
          clientId: 'app_1',
          redirectUri: REDIRECT_URI,
          scope: 'openid profile',
          codeChallenge: CHALLENGE,
        },
        promptNone: false,
      },
    })
  })

  it('is read with all that may be asked of the login', () => {
    const asked = {
      max_age: '0',
      prompt: 'login',
      login_hint: 'a@b.example',
      sso_id: 'sso_1',
      id_token_hint: 'e30',
    }
    expect(read(asked)).toEqual({
      ok: true,
      value: {
        request: { ...request, maxAge: 0, prompt: 'login' },
        promptNone: false,
        loginHint: 'a@b.example',
        ssoId: 'sso_1',
        idTokenHint: 'e30',
      },
    })
  })

  it.each([
    ['none', { promptNone: true }, {}],
    ['select_account consent', { promptNone: false }, { prompt: 'login' }],
    ['consent', { promptNone: false }, {}],
    ['create', { promptNone: false }, {}],
  ])('understands the prompt %j', (prompt, parsedRequest, asked) => {
    const value = { request: { ...request, ...asked }, ...parsedRequest }
    expect(read({ prompt })).toEqual({ ok: true, value })
  })

  it('keeps the known scopes, each once, and ignores others', () => {
    const parsedRequest = read({ scope: 'offline_access email openid email roles' })
    expect(parsedRequest).toMatchObject({ value: { request: { scope: 'openid email roles' } } })
  })

  it('ignores parameters it does not know, even when they come twice', () => {
    expect(read({ resource: 'x' }, ['resource', 'y'])).toMatchObject({ ok: true })
  })

  it('is the same after it was written and read again', () => {
    const parsedRequest = read({ max_age: '60', prompt: 'login' })
    if (!parsedRequest.ok) throw new Error(parsedRequest.refusal.code)
    const again = readAuthorizationParameters(
      writeAuthorizationParameters(parsedRequest.value.request),
    )
    expect(parseAuthorization(again, parsedRequest.value.request)).toEqual(parsedRequest)
  })

  it('fits into the login cookie with the longest nonce', () => {
    expect(read({ nonce: 'n'.repeat(128), state: 's'.repeat(1000) })).toMatchObject({ ok: true })
  })

  it.each<[string, Change, object]>([
    ['a request object', { request: 'e30' }, { code: 'oidc_request_object_unsupported' }],
    ['a request_uri', { request_uri: 'https://x' }, { code: 'oidc_request_uri_unsupported' }],
    ['a registration', { registration: '{}' }, { code: 'oidc_registration_unsupported' }],
    [
      'no response_type',
      { response_type: undefined },
      { code: 'oidc_parameter_missing', expected: 'response_type' },
    ],
    ['the implicit flow', { response_type: 'token' }, { code: 'oidc_response_type_unsupported' }],
    [
      'the hybrid flow',
      { response_type: 'code id_token' },
      { code: 'oidc_response_type_unsupported' },
    ],
    [
      'another response_mode',
      { response_mode: 'fragment' },
      { code: 'oidc_response_mode_unsupported' },
    ],
    ['no scope', { scope: undefined }, { code: 'oidc_scope_without_openid' }],
    ['a scope without openid', { scope: 'profile' }, { code: 'oidc_scope_without_openid' }],
    ['no code_challenge', { code_challenge: undefined }, { code: 'oidc_code_challenge_missing' }],
    [
      'no code_challenge_method',
      { code_challenge_method: undefined },
      { code: 'oidc_code_challenge_method_unsupported' },
    ],
    [
      'the method plain',
      { code_challenge_method: 'plain' },
      { code: 'oidc_code_challenge_method_unsupported' },
    ],
    [
      'a challenge that is no digest',
      { code_challenge: 'A'.repeat(44) },
      { code: 'oidc_parameter_invalid', expected: 'code_challenge' },
    ],
    [
      'the prompt none beside another',
      { prompt: 'none login' },
      { code: 'oidc_parameter_invalid', expected: 'prompt' },
    ],
    [
      'a max_age that is no number',
      { max_age: '-1' },
      { code: 'oidc_parameter_invalid', expected: 'max_age' },
    ],
    [
      'a nonce that no code has room for',
      { nonce: 'n'.repeat(129) },
      { code: 'oidc_parameter_invalid', expected: 'nonce' },
    ],
    [
      'more than the login cookie has room for',
      { state: 's'.repeat(1500) },
      { code: 'oidc_request_too_large' },
    ],
  ])('is refused with %s', (_, change, refusal) => {
    expect(read(change)).toEqual({ ok: false, refusal })
  })

  it.each(['state', 'scope', 'nonce', 'code_challenge', 'sso_id'])(
    'is refused with %s twice',
    (name) => {
      expect(read({ sso_id: 'sso_1' }, [name, 'x'])).toEqual({
        ok: false,
        refusal: { code: 'oidc_parameter_repeated', got: name },
      })
    },
  )
})

describe('who asks, and where the answer goes', () => {
  const registered = ['https://other.example/', REDIRECT_URI]

  it('takes the client_id and a registered redirect_uri', () => {
    expect(readClientId(parametersWith({}))).toEqual({ ok: true, value: 'app_1' })
    expect(readRedirectUri(parametersWith({}), registered)).toEqual({
      ok: true,
      value: REDIRECT_URI,
    })
  })

  it('refuses a client_id that is missing or comes twice', () => {
    expect(readClientId(parametersWith({ client_id: undefined }))).toEqual({
      ok: false,
      refusal: { code: 'oidc_parameter_missing', expected: 'client_id' },
    })
    expect(readClientId(parametersWith({}, ['client_id', 'app_2']))).toEqual({
      ok: false,
      refusal: { code: 'oidc_parameter_repeated', got: 'client_id' },
    })
  })

  it.each([
    'https://app.example/callback/',
    'https://app.example/callback?x=1',
    'https://app.example/Callback',
    'https://app.example:443/callback',
    'https://app.example/x/../callback',
    'http://app.example/callback',
    'https://app.example.evil/callback',
    ' https://app.example/callback',
  ])('refuses the redirect_uri %j: it is not equal to a registered one', (redirect_uri) => {
    expect(readRedirectUri(parametersWith({ redirect_uri }), registered)).toEqual({
      ok: false,
      refusal: { code: 'oidc_redirect_uri_mismatch' },
    })
  })

  it('refuses a redirect_uri that is missing or comes twice', () => {
    expect(readRedirectUri(parametersWith({ redirect_uri: undefined }), registered)).toEqual({
      ok: false,
      refusal: { code: 'oidc_parameter_missing', expected: 'redirect_uri' },
    })
    const twice = parametersWith({}, ['redirect_uri', REDIRECT_URI])
    expect(readRedirectUri(twice, registered)).toEqual({
      ok: false,
      refusal: { code: 'oidc_parameter_repeated', got: 'redirect_uri' },
    })
  })
})

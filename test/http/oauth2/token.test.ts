import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { issueAuthorizationCode } from '../../../src/login/oauth2/authorization-code.ts'
import { OIDC_REFUSALS, type OidcRefusalCode } from '../../../src/protocol/oidc/oauth-refusals.ts'
import { codeChallenge } from '../../../src/protocol/oidc/pkce.ts'
import {
  authorizationQuery,
  confidential,
  grant,
  ORIGIN,
  REDIRECT_URI,
  revokeGrants,
  type Scene,
  SECRET,
  scene,
  VERIFIER,
} from '../../support/oauth2.ts'

type Change = Readonly<Record<string, string | undefined>>

async function issueCode(at: Scene, change: Change = {}): Promise<string> {
  const query = await authorizationQuery(at, change)
  const response = await at.request(`/oauth2/authorize?${query}`, {
    headers: { Cookie: at.cookie },
  })
  return new URL(response.headers.get('Location') ?? '').searchParams.get('code') ?? ''
}

/**
 * Redeems a code as the scene's public client would, some fields replaced or (undefined) left out.
 */
async function redeem(at: Scene, change: Change, authorization?: string): Promise<Response> {
  const form = new URLSearchParams()
  const fields: Record<string, string | undefined> = {
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    code_verifier: VERIFIER,
    client_id: at.application.id,
    ...change,
  }
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value)
  return at.request('/oauth2/token', {
    method: 'POST',
    body: form,
    headers: authorization === undefined ? {} : { Authorization: authorization },
  })
}

const basic = (at: Scene, secret = SECRET) => `Basic ${btoa(`${at.application.id}:${secret}`)}`

async function expectRefusal(
  response: Response,
  code: OidcRefusalCode,
  parameter?: string,
): Promise<void> {
  const { error, message } = OIDC_REFUSALS[code]
  expect(await response.json()).toEqual({
    error,
    error_description: `${message} [${parameter ? `${code}: ${parameter}` : code}]`,
  })
  expect(response.status).toBe(error === 'invalid_client' ? 401 : 400)
  expect(response.headers.get('Cache-Control')).toBe('no-store')
}

interface Tokens {
  readonly access_token: string
  readonly id_token: string
}

/** Verifies a token as an application would: with the published keys alone. */
async function verifyWithJwks(at: Scene, token: string, audience: string) {
  const jwks = createRemoteJWKSet(new URL(`${ORIGIN}/oauth2/jwks`), {
    [customFetch]: (url: string) => at.request(new URL(url).pathname),
  })
  return jwtVerify(token, jwks, { issuer: ORIGIN, audience })
}

describe('the token endpoint', () => {
  it('gives tokens for a code, and nobody stores them', async () => {
    const at = await scene()
    const response = await redeem(at, { code: await issueCode(at) })
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Pragma')).toBe('no-cache')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(await response.json()).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'openid profile email roles',
      id_token: expect.any(String),
    })
  })

  it('signs an ID Token that verifies with the published keys and says who it is', async () => {
    const at = await scene()
    const response = await redeem(at, { code: await issueCode(at) })
    const { id_token, access_token } = await response.json<Tokens>()
    const { payload } = await verifyWithJwks(at, id_token, at.application.id)
    expect(payload).toEqual({
      iss: ORIGIN,
      sub: at.handle.userId,
      aud: at.application.id,
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 300,
      auth_time: Math.floor(at.authnInstant / 1000),
      nonce: 'n-1',
      acr: 'urn:password',
      sid: at.handle.sid,
      tenant_id: at.handle.tenantId,
      tenant_name: 'Acme',
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      nickname: 'Countess',
      updated_at: 5,
      user_id: 'E-17',
      email: 'ada@example.org',
      roles: ['manager'],
      groups: ['analysts'],
      concurrency: 3,
    })
    const access = await verifyWithJwks(at, access_token, ORIGIN)
    expect(access.payload).toMatchObject({ sub: at.handle.userId, client_id: at.application.id })
  })

  it('says what was proven here, where no connector began the session (RFC 8176)', async () => {
    const at = await scene()
    await runInDurableObject(env.TENANT_GATE.getByName(at.handle.tenantId), (_, { storage }) =>
      storage.sql.exec(
        `UPDATE sessions SET connector_id = '', sso_id = '', methods = '["pwd","otp"]'`,
      ),
    )
    const { id_token } = await (await redeem(at, { code: await issueCode(at, {}) })).json<Tokens>()
    const { payload } = await verifyWithJwks(at, id_token, at.application.id)
    expect(payload.amr).toEqual(['pwd', 'otp'])
  })

  it('tells no more than the scopes open', async () => {
    const at = await scene()
    const code = await issueCode(at, { scope: 'openid', nonce: undefined })
    const { id_token } = await (await redeem(at, { code })).json<Tokens>()
    const { payload } = await verifyWithJwks(at, id_token, at.application.id)
    expect(Object.keys(payload).sort()).toEqual(
      [
        'acr',
        'aud',
        'auth_time',
        'exp',
        'iat',
        'iss',
        'sid',
        'sub',
        'tenant_id',
        'tenant_name',
      ].sort(),
    )
  })

  it('takes the ID Token as a hint: for its person, and for nobody else', async () => {
    const at = await scene()
    const { id_token } = await (await redeem(at, { code: await issueCode(at) })).json<Tokens>()
    expect(await issueCode(at, { id_token_hint: id_token, prompt: 'none' })).not.toBe('')

    const other = await scene()
    await grant(other.handle.tenantId, at.application)
    const theirs = { ...at, cookie: other.cookie }
    expect(await issueCode(theirs, { prompt: 'none' })).not.toBe('')
    expect(await issueCode(theirs, { id_token_hint: id_token, prompt: 'none' })).toBe('')
  })
})

describe('an authorization code', () => {
  it('is spent once by twenty redemptions at once (I3)', async () => {
    const at = await scene()
    const code = await issueCode(at)
    const responses = await Promise.all(Array.from({ length: 20 }, () => redeem(at, { code })))
    expect(responses.filter((response) => response.ok)).toHaveLength(1)
    const [refused] = responses.filter((response) => !response.ok)
    await expectRefusal(refused ?? new Response(), 'oidc_code_spent')
  })

  it.each<[string, Change, OidcRefusalCode]>([
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, 'oidc_code_verifier_mismatch'],
    [
      'another redirect_uri',
      { redirect_uri: `${REDIRECT_URI}/` },
      'oidc_code_redirect_uri_mismatch',
    ],
  ])('is refused with %s, and is not spent by that', async (_, change, refusal) => {
    const at = await scene()
    const code = await issueCode(at)
    await expectRefusal(await redeem(at, { code, ...change }), refusal)
    expect((await redeem(at, { code })).status).toBe(200)
  })

  it('is refused to another client', async () => {
    const at = await scene()
    const other = await scene({ tenantIds: [at.handle.tenantId] })
    await expectRefusal(await redeem(other, { code: await issueCode(at) }), 'oidc_code_unknown')
  })

  it.each([
    ['of a few characters', 'x'],
    ['that no key of ours sealed', 'A'.repeat(300)],
    ['longer than any of ours', 'A'.repeat(601)],
  ])('is refused when it is a text %s', async (_, code) => {
    await expectRefusal(await redeem(await scene(), { code }), 'oidc_code_unknown')
  })

  it('is refused after a minute', async () => {
    const past = await scene({ deps: { clock: () => Date.now() - 60_000 } })
    await expectRefusal(
      await redeem(await present(past), { code: await issueCode(past) }),
      'oidc_code_expired',
    )
  })

  it('is refused when its tenant is not granted the application any more', async () => {
    const at = await scene()
    const code = await issueCode(at)
    await revokeGrants(at.handle.tenantId)
    await expectRefusal(await redeem(at, { code }), 'oidc_code_tenant_not_granted')
  })

  it('of a session in the other environment is refused, however it came to be issued', async () => {
    const at = await scene({ application: { environment: 'non_production' } })
    const { deps, handle, application } = at
    const { gate } = handle
    const open = await deps.gates.at(gate).findSession(handle.tenantId, handle.sid)
    if (open === undefined) throw new Error('There is no session')
    const request = {
      clientId: application.id,
      redirectUri: REDIRECT_URI,
      scope: 'openid',
      codeChallenge: await codeChallenge(VERIFIER),
    }
    const mistaken = { ...open, applications: [application] }
    const url = await issueAuthorizationCode(deps, { open: mistaken, gate, request })
    const code = new URL(url).searchParams.get('code') ?? ''
    await expectRefusal(await redeem(at, { code }), 'oidc_code_tenant_not_granted')
  })

  it('is refused once its session has ended', async () => {
    const at = await scene()
    const code = await issueCode(at)
    await at.deps.gates.at(at.handle.gate).endSession(at.handle.tenantId, at.handle.sid)
    await expectRefusal(await redeem(at, { code }), 'oidc_session_ended')
  })

  it('is not spent while the signing keys are out of reach', async () => {
    const at = await scene()
    const code = await issueCode(at)
    const outage = () => Promise.reject(new Error('out of reach'))
    const keyless = await present(at, { signingKeys: { current: outage, published: outage } })
    expect((await redeem(keyless, { code })).status).toBe(500)
    expect((await redeem(at, { code })).status).toBe(200)
  })
})

describe('a token request', () => {
  it.each(['grant_type', 'code', 'redirect_uri', 'code_verifier'])(
    'is refused without %s',
    async (name) => {
      const at = await scene()
      const response = await redeem(at, { code: 'x', [name]: undefined })
      await expectRefusal(response, 'oidc_parameter_missing', name)
    },
  )

  it('is refused with another grant_type', async () => {
    const response = await redeem(await scene(), { grant_type: 'password', code: 'x' })
    await expectRefusal(response, 'oidc_grant_type_unsupported')
  })

  it('is refused with a parameter twice', async () => {
    const at = await scene()
    const response = await at.request('/oauth2/token', {
      method: 'POST',
      body: 'code=a&code=b',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    await expectRefusal(response, 'oidc_parameter_repeated', 'code')
  })

  it.each<[string, BodyInit, OidcRefusalCode, string | undefined]>([
    ['as JSON', '{}', 'oidc_form_invalid', undefined],
    [
      'with more than 8 KiB',
      new URLSearchParams({ code: 'x'.repeat(8192) }),
      'oidc_form_too_large',
      '8192',
    ],
  ])('is refused %s', async (_, body, code, fact) => {
    const response = await (await scene()).request('/oauth2/token', { method: 'POST', body })
    await expectRefusal(response, code, fact)
  })
})

describe('client authentication', () => {
  it('takes client_secret_basic', async () => {
    const at = await scene({ application: await confidential('client_secret_basic') })
    const code = await issueCode(at)
    expect((await redeem(at, { code, client_id: undefined }, basic(at))).status).toBe(200)
  })

  it('takes client_secret_post', async () => {
    const at = await scene({ application: await confidential('client_secret_post') })
    const code = await issueCode(at)
    expect((await redeem(at, { code, client_secret: SECRET })).status).toBe(200)
  })

  it('refuses a wrong secret, with a challenge', async () => {
    const at = await scene({ application: await confidential('client_secret_basic') })
    const response = await redeem(at, { code: await issueCode(at) }, basic(at, `${SECRET}x`))
    expect(response.headers.get('WWW-Authenticate')).toBe(`Basic realm="${ORIGIN}"`)
    await expectRefusal(response, 'oidc_client_secret_mismatch')
  })

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'refuses a client of %s that only names itself',
    async (method) => {
      const at = await scene({ application: await confidential(method) })
      const response = await redeem(at, { code: await issueCode(at) })
      await expectRefusal(response, 'oidc_client_authentication_method_mismatch', method)
    },
  )

  it('refuses the other method than the registered one, with the right secret', async () => {
    const at = await scene({ application: await confidential('client_secret_basic') })
    const response = await redeem(at, { code: await issueCode(at), client_secret: SECRET })
    await expectRefusal(
      response,
      'oidc_client_authentication_method_mismatch',
      'client_secret_basic',
    )
  })

  it('refuses a public client that presents a secret', async () => {
    const at = await scene()
    const response = await redeem(at, { code: await issueCode(at), client_secret: SECRET })
    await expectRefusal(response, 'oidc_client_authentication_method_mismatch', 'none')
  })

  it('refuses two ways at once', async () => {
    const at = await scene({ application: await confidential('client_secret_basic') })
    const response = await redeem(at, { code: 'x', client_secret: SECRET }, basic(at))
    await expectRefusal(response, 'oidc_client_authentication_repeated')
  })

  it('refuses nobody, an unknown client and a header that is no Basic', async () => {
    const at = await scene()
    await expectRefusal(
      await redeem(at, { client_id: undefined }),
      'oidc_client_authentication_missing',
    )
    await expectRefusal(
      await redeem(at, { client_id: `app_${'0'.repeat(24)}` }),
      'oidc_client_unknown',
    )
    await expectRefusal(await redeem(at, {}, 'Bearer x'), 'oidc_client_authentication_invalid')
  })
})

describe('what applications configure themselves with', () => {
  it('is open to every origin and may be kept for minutes', async () => {
    const at = await scene()
    for (const path of ['/.well-known/openid-configuration', '/oauth2/jwks']) {
      const response = await at.request(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=300')
    }
  })

  it('publishes public halves only', async () => {
    const response = await (await scene()).request('/oauth2/jwks')
    expect(await response.json()).toEqual({
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: expect.any(String),
          y: expect.any(String),
          kid: expect.any(String),
          use: 'sig',
          alg: 'ES256',
        },
      ],
    })
  })
})

/** The same scene at the present time, with other ports. */
async function present(at: Scene, deps: Partial<Scene['deps']> = {}): Promise<Scene> {
  const other = await scene({ deps })
  return { ...at, deps: other.deps, request: other.request }
}

import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { verifyIdTokenHint } from '../../../src/protocol/oidc/id-token-hint.ts'
import { generateSigningKey, importSigningKey } from '../../../src/protocol/oidc/signing-key.ts'
import { issueAccessToken, issueIdToken } from '../../../src/protocol/oidc/tokens.ts'

const ISSUER = 'https://sso.example'
const NOW = 1_800_000_000_500
const TOKEN = {
  issuer: ISSUER,
  clientId: 'app_1',
  subject: 'usr_1',
  authTime: 1_799_999_990,
  acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
  now: NOW,
}
const CLAIMS = { nonce: 'n-1', sid: 's-1', email: 'a@b.example' }

async function newKey() {
  const { publicJwk, privateJwk } = await generateSigningKey()
  return { publicJwk, key: await importSigningKey(publicJwk.kid, privateJwk) }
}

describe('an ID Token', () => {
  it('verifies with the published key and says what OpenID Connect Core §2 asks for', async () => {
    const { publicJwk, key } = await newKey()
    const idToken = await issueIdToken(key, TOKEN, CLAIMS)
    const { payload, protectedHeader } = await jwtVerify(
      idToken,
      createLocalJWKSet({ keys: [publicJwk] }),
      { currentDate: new Date(NOW) },
    )
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'JWT', kid: publicJwk.kid })
    expect(payload).toEqual({
      iss: ISSUER,
      sub: 'usr_1',
      aud: 'app_1',
      iat: 1_800_000_000,
      exp: 1_800_000_300,
      auth_time: 1_799_999_990,
      acr: TOKEN.acr,
      nonce: 'n-1',
      sid: 's-1',
      email: 'a@b.example',
    })
  })

  it('keeps its own claims whatever a profile brings along', async () => {
    const { publicJwk, key } = await newKey()
    const idToken = await issueIdToken(key, TOKEN, { ...CLAIMS, sub: 'usr_2', aud: 'app_2' })
    const expectation = { published: [publicJwk], issuer: ISSUER, clientId: 'app_1' }
    expect(await verifyIdTokenHint(idToken, expectation)).toBe('usr_1')
  })
})

describe('an access token', () => {
  it('is a JWT of RFC 9068 for nobody but ourselves', async () => {
    const { key } = await newKey()
    const accessToken = await issueAccessToken(key, TOKEN, { jti: 'j-1', scope: 'openid' })
    expect(decodeProtectedHeader(accessToken)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
    expect(JSON.parse(atob(accessToken.split('.')[1] ?? ''))).toEqual({
      iss: ISSUER,
      sub: 'usr_1',
      aud: ISSUER,
      client_id: 'app_1',
      iat: 1_800_000_000,
      exp: 1_800_000_300,
      auth_time: 1_799_999_990,
      acr: TOKEN.acr,
      jti: 'j-1',
      scope: 'openid',
    })
  })
})

describe('an id_token_hint', () => {
  it('names its person long after it expired', async () => {
    const { publicJwk, key } = await newKey()
    const hint = await issueIdToken(key, { ...TOKEN, now: 0 }, CLAIMS)
    const expectation = { published: [publicJwk], issuer: ISSUER, clientId: 'app_1' }
    expect(await verifyIdTokenHint(hint, expectation)).toBe('usr_1')
  })

  it('names nobody when it is no ID Token of ours for this client', async () => {
    const { publicJwk, key } = await newKey()
    const other = await newKey()
    const expectation = { published: [publicJwk], issuer: ISSUER, clientId: 'app_1' }
    const hints = [
      'e30.e30.e30',
      await issueIdToken(other.key, TOKEN, CLAIMS),
      await issueIdToken({ ...other.key, kid: publicJwk.kid }, TOKEN, CLAIMS),
      await issueIdToken(key, { ...TOKEN, clientId: 'app_2' }, CLAIMS),
      await issueIdToken(key, { ...TOKEN, issuer: 'https://other.example' }, CLAIMS),
    ]
    for (const hint of hints) expect(await verifyIdTokenHint(hint, expectation)).toBeUndefined()
  })

  it('is no access token, even where the audience would fit (RFC 8725 §3.11)', async () => {
    const { publicJwk, key } = await newKey()
    const accessToken = await issueAccessToken(key, TOKEN, { jti: 'j-1', scope: 'openid' })
    const expectation = { published: [publicJwk], issuer: ISSUER, clientId: ISSUER }
    expect(await verifyIdTokenHint(accessToken, expectation)).toBeUndefined()
  })
})

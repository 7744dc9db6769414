import { describe, expect, it } from 'vitest'
import { authorizeUrl } from '../../../src/http/authorize-url.ts'
import { issueAuthorizationCode } from '../../../src/login/oauth2/authorization-code.ts'
import { decide } from '../../../src/login/oauth2/authorize.ts'
import { readAuthorizationParameters } from '../../../src/protocol/oidc/authorization-parameters.ts'
import {
  type AuthorizationRequest,
  type ParsedAuthorization,
  parseAuthorization,
} from '../../../src/protocol/oidc/authorization-request.ts'
import { issueIdToken } from '../../../src/protocol/oidc/tokens.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { strongRandom } from '../../support/key-ring.ts'
import {
  authorizationQuery,
  ORIGIN,
  REDIRECT_URI,
  type Scene,
  scene,
} from '../../support/oauth2.ts'

type Change = Readonly<Record<string, string | undefined>>

async function demandOf(at: Scene, change: Change = {}): Promise<ParsedAuthorization> {
  const query = await authorizationQuery(at, { sso_id: at.ssoId, ...change })
  const parameters = readAuthorizationParameters(new URLSearchParams(query))
  const ids = { clientId: at.application.id, redirectUri: REDIRECT_URI }
  const parsedRequest = parseAuthorization(parameters, ids)
  if (!parsedRequest.ok) throw new Error(parsedRequest.refusal.code)
  return parsedRequest.value
}

async function heldBy(at: Scene) {
  const { gate, tenantId, sid } = at.handle
  const open = await at.deps.gates.at(gate).findSession(tenantId, sid)
  if (open === undefined) throw new Error('The scene has no session')
  return { open, gate }
}

describe('a login that an authorization request begins', () => {
  it.each<[string, Change, object]>([
    ['nothing was asked', {}, { forceAuthn: false }],
    [
      'a hint was given',
      { login_hint: 'ada@example.org' },
      { forceAuthn: false, loginHint: 'ada@example.org' },
    ],
    ['prompt=login was asked', { prompt: 'login' }, { forceAuthn: true }],
    ['prompt=select_account was asked', { prompt: 'select_account' }, { forceAuthn: true }],
    ['max_age was asked', { max_age: '3600' }, { forceAuthn: true }],
  ])('carries the request when %s', async (_, change, login) => {
    const at = await scene()
    const parsedRequest = await demandOf(at, change)
    const input = { parsedRequest, held: undefined }
    expect(await decide(at.deps, input)).toEqual({
      kind: 'login',
      login: { ssoId: at.ssoId, oidc: parsedRequest.request, ...login },
    })
  })

  it('begins although there is a session, when that is not what was asked for', async () => {
    const at = await scene()
    const held = await heldBy(at)
    for (const change of [
      { prompt: 'login' },
      { max_age: '30' },
      { sso_id: `sso_${'6'.repeat(24)}` },
    ]) {
      const parsedRequest = await demandOf(at, change)
      const decided = await decide(at.deps, { parsedRequest, held })
      expect(decided.kind).toBe('login')
    }
  })
})

describe('an id_token_hint', () => {
  it('that names another person than the session begins a login for that one', async () => {
    const at = await scene()
    const subject = newId('usr', strongRandom)
    const token = { issuer: ORIGIN, clientId: at.application.id, subject, authTime: 0, now: 0 }
    const idTokenHint = await issueIdToken(await at.deps.signingKeys.current(), token, { sid: 's' })
    const parsedRequest = await demandOf(at, { id_token_hint: idTokenHint })
    const input = { parsedRequest, held: await heldBy(at) }
    expect(await decide(at.deps, input)).toEqual({
      kind: 'login',
      login: { ssoId: at.ssoId, forceAuthn: false, oidc: { ...parsedRequest.request, subject } },
    })
  })
})

describe('the code after a login', () => {
  async function answerTo(at: Scene, change: Partial<AuthorizationRequest>) {
    const { request } = await demandOf(at)
    const url = await issueAuthorizationCode(at.deps, {
      ...(await heldBy(at)),
      request: { ...request, ...change },
    })
    return Object.fromEntries(new URL(url).searchParams)
  }

  it('is issued to the application that asked', async () => {
    const at = await scene()
    expect(await answerTo(at, { subject: at.handle.userId })).toHaveProperty('code')
  })

  it('is not issued for a tenant that the application is not granted to (I5)', async () => {
    const at = await scene({ tenantIds: [newId('ten', strongRandom)] })
    expect(await answerTo(at, {})).toMatchObject({ error: 'access_denied', state: 's-1' })
  })

  it('is not issued for another person than the hint named', async () => {
    const at = await scene()
    const answer = await answerTo(at, { subject: newId('usr', strongRandom) })
    expect(answer).toMatchObject({ error: 'login_required' })
    expect(answer).not.toHaveProperty('code')
  })
})

describe('beginning once more', () => {
  it('repeats the request, with what it asked of the login', async () => {
    const at = await scene()
    const { request } = await demandOf(at, { prompt: 'login', max_age: '60' })
    const query = authorizeUrl(request, at.ssoId)?.split('?')[1]
    const again = readAuthorizationParameters(new URLSearchParams(query))
    expect(parseAuthorization(again, request)).toEqual({
      ok: true,
      value: { request, promptNone: false, ssoId: at.ssoId },
    })
  })

  it('is not offered for a request bound to a person', async () => {
    const at = await scene()
    const { request } = await demandOf(at)
    expect(authorizeUrl({ ...request, subject: at.handle.userId }, at.ssoId)).toBeUndefined()
  })
})

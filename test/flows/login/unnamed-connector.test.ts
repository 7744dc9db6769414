import { beforeAll, describe, expect, it } from 'vitest'
import { issueIdToken } from '../../../src/protocol/oidc/tokens.ts'
import { openBrowser } from '../../support/browser.ts'
import { testDeps } from '../../support/oauth2.ts'
import { answerAt } from '../../support/stage.ts'
import { ORIGIN, signInScene } from './sign-in-scene.ts'

const scene = signInScene()
const { type } = scene

describe('an application that names no connector', () => {
  let query: URLSearchParams
  beforeAll(async () => {
    const application = await scene.stage.api('POST', '/applications', {
      name: 'Desk',
      landing_url: 'https://desk.example/',
      redirect_uris: ['https://desk.example/callback'],
      tenant_ids: [scene.stage.tenantId],
      token_endpoint_auth_method: 'none',
    })
    query = new URLSearchParams({
      client_id: String(application.id),
      redirect_uri: 'https://desk.example/callback',
      response_type: 'code',
      scope: 'openid email',
      state: 'a "state" & more',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
  })

  /** The hidden field of a page, as a browser reads it. */
  const carriedIn = (page: string) =>
    (/name="authorize" value="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&')

  it('gets its code after the address was typed', async () => {
    const browser = openBrowser(scene.stage.app)
    const asked = await browser.get(`/oauth2/authorize?${query}`)
    const authorize = carriedIn(await asked.text())
    const fields = { authorize, email: 'alice@example.org' }
    const found = await browser.post('/login', fields, { origin: ORIGIN })
    const departure = await browser.get(found.headers.get('location') ?? '')
    const landing = await answerAt(scene.stage, browser, departure)
    const url = new URL(landing.headers.get('location') ?? '')
    expect(url.href).toMatch(/^https:\/\/desk\.example\/callback\?code=/)
    expect(url.searchParams.get('state')).toBe('a "state" & more')
  })

  it('goes on at once with a hint that leads to one', async () => {
    const answer = await openBrowser(scene.stage.app).get(
      `/oauth2/authorize?${query}&login_hint=alice%40example.org`,
    )
    expect(answer.status).toBe(303)
    const to = new URL(answer.headers.get('location') ?? '', ORIGIN)
    expect(to.pathname).toBe('/oauth2/authorize')
    expect(Object.fromEntries(to.searchParams)).toEqual({
      ...Object.fromEntries(query),
      sso_id: scene.stage.ssoKey.id,
      login_hint: 'alice@example.org',
    })
  })

  it('is asked for the address where the hint leads nowhere, and again after a wrong one', async () => {
    const browser = openBrowser(scene.stage.app)
    const asked = await browser.get(`/oauth2/authorize?${query}&login_hint=eve%40unknown.example`)
    expect(asked.status).toBe(200)
    const authorize = carriedIn(await asked.text())
    const again = await browser.post('/login', { authorize, email: 'eve' }, { origin: ORIGIN })
    expect(again.status).toBe(400)
    expect(carriedIn(await again.text())).toBe(authorize)
  })

  it('keeps its id_token_hint, to be verified where it leads', async () => {
    const key = await testDeps().signingKeys.current()
    const about = { issuer: ORIGIN, clientId: query.get('client_id') ?? '', subject: 'usr_1' }
    const idToken = await issueIdToken(key, { ...about, authTime: 0, now: 0 }, { sid: 's' })
    const wanted = new URLSearchParams(query)
    wanted.set('prompt', 'login')
    wanted.set('id_token_hint', idToken)
    const asked = await openBrowser(scene.stage.app).get(`/oauth2/authorize?${wanted}`)
    expect(Object.fromEntries(new URLSearchParams(carriedIn(await asked.text())))).toMatchObject({
      prompt: 'login',
      id_token_hint: idToken,
    })
  })

  it('cannot be made to lead elsewhere by the form', async () => {
    const authorize = `//evil.example/?client_id=x&redirect_uri=https://evil.example`
    const { headers } = await type('alice@example.org', { authorize })
    const refused = await openBrowser(scene.stage.app).get(headers.get('location') ?? '')
    expect(headers.get('location')).toMatch(/^\/oauth2\/authorize\?/)
    expect(refused.status).toBe(400)
    expect(refused.headers.get('location')).toBeNull()
  })
})

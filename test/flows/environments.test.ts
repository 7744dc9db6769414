// One tenant with an SSO key, a connector and an application in each environment: what is signed in
// to in one opens nothing of the other.

import { beforeAll, describe, expect, it } from 'vitest'
import { codeChallenge } from '../../src/protocol/oidc/pkce.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { VERIFIER } from '../support/oauth2.ts'
import type { ResponseOptions } from '../support/signed-response.ts'
import { answerAt, begin, type Stage, setStage, testAndActivate } from '../support/stage.ts'

const ENVIRONMENTS = ['production', 'non_production'] as const
type Environment = (typeof ENVIRONMENTS)[number]

/** An SSO key with its connector, and an application. */
interface Side {
  readonly stage: Stage
  readonly client: string
  readonly url: string
  /** Somebody of its own: one person's e-mail address is not taken through two connectors. */
  readonly answer: ResponseOptions
}
let sides: Readonly<Record<Environment, Side>>

beforeAll(async () => {
  const stage = await setStage()
  const live = await openSide(stage, 'production')
  const trial = await openSide(await addKey(stage), 'non_production')
  sides = { production: live, non_production: trial }
})

async function openSide(stage: Stage, environment: Environment): Promise<Side> {
  const url = `https://${environment.replace('_', '-')}.example/`
  const application = await stage.api('POST', '/applications', {
    name: environment,
    landing_url: url,
    environment,
    redirect_uris: [`${url}callback`],
    tenant_ids: [stage.tenantId],
    token_endpoint_auth_method: 'none',
  })
  const email = `${environment}@example.org`
  const answer = { nameId: email, attributes: { email: [email] } }
  return { stage, client: String(application.id), url, answer }
}

/** The stage as it is at another SSO key, of the other environment. */
async function addKey(stage: Stage): Promise<Stage> {
  const base = `/tenants/${stage.tenantId}`
  const environment = 'non_production'
  const ssoKey = await stage.api('POST', `${base}/sso-keys`, { name: 'trial', environment })
  const connector = await stage.api('POST', `${base}/connectors`, {
    name: 'Trial',
    reference: 'trial',
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: stage.idpId,
    name_id_format: 'email',
  })
  const added = {
    ...stage,
    connectorId: String(connector.id),
    ssoKey: {
      id: String(ssoKey.id),
      acsUrl: String(ssoKey.sign_on_url),
      spEntityID: String(ssoKey.entity_id),
      loginUrl: String(ssoKey.login_url),
    },
  }
  return { ...added, version: await testAndActivate(added) }
}

/** Signs somebody in, and says where they land. */
async function signIn(
  { stage, answer }: Side,
  browser: TestBrowser,
  query = '',
): Promise<string | null> {
  const landed = await answerAt(stage, browser, await begin(stage, browser, query), answer)
  return landed.headers.get('location')
}

async function authorizationUrl({ client, url }: Side, change: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: client,
    redirect_uri: `${url}callback`,
    response_type: 'code',
    scope: 'openid',
    state: 's',
    code_challenge: await codeChallenge(VERIFIER),
    code_challenge_method: 'S256',
    ...change,
  })
  return `/oauth2/authorize?${query}`
}

/** What an authorization request comes to that goes back to its application. */
const answerIn = (response: Response): URLSearchParams =>
  new URL(response.headers.get('location') ?? '').searchParams

const environmentOf = async (browser: TestBrowser): Promise<string | undefined> => {
  const session = await browser.get('/session', { accept: 'application/json' })
  return (await session.json<{ environment?: string }>()).environment
}

describe.each([
  ['production', 'non_production'],
  ['non_production', 'production'],
] as const)('a login of %s', (own, other) => {
  const browserHere = () => openBrowser(sides[own].stage.app)

  it('lands in an application of its own, and offers no other', async () => {
    const browser = browserHere()
    expect(await signIn(sides[own], browser)).toBe(sides[own].url)
    const page = await (await browser.get('/session', { accept: 'text/html' })).text()
    expect(page).toContain(`href="${sides[own].url}"`)
    expect(page).not.toContain(sides[other].url)
  })

  it('lands in no application of the other, whatever rules and return_to say', async () => {
    const { api, tenantId } = sides[own].stage
    const foreign = sides[other].client
    const rules = [{ match: 'attribute', attribute: 'email', value: `${own}@example.org` }]
    await api('PATCH', `/tenants/${tenantId}`, {
      landing: {
        rules: rules.map((rule) => ({ ...rule, application_id: foreign })),
        default_application_id: foreign,
      },
    })
    expect(await signIn(sides[own], browserHere())).toBe(sides[own].url)
    const query = `?return_to=${encodeURIComponent(`${sides[other].url}deep`)}`
    expect(await signIn(sides[own], browserHere(), query)).toBe(sides[own].url)
    await api('PATCH', `/tenants/${tenantId}`, { landing: null })
  })

  it('gets no code for an application of the other that began it', async () => {
    const { stage, answer } = sides[own]
    const sso_id = stage.ssoKey.id
    const browser = browserHere()
    const departure = await browser.get(await authorizationUrl(sides[other], { sso_id }))
    const landed = await answerAt(stage, browser, departure, answer)
    expect(landed.headers.get('location')).toContain(`${sides[other].url}callback?`)
    expect(answerIn(landed).has('code')).toBe(false)
    expect(answerIn(landed).get('error_description')).toContain('oidc_application_not_granted')
  })

  it('leaves a session that answers no request of an application of the other', async () => {
    const browser = browserHere()
    await signIn(sides[own], browser)
    const silent = { prompt: 'none' }
    const refused = await browser.get(await authorizationUrl(sides[other], silent))
    expect(answerIn(refused).get('error')).toBe('login_required')
    expect(
      answerIn(await browser.get(await authorizationUrl(sides[own], silent))).has('code'),
    ).toBe(true)
  })

  it('takes the place of a session of the other, and gives none of its rights on', async () => {
    const browser = browserHere()
    await signIn(sides[other], browser)
    expect(await environmentOf(browser)).toBe(other)
    await signIn(sides[own], browser)
    expect(await environmentOf(browser)).toBe(own)
    const refused = await browser.get(await authorizationUrl(sides[other], { prompt: 'none' }))
    expect(answerIn(refused).get('error')).toBe('login_required')
  })
})

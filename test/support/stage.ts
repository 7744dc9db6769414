// The whole Worker with one tenant whose connector was made, tested and activated through the API,
// as an administrator would: the stage on which the flows of a login are played.

import { inflateRawSync } from 'node:zlib'
import type { Hono } from 'hono'
import type { AdministrationDeps } from '../../src/http/deps.ts'
import { beginTest, openBrowser, openResult, type TestBrowser } from './browser.ts'
import { type CountedBindings, countBindings } from './counted-bindings.ts'
import { type ResponseOptions, signedResponse } from './signed-response.ts'
import { TEST_KEYS } from './test-keys.ts'
import { wholeApp, wholeDeps } from './whole-app.ts'

export const IDP = 'https://idp.example/metadata'
const ORIGIN = 'http://localhost:8787'

export interface Stage {
  readonly app: Hono
  readonly bindings: CountedBindings
  readonly tenantId: string
  readonly ssoKey: {
    readonly id: string
    readonly acsUrl: string
    readonly spEntityID: string
    readonly loginUrl: string
  }
  readonly idpId: string
  readonly connectorId: string
  readonly version: string
  /** Calls the API and returns the body; throws on a refusal. */
  api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>
  /** A Worker in another location: the same storage, nothing remembered. */
  elsewhere(): Hono
}

/** Builds the Worker's application over counted bindings; `change` replaces ports. */
export function buildApp(
  bindings: CountedBindings,
  change: Partial<AdministrationDeps> = {},
): Hono {
  // Tests wait for nothing; what answers wait for has tests of its own.
  return wholeApp({ ...wholeDeps(bindings.env), answerFloor: async () => undefined, ...change })
}

/** The IdP of the stage, as an administrator types it in. */
const TYPED = {
  issuer: IDP,
  sso_url: 'https://idp.example/sso',
  certificate_pem: TEST_KEYS.idp.certificate,
}

/**
 * Sets the stage, with an IdP described otherwise where wanted. The test before activation really
 * runs.
 */
export async function setStage(
  change: Partial<AdministrationDeps> = {},
  description: Readonly<Record<string, string>> = TYPED,
): Promise<Stage> {
  const bindings = countBindings()
  const app = buildApp(bindings, change)
  const key = await callApi({ app, key: bindings.env.OPERATOR_KEY }, 'POST', '/api-keys', {
    name: 'tests',
  })
  const api: Stage['api'] = (method, path, body) =>
    callApi({ app, key: String(key.secret) }, method, path, body)

  const tenant = await api('POST', '/tenants', { name: 'Example' })
  const base = `/tenants/${tenant.id}`
  const ssoKey = await api('POST', `${base}/sso-keys`, { name: 'main', environment: 'production' })
  const idp = await api('POST', `${base}/external-idps`, {
    name: 'IdP',
    ...description,
  })
  const connector = await api('POST', `${base}/connectors`, {
    name: 'SAML',
    reference: 'saml',
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: idp.id,
    name_id_format: 'email',
  })
  const stage = {
    app,
    bindings,
    tenantId: String(tenant.id),
    ssoKey: {
      id: String(ssoKey.id),
      acsUrl: String(ssoKey.sign_on_url),
      spEntityID: String(ssoKey.entity_id),
      loginUrl: String(ssoKey.login_url),
    },
    idpId: String(idp.id),
    connectorId: String(connector.id),
    api,
    elsewhere: () => buildApp(bindings, change),
  }
  const version = await testAndActivate(stage)
  bindings.reset()
  return { ...stage, version }
}

/** Tests the latest version of the stage's connector, activates it, and returns its hash. */
export async function testAndActivate(
  stage: Pick<Stage, 'app' | 'api' | 'tenantId' | 'connectorId' | 'ssoKey'>,
  answer: ResponseOptions = {},
): Promise<string> {
  const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  const test = await stage.api('POST', `${path}:test`, {})
  const browser = openBrowser(stage.app)
  const left = await beginTest(browser, String(test.test_url))
  const page = await openResult(browser, await answerAt(stage, browser, left, answer))
  if (!(await page.text()).includes('The test passed')) throw new Error('The test did not pass')
  await stage.api('POST', `${path}:activate`, { version: test.version })
  return String(test.version)
}

/** Begins a login, in a browser of this or another location. */
export const begin = (stage: Stage, browser: TestBrowser, query = ''): Promise<Response> =>
  browser.get(`${stage.ssoKey.loginUrl}${query}`)

/** Answers the request in a departure as the IdP would, and posts the answer to the ACS. */
export async function answerAt(
  stage: Pick<Stage, 'ssoKey'>,
  browser: TestBrowser,
  departure: Response,
  options: ResponseOptions = {},
): Promise<Response> {
  return deliver(stage, browser, await answerTo(stage, departure, options))
}

/** The IdP's answer to the request in a departure, as base64. */
export async function answerTo(
  { ssoKey }: Pick<Stage, 'ssoKey'>,
  departure: Response,
  options: ResponseOptions = {},
): Promise<string> {
  const { base64 } = await signedResponse({
    spEntityID: ssoKey.spEntityID,
    acsUrl: ssoKey.acsUrl,
    idpEntityID: IDP,
    inResponseTo: requestIdIn(departure),
    issuedAt: Date.now(),
    ...options,
  })
  return base64
}

/** Posts an answer as the IdP's page would. */
export const deliver = (
  { ssoKey }: Pick<Stage, 'ssoKey'>,
  browser: TestBrowser,
  samlResponse: string,
): Promise<Response> =>
  browser.post(ssoKey.acsUrl, { SAMLResponse: samlResponse }, { origin: 'https://idp.example' })

/** The AuthnRequest that a redirect carries. */
export function requestIn(departure: Response): string {
  const url = new URL(departure.headers.get('location') ?? '')
  const deflated = Uint8Array.from(atob(url.searchParams.get('SAMLRequest') ?? ''), (c) =>
    c.charCodeAt(0),
  )
  return new TextDecoder().decode(inflateRawSync(deflated))
}

/** The id of the request that a redirect carries. */
export const requestIdIn = (departure: Response): string =>
  / ID="([^"]+)"/.exec(requestIn(departure))?.[1] ?? ''

/** Calls the API with this key, as `Stage.api` does. */
export async function callApi(
  { app, key }: { readonly app: Hono; readonly key: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await app.request(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

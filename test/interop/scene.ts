// A connector to SimpleSAMLphp beside the demo's own, and a person who logs in through its real form.

import { strict as assert } from 'node:assert'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ApiClient, createApiClient } from '../../dev/api-client.ts'
import { type Browser, openBrowser, type Page } from '../../dev/browser.ts'
import type { Lifetime } from '../../dev/lifetime.ts'
import { findFreePorts } from '../../dev/ports.ts'
import { type SsoKeyResource, startTest } from '../../dev/seed.ts'
import { assertRefused, claimsOf } from '../../dev/smoke/person.ts'
import type { Stack } from '../../dev/stack.ts'
import {
  type ServiceProvider,
  type Signing,
  type SimpleSamlPhp,
  startSimpleSamlPhp,
} from './simplesamlphp.ts'

/** The person that SimpleSAMLphp knows. */
export const ALICE = {
  userId: ['00042'],
  email: ['alice@interop.example'],
  firstName: ['Alice'],
  lastName: ["O'Léary & <Söns>"],
  nameAlias: ['Al'],
  roles: ['admin', 'editor'],
  groups: ['staff', 'ops'],
}

export interface Scene {
  readonly stack: Stack
  readonly idp: SimpleSamlPhp
  readonly api: ApiClient
  readonly ssoKey: SsoKeyResource
  readonly provider: ServiceProvider
  readonly externalIdpPath: string
  readonly connectorPath: string
}

/** Starts SimpleSAMLphp in a folder of its own. */
export async function startIdp(lifetime: Lifetime): Promise<SimpleSamlPhp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-interop-'))
  lifetime.add(async () => rmSync(folder, { recursive: true, force: true }))
  const [port = 0] = await findFreePorts(1)
  return startSimpleSamlPhp({ folder, port, people: { 'alice:alicepw': ALICE } }, lifetime)
}

/** Registers it through the API by its metadata URL, and us with it. */
export async function register(stack: Stack, idp: SimpleSamlPhp): Promise<Scene> {
  const { workerOrigin, seeded } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const tenant = `/tenants/${seeded.tenantId}`
  const ssoKey = await api.post<SsoKeyResource & { certificate_pem: string }>(
    `${tenant}/sso-keys`,
    {
      name: 'interop',
      environment: 'non_production',
    },
  )
  const externalIdp = await api.post<{ id: string }>(`${tenant}/external-idps`, {
    name: 'SimpleSAMLphp',
    metadata_url: idp.metadataUrl,
  })
  const connector = await api.post<{ id: string }>(`${tenant}/connectors`, {
    name: 'SimpleSAMLphp login',
    reference: 'interop',
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: externalIdp.id,
    name_id_format: 'persistent',
    roles: { allow_admin: true },
    sign_requests: true,
  })
  const provider = {
    entityID: ssoKey.entity_id,
    acsUrl: ssoKey.sign_on_url,
    sloUrl: ssoKey.sign_on_url.replace(/acs$/, 'slo'),
    certificate: ssoKey.certificate_pem.replace(/-----[A-Z ]+-----|\s/g, ''),
  }
  idp.configure(provider, { key: 'first' })
  const externalIdpPath = `${tenant}/external-idps/${externalIdp.id}`
  const connectorPath = `${tenant}/connectors/${connector.id}`
  return { stack, idp, api, ssoKey, provider, externalIdpPath, connectorPath }
}

/** Runs the test of the latest version through the real form and activates it. */
export async function testAndActivate({ api, connectorPath }: Scene): Promise<void> {
  const { test_url, version } = await startTest(api, connectorPath)
  const browser = openBrowser()
  await browser.submit(await answerOf(browser, await browser.visit(test_url)))
  await api.post(`${connectorPath}:activate`, { version })
}

/** Has the IdP sign in some way, and asserts that a login works. */
export async function expectLogin(scene: Scene, signing: Signing): Promise<void> {
  scene.idp.configure(scene.provider, signing)
  const { arrived } = await logIn(scene)
  assert.equal(claimsOf(arrived).email, ALICE.email[0], `${arrived.status} at ${arrived.url}`)
}

/** Has the IdP sign in some way, and asserts that the login is refused. */
export async function expectRefusal(scene: Scene, signing: Signing, code: string): Promise<void> {
  scene.idp.configure(scene.provider, signing)
  const { browser, arrived } = await logIn(scene)
  await assertRefused(browser, arrived, code, scene.stack)
}

/** Where the application begins a login through SimpleSAMLphp. */
export const startUrl = ({ stack, ssoKey }: Scene): string =>
  `${stack.appOrigin}/login?sso_id=${ssoKey.id}`

/** Logs in from the application with a new browser. */
export async function logIn(scene: Scene): Promise<{ browser: Browser; arrived: Page }> {
  const browser = openBrowser()
  const answer = await answerOf(browser, await browser.visit(startUrl(scene)))
  return { browser, arrived: await browser.submit(answer) }
}

/** What the IdP says of alice from the next login on, beside or in place of what it said. */
export const changeAlice = (
  { idp }: Scene,
  change: { readonly [attribute: string]: readonly string[] },
): void => idp.setPeople({ 'alice:alicepw': { ...ALICE, ...change } })

/** Logs in at the login URL of the SSO key, asking for no address, and returns where that ends. */
export async function land({ stack, ssoKey }: Scene): Promise<{ browser: Browser; page: Page }> {
  const browser = openBrowser()
  const first = await browser.visit(`${stack.workerOrigin}/sso/${ssoKey.id}/auth`)
  return { browser, page: await browser.submit(await answerOf(browser, first)) }
}

/** Tells whether the browser has a session with us. */
export async function isSignedIn({ stack }: Scene, browser: Browser): Promise<boolean> {
  return (await browser.visit(`${stack.workerOrigin}/session`)).status === 200
}

/** Signs out here, goes on to the IdP as the page does by itself, and returns where that ends. */
export async function signOut({ stack }: Scene, browser: Browser): Promise<Page> {
  const asked = await browser.visit(`${stack.workerOrigin}/logout`)
  const leaving = await browser.submit(asked)
  const url = /content="0;url=([^"]+)"/.exec(leaving.body)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(url, `no way to the identity provider: ${leaving.status}`)
  return browser.visit(url, leaving)
}

/** From our redirect (or our own form) through the IdP's password form, to the page that carries its answer. */
export async function answerOf(browser: Browser, first: Page): Promise<Page> {
  const asked = first.body.includes('name="SAMLRequest"') ? await browser.submit(first) : first
  const answer = await browser.submit(
    asked,
    { username: 'alice', password: 'alicepw' },
    (form) => 'username' in form.fields,
  )
  assert.ok(answer.body.includes('name="SAMLResponse"'), `no answer: ${titleOf(answer)}`)
  return answer
}

/** Changes one role inside the signed bytes. */
export function tamper(answer: Page): string {
  const field = /name="SAMLResponse" value="([^"]+)"/.exec(answer.body)?.[1] ?? ''
  const xml = Buffer.from(field, 'base64').toString('utf8')
  const changed = xml.replace('>editor<', '>edit0r<')
  assert.notEqual(changed, xml)
  return Buffer.from(changed).toString('base64')
}

const titleOf = ({ body }: Page): string => /<h2[^>]*>([^<]*)/.exec(body)?.[1] ?? 'unknown page'

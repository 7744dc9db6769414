// `npm run interop`: the Worker against a real SimpleSAMLphp that shares no code with us. Its own login form, its own
// signatures, its own judgement of our requests.

import { strict as assert } from 'node:assert'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ApiClient, createApiClient } from '../../dev/api-client.ts'
import { type Browser, openBrowser, type Page } from '../../dev/browser.ts'
import { beginLifetime, type Lifetime } from '../../dev/lifetime.ts'
import { findFreePorts } from '../../dev/ports.ts'
import { startScratchStack } from '../../dev/scratch-stack.ts'
import { type SsoKeyResource, startTest } from '../../dev/seed.ts'
import { assertRefused, claimsOf } from '../../dev/smoke/person.ts'
import type { Stack } from '../../dev/stack.ts'
import { messageOf, step } from '../../dev/steps.ts'
import { startTally, type Tally } from '../../dev/tally.ts'
import {
  isInstalled,
  PACKAGES,
  type ServiceProvider,
  type Signing,
  type SimpleSamlPhp,
  startSimpleSamlPhp,
} from './simplesamlphp.ts'

const ALICE = {
  userId: ['00042'],
  email: ['alice@interop.example'],
  firstName: ['Alice'],
  lastName: ["O'Léary & <Söns>"],
  nameAlias: ['Al'],
  roles: ['admin', 'editor'],
  groups: ['staff', 'ops'],
}

const tally = startTally()
const lifetime = beginLifetime()
try {
  if (!isInstalled()) throw new Error(`Install first: apt-get install ${PACKAGES}`)
  await run(tally, lifetime)
} catch (fault) {
  console.error(messageOf(fault))
  tally.add(0, 1)
}
await lifetime.end()
tally.finish()

interface Scene {
  readonly stack: Stack
  readonly idp: SimpleSamlPhp
  readonly api: ApiClient
  readonly ssoKey: SsoKeyResource
  readonly provider: ServiceProvider
  readonly externalIdpPath: string
  readonly connectorPath: string
}

async function run(tally: Tally, lifetime: Lifetime): Promise<void> {
  const stack = await startScratchStack(lifetime)
  const idp = await step('SimpleSAMLphp answers', () => startIdp(lifetime))
  const scene = await step('It is registered by its metadata URL', () => register(stack, idp))
  await checkFirstLogin(tally, scene)
  await checkSignatures(tally, scene)
  await checkPostBinding(tally, scene)
  await checkRollover(tally, scene)
}

async function startIdp(lifetime: Lifetime): Promise<SimpleSamlPhp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-interop-'))
  lifetime.add(async () => rmSync(folder, { recursive: true, force: true }))
  const [port = 0] = await findFreePorts(1)
  return startSimpleSamlPhp({ folder, port, people: { 'alice:alicepw': ALICE } }, lifetime)
}

async function register(stack: Stack, idp: SimpleSamlPhp): Promise<Scene> {
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
  })
  const provider = {
    entityID: ssoKey.entity_id,
    acsUrl: ssoKey.sign_on_url,
    certificate: ssoKey.certificate_pem.replace(/-----[A-Z ]+-----|\s/g, ''),
  }
  idp.configure(provider, { key: 'first' })
  const externalIdpPath = `${tenant}/external-idps/${externalIdp.id}`
  const connectorPath = `${tenant}/connectors/${connector.id}`
  return { stack, idp, api, ssoKey, provider, externalIdpPath, connectorPath }
}

async function checkFirstLogin(tally: Tally, scene: Scene): Promise<void> {
  const { stack, api, connectorPath, ssoKey } = scene
  await tally.check('The test passes through the real login form', () => testAndActivate(scene))
  await tally.check('A login brings the identity to the application', async () => {
    const { arrived } = await logIn(scene)
    assert.equal(arrived.url.href, `${stack.appOrigin}/`, arrived.body)
    const claims = claimsOf(arrived)
    assert.equal(claims.email, ALICE.email[0])
    assert.equal(claims.given_name, ALICE.firstName[0])
    assert.equal(claims.family_name, ALICE.lastName[0])
    assert.deepEqual(JSON.parse(claims.roles ?? 'null'), ALICE.roles)
  })
  await tally.check('The same person is the same user at every login', async () => {
    const [one, two] = [await logIn(scene), await logIn(scene)]
    assert.equal(claimsOf(one.arrived).sub, claimsOf(two.arrived).sub)
  })
  await tally.check('A tampered response is refused', async () => {
    const browser = openBrowser()
    const answer = await answerOf(browser, await browser.visit(ssoKey.login_url))
    const page = await browser.submit(answer, { SAMLResponse: tamper(answer) })
    await assertRefused(browser, page, 'dsig_digest_mismatch', stack)
  })
  await tally.check('The connector is active', async () => {
    const { active_version } = await api.get<{ active_version: unknown }>(connectorPath)
    assert.ok(active_version)
  })
}

async function checkSignatures(tally: Tally, scene: Scene): Promise<void> {
  const ways: readonly (readonly [string, Signing['options']])[] = [
    ['the assertion alone', { 'saml20.sign.response': false }],
    ['the response alone', { 'saml20.sign.assertion': false }],
    ['RSA-SHA512', { 'signature.algorithm': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' }],
  ]
  for (const [title, options] of ways)
    await tally.check(`Signed: ${title}`, () =>
      expectLogin(scene, { key: 'first', ...(options && { options }) }),
    )
  await tally.check('Signed by nothing: refused', async () => {
    const options = { 'saml20.sign.response': false, 'saml20.sign.assertion': false }
    await expectRefusal(scene, { key: 'first', options }, 'saml_signature_missing')
  })
}

async function checkPostBinding(tally: Tally, scene: Scene): Promise<void> {
  scene.idp.configure(scene.provider, { key: 'first' })
  await tally.check('A request by the POST binding is accepted with its signature', async () => {
    const changed = await scene.api.send('PATCH', scene.connectorPath, { request_binding: 'post' })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    await testAndActivate(scene)
    await expectLogin(scene, { key: 'first' })
  })
}

async function checkRollover(tally: Tally, scene: Scene): Promise<void> {
  const { api, idp, provider, externalIdpPath } = scene
  const refresh = () =>
    api.post<{ certificates: readonly unknown[] }>(`${externalIdpPath}:refresh`, {})
  await tally.check('A certificate that the IdP publishes is taken over by a refresh', async () => {
    await idp.addKey('second')
    idp.configure(provider, { key: 'first', nextKey: 'second' })
    assert.equal((await refresh()).certificates.length, 2)
  })
  await tally.check('A login signed with the old key still works', () =>
    expectLogin(scene, { key: 'first', nextKey: 'second' }),
  )
  await tally.check('A login signed with the new key works without a new test', () =>
    expectLogin(scene, { key: 'second' }),
  )
  await tally.check('A key that was never published is refused', async () => {
    await idp.addKey('third')
    await expectRefusal(scene, { key: 'third' }, 'dsig_signature_mismatch')
  })
}

async function testAndActivate({ api, connectorPath }: Scene): Promise<void> {
  const { test_url, version } = await startTest(api, connectorPath)
  const browser = openBrowser()
  await browser.submit(await answerOf(browser, await browser.visit(test_url)))
  await api.post(`${connectorPath}:activate`, { version })
}

async function expectLogin(scene: Scene, signing: Signing): Promise<void> {
  scene.idp.configure(scene.provider, signing)
  const { arrived } = await logIn(scene)
  assert.equal(claimsOf(arrived).email, ALICE.email[0], `${arrived.status} at ${arrived.url}`)
}

async function expectRefusal(scene: Scene, signing: Signing, code: string): Promise<void> {
  scene.idp.configure(scene.provider, signing)
  const { browser, arrived } = await logIn(scene)
  await assertRefused(browser, arrived, code, scene.stack)
}

async function logIn({ ssoKey }: Scene): Promise<{ browser: Browser; arrived: Page }> {
  const browser = openBrowser()
  const answer = await answerOf(browser, await browser.visit(ssoKey.login_url))
  return { browser, arrived: await browser.submit(answer) }
}

/** From our redirect (or our own form) through the IdP's password form, to the page that carries its answer. */
async function answerOf(browser: Browser, first: Page): Promise<Page> {
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
function tamper(answer: Page): string {
  const field = /name="SAMLResponse" value="([^"]+)"/.exec(answer.body)?.[1] ?? ''
  const xml = Buffer.from(field, 'base64').toString('utf8')
  const changed = xml.replace('>editor<', '>edit0r<')
  assert.notEqual(changed, xml)
  return Buffer.from(changed).toString('base64')
}

const titleOf = ({ body }: Page): string => /<h2[^>]*>([^<]*)/.exec(body)?.[1] ?? 'unknown page'

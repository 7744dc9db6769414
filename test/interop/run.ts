// `npm run interop`: the Worker against a real SimpleSAMLphp that shares no code with us. Its own login form, its own
// signatures, its own judgement of our requests.

import { strict as assert } from 'node:assert'
import { openBrowser } from '../../dev/browser.ts'
import { beginLifetime, type Lifetime } from '../../dev/lifetime.ts'
import { startScratchStack } from '../../dev/scratch-stack.ts'
import { assertRefused, claimsOf, problemOf } from '../../dev/smoke/person.ts'
import { messageOf, step } from '../../dev/steps.ts'
import { startTally, type Tally } from '../../dev/tally.ts'
import {
  ALICE,
  answerOf,
  changeAlice,
  expectLogin,
  expectRefusal,
  isSignedIn,
  land,
  logIn,
  register,
  type Scene,
  signOut,
  startIdp,
  startUrl,
  tamper,
  testAndActivate,
} from './scene.ts'
import { isInstalled, PACKAGES, type Signing } from './simplesamlphp.ts'

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

async function run(tally: Tally, lifetime: Lifetime): Promise<void> {
  const stack = await startScratchStack(lifetime)
  const idp = await step('SimpleSAMLphp answers', () => startIdp(lifetime))
  const scene = await step('It is registered by its metadata URL', () => register(stack, idp))
  await checkFirstLogin(tally, scene)
  await checkLogout(tally, scene)
  await checkLanding(tally, scene)
  await checkSignatures(tally, scene)
  await checkPostBinding(tally, scene)
  await checkRollover(tally, scene)
}

async function checkFirstLogin(tally: Tally, scene: Scene): Promise<void> {
  const { stack, api, connectorPath } = scene
  await tally.check('The test passes through the real login form', () => testAndActivate(scene))
  await tally.check('A login brings the identity to the application', async () => {
    const { arrived } = await logIn(scene)
    assert.equal(arrived.url.href, `${stack.appOrigin}/`, problemOf(arrived))
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
    const answer = await answerOf(browser, await browser.visit(startUrl(scene)))
    const page = await browser.submit(answer, { SAMLResponse: tamper(answer) })
    await assertRefused(browser, page, 'dsig_digest_mismatch', stack)
  })
  await tally.check('The connector is active', async () => {
    const { active_version } = await api.get<{ active_version: unknown }>(connectorPath)
    assert.ok(active_version)
  })
}

async function checkLogout(tally: Tally, scene: Scene): Promise<void> {
  await tally.check('Signing out here signs out at the identity provider too', async () => {
    const { browser } = await logIn(scene)
    assert.ok(await isSignedIn(scene, browser))
    const end = await signOut(scene, browser)
    assert.match(end.body, /has ended its session too/, `${end.status} at ${end.url}`)
    assert.equal(await isSignedIn(scene, browser), false)
    const again = await browser.visit(startUrl(scene))
    assert.match(again.body, /name="password"/, 'the identity provider still knows the person')
  })
  await tally.check('Who signs out and in again is the same user', async () => {
    const { browser, arrived } = await logIn(scene)
    await signOut(scene, browser)
    const answer = await answerOf(browser, await browser.visit(startUrl(scene)))
    const back = await browser.submit(answer)
    assert.equal(claimsOf(back).sub, claimsOf(arrived).sub)
  })
  await tally.check('Logout at the identity provider ends our session', async () => {
    const { browser } = await logIn(scene)
    const other = await logIn(scene)
    assert.ok(await isSignedIn(scene, browser))
    const end = await browser.visit(scene.idp.logoutUrl)
    assert.equal(await isSignedIn(scene, browser), false, `${end.status} at ${end.url}`)
    assert.ok(await isSignedIn(scene, other.browser), 'another session of the person ended')
  })
}

async function checkLanding(tally: Tally, scene: Scene): Promise<void> {
  const { stack, api, connectorPath } = scene
  const register = async (name: string) => {
    const url = `${stack.appOrigin}/${name}`
    const application = await api.post<{ id: string }>('/applications', {
      name,
      landing_url: url,
      redirect_uris: [url],
      tenant_ids: [stack.seeded.tenantId],
      environment: 'non_production',
      token_endpoint_auth_method: 'none',
    })
    return { match: 'role', application_id: application.id }
  }
  await tally.check('Rules of landing are tested and activated', async () => {
    const rules = [
      { ...(await register('desk')), value: 'representative' },
      { ...(await register('admin')), value: 'manager' },
    ]
    const changed = await api.send('PATCH', connectorPath, { landing: { rules } })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    await testAndActivate(scene)
  })
  await tally.check(
    'A representative lands in the desk, a manager in the administration',
    async () => {
      changeAlice(scene, { roles: ['representative'] })
      assert.equal((await land(scene)).page.url.pathname, '/desk')
      changeAlice(scene, { roles: ['manager'] })
      const { browser, page } = await land(scene)
      assert.equal(page.url.pathname, '/admin')
      const session = await browser.visit(`${stack.workerOrigin}/session`)
      assert.match(session.body, /manager/)
      assert.doesNotMatch(session.body, /representative/, 'the old role is still there')
    },
  )
  changeAlice(scene, {})
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

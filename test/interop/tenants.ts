// One IdP and several tenants: a child tenant that the IdP names, and two tenants that have nothing
// to do with each other.

import { strict as assert } from 'node:assert'
import type { ApiClient } from '../../dev/api-client.ts'
import { type Browser, findForm, openBrowser, type Page } from '../../dev/browser.ts'
import { assertRefused } from '../../dev/smoke/person.ts'
import type { Tally } from '../../dev/tally.ts'
import type { Peer } from './peer.ts'
import { aliceOf, answerOf, bobOf, isSignedIn, land, signOut, visitSession } from './person.ts'
import { changeConnector, register, testAndActivate } from './scene.ts'
import type { Scene } from './scene-shape.ts'
import type { SimpleSamlPhp } from './simplesamlphp.ts'

interface Listed<T> {
  readonly data: readonly T[]
}

/** Has the IdP say which branch alice belongs to. */
export async function checkChildTenant(tally: Tally, scene: Scene): Promise<void> {
  const { api, tenantPath, stack, idp } = scene
  const alice = aliceOf(idp)
  const own = stack.seeded.tenantId
  const child = await api.post<{ id: string }>('/tenants', { name: 'Demo North', parent_id: own })
  await tally.check('The tenant that the IdP names is the one that a login opens', async () => {
    idp.say({ ...alice, site: ['north'] })
    const rules = [
      { match: 'exact', value: 'main', tenant_id: own },
      { match: 'exact', value: 'north', tenant_id: child.id },
    ]
    await changeConnector(scene, { tenants: { attribute: 'site', rules } })
    const { browser } = await land(scene)
    assert.match((await visitSession(scene, browser)).body, /Demo North/)
  })
  await tally.check('The login and the person are in the child, not in its parent', async () => {
    const admitted = await firstOf<{ user_id: string }>(
      api,
      `/tenants/${child.id}/events?type=login.admitted`,
    )
    const user = await api.get<{ tenant_id: string; email: string }>(
      `/tenants/${child.id}/users/${admitted.user_id}`,
    )
    assert.equal(user.tenant_id, child.id)
    const elsewhere = await api.send('GET', `${tenantPath}/users/${admitted.user_id}`)
    assert.equal(elsewhere.status, 404)
  })
  await tally.check('Whom no tenant is named for gets in nowhere', async () => {
    idp.say({ ...alice, site: ['south'] })
    const { browser, page } = await land(scene)
    await assertRefused(browser, page, 'login_tenant_unmatched', stack)
  })
  idp.say({ ...alice, site: ['main'] })
  await changeConnector(scene, { tenants: null })
  idp.say(alice)
}

/** Registers the same IdP with a second tenant. */
export async function registerSecond<Idp extends Peer>(one: Scene<Idp>): Promise<Scene<Idp>> {
  const { id } = await one.api.post<{ id: string }>('/tenants', { name: 'Second' })
  const two = await register(one.stack, one.idp, id)
  await testAndActivate(two)
  return two
}

/** Lets alice be a person of both. */
export async function checkTwoTenants(tally: Tally, one: Scene, two: Scene): Promise<void> {
  const { api, stack, idp } = one

  await tally.check('One person of one IdP is two users in two tenants', async () => {
    const [first, second] = [await land(one), await land(two)]
    assert.match((await visitSession(one, first.browser)).body, /<dd class="value">Acme</)
    assert.match((await visitSession(two, second.browser)).body, /<dd class="value">Second</)
    const [userOne, userTwo] = [await findPerson(one), await findPerson(two)]
    assert.notEqual(userOne.id, userTwo.id)
    assert.equal(userOne.email, userTwo.email)
    assert.deepEqual(await sessionsOf(two, userTwo), [two.ssoKey.id])
    assert.ok(!(await sessionsOf(one, userOne)).includes(two.ssoKey.id))
  })
  await tally.check('An answer for one tenant opens nothing at the other', async () => {
    const browser = openBrowser()
    const [forOne, forTwo] = [
      await answerOf(one, browser, one.ssoKey.login_url),
      await answerOf(two, browser, two.ssoKey.login_url),
    ]
    const crossed = await deliver(browser, forOne, two)
    await assertRefused(browser, crossed, 'login_request_unknown', stack)
    await browser.submit(forOne)
    assert.match((await visitSession(one, browser)).body, /<dd class="value">Acme</)
    await browser.submit(forTwo)
    assert.match((await visitSession(two, browser)).body, /<dd class="value">Second</)
  })
  await tally.check('Who is deactivated in one tenant still enters the other', async () => {
    idp.say(bobOf(idp))
    await land(two)
    const user = `${two.tenantPath}/users/${(await findPerson(two, bobOf(idp))).id}`
    await api.post(`${user}:deactivate`, {})
    const { browser, page } = await land(two)
    await assertRefused(browser, page, 'login_user_inactive', stack)
    assert.ok(await isSignedIn(one, (await land(one)).browser))
  })
  idp.say(aliceOf(idp))
}

/** The same where the IdP begins, and where it ends what it began at both. */
export async function checkSharedIdp(
  tally: Tally,
  one: Scene<SimpleSamlPhp>,
  two: Scene<SimpleSamlPhp>,
): Promise<void> {
  const { api, stack, idp } = one
  await changeConnector(two, { idp_initiated: 'accept' })
  await tally.check('An answer that nobody asked for opens its own tenant alone', async () => {
    const browser = openBrowser()
    const begin = (scene: Scene) => answerOf(scene, browser, idp.loginUrl(scene.ssoKey.entity_id))
    const crossed = await deliver(browser, await begin(one), two)
    await assertRefused(browser, crossed, 'saml_destination_mismatch', stack)
    await browser.submit(await begin(two))
    assert.ok(await isSignedIn(two, browser))
  })
  await tally.check(
    'Signing out of one tenant signs out of the other, through the IdP',
    async () => {
      const userOne = await findPerson(one)
      await api.post(`${one.tenantPath}/users/${userOne.id}:end_sessions`, {})
      const { browser } = await land(one)
      await land(two, browser)
      assert.equal((await sessionsOf(one, userOne)).length, 1)
      const end = await signOut(two, browser)
      assert.match(end.body, /has ended its session too/, `${end.status} at ${end.url}`)
      assert.equal((await sessionsOf(one, userOne)).length, 0)
    },
  )
}

/** Posts an answer to the Sign-On URL of some tenant. */
const deliver = (browser: Browser, answer: Page, { ssoKey }: Scene): Promise<Page> =>
  browser.post(ssoKey.sign_on_url, findForm(answer).fields, answer.url.origin)

const findPerson = ({ api, tenantPath, idp }: Scene, { email } = aliceOf(idp)) =>
  firstOf<{ id: string; email: string }>(api, `${tenantPath}/users?email_prefix=${email[0]}`)

/** The SSO keys that a user's live sessions began at. */
async function sessionsOf({ api, tenantPath }: Scene, { id }: { id: string }) {
  const { data } = await api.get<Listed<{ sso_id: string }>>(`${tenantPath}/users/${id}/sessions`)
  return data.map((session) => session.sso_id)
}

/** The first item of a list. Lists hold at once what was acknowledged. */
async function firstOf<T>(api: ApiClient, path: string): Promise<T> {
  const { data } = await api.get<Listed<T>>(path)
  if (data[0]) return data[0]
  throw new Error(`Nothing is at ${path}`)
}

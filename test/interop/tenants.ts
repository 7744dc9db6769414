// One IdP and several tenants: a child tenant that the IdP names, and two tenants that have nothing to do with each other.

import { strict as assert } from 'node:assert'
import type { ApiClient } from '../../dev/api-client.ts'
import { type Browser, findForm, openBrowser, type Page } from '../../dev/browser.ts'
import { assertRefused } from '../../dev/smoke/person.ts'
import type { Tally } from '../../dev/tally.ts'
import {
  ALICE,
  answerOf,
  BOB,
  changeAlice,
  isSignedIn,
  land,
  signOut,
  visitSession,
} from './person.ts'
import { changeConnector, register, type Scene } from './scene.ts'

/** The outbox gathers for five seconds; a busy machine takes a while longer. */
const PATIENCE_MS = 30_000

interface Listed<T> {
  readonly data: readonly T[]
}

/** Has the IdP say which branch alice belongs to. */
export async function checkChildTenant(tally: Tally, scene: Scene): Promise<void> {
  const { api, tenantPath, stack } = scene
  const own = stack.seeded.tenantId
  const child = await api.post<{ id: string }>('/tenants', { name: 'Demo North', parent_id: own })
  await tally.check('The tenant that the IdP names is the one that a login opens', async () => {
    changeAlice(scene, { site: ['north'] })
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
    changeAlice(scene, { site: ['south'] })
    const { browser, page } = await land(scene)
    await assertRefused(browser, page, 'login_tenant_unmatched', stack)
  })
  changeAlice(scene, { site: ['main'] })
  await changeConnector(scene, { tenants: null })
  changeAlice(scene, {})
}

/** Registers the same IdP with a second tenant, and lets alice be a person of both. */
export async function checkTwoTenants(tally: Tally, one: Scene): Promise<void> {
  const { api, stack } = one
  const tenant = await api.post<{ id: string }>('/tenants', { name: 'Second' })
  const two = await register(stack, one.idp, tenant.id)
  await changeConnector(two, { idp_initiated: 'accept' })

  await tally.check('One person of one IdP is two users in two tenants', async () => {
    const [first, second] = [await land(one), await land(two)]
    assert.match((await visitSession(one, first.browser)).body, /<dd class="value">Demo</)
    assert.match((await visitSession(two, second.browser)).body, /<dd class="value">Second</)
    const [userOne, userTwo] = [await findPerson(one), await findPerson(two)]
    assert.notEqual(userOne.id, userTwo.id)
    assert.equal(userOne.email, userTwo.email)
    assert.deepEqual(await sessionsOf(two, userTwo), [two.ssoKey.id])
    assert.ok(!(await sessionsOf(one, userOne)).includes(two.ssoKey.id))
  })
  await tally.check('An answer for one tenant opens nothing at the other', async () => {
    const browser = openBrowser()
    const [forOne, forTwo] = [await askIdp(one, browser), await askIdp(two, browser)]
    const crossed = await deliver(browser, forOne, two)
    await assertRefused(browser, crossed, 'login_request_unknown', stack)
    await browser.submit(forOne)
    assert.match((await visitSession(one, browser)).body, /<dd class="value">Demo</)
    await browser.submit(forTwo)
    assert.match((await visitSession(two, browser)).body, /<dd class="value">Second</)
  })
  await tally.check('Nor does one that nobody asked for', async () => {
    const browser = openBrowser()
    const begin = async ({ ssoKey, idp }: Scene) =>
      answerOf(browser, await browser.visit(idp.loginUrl(ssoKey.entity_id)))
    const crossed = await deliver(browser, await begin(one), two)
    await assertRefused(browser, crossed, 'saml_destination_mismatch', stack)
    await browser.submit(await begin(two))
    assert.ok(await isSignedIn(two, browser))
  })
  await tally.check('Who is deactivated in one tenant still enters the other', async () => {
    changeAlice(one, BOB)
    await land(two)
    const user = `${two.tenantPath}/users/${(await findPerson(two, BOB)).id}`
    await api.post(`${user}:deactivate`, {})
    const { browser, page } = await land(two)
    await assertRefused(browser, page, 'login_user_inactive', stack)
    assert.ok(await isSignedIn(one, (await land(one)).browser))
  })
  changeAlice(one, {})
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

const askIdp = async ({ ssoKey }: Scene, browser: Browser): Promise<Page> =>
  answerOf(browser, await browser.visit(ssoKey.login_url))

/** Posts an answer to the Sign-On URL of some tenant. */
const deliver = (browser: Browser, answer: Page, { ssoKey }: Scene): Promise<Page> =>
  browser.post(ssoKey.sign_on_url, findForm(answer).fields, answer.url.origin)

const findPerson = ({ api, tenantPath }: Scene, { userId } = ALICE) =>
  firstOf<{ id: string; email: string }>(api, `${tenantPath}/users?user_id=${userId}`)

/** The SSO keys that a user's live sessions began at. */
async function sessionsOf({ api, tenantPath }: Scene, { id }: { id: string }) {
  const { data } = await api.get<Listed<{ sso_id: string }>>(`${tenantPath}/users/${id}/sessions`)
  return data.map((session) => session.sso_id)
}

/** The first item of a list, when it has one. */
async function firstOf<T>(api: ApiClient, path: string): Promise<T> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const { data } = await api.get<Listed<T>>(path)
    if (data[0]) return data[0]
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`Nothing arrived at ${path}`)
}

// Passwords beside SSO, switched off: for members, for everyone, and the ways back in.

import { strict as assert } from 'node:assert'
import { createApiClient } from '../../dev/api-client.ts'
import { type Browser, openBrowser, type Page } from '../../dev/browser.ts'
import type { Tally } from '../../dev/tally.ts'
import { readTypedSecret, totpCode } from '../support/totp.ts'
import { aliceOf, bobOf, isSignedIn, land } from './person.ts'
import type { Scene } from './scene-shape.ts'

const PASSWORD = 'nine blue herons under the pier'
const STEP = 30_000

/**
 * Gives alice (an administrator, with an app for codes) and bob passwords, takes them away by
 * enforcement, and lets them back in.
 */
export async function checkEnforcement(tally: Tally, scene: Scene): Promise<void> {
  const { api, idp, stack, tenantPath } = scene
  const [alice, bob] = [aliceOf(idp).email[0] ?? '', bobOf(idp).email[0] ?? '']
  const url = `${tenantPath}/enforcement`
  const set = async (mode: string) => {
    const { status, body } = await api.send('PUT', url, { mode })
    assert.equal(status, 200, JSON.stringify(body))
  }
  const { secret: recoverKey } = await createApiClient(stack.workerOrigin, stack.operatorKey).post<{
    secret: string
  }>('/api-keys', { name: 'recover', scopes: ['recover'] })
  const operator = createApiClient(stack.workerOrigin, recoverKey)
  const bySso = async (person: Parameters<typeof idp.say>[0]): Promise<Browser> => {
    idp.say(person)
    const { browser } = await land(scene)
    assert(await isSignedIn(scene, browser), 'SSO lets the person in')
    return browser
  }

  let totp: Uint8Array<ArrayBuffer>
  let bobId = ''
  await tally.check('Both have passwords, and alice an app for codes', async () => {
    await bySso(bobOf(idp))
    await bySso(aliceOf(idp))
    await givePassword(scene, alice)
    bobId = await givePassword(scene, bob)
    totp = await addApp(scene, await passwordLogin(scene, alice))
  })
  await tally.check(
    'Enforced for members: bob’s password is refused, SSO lets him in',
    async () => {
      const before = await passwordLogin(scene, bob)
      assert(await isSignedIn(scene, before.browser))
      await set('members')
      assert(!(await isSignedIn(scene, before.browser)), 'the open session goes on')
      assertSays(await passwordLogin(scene, bob), 'login_sso_required')
      await bySso(bobOf(idp))
    },
  )
  await tally.check('Enforced for members: alice’s password lets her in with a code', async () => {
    const { browser, page } = await passwordLogin(scene, alice)
    const done = await browser.submit(page, { code: await totpCode(totp, Date.now() + STEP) })
    assert(await isSignedIn(scene, browser), done.body)
  })
  let codes: readonly string[] = []
  await tally.check('Enforced for everyone only with a proven way back', async () => {
    // The tenant of the second peer has proven it with the first.
    const known = (await api.get<{ recovery_codes: unknown }>(url)).recovery_codes !== null
    const tooEarly = async () =>
      known || (await api.send('PUT', url, { mode: 'everyone' })).status === 409
    assert(await tooEarly())
    codes = (await api.post<{ codes: string[] }>(`${url}/recovery-codes`, undefined)).codes
    assert(await tooEarly(), 'codes that nobody confirmed count')
    await api.post(`${url}/recovery-codes:confirm`, { code: codes[0] })
    await set('everyone')
  })
  await tally.check('Enforced for everyone: passwords are refused, SSO goes on', async () => {
    assertSays(await passwordLogin(scene, bob), 'login_sso_required')
    await bySso(aliceOf(idp))
  })
  await tally.check('A recovery code of the tenant lets an administrator in, once', async () => {
    await api.send('PATCH', `${tenantPath}/users/${bobId}`, { given_roles: ['admin'] })
    const code = codes[1] ?? ''
    const first = await passwordLogin(scene, bob)
    assertSays(first, 'login_sso_required')
    await first.browser.submit(first.page, { code })
    assert(await isSignedIn(scene, first.browser))
    const second = await passwordLogin(scene, bob)
    const page = await second.browser.submit(second.page, { code })
    assertSays({ page }, 'login_recovery_code_refused')
    assert(!(await isSignedIn(scene, second.browser)))
  })
  await tally.check('The operator breaks the glass, and it ends with its sessions', async () => {
    await operator.post(`${url}:break_glass`, { minutes: 5, reason: 'interop' })
    const { browser } = await passwordLogin(scene, bob)
    assert(await isSignedIn(scene, browser))
    await operator.post(`${url}:end_break_glass`, undefined)
    assert(!(await isSignedIn(scene, browser)))
    assertSays(await passwordLogin(scene, bob), 'login_sso_required')
  })
  await tally.check('Switched off again, passwords let people in', async () => {
    await set('off')
    await api.send('PATCH', `${tenantPath}/users/${bobId}`, { given_roles: [] })
    assert(await isSignedIn(scene, (await passwordLogin(scene, bob)).browser))
  })
  idp.say(aliceOf(idp))
}

interface Arrived {
  readonly browser: Browser
  readonly page: Page
}

const assertSays = ({ page }: Pick<Arrived, 'page'>, code: string): void =>
  assert(page.body.includes(code), `${page.status} at ${page.url.pathname}, not ${code}`)

/** Gives the password in a new browser. */
async function passwordLogin({ stack }: Scene, email: string): Promise<Arrived> {
  const browser = openBrowser()
  const form = await browser.visit(`${stack.workerOrigin}/login/password`)
  return { browser, page: await browser.submit(form, { email, password: PASSWORD }) }
}

/**
 * Has somebody choose a password by their link; returns the user's id. Lists and passwords are up
 * to date at once.
 */
async function givePassword({ api, tenantPath }: Scene, email: string): Promise<string> {
  const users = `${tenantPath}/users?email_prefix=${encodeURIComponent(email)}`
  const find = async () => (await api.get<{ data: FoundUser[] }>(users)).data[0]
  const id = (await find())?.id
  if (id === undefined) throw new Error(`${email} is not in the list of users`)
  const link = `${tenantPath}/users/${id}:invite_password`
  const { url } = await api.post<{ url: string }>(link, { deliver: 'answer' })
  const browser = openBrowser()
  const form = await browser.visit(url)
  await browser.submit(form, { password: PASSWORD, repeated: PASSWORD })
  if (!(await find())?.has_password) throw new Error(`${email} has no password in the list`)
  return id
}

interface FoundUser {
  readonly id: string
  readonly has_password: boolean
}

/** Sets up an app for codes in the account of who has just signed in; its secret. */
async function addApp({ stack }: Scene, { browser }: Arrived): Promise<Uint8Array<ArrayBuffer>> {
  const account = `${stack.workerOrigin}/account`
  const act = (fields: Record<string, string>) => browser.post(account, fields, account)
  const secret = readTypedSecret((await act({ action: 'add_totp', name: 'App' })).body)
  await act({ action: 'confirm', code: await totpCode(secret, Date.now()) })
  return secret
}

// Passwords switched off for everyone, as a member and an administrator see it in a real browser,
// and the ways back in.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../dev/api-client.ts'
import { PEOPLE, type PersonKey } from '../../dev/idp/people.ts'
import { readTypedSecret, totpCode } from '../support/totp.ts'
import { assertLoggedIn, assertRefused, choose, goToIdp, tabTo } from './person.ts'
import type { Scene } from './scene.ts'

const PASSWORD = 'six copper bells past the mill'
const STEP = 30_000

/**
 * Enforces SSO on the demo tenant, tries every way in, and takes it back: the next groups find
 * passwords as they were.
 */
export async function checkEnforcement(scene: Scene): Promise<void> {
  const { tally, stack, chromium } = scene
  const { seeded, workerOrigin, appOrigin } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const path = `/tenants/${seeded.tenantId}/enforcement`
  let nextCode = async () => ''
  let codes: readonly string[] = []

  await tally.check('With a proven way back, passwords are switched off for everyone', async () => {
    await givePassword(scene, 'manager')
    nextCode = await addApp(await givePassword(scene, 'admin'), workerOrigin)
    codes = (await api.post<{ codes: string[] }>(`${path}/recovery-codes`, undefined)).codes
    await api.post(`${path}/recovery-codes:confirm`, { code: codes[0] })
    await setMode(scene, 'everyone')
  })
  await tally.check('A member with the right password is led to the IdP by keyboard', async () => {
    const page = await chromium.openPage({ javaScriptEnabled: false })
    const wanted = `return_to=${encodeURIComponent(`${appOrigin}/`)}`
    await typePassword(page, scene, { person: 'manager', wanted })
    await assertRefused(page, 'login_sso_required')
    assert.equal(await page.locator('#code').count(), 0, 'a member is asked for a recovery code')
    await chromium.picture(page, 'enforced-member')
    await tabTo(page, 'a.button')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${workerOrigin}/login?${wanted}`)
    await tabTo(page, '#email')
    await page.keyboard.type(PEOPLE.manager.email)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${stack.idpOrigin}/**`)
  })
  await tally.check('An administrator comes in with a recovery code, by keyboard', async () => {
    const page = await chromium.openPage({ javaScriptEnabled: false })
    await passAsAdmin(page, scene, await nextCode())
    await assertRefused(page, 'login_sso_required')
    await chromium.picture(page, 'enforced-administrator')
    await giveCode(page, codes[1])
    await assertSignedIn(page, scene, 'admin')
  })
  await tally.check('The same recovery code is refused the next time', async () => {
    const page = await chromium.openPage()
    await passAsAdmin(page, scene, await nextCode())
    await giveCode(page, codes[1])
    await assertRefused(page, 'login_recovery_code_refused')
    await chromium.picture(page, 'enforced-code-used')
    assert.equal((await page.goto(`${workerOrigin}/session`))?.status(), 401)
  })
  await tally.check('The operator breaks the glass, and password and code are enough', async () => {
    const operator = createApiClient(workerOrigin, await makeRecoverKey(scene))
    await operator.post(`${path}:break_glass`, { minutes: 5, reason: 'The IdP is down' })
    const page = await chromium.openPage()
    await passAsAdmin(page, scene, await nextCode())
    await assertSignedIn(page, scene, 'admin')
    await operator.post(`${path}:end_break_glass`, undefined)
    assert.equal((await page.goto(`${workerOrigin}/session`))?.status(), 401)
  })
  await tally.check('Switched off again, a password lets the member in', async () => {
    await setMode(scene, 'off')
    const page = await chromium.openPage()
    await typePassword(page, scene, { person: 'manager' })
    await assertSignedIn(page, scene, 'manager')
  })
}

async function setMode({ stack }: Scene, mode: string): Promise<void> {
  const { workerOrigin, seeded } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const answer = await api.send('PUT', `/tenants/${seeded.tenantId}/enforcement`, { mode })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

/** A key of the operator that lets tenants back in. */
async function makeRecoverKey({ stack }: Scene): Promise<string> {
  const operator = createApiClient(stack.workerOrigin, stack.operatorKey)
  const body = { name: 'recover', scopes: ['recover'] }
  return (await operator.post<{ secret: string }>('/api-keys', body)).secret
}

/**
 * Has somebody who came through SSO choose a password; their browser, signed in with it, once D1
 * has heard.
 */
async function givePassword(scene: Scene, person: PersonKey): Promise<Page> {
  const { stack, chromium } = scene
  const { seeded, workerOrigin } = stack
  const page = await chromium.openPage()
  await goToIdp(page, stack)
  await choose(page, 'good', person)
  await assertLoggedIn(page, stack, PEOPLE[person].email)
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const id = await page.locator('[data-claim=sub]').textContent()
  const user = `/tenants/${seeded.tenantId}/users/${id}`
  const link = await api.post<{ url: string }>(`${user}:invite_password`, { deliver: 'answer' })
  await page.goto(link.url)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('Once more').fill(PASSWORD)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL((url) => !url.pathname.includes('password'))
  // Nothing is waited for: a password that was set is known everywhere at once.
  return page
}

/**
 * Sets up an app for codes; makes codes that were not used before, waiting where one would be too
 * far ahead.
 */
async function addApp(page: Page, workerOrigin: string): Promise<() => Promise<string>> {
  await page.goto(`${workerOrigin}/account`)
  await page.locator('#name').fill('App')
  await page.locator('[value=add_totp]').click()
  await page.locator('#code').waitFor()
  const secret = readTypedSecret(await page.content())
  let at = Date.now() - STEP
  await page.locator('#code').fill(await totpCode(secret, at))
  await page.keyboard.press('Enter')
  await page.getByText('Your change is saved').waitFor()
  return async () => {
    at = Math.max(at + STEP, Date.now() - STEP)
    // The Worker takes the code of the next half minute, and none beyond.
    await page.waitForTimeout(Math.max(0, at - STEP - Date.now()))
    return totpCode(secret, at)
  }
}

interface Typed {
  readonly person: PersonKey
  readonly wanted?: string
}

async function typePassword(
  page: Page,
  { stack }: Scene,
  { person, wanted = '' }: Typed,
): Promise<void> {
  await page.goto(`${stack.workerOrigin}/login/password?${wanted}`)
  await tabTo(page, '#email')
  await page.keyboard.type(PEOPLE[person].email)
  await tabTo(page, '#password')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
}

async function passAsAdmin(page: Page, scene: Scene, code: string): Promise<void> {
  await typePassword(page, scene, { person: 'admin' })
  await page.waitForURL(`${scene.stack.workerOrigin}/login/second-factor`)
  await giveCode(page, code)
}

async function giveCode(page: Page, code = ''): Promise<void> {
  await tabTo(page, '#code')
  await page.keyboard.type(code)
  // What follows asks for a code, too: a Tab that came early would still go to the page that is
  // left.
  const loaded = page.waitForEvent('domcontentloaded')
  await page.keyboard.press('Enter')
  await loaded
}

/** Wherever the person lands: they have a session. */
async function assertSignedIn(page: Page, { stack }: Scene, person: PersonKey): Promise<void> {
  await page.waitForURL((url) => !url.pathname.startsWith('/login/'))
  await page.goto(`${stack.workerOrigin}/session`)
  await page.getByText(PEOPLE[person].email).first().waitFor()
}

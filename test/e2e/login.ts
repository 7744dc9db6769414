// The good way in a real browser, and what honest people do to it: reload, back, twice, without
// scripts.

import { strict as assert } from 'node:assert'
import { PEOPLE } from '../../dev/idp/people.ts'
import { assertLoggedIn, checkPerson, choose, goToIdp } from './person.ts'
import type { Scene } from './scene.ts'

const { email } = PEOPLE.representative

/** Logs in across sites, wanders back and forth, and logs out. */
export async function checkLogin({ tally, stack, chromium }: Scene): Promise<void> {
  const page = await chromium.openPage()

  await tally.check('A login across sites reaches the application', async () => {
    const posted = page.waitForRequest(stack.seeded.ssoKey.sign_on_url)
    await goToIdp(page, stack)
    await chromium.picture(page, 'idp-choose')
    await choose(page, 'good', 'representative')
    const headers = await (await posted).allHeaders()
    assert.equal(headers['sec-fetch-site'], 'cross-site')
    assert.match(headers.cookie ?? '', /__Host-login-/)
    await assertLoggedIn(page, stack, email)
    await chromium.picture(page, 'app-logged-in')
  })
  await tally.check('A reload changes nothing', async () => {
    await page.reload()
    await assertLoggedIn(page, stack, email)
  })
  await tally.check('Back to the IdP and on again just works', async () => {
    await page.goBack()
    assert.ok(page.url().startsWith(stack.idpOrigin), page.url())
    await choose(page, 'good', 'representative')
    await assertLoggedIn(page, stack, email)
  })
  await tally.check('A second visit to the login needs no IdP', async () => {
    await page.goto(`${stack.appOrigin}/login`)
    await assertLoggedIn(page, stack, email)
  })
  await tally.check('The session page tells who is signed in', async () => {
    await page.goto(`${stack.workerOrigin}/session`)
    assert.match((await page.locator('main').textContent()) ?? '', /O'Brien-Łukasiewicz/)
    await chromium.picture(page, 'session')
  })
  await tally.check('Logging out ends both sessions', async () => {
    await page.goto(`${stack.appOrigin}/`)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL(`${stack.workerOrigin}/logout`)
    await chromium.picture(page, 'logout')
    await page.getByRole('button').click()
    await page.getByRole('heading', { name: 'signed out' }).waitFor()
    await chromium.picture(page, 'logged-out')
    assert.equal((await page.goto(`${stack.workerOrigin}/session`))?.status(), 401)
    await chromium.picture(page, 'no-session')
    await goToIdp(page, stack)
  })
  await tally.check('Two presses of the button are one login', async () => {
    const other = await chromium.openPage()
    await goToIdp(other, stack)
    await checkPerson(other, 'supervisor')
    await other.getByRole('button', { name: 'Continue' }).dblclick()
    await assertLoggedIn(other, stack, PEOPLE.supervisor.email)
  })
  await tally.check('Without JavaScript a button does what the script did', async () => {
    const plain = await chromium.openPage({ javaScriptEnabled: false })
    await goToIdp(plain, stack)
    await choose(plain, 'good', 'manager')
    await chromium.picture(plain, 'idp-answer')
    await plain.getByRole('button', { name: 'Continue' }).click()
    await assertLoggedIn(plain, stack, PEOPLE.manager.email)
  })
  await tally.check('The front page and the Sign-On URL explain themselves', async () => {
    const curious = await chromium.openPage()
    for (const [url, name] of [
      [stack.workerOrigin, 'home'],
      [stack.seeded.ssoKey.sign_on_url, 'acs-get'],
      [`${stack.workerOrigin}/nothing/here`, 'not-found'],
    ] as const) {
      await curious.goto(url)
      await curious.locator('h1').waitFor()
      await chromium.picture(curious, name)
    }
  })
}

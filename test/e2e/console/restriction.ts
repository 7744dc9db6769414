// Login restriction: switched on through its checklist, felt by a member, survived by an
// administrator, and switched off again.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { PEOPLE, type PersonKey } from '../../../dev/idp/people.ts'
import { assertLoggedIn, assertRefused, choose, goToIdp } from '../person.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { givePassword, joinHome, PASSWORD, signInBySso } from './people.ts'

/** Restricts login of Acme to SSO, and takes it back: later scenes find passwords as they were. */
export async function checkRestriction(scene: Scene): Promise<void> {
  const { tally, stack, chromium } = scene
  const path = `/t/${stack.seeded.tenantId}/restriction`
  const member = await chromium.openPage()
  await goToIdp(member, stack)
  await choose(member, 'good', 'thomas')
  await assertLoggedIn(member, stack, PEOPLE.thomas.email)
  const asMaria = async () => openConsole(scene, path, await signInBySso(scene, 'maria'))
  let tab = await asMaria()
  let { page } = tab
  let codes: readonly string[] = []

  await tally.check(
    'The checklist says what is missing, and that nothing can be switched on',
    async () => {
      await page.getByText('2 of 4 conditions met').waitFor()
      await checkPage(tab, 'restriction-missing')
      await page.getByRole('radio', { name: /^Everyone/ }).check()
      await page
        .getByRole('button', { name: /^Allow login only through SSO/ })
        .click({ force: true })
      assert.equal(await page.getByRole('dialog').count(), 0)
    },
  )
  await tally.check('Recovery codes are shown once, and hold when one was typed back', async () => {
    codes = await issueCodes(tab)
    await page.getByText('3 of 4 conditions met').waitFor()
    await page.getByRole('link', { name: 'Choose an administrator' }).waitFor()
    await checkPage(tab, 'restriction-password-missing')
  })
  await tally.check('With every condition met, login is restricted to SSO', async () => {
    for (const person of ['thomas', 'maria'] as const)
      await (await givePassword(scene, person)).close()
    assert.deepEqual(tab.faults, [])
    await page.context().close()
    // A password that is set ends every session.
    tab = await asMaria()
    page = tab.page
    await page.getByText('4 of 4 conditions met').waitFor()
    await page.getByRole('radio', { name: /^Everyone/ }).check()
    await page.getByRole('button', { name: 'Allow login only through SSO' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await checkPage(tab, 'restriction-confirm')
    await dialog.getByRole('button', { name: 'Allow login only through SSO' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('heading', { level: 1, name: 'Everyone' }).waitFor()
    await checkPage(tab, 'restriction-everyone')
  })
  await tally.check('The password of a member is refused', async () => {
    const person = await chromium.openPage()
    await typePassword(person, scene, 'thomas')
    await assertRefused(person, 'login_sso_required')
    assert.equal(await person.locator('#code').count(), 0)
  })
  await tally.check('An administrator gets back in with a recovery code', async () => {
    const person = await chromium.openPage()
    await typePassword(person, scene, 'maria')
    await person.locator('#code').fill(codes[1] ?? '')
    await person.keyboard.press('Enter')
    await person.waitForURL((url) => !url.pathname.startsWith('/login/'))
    await openConsole(scene, path, person.context())
  })
  await tally.check('Somebody is exempt, with a reason, until a date', () => checkExemption(tab))
  await tally.check('The operator breaks the glass, and ends it', () => checkGlass(scene, path))
  await tally.check('Passwords are allowed again, and the member gets in', async () => {
    await page.getByRole('radio', { name: /^Off/ }).check()
    await page.getByRole('button', { name: 'Allow passwords again' }).click()
    await page.getByRole('heading', { level: 1, name: 'Off' }).waitFor()
    const person = await chromium.openPage()
    await typePassword(person, scene, 'thomas')
    await person.waitForURL((url) => !url.pathname.startsWith('/login/'))
  })
  await tally.check('A stricter mode is planned for a date, and the plan is cancelled', () =>
    checkPlan(tab),
  )
  await tally.check('The screen of login restriction made no error', () =>
    assert.deepEqual(tab.faults, []),
  )
  await page.context().close()
}

async function issueCodes(tab: ConsoleTab): Promise<readonly string[]> {
  const { page } = tab
  await page.getByRole('listitem').getByRole('button', { name: 'Issue recovery codes' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show the codes' }).click()
  await dialog.getByText('This is shown once').waitFor()
  await checkPage(tab, 'restriction-codes')
  const text = (await dialog.textContent()) ?? ''
  const codes = text.match(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/g) ?? []
  assert.equal(codes.length, 10)
  await dialog.getByRole('button', { name: 'I have stored it' }).click()
  const field = dialog.getByLabel('One of the codes')
  await field.fill(codes[0] ?? '')
  await field.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))
  assert.ok(!codes.some((code) => kept.includes(code)), 'a code is in the storage of the browser')
  return codes
}

async function checkExemption(tab: ConsoleTab): Promise<void> {
  const { page } = tab
  await page.getByRole('button', { name: 'Exempt user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail address').fill('thomas')
  await dialog.getByLabel('User', { exact: true }).waitFor()
  await dialog.getByLabel('Reason').fill('Signs in from the night shift’s terminal')
  await dialog.getByLabel('Ends').selectOption('month')
  await dialog.getByRole('button', { name: 'Exempt user' }).click()
  await page.getByRole('row').filter({ hasText: 'Thomas Weber' }).waitFor()
  await checkPage(tab, 'restriction-exempt')
  await page.getByRole('button', { name: 'Actions of the exemption' }).click()
  await page.getByRole('menuitem', { name: 'End exemption' }).click()
  await page.getByText('Nobody is exempt.').waitFor()
}

/** For an IdP that is down: administrators use their passwords for a while. */
async function checkGlass(scene: Scene, path: string): Promise<void> {
  const { context } = await joinHome(scene, 'operator', 'glass')
  const tab = await openConsole(scene, path, context)
  const { page } = tab
  await page.getByRole('button', { name: 'Break the glass' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('The identity provider is down.')
  await checkPage(tab, 'restriction-break-glass')
  await dialog.getByRole('button', { name: 'Break the glass' }).click()
  await page.getByText('Administrators may use their passwords at this moment').waitFor()
  await checkPage(tab, 'restriction-glass-broken')
  await page.getByRole('button', { name: 'End break-glass' }).click()
  await page.getByRole('button', { name: 'Break the glass' }).waitFor()
  assert.deepEqual(tab.faults, [])
  await context.close()
}

async function checkPlan(tab: ConsoleTab): Promise<void> {
  const { page } = tab
  await page.getByRole('radio', { name: /^Members/ }).check()
  await page.getByLabel('Starts').selectOption('fortnight')
  await page.getByRole('button', { name: 'Plan login restriction' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Plan login restriction' }).click()
  await page.getByText('“Members” starts at a date').waitFor()
  await checkPage(tab, 'restriction-planned')
  await page.getByRole('radio', { name: /^Off/ }).check()
  await page.getByRole('button', { name: 'Cancel the planned start' }).click()
  await page.getByText('“Members” starts at a date').waitFor({ state: 'detached' })
}

async function typePassword(page: Page, { stack }: Scene, person: PersonKey): Promise<void> {
  await page.goto(`${stack.workerOrigin}/login/password`)
  await page.locator('#email').fill(PEOPLE[person].email)
  await page.locator('#password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForLoadState('networkidle')
}

// Passwords in a real browser: an invitation by mail, signing in by keyboard, and a password that
// was forgotten.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../dev/api-client.ts'
import type { ReceivedMail } from '../../dev/mail/inbox.ts'
import { assertRefused, tabTo } from './person.ts'
import type { Scene } from './scene.ts'

const EMAIL = 'mail.only@demo.example'
const PASSWORD = 'seven lamps on the long quay'
const OTHER = 'eight lanterns by the old lock'

/** Is invited, signs in, forgets, and signs in again. */
export async function checkPasswords({ tally, stack, chromium }: Scene): Promise<void> {
  const { workerOrigin } = stack

  await tally.check('Who is invited chooses a password, and is signed in', async () => {
    await inviteByMail(stack)
    const page = await chromium.openPage()
    await page.goto(await linkIn(stack, 'mail.password_invitation'))
    await chromium.picture(page, 'password-choose')
    await choosePassword(page, 'too short')
    await assertRefused(page, 'password_too_short')
    await chromium.picture(page, 'password-too-short')
    await choosePassword(page, PASSWORD)
    await assertSignedIn(page, stack)
    await page.goto(await linkIn(stack, 'mail.password_invitation'))
    await assertRefused(page, 'login_password_link_unknown')
    await chromium.picture(page, 'password-link-over')
  })
  await tally.check('A password is typed by keyboard, without JavaScript', async () => {
    const page = await chromium.openPage({ javaScriptEnabled: false })
    await page.goto(`${workerOrigin}/login`)
    await page.getByRole('link', { name: 'Use a password' }).click()
    await tabTo(page, '#email')
    await page.keyboard.type(EMAIL)
    await tabTo(page, '#password')
    await page.keyboard.type('not what it is at all')
    await page.keyboard.press('Enter')
    await assertRefused(page, 'login_password_refused')
    await chromium.picture(page, 'password-refused')
    await page.getByLabel('e-mail').fill(EMAIL)
    await page.getByLabel('password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await assertSignedIn(page, stack)
  })
  await tally.check('A forgotten password is replaced by a link in the mailbox', async () => {
    const page = await chromium.openPage()
    await page.goto(`${workerOrigin}/login/password`)
    await page.getByRole('link', { name: 'Forgotten?' }).click()
    await chromium.picture(page, 'password-forgot')
    await page.getByLabel('e-mail').fill(EMAIL)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'mailbox' }).waitFor()
    await chromium.picture(page, 'password-mailed')
    await page.goto(await linkIn(stack, 'mail.password_reset'))
    await choosePassword(page, OTHER)
    await assertSignedIn(page, stack)
  })
}

/** Wherever the person lands: they have a session. */
async function assertSignedIn(page: Page, { workerOrigin }: Scene['stack']): Promise<void> {
  await page.waitForURL((url) => !url.pathname.includes('password'))
  await page.goto(`${workerOrigin}/session`)
  await page.getByText(EMAIL).first().waitFor()
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('Once more').fill(password)
  await page.getByRole('button', { name: 'Save' }).click()
}

async function inviteByMail({ seeded, workerOrigin }: Scene['stack']): Promise<void> {
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const users = `/tenants/${seeded.tenantId}/users`
  const user = await api.post<{ id: string }>(users, { email: EMAIL, connector_ids: [] })
  await api.post(`${users}/${user.id}:invite_password`, { deliver: 'mail' })
}

/** The link of the last mail of a kind, once it is there. */
async function linkIn({ dnsOrigin }: Scene['stack'], type: string): Promise<string> {
  for (let waited = 0; waited < 60; waited++) {
    const mails: readonly ReceivedMail[] = await (await fetch(`${dnsOrigin}/mail`)).json()
    const mail = mails.find((one) => one.type === type && one.data.to === EMAIL)
    if (mail?.data.url) return mail.data.url
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return assert.fail(`No ${type} has come`)
}

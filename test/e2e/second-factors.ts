// Second factors in a real browser: an app by its typed secret, recovery codes, and a passkey of a
// virtual authenticator.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../dev/api-client.ts'
import { readTypedSecret, totpCode } from '../support/totp.ts'
import { assertRefused, tabTo } from './person.ts'
import type { Scene } from './scene.ts'

const EMAIL = 'two.factors@demo.example'
const PASSWORD = 'four kites above the west field'
const STEP = 30_000

/** Sets up each kind of factor and signs in with it. */
export async function checkSecondFactors({ tally, stack, chromium }: Scene): Promise<void> {
  const { workerOrigin } = stack
  const page = await chromium.openPage()
  let secret: Uint8Array<ArrayBuffer> = new Uint8Array()
  let codes: readonly string[] = []

  await tally.check('An app is set up by its typed secret, with the keyboard alone', async () => {
    await page.goto(await invite(stack))
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByLabel('Once more').fill(PASSWORD)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL((url) => !url.pathname.includes('password'))
    await page.goto(`${workerOrigin}/session`)
    await tabTo(page, 'a[href="/account"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${workerOrigin}/account`)
    await chromium.picture(page, 'account-first')
    await tabTo(page, '#name')
    await page.keyboard.type('My telephone')
    await tabTo(page, '[value=add_totp]')
    await page.keyboard.press('Enter')
    await page.locator('#code').waitFor()
    await chromium.picture(page, 'account-app')
    secret = readTypedSecret(await page.content())
    await tabTo(page, '#code')
    await page.keyboard.type(await totpCode(secret, Date.now() - STEP))
    await page.keyboard.press('Enter')
    await page.getByText('My telephone').waitFor()
  })
  await tally.check('New recovery codes hold once one was typed back', async () => {
    await page.getByRole('button', { name: 'Make codes' }).click()
    // Reading them all waits for none.
    await page.locator('.codes code').first().waitFor()
    codes = await page.locator('.codes code').allTextContents()
    assert.equal(codes.length, 10)
    await chromium.picture(page, 'account-codes')
    await page.locator('#code').fill(codes[0] ?? '')
    await page.getByRole('button', { name: 'kept' }).click()
    await page.getByText('10 can still be used').waitFor()
    await chromium.picture(page, 'account')
  })
  await tally.check('Password and code sign in, without JavaScript', async () => {
    const plain = await chromium.openPage({ javaScriptEnabled: false })
    await givePassword(plain, stack)
    await chromium.picture(plain, 'second-factor')
    await plain.locator('#code').fill('000000')
    await plain.getByRole('button', { name: 'Go on' }).click()
    await assertRefused(plain, 'second_factor_wrong')
    await chromium.picture(plain, 'second-factor-wrong')
    await plain.locator('#code').fill(await totpCode(secret, Date.now()))
    await plain.getByRole('button', { name: 'Go on' }).click()
    await leave(plain)
    await assertSignedIn(plain, stack)
  })
  await tally.check('A recovery code signs in, once', async () => {
    const other = await chromium.openPage()
    await givePassword(other, stack)
    await other.locator('#code').fill((codes[1] ?? '').toLowerCase().replaceAll('-', ' '))
    await other.getByRole('button', { name: 'Go on' }).click()
    await other.getByText('9 recovery codes left').waitFor()
    await chromium.picture(other, 'recovery-code-used')
    await assertSignedIn(other, stack)
    const again = await chromium.openPage()
    await givePassword(again, stack)
    await again.locator('#code').fill(codes[1] ?? '')
    await again.getByRole('button', { name: 'Go on' }).click()
    await assertRefused(again, 'second_factor_wrong')
  })
  await tally.check('A passkey is set up and signs in', async () => {
    const device = await page.context().newCDPSession(page)
    await device.send('WebAuthn.enable')
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(`${workerOrigin}/account`)
    await page.getByRole('button', { name: 'Passkey', exact: true }).click()
    await page.getByRole('button', { name: 'Create the passkey' }).waitFor()
    await chromium.picture(page, 'account-passkey')
    await page.getByRole('button', { name: 'Create the passkey' }).click()
    await page.getByText('Your change is saved').waitFor()
    await page.goto(`${workerOrigin}/logout`)
    await page.getByRole('button').click()
    await page.getByRole('heading', { name: 'signed out' }).waitFor()
    await givePassword(page, stack)
    await chromium.picture(page, 'second-factor-passkey')
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await leave(page)
    await assertSignedIn(page, stack)
  })
  await tally.check('Where JavaScript is off, a passkey says so and codes still do', async () => {
    const plain = await chromium.openPage({ javaScriptEnabled: false })
    await givePassword(plain, stack)
    await plain.getByText('A passkey needs JavaScript').waitFor()
    assert.ok(await plain.getByRole('button', { name: 'Use a passkey' }).isDisabled())
    assert.ok(await plain.locator('#code').isVisible())
  })
}

async function givePassword(page: Page, { workerOrigin }: Scene['stack']): Promise<void> {
  await page.goto(`${workerOrigin}/login/password`)
  await page.locator('#email').fill(EMAIL)
  await page.locator('#password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${workerOrigin}/login/second-factor`)
}

/** Waits until the step is behind. */
const leave = (page: Page) => page.waitForURL((url) => url.pathname !== '/login/second-factor')

async function assertSignedIn(page: Page, { workerOrigin }: Scene['stack']): Promise<void> {
  await page.goto(`${workerOrigin}/session`)
  await page.getByText(EMAIL).first().waitFor()
}

/** Invites the person; the link that sets their password. */
async function invite({ seeded, workerOrigin }: Scene['stack']): Promise<string> {
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const users = `/tenants/${seeded.tenantId}/users`
  const user = await api.post<{ id: string }>(users, { email: EMAIL, connector_ids: [] })
  const link = await api.post<{ url: string }>(`${users}/${user.id}:invite_password`, {
    deliver: 'answer',
  })
  return link.url
}

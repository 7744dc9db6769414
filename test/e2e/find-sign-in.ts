// E-mail first in a real browser: the form's answer redirects to another site, under the page's own
// policy.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../dev/api-client.ts'
import { PEOPLE } from '../../dev/idp/people.ts'
import { testAndActivate } from '../../dev/seed.ts'
import { assertLoggedIn, assertRefused, choose, tabTo } from './person.ts'
import type { Scene } from './scene.ts'

const { email } = PEOPLE.manager

/** Finds the way by an address, misses it, and chooses between two. */
export async function checkFindSignIn({ tally, stack, chromium }: Scene): Promise<void> {
  const { workerOrigin, appOrigin, idpOrigin } = stack

  await tally.check('An e-mail address and a keyboard lead to the IdP and back', async () => {
    const page = await chromium.openPage()
    await page.goto(`${workerOrigin}/login`)
    await chromium.picture(page, 'login')
    await tabTo(page, '#email')
    await page.keyboard.type(email)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${idpOrigin}/**`)
    assert.ok(await page.locator('[name=person][value=manager]').isChecked(), 'no hint arrived')
    await tabTo(page, 'button')
    await page.keyboard.press('Enter')
    await assertLoggedIn(page, stack, email)
  })
  await tally.check(
    'An address that leads nowhere says what to do, and the next one works',
    async () => {
      const page = await chromium.openPage()
      await page.goto(`${workerOrigin}/login?return_to=${encodeURIComponent(`${appOrigin}/`)}`)
      await type(page, 'somebody@unknown.example')
      await assertRefused(page, 'login_address_unknown')
      assert.match((await page.getByRole('alert').textContent()) ?? '', /administrator/)
      assert.equal(await page.getByLabel('e-mail').inputValue(), '')
      await chromium.picture(page, 'login-unknown')
      await type(page, email)
      await page.waitForURL(`${idpOrigin}/**`)
    },
  )
  await tally.check(
    'An application that names no connector gets its answer all the same',
    async () => {
      const page = await chromium.openPage()
      const asked = page.waitForRequest(`${workerOrigin}/oauth2/authorize?**`)
      await page.goto(`${appOrigin}/login`)
      const url = new URL((await asked).url())
      url.searchParams.delete('sso_id')
      await page.goto(url.href)
      await type(page, email)
      await page.waitForURL(`${idpOrigin}/**`)
      await choose(page, 'good', 'manager')
      await assertLoggedIn(page, stack, email)
    },
  )
  await tally.check('Of several sign-ins the person chooses', async () => {
    await addConnector(stack)
    const page = await chromium.openPage()
    // Longer than a location remembers where a domain leads.
    await page.waitForTimeout(11_000)
    await page.goto(`${workerOrigin}/login`)
    await type(page, email)
    await page.getByRole('heading', { name: 'Choose' }).waitFor()
    await chromium.picture(page, 'login-choose')
    await page.getByRole('link', { name: 'Second login' }).click()
    await page.waitForURL(`${idpOrigin}/**`)
  })
}

async function type(page: Page, address: string): Promise<void> {
  await page.getByLabel('e-mail').fill(address)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** A second connector of the tenant, live, to the same IdP. */
async function addConnector({ seeded, workerOrigin }: Scene['stack']): Promise<void> {
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const base = `/tenants/${seeded.tenantId}`
  const { external_idp_id } = await api.get<{ external_idp_id: string }>(
    `${base}/connectors/${seeded.connectorId}`,
  )
  const key = await api.post<{ id: string }>(`${base}/sso-keys`, {
    name: 'second',
    environment: 'production',
  })
  const connector = await api.post<{ id: string }>(`${base}/connectors`, {
    name: 'Second login',
    reference: 'second',
    type: 'saml',
    sso_id: key.id,
    external_idp_id,
    name_id_format: 'persistent',
    roles: { allow_admin: true },
  })
  await testAndActivate(api, `${base}/connectors/${connector.id}`)
}

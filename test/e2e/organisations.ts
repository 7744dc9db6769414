// A person of several organisations chooses one, and somebody who is kept out reads why.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../dev/api-client.ts'
import { PEOPLE } from '../../dev/idp/people.ts'
import { testAndActivate } from '../../dev/seed.ts'
import { assertLoggedIn, assertRefused, choose, goToIdp } from './person.ts'
import type { Scene } from './scene.ts'

/**
 * Gives managers one tenant and administrators another, so that Ana belongs to both; and
 * deactivates somebody.
 */
export async function checkOrganisations(scene: Scene): Promise<void> {
  const { tally, stack, chromium } = scene
  const { seeded, workerOrigin } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const tenant = `/tenants/${seeded.tenantId}`
  const connector = `${tenant}/connectors/${seeded.connectorId}`
  await tally.check('Somebody who was deactivated reads that they may not sign in', async () => {
    const page = await chromium.openPage()
    await goToIdp(page, stack)
    await choose(page, 'good', 'supervisor')
    await assertLoggedIn(page, stack, PEOPLE.supervisor.email)
    const user = `${tenant}/users/${await page.locator('[data-claim=sub]').textContent()}`
    await api.post(`${user}:deactivate`, {})
    assert.equal((await page.goto(`${workerOrigin}/session`))?.status(), 401)
    await page.goto(seeded.ssoKey.login_url)
    await choose(page, 'good', 'supervisor')
    await assertRefused(page, 'login_user_inactive')
    await chromium.picture(page, 'refused-login_user_inactive')
    await api.post(`${user}:reactivate`, {})
  })

  const north = await api.post<{ id: string }>('/tenants', {
    name: 'Acme North',
    parent_id: seeded.tenantId,
  })
  const rules = [
    { match: 'exact', value: 'manager', tenant_id: seeded.tenantId },
    { match: 'exact', value: 'admin', tenant_id: north.id },
  ]
  const tenants = { attribute: 'roles', rules }
  const changed = await api.send('PATCH', connector, { tenants })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  await testAndActivate(api, connector)
  const page = await chromium.openPage()
  await tally.check('A person of several organisations chooses one and enters it', async () => {
    await askWhich(page, scene)
    await chromium.picture(page, 'choose-tenant')
    await page.getByRole('link', { name: 'Acme North' }).click()
    await choose(page, 'good', 'admin')
    await page.waitForURL(`${workerOrigin}/session`)
    assert.match((await page.locator('main').textContent()) ?? '', /OrganisationAcme North/)
    await chromium.picture(page, 'session-without-applications')
  })
  await tally.check('Another login asks again, and leads to the other', async () => {
    await askWhich(page, scene)
    await page.getByRole('link', { name: 'Acme', exact: true }).click()
    await choose(page, 'good', 'admin')
    await assertLoggedIn(page, stack, PEOPLE.admin.email)
    await page.goto(`${workerOrigin}/session`)
    assert.match((await page.locator('main').textContent()) ?? '', /OrganisationAcme(?! North)/)
  })
}

/** Logs in as Ana at the login URL; ends where she is asked which organisation she means. */
async function askWhich(page: Page, { stack }: Scene): Promise<void> {
  await page.goto(stack.seeded.ssoKey.login_url)
  await choose(page, 'good', 'admin')
  await page.getByRole('heading', { name: 'Choose an organisation' }).waitFor()
}

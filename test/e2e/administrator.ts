// What an administrator sees: the report of a test that passed and of one that did not; and the
// login by the POST binding, whose page must be able to leave under its own
// Content-Security-Policy.

import { strict as assert } from 'node:assert'
import { createApiClient } from '../../dev/api-client.ts'
import { PEOPLE } from '../../dev/idp/people.ts'
import { startTest, testAndActivate } from '../../dev/seed.ts'
import { assertLoggedIn, assertRefused, choose, goToIdp } from './person.ts'
import type { Scene } from './scene.ts'

/** Tests the connector in the browser, then has it send its requests by POST. */
export async function checkAdministrator({ tally, stack, chromium }: Scene): Promise<void> {
  const { seeded, workerOrigin, idpOrigin } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const connector = `/tenants/${seeded.tenantId}/connectors/${seeded.connectorId}`

  await tally.check('The report of a passed test shows the person', async () => {
    const page = await chromium.openPage()
    await page.goto((await startTest(api, connector)).test_url)
    await chromium.picture(page, 'test-begin')
    await page.getByRole('button', { name: 'Begin the test' }).click()
    await choose(page, 'good', 'admin')
    await page.waitForURL('**/test?result=*')
    await page.reload()
    assert.match((await page.locator('main').textContent()) ?? '', /Ana\.Soehne@Demo\.Example/i)
    await chromium.picture(page, 'test-passed')
    for (const summary of await page.locator('summary').all()) await summary.click()
    await chromium.picture(page, 'test-passed-opened')
    assert.equal((await page.goto(`${workerOrigin}/session`))?.status(), 401, 'a session was made')
  })
  await tally.check('The report of a failed test shows the rule that failed', async () => {
    const page = await chromium.openPage()
    await page.goto((await startTest(api, connector)).test_url)
    await page.getByRole('button', { name: 'Begin the test' }).click()
    await choose(page, 'wrong_audience', 'admin')
    await assertRefused(page, 'saml_audience_mismatch')
    await chromium.picture(page, 'test-failed')
  })
  await tally.check('A request by the POST binding leaves by itself', async () => {
    const changed = await api.send('PATCH', connector, { request_binding: 'post' })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    await testAndActivate(api, connector)
    const page = await chromium.openPage()
    await goToIdp(page, stack)
    await choose(page, 'good', 'admin')
    await assertLoggedIn(page, stack, PEOPLE.admin.email)
  })
  await tally.check('Without JavaScript it leaves by a button, and a hint goes along', async () => {
    const page = await chromium.openPage({ javaScriptEnabled: false })
    await page.goto(
      `${seeded.ssoKey.login_url}?login_hint=${encodeURIComponent(PEOPLE.manager.email)}`,
    )
    await chromium.picture(page, 'post-form')
    await page.getByRole('button').click()
    await page.waitForURL(`${idpOrigin}/**`)
    assert.ok(await page.locator('[name=person][value=manager]').isChecked(), 'no hint arrived')
  })
}

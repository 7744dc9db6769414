// An administrator's session on the API, as a browser sends it: with what it says of where a
// request comes from, and to which sites it hands the cookie.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { PEOPLE } from '../../dev/idp/people.ts'
import { assertLoggedIn, choose, goToIdp } from './person.ts'
import type { Scene } from './scene.ts'

/** Works on the tenant from a page of ours, and tries the same from a page of another site. */
export async function checkSessionApi({ tally, stack, chromium }: Scene): Promise<void> {
  const { seeded, workerOrigin, idpOrigin } = stack
  const tenant = `${workerOrigin}/api/v1/tenants/${seeded.tenantId}`
  const page = await chromium.openPage()
  await goToIdp(page, stack)
  await choose(page, 'good', 'admin')
  await assertLoggedIn(page, stack, PEOPLE.admin.email)

  let name = ''
  await tally.check('An administrator changes the tenant from a page of ours', async () => {
    // The one page of ours that lets a script ask: it has no policy because it is none for people.
    await page.goto(`${workerOrigin}/api/v1/openapi.json`)
    name = await nameOf(page, tenant)
    assert.equal(await send(page, tenant, { name: `${name}, by session` }), 200)
    assert.equal(await nameOf(page, tenant), `${name}, by session`)
    assert.equal(await send(page, tenant, { name }), 200)
  })
  await tally.check('A page of another site changes nothing and reads nothing', async () => {
    await page.goto(`${idpOrigin}/nothing`)
    assert.equal(await send(page, tenant, { name: 'Evil' }), 'blocked')
    assert.equal(await send(page, tenant, undefined), 'blocked')
    await page.goto(`${idpOrigin}/nothing`)
    await page.evaluate((url) => window.location.assign(url), `${tenant}/audit`)
    await page.waitForURL(`${tenant}/audit`)
    assert.match((await page.locator('body').textContent()) ?? '', /api_origin_foreign/)
    await page.goto(`${workerOrigin}/api/v1/openapi.json`)
    assert.equal(await nameOf(page, tenant), name)
  })
}

/** What a script of this page is answered: a status, or that the browser lets it see none. */
const send = (page: Page, url: string, change: object | undefined): Promise<number | 'blocked'> =>
  page.evaluate(
    async ([address, body]) => {
      const headers = { 'content-type': 'application/json' }
      const init = body === '' ? {} : { method: 'PATCH', headers, body }
      try {
        return (await fetch(address, { credentials: 'include', ...init })).status
      } catch {
        return 'blocked'
      }
    },
    [url, change === undefined ? '' : JSON.stringify(change)] as const,
  )

const nameOf = (page: Page, url: string): Promise<string> =>
  page.evaluate(async (address) => (await (await fetch(address)).json()).name, url)

// The demo as somebody meets it who tries the product for the first time: a tile of the identity
// provider, two tabs at once, and a way back after logging out.

import { strict as assert } from 'node:assert'
import { ACME, PRODUCT } from '../../dev/demo/names.ts'
import { PEOPLE } from '../../dev/idp/people.ts'
import { assertLoggedIn, choose, goToIdp } from './person.ts'
import type { Scene } from './scene.ts'

/** Walks through the demo's own pages. */
export async function checkDemo({ tally, stack, chromium }: Scene): Promise<void> {
  const { appOrigin, idpOrigin, workerOrigin } = stack

  await tally.check('Two tabs that log in at once both arrive', async () => {
    const one = await chromium.openPage()
    const two = await one.context().newPage()
    await goToIdp(one, stack)
    await goToIdp(two, stack)
    for (const tab of [one, two]) {
      await tab.getByRole('button', { name: 'Continue' }).click()
      await assertLoggedIn(tab, stack, PEOPLE.jane.email)
    }
  })
  await tally.check('A tile of the identity provider leads to the application', async () => {
    const page = await chromium.openPage()
    await page.goto(`${idpOrigin}/`)
    await chromium.picture(page, 'idp-home')
    await page.getByRole('button', { name: PRODUCT }).click()
    await choose(page, 'good', 'priya')
    await assertLoggedIn(page, stack, PEOPLE.priya.email)
  })
  await tally.check('Signed out, a person finds the way back to their organisation', async () => {
    const page = await chromium.openPage()
    const missing: string[] = []
    page.on('response', (answer) => answer.status() === 404 && missing.push(answer.url()))
    await goToIdp(page, stack)
    await choose(page, 'good', 'thomas')
    await assertLoggedIn(page, stack, PEOPLE.thomas.email)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('link', { name: 'Sign in again' }).click()
    await page.waitForURL(`${workerOrigin}/login`)
    await page.goto(`${appOrigin}/`)
    await chromium.picture(page, 'app-home')
    await page.getByRole('link', { name: `Log in to ${ACME.tenant}` }).click()
    await page.waitForURL(`${idpOrigin}/**`)
    assert.deepEqual(missing, [])
  })
}

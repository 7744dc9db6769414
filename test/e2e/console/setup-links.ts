// A set-up link from its creation to its end: nothing that only looks at it uses it up, a second
// person goes on with it, it opens what it names and nothing else, and revoking it ends open tabs.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole, screenStands } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { signInBySso } from './people.ts'

interface Link {
  readonly state: string
  readonly opened_times: number
}

/** An administrator of Acme sends a link, two people work with it, and it is revoked. */
export async function checkSetupLinks(scene: Scene): Promise<void> {
  const { tally, stack, chromium } = scene
  const { seeded, workerOrigin } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const links = `/tenants/${seeded.tenantId}/setup-links`
  const newest = async () => (await api.get<{ data: readonly Link[] }>(links)).data[0]
  const at = `/t/${seeded.tenantId}/setup-links`
  const tab = await openConsole(scene, at, await signInBySso(scene, 'maria'))
  const { page } = tab
  let url = ''

  await tally.check('A set-up link is made, and its address is shown once', async () => {
    await checkPage(tab, 'setup-links-empty')
    url = await makeLink(tab)
    const shown = await page.evaluate(() => JSON.stringify({ ...sessionStorage }))
    assert.ok(!shown.includes(new URL(url).hash.slice(1)), 'the token is in the storage')
    await checkPage(tab, 'setup-links')
  })
  await tally.check('A scanner, a prefetch and a scripted GET use nothing up', async () => {
    for (const method of ['HEAD', 'GET']) await fetch(url, { method })
    const scanner = await chromium.openPage()
    await scanner.goto(url)
    await scanner.evaluate((address) => fetch(address), url)
    await scanner.getByRole('button', { name: 'Begin the set-up' }).waitFor()
    await scanner.context().close()
    assert.deepEqual((await newest())?.state, 'unopened')
  })
  const first = await openGuest(scene, url)
  await tally.check('Somebody without an account begins with it', async () => {
    await checkPage(first, 'setup-arrived')
    await begin(first.page, 'Begin the set-up')
    assert.equal((await newest())?.state, 'opened')
    assert.ok(!first.page.url().includes(new URL(url).hash.slice(1)), first.page.url())
  })
  await tally.check('It opens what it names, and nothing else', () =>
    checkLimits(first.page, seeded),
  )
  const second = await openGuest(scene, url)
  await tally.check('A second person goes on where the first one stopped', async () => {
    await second.page.getByText('Somebody has begun already').waitFor()
    await checkPage(second, 'setup-arrived-again')
    await begin(second.page, 'Continue the set-up')
    assert.equal((await newest())?.opened_times, 2)
  })
  await tally.check('Revoking it ends the tabs that are open', async () => {
    await tab.go(at)
    await revoke(page)
    await page.getByText('Revoked', { exact: true }).waitFor()
    await first.page.getByRole('searchbox').fill('okta')
    await first.page.reload()
    await first.page.getByText('revoked', { exact: false }).first().waitFor()
    await checkPage({ ...first, faults: [] }, 'setup-revoked-in-open-tab')
  })
  await tally.check('A revoked link says so, to everybody who opens it', async () => {
    const late = await openGuest(scene, url)
    await late.page.getByRole('heading', { name: 'This set-up link was revoked' }).waitFor()
    await checkPage(late, 'setup-revoked')
    await late.page.context().close()
  })
  await tally.check('The screens of set-up links made no error', () =>
    assert.deepEqual([...tab.faults, ...second.faults], []),
  )
  for (const { page: opened } of [tab, first, second]) await opened.context().close()
}

async function makeLink(tab: ConsoleTab): Promise<string> {
  const { page } = tab
  await page.getByRole('button', { name: 'Create set-up link' }).first().click()
  const dialog = page.getByRole('dialog')
  await checkPage(tab, 'setup-links-create')
  await dialog.getByRole('button', { name: 'Create set-up link' }).click()
  await dialog.getByText('This is shown once').waitFor()
  await checkPage(tab, 'setup-links-address')
  const [url = ''] =
    /http\S+\/console\/setup#[\w-]{43}/.exec((await dialog.textContent()) ?? '') ?? []
  await dialog.getByRole('button', { name: 'I have sent it' }).click()
  await page.getByRole('row').nth(1).waitFor()
  return url
}

/** A browser of somebody who has nothing but the link. */
function openGuest(scene: Scene, url: string): Promise<ConsoleTab> {
  const { pathname, hash } = new URL(url)
  return openConsole(scene, pathname.slice('/console'.length) + hash)
}

async function begin(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page.waitForURL('**/set-up')
  await screenStands(page)
}

async function checkLimits(
  page: Page,
  { tenantId, connectorId }: { readonly tenantId: string; readonly connectorId: string },
): Promise<void> {
  const ask = (method: string, path: string) =>
    page.evaluate(
      async ([verb, address]) => {
        const headers = { 'content-type': 'application/json', 'edge-sso-as': 'guest' }
        const body = verb === 'GET' ? {} : { body: '{}' }
        return (await fetch(`/api/v1${address}`, { method: verb, headers, ...body })).status
      },
      [method, path] as const,
    )
  const own = `/tenants/${tenantId}`
  assert.equal(await ask('GET', `${own}/sso-keys`), 200)
  const refused = [
    ['GET', `${own}/users`],
    ['GET', `${own}/events`],
    ['GET', `${own}/setup-links`],
    ['POST', `${own}/setup-links`],
    ['POST', `${own}/connectors/${connectorId}:activate`],
    ['GET', '/tenants'],
    ['GET', `/tenants/ten_${'0'.repeat(24)}/sso-keys`],
  ] as const
  for (const [method, path] of refused) {
    const status = await ask(method, path)
    assert.ok(status === 403 || status === 404, `${method} ${path}: ${status}`)
  }
}

async function revoke(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Actions of the link/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Revoke set-up link' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke set-up link' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

// Guests of set-up links in a browser: what machines look at, the keyboard, and how a link ends
// while its tab is open.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole, screenStands } from './open-console.ts'
import { checkPage } from './page-checks.ts'

interface ShownLink {
  readonly id: string
  readonly url: string
  readonly state: string
  readonly opened_times: number
}

/** What the checks share: an administrator's view of a link. */
interface Links {
  readonly scene: Scene
  make(members?: object): Promise<ShownLink>
  read(link: ShownLink): Promise<ShownLink>
  revoke(link: ShownLink): Promise<void>
}

/** Checks the screens of guests. */
export async function checkSetupGuests(scene: Scene): Promise<void> {
  const { tally } = scene
  const links = linksOf(scene)
  await tally.check('HEAD, prefetch and a script that fetches everything use no link up', () =>
    checkLooks(links),
  )
  await tally.check('A guest begins and goes on by keyboard alone', () => checkKeyboard(links))
  await tally.check('A link that is revoked in an open tab says so and keeps nothing', () =>
    checkRevoked(links),
  )
  await tally.check('A guest says that the set-up is done', () => checkDone(links))
  await tally.check('What is no link, or none of this browser, says what to do', () =>
    checkNoLink(links),
  )
  await tally.check('A guest of one connector sees this one and makes no other', () =>
    checkBound(links),
  )
}

function linksOf(scene: Scene): Links {
  const { workerOrigin, seeded } = scene.stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const all = `/tenants/${seeded.tenantId}/setup-links`
  return {
    scene,
    make: (members = {}) => api.post<ShownLink>(all, { tasks: ['sso'], ...members }),
    read: ({ id }) => api.get<ShownLink>(`${all}/${id}`),
    async revoke({ id }) {
      const { status } = await api.send('POST', `${all}/${id}:revoke`)
      assert.equal(status, 200)
    },
  }
}

const tokenOf = ({ url }: ShownLink): string => url.split('#')[1] ?? ''

/** Opens the address of a link in a fresh browser. */
async function arrive({ scene }: Links, link: ShownLink): Promise<ConsoleTab> {
  const tab = await openConsole(scene, `/setup#${tokenOf(link)}`)
  assert.equal(new URL(tab.page.url()).hash, '', 'the token stayed in the address bar')
  return tab
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const title = (page: Page, name: RegExp | string) =>
  page.getByRole('heading', { level: 1, name }).waitFor()

async function begin({ page }: ConsoleTab, name = 'Begin the set-up'): Promise<void> {
  await button(page, name).click()
  await page.waitForURL('**/console/t/**')
  await screenStands(page)
}

/** Every address that a scanner could make of the link, by every look that changes nothing. */
async function checkLooks(links: Links): Promise<void> {
  const { scene, make, read } = links
  const { workerOrigin } = scene.stack
  const link = await make()
  const token = tokenOf(link)
  const addresses = [link.url, `${workerOrigin}/console/setup`, `${workerOrigin}/console/`]
  for (const method of ['HEAD', 'GET'])
    for (const address of addresses)
      for (const headers of [{}, { 'sec-purpose': 'prefetch' }])
        await fetch(address, { method, headers })
  for (const path of ['setup-sessions', 'setup-links:describe'])
    for (const method of ['HEAD', 'GET'])
      await fetch(`${workerOrigin}/api/v1/${path}?token=${token}`, { method })
  // A scanner that runs the page, and fetches whatever that names.
  const scanner = await arrive(links, link)
  await title(scanner.page, /^Set up single sign-on for/)
  const named = await scanner.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  )
  for (const address of named) await fetch(address)
  assert.ok(!named.some((address) => address.includes(token)), 'a request names the token')
  const { state, opened_times } = await read(link)
  assert.deepEqual([state, opened_times], ['unopened', 0])
  await scanner.page.context().close()
}

async function checkNavigation(
  page: Page,
  there: readonly string[],
  absent: readonly string[],
): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' })
  for (const name of there) await navigation.getByRole('link', { name }).waitFor()
  for (const name of absent)
    assert.equal(await navigation.getByRole('link', { name }).count(), 0, `${name} is shown`)
}

async function checkKeyboard(links: Links): Promise<void> {
  const { page } = await arrive(links, await links.make())
  await title(page, /^Set up single sign-on for/)
  await tabTo(page, 'Begin the set-up')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/console/t/**')
  await screenStands(page)
  await page.waitForFunction(() => document.activeElement?.id === 'page-title')
  await tabTo(page, 'Your set-up')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/console/setup')
  await tabTo(page, 'The set-up is done')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(await focused(page), 'The set-up is done')
  await page.context().close()
}

const MOST_TABS = 60
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < MOST_TABS; pressed++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach "${name}"`)
}

async function checkRevoked(links: Links): Promise<void> {
  const link = await links.make()
  const tab = await arrive(links, link)
  const { page } = tab
  await begin(tab)
  const stays = page.url()
  await page.evaluate(() => sessionStorage.setItem('edge-sso:draft:typed', '{"name":"kept"}'))
  await links.revoke(link)
  // The browser may have asked again by itself.
  const line = page.getByRole('navigation', { name: 'Main' }).getByRole('link').nth(2)
  await line.click({ timeout: 3_000 }).catch(() => undefined)
  await title(page, 'This set-up link was revoked')
  await checkPage(tab, 'setup-revoked')
  const kept = await page.evaluate(() => sessionStorage.getItem('edge-sso:draft:typed'))
  assert.equal(kept, null)
  await page.goto(stays)
  await title(page, 'This set-up link was revoked')
  const again = await arrive(links, link)
  await title(again.page, 'This set-up link was revoked')
  for (const one of [page, again.page]) await one.context().close()
}

async function checkDone(links: Links): Promise<void> {
  const link = await links.make({ tasks: ['sso', 'domain'] })
  const tab = await arrive(links, link)
  const { page } = tab
  await begin(tab)
  await tab.go('/setup')
  await checkPage(tab, 'setup-under-way')
  await button(page, 'The set-up is done').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'The set-up is done' }).waitFor()
  await checkPage(tab, 'setup-complete')
  await dialog.getByRole('button', { name: 'The set-up is done' }).click()
  await title(page, 'This set-up is done')
  await checkPage(tab, 'setup-done')
  assert.equal((await links.read(link)).state, 'done')
  await page.context().close()
}

async function checkNoLink(links: Links): Promise<void> {
  const unknown = await openConsole(links.scene, `/setup#${'A'.repeat(43)}`)
  await title(unknown.page, 'This set-up link is not known')
  await checkPage(unknown, 'setup-unknown')
  await checkExpired(links)
  await unknown.go('/setup')
  await title(unknown.page, 'Open the set-up link that you were sent')
  await checkPage(unknown, 'setup-no-link')
  // Another link in the address bar of the same tab.
  const link = await links.make({ tasks: ['certificate'], may_activate: true })
  await unknown.page.evaluate((token) => {
    window.location.hash = token
  }, tokenOf(link))
  await title(unknown.page, /^Replace certificates for/)
  assert.equal(new URL(unknown.page.url()).hash, '')
  await unknown.page.context().close()
}

/** Days go by in no browser test, so the answer of an expired link is put in its place. */
async function checkExpired(links: Links): Promise<void> {
  const page = await links.scene.chromium.openPage()
  await page.route('**/api/v1/setup-links:describe', (route) =>
    route.fulfill({
      status: 410,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'setup_link_expired', status: 410, title: 'Expired' }),
    }),
  )
  await page.goto((await links.make()).url)
  await title(page, 'This set-up link has expired')
  await page.context().close()
}

async function checkBound(links: Links): Promise<void> {
  const { connectorId, tenantId } = links.scene.stack.seeded
  const tab = await arrive(links, await links.make({ connector_id: connectorId }))
  const { page } = tab
  await begin(tab)
  await page.waitForURL(`**/set-up/${connectorId}/**`)
  await screenStands(page)
  await checkNavigation(page, ['Connectors'], ['Users', 'Domains'])
  await tab.go(`/t/${tenantId}/connectors`)
  assert.equal(await page.getByRole('row').count(), 2)
  await checkPage(tab, 'setup-bound-connectors')
  await page.context().close()
}

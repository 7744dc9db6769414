// The guided set-up by keyboard alone: from a set-up link to a connector that is live. Every step
// is checked as a page on the way, and the demo IdP stands in for the customer's.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import { tabTo } from '../person.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole, screenStands } from './open-console.ts'
import { checkPage } from './page-checks.ts'

const button = (name: string): string => `button:has-text("${name}")`
const link = (name: string): string => `a:has-text("${name}")`

/** Sets up a connector of a new tenant without a pointer. */
export async function checkGuidedSetUp(scene: Scene): Promise<void> {
  const { tally, stack } = scene
  const api = createApiClient(stack.workerOrigin, stack.seeded.apiKey)
  const tenant = await api.post<{ readonly id: string }>('/tenants', { name: 'Harbour Ltd' })
  const invited = await api.post<{ readonly url: string }>(`/tenants/${tenant.id}/setup-links`, {
    tasks: ['sso'],
    may_activate: true,
  })
  const { pathname, hash } = new URL(invited.url)
  const tab = await openConsole(scene, pathname.slice('/console'.length) + hash)

  await tally.check('A set-up link leads to the choice of an identity provider', () => choose(tab))
  await tally.check('Metadata is given by its address, and says what was recognised', () =>
    giveMetadata(tab, `${stack.idpOrigin}/metadata`),
  )
  await tally.check('The map says what arrives', () => map(tab))
  await tally.check('A test in another tab is followed live', () => test(tab))
  await tally.check('What was tested goes live, and nothing needed a pointer', async () => {
    await activate(tab)
    const { data } = await api.get<{ readonly data: readonly { readonly state: string }[] }>(
      `/tenants/${tenant.id}/connectors`,
    )
    assert.deepEqual(
      data.map(({ state }) => state),
      ['active'],
    )
  })
  await tab.page.context().close()
}

/** Waits for something, presses Tab until the focus is there, then Enter. */
async function press(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor()
  await tabTo(page, selector)
  await page.keyboard.press('Enter')
}

async function choose({ page, ...tab }: ConsoleTab): Promise<void> {
  await press(page, button('Begin the set-up'))
  await page.waitForURL('**/set-up')
  await page.getByRole('list', { name: 'Identity providers' }).waitFor()
  await checkPage({ page, ...tab }, 'set-up-choose')
  await page.keyboard.press('/')
  await page.keyboard.type('azure')
  await page.getByRole('button', { name: 'Microsoft Entra ID' }).waitFor()
  for (const _ of 'azure') await page.keyboard.press('Backspace')
  await page.getByRole('button', { name: 'Another identity provider' }).waitFor()
  await press(page, 'button:has(strong:text-is("Okta"))')
  await page.waitForURL('**/set-up/new/metadata?*')
  await screenStands(page)
}

async function giveMetadata({ page, ...tab }: ConsoleTab, address: string): Promise<void> {
  await page.getByText('Audience URI (SP Entity ID)').waitFor()
  await checkPage({ page, ...tab }, 'set-up-metadata')
  await tabTo(page, 'textarea')
  await page.keyboard.type('-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----')
  await page.getByText('private key', { exact: false }).first().waitFor()
  await checkPage({ page, ...tab }, 'set-up-metadata-refused')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(address)
  await page.getByText('Recognised').waitFor()
  await checkPage({ page, ...tab }, 'set-up-metadata-recognised')
  await press(page, button('Save and go on'))
  await page.waitForURL('**/set-up/con_*/map')
  await screenStands(page)
}

async function map({ page, ...tab }: ConsoleTab): Promise<void> {
  await page.getByRole('heading', { name: 'What arrives' }).waitFor()
  await checkPage({ page, ...tab }, 'set-up-map')
  await press(page, link('Go on to the test'))
  await page.waitForURL('**/set-up/con_*/test')
  await screenStands(page)
}

async function test({ page, ...tab }: ConsoleTab): Promise<void> {
  await checkPage({ page, ...tab }, 'set-up-test')
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    press(page, button('Start the test')),
  ])
  await page.getByText('Waiting for you in the other tab').waitFor()
  await checkPage({ page, ...tab }, 'set-up-test-waiting')
  await press(other, button('Begin the test'))
  await tabTo(other, '[name=person]')
  await press(other, button('Continue'))
  await other.waitForURL('**/test?result=*')
  await other.close()
  await page.getByText('The test passed').waitFor()
  await checkPage({ page, ...tab }, 'set-up-test-passed')
  await press(page, link('Map attributes'))
  await page.getByRole('table', { name: 'Fields and the attributes they come from' }).waitFor()
  await screenStands(page)
  await checkPage({ page, ...tab }, 'set-up-map-tested')
  await press(page, link('Go on to the test'))
  await press(page, link('Go on to activate'))
  await page.waitForURL('**/set-up/con_*/activate')
  await screenStands(page)
}

async function activate({ page, ...tab }: ConsoleTab): Promise<void> {
  await page.getByRole('heading', { name: 'What goes live' }).waitFor()
  await checkPage({ page, ...tab }, 'set-up-activate')
  await press(page, 'button:text-is("Activate")')
  await page.getByRole('heading', { name: 'Okta is live' }).waitFor()
  await checkPage({ page, ...tab }, 'set-up-live')
}

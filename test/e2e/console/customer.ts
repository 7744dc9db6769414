// The story of a customer: somebody of its IT takes single sign-on from a set-up link to live, with
// nothing but what their identity provider hands out. Then they take a wrong certificate.

import { strict as assert } from 'node:assert'
import { X509Certificate } from 'node:crypto'
import type { Page } from 'playwright-core'
import { type ApiClient, createApiClient } from '../../../dev/api-client.ts'
import { PEOPLE } from '../../../dev/idp/people.ts'
import { choose } from '../person.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole, screenStands } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { joinHome } from './people.ts'

const CUSTOMER = 'Globex'

interface Customer {
  readonly scene: Scene
  readonly api: ApiClient
  readonly tenantId: string
  readonly tab: ConsoleTab
}

/** From a set-up link to a login, and through a mistake. */
export async function checkCustomer(scene: Scene): Promise<void> {
  const { tally, stack } = scene
  const api = createApiClient(stack.workerOrigin, stack.seeded.apiKey)
  let link = ''
  await tally.check('An operator makes a tenant and a set-up link', async () => {
    link = await invite(scene)
  })
  const tenant = await api.findByName<{ id: string; name: string }>('/tenants', CUSTOMER)
  const { pathname, hash } = new URL(link)
  const tab = await openConsole(scene, pathname.slice('/console'.length) + hash)
  const customer = { scene, api, tenantId: tenant?.id ?? '', tab }
  await tally.check('Whatever the identity provider hands out is recognised', async () => {
    await chooseOkta(tab.page)
    await recogniseAll(customer)
  })
  await tally.check('A test login shows who the person would be, and goes live', () =>
    testAndActivate(customer),
  )
  await tally.check('A person of the customer logs in', () => logIn(customer))
  await tally.check('A wrong certificate fails the test, which says which one was expected', () =>
    takeWrongCertificate(customer),
  )
  await tally.check('Logins go on as before', () => logIn(customer))
  await tally.check('The right certificate passes again', () => mend(customer))
  await tally.check('The set-up made no error', () => assert.deepEqual(tab.faults, []))
  await tab.page.context().close()
}

/** What the operator does, in the console; the address of the link. */
async function invite(scene: Scene): Promise<string> {
  const { context } = await joinHome(scene, 'operator', 'inviting')
  const { page } = await openConsole(scene, '/tenants', context)
  await page.getByRole('button', { name: 'Create tenant' }).click()
  await page.getByLabel('Name', { exact: true }).fill(CUSTOMER)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/console/t/*/sso')
  await page.getByRole('link', { name: 'Set-up links' }).click()
  await page.getByRole('button', { name: 'Create set-up link' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('May put the set-up live').check()
  await dialog.getByRole('button', { name: 'Create set-up link' }).click()
  await dialog.getByText('This is shown once').waitFor()
  const url = /http\S+\/console\/setup#[\w-]{43}/.exec((await dialog.textContent()) ?? '')?.[0]
  await context.close()
  assert.ok(url)
  return url
}

async function chooseOkta(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Begin the set-up' }).click()
  await page.waitForURL('**/set-up')
  await page.locator('button:has(strong:text-is("Okta"))').click()
  await page.waitForURL('**/set-up/new/metadata?*')
  await screenStands(page)
}

/** XML, XML with line ends that a form wrote out, PEM, and at last the address, which is saved. */
async function recogniseAll({ scene: { stack }, tab }: Customer): Promise<void> {
  const { page } = tab
  const read = async (path: string) => (await fetch(stack.idpOrigin + path)).text()
  const box = page.locator('textarea').first()
  const sources: readonly (readonly [name: string, text: string, says: RegExp])[] = [
    ['xml', await read('/metadata'), /Recognised: .*metadata/i],
    ['broken', await read('/metadata.broken.txt'), /Recognised: .*metadata/i],
    ['one-line', (await read('/metadata')).replaceAll('\n', ' '), /Recognised: .*metadata/i],
    ['pem', await read('/certificate.pem'), /Recognised: .*certificate/i],
    ['url', `${stack.idpOrigin}/metadata`, /Recognised: .*(URL|address)/i],
  ]
  for (const [name, text, says] of sources) {
    await box.fill(text)
    await page.getByText(says).first().waitFor()
    if (name === 'pem') {
      await page.getByRole('textbox', { name: 'Sign-on URL' }).waitFor()
      await checkPage(tab, 'set-up-metadata-pem')
    }
  }
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.waitForURL('**/set-up/con_*/map')
  await screenStands(page)
}

async function testAndActivate({ tab }: Customer): Promise<void> {
  const { page } = tab
  await page.getByRole('link', { name: 'Go on to the test' }).click()
  await page.waitForURL('**/set-up/con_*/test')
  await runTest(page, 'Start the test')
  await page.getByText('The test passed').waitFor()
  await page.getByText(PEOPLE.priya.email).first().waitFor()
  await page.getByRole('link', { name: 'Go on to activate' }).click()
  await page.waitForURL('**/set-up/con_*/activate')
  await page.getByRole('heading', { name: 'What goes live' }).waitFor()
  await page.getByRole('button', { name: 'Activate', exact: true }).click()
  await page.getByRole('heading', { name: 'Okta is live' }).waitFor()
}

/** Presses a button that starts a test, and signs in as Priya in the tab that opens. */
async function runTest(page: Page, button: string): Promise<void> {
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: button }).first().click(),
  ])
  await other.getByRole('button', { name: 'Begin the test' }).click()
  await choose(other, 'good', 'priya')
  await other.waitForURL('**/test?result=*')
  await other.close()
}

interface Connector {
  readonly id: string
  readonly login_url: string
  readonly external_idp_id: string
}

async function connectorOf({ api, tenantId }: Customer): Promise<Connector> {
  const { data } = await api.get<{ data: readonly Connector[] }>(`/tenants/${tenantId}/connectors`)
  const [connector] = data
  assert.ok(connector)
  return connector
}

async function logIn(customer: Customer): Promise<void> {
  const { chromium } = customer.scene
  const page = await chromium.openPage()
  await page.goto((await connectorOf(customer)).login_url)
  await choose(page, 'good', 'priya')
  await page.getByText(PEOPLE.priya.email).first().waitFor()
  await page.context().close()
}

async function takeWrongCertificate(customer: Customer): Promise<void> {
  const { scene, api, tenantId, tab } = customer
  const { page } = tab
  const { idpOrigin } = scene.stack
  await tab.go(`/t/${tenantId}/sso/register`)
  await page.getByRole('textbox', { name: 'Name' }).fill('Okta, new certificate')
  const wrong = await (await fetch(`${idpOrigin}/other-certificate.pem`)).text()
  await page.locator('textarea').first().fill(wrong)
  await page.getByRole('textbox', { name: 'Sign-on URL' }).fill(`${idpOrigin}/sso`)
  await page.getByRole('textbox', { name: /^Issuer/ }).fill(`${idpOrigin}/metadata`)
  await page.getByRole('button', { name: /^Register|^Save/ }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/register'))
  const idp = await api.findByName<{ id: string; name: string }>(
    `/tenants/${tenantId}/external-idps`,
    'Okta, new certificate',
  )
  await useIdp(customer, idp?.id ?? '')
  await page.getByRole('button', { name: 'Start test' }).first().waitFor()
  await runTest(page, 'Start test')
  const right = await (await fetch(`${idpOrigin}/certificate.pem`)).text()
  const told = page.locator('main')
  await told.getByText('Certificate expected').waitFor()
  for (const certificate of [wrong, right])
    await told.getByText(fingerprintOf(certificate)).first().waitFor()
  await checkPage(tab, 'test-wrong-certificate')
}

const fingerprintOf = (pem: string): string =>
  new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()

/** Has the draft trust another external IdP, and opens the tests of the connector. */
async function useIdp(customer: Customer, external_idp_id: string): Promise<void> {
  const { api, tenantId, tab } = customer
  const { id } = await connectorOf(customer)
  const path = `/tenants/${tenantId}/connectors/${id}`
  const changed = await api.send('PATCH', path, { external_idp_id })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  await tab.go(`/t/${tenantId}/connectors/${id}/tests`)
}

async function mend(customer: Customer): Promise<void> {
  const { api, tenantId, tab } = customer
  const idp = await api.findByName<{ id: string; name: string }>(
    `/tenants/${tenantId}/external-idps`,
    'Okta',
  )
  await useIdp(customer, idp?.id ?? '')
  await runTest(tab.page, 'Start test')
  await tab.page.getByText('The test passed').waitFor()
  await checkPage(tab, 'test-passed')
}

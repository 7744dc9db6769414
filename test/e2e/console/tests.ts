// Tests of a connector and its mapping: a test is followed live, a failed one says what to mend, a
// received value becomes a rule by one click, and what passed goes live.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { type ApiClient, createApiClient } from '../../../dev/api-client.ts'
import type { PersonKey } from '../../../dev/idp/people.ts'
import type { Variant } from '../../../dev/idp/variants.ts'
import { assertRefused, choose } from '../person.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { signInBySso } from './people.ts'

interface Work {
  readonly scene: Scene
  readonly tab: ConsoleTab
  readonly page: Page
  readonly api: ApiClient
  /** Of the connector, in the API. */
  readonly resource: string
  /** Of the same, below `/console`. */
  readonly at: string
}

interface Connector {
  readonly active: { readonly version: string; readonly settings: object }
}

/** Tests and maps the connector of the demo tenant as its administrator. */
export async function checkConnectorTests(scene: Scene): Promise<void> {
  const { tally, stack } = scene
  const { seeded, workerOrigin } = stack
  const context = await signInBySso(scene, 'admin')
  const at = `/t/${seeded.tenantId}/connectors/${seeded.connectorId}`
  const tab = await openConsole(scene, `${at}/tests`, context)
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const resource = `/tenants/${seeded.tenantId}/connectors/${seeded.connectorId}`
  const work: Work = { scene, tab, page: tab.page, api, resource, at }
  const before = await api.get<Connector>(resource)
  await tally.check('A test is followed live, and its result can be read again', () =>
    checkPassed(work),
  )
  await tally.check('A test with another certificate says which one was expected', () =>
    checkForeignCertificate(work),
  )
  await tally.check('The history of tests is whole in light, dark, on a desk and on a phone', () =>
    checkHistory(work),
  )
  await tally.check('A received value becomes a rule by one click, and goes live once tested', () =>
    checkMapping(work),
  )
  await tally.check('The fixed address of tests leads an administrator to a result', () =>
    checkFixedAddress(work),
  )
  await tally.check('A refusal page leads an administrator to the check that refused', () =>
    checkReference(work),
  )
  await api.send('PATCH', resource, before.active.settings)
  await api.send('POST', `${resource}:activate`, { version: before.active.version })
  await context.close()
}

/** Starts a test with the button that is there, and answers it in its tab. */
async function runTest(
  { page, scene }: Work,
  button: string,
  { variant = 'good', person = 'thomas' }: { variant?: Variant; person?: PersonKey } = {},
): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: button }).click()
  const other = await opened
  await page.waitForURL('**/tests/tst_*')
  await page.getByText('Begin the test in the other tab').waitFor()
  await other.getByRole('button', { name: 'Begin the test' }).click()
  await other.waitForURL(`${scene.stack.idpOrigin}/**`)
  await page.getByText('Waiting for the identity provider').waitFor()
  await choose(other, variant, person)
  await other.waitForURL('**/test?result=*')
  return other
}

async function checkPassed(work: Work): Promise<void> {
  const { tab, page } = work
  const other = await runTest(work, 'Start test')
  await page.getByText('The test passed').waitFor()
  await page.getByText(/^A (new|known) user would be/).waitFor()
  await other.reload()
  const link = other.getByRole('link', { name: 'Review and activate in the console' })
  assert.equal(await link.getAttribute('href'), new URL(page.url()).pathname)
  await other.close()
  await checkPage(tab, 'test-passed')
  assert.ok(!page.url().includes('thomas'), 'the address names nobody')
  await page.reload()
  await page.getByRole('button', { name: /^Show all \d+ rules/ }).click()
  await page.getByText('Every audience restriction names us').waitFor()
  await checkPage(tab, 'test-rules')
}

async function checkForeignCertificate(work: Work): Promise<void> {
  const { tab, page, at } = work
  await tab.go(`${at}/tests`)
  await (await runTest(work, 'Start test', { variant: 'other_key' })).close()
  await page.getByText('Certificate expected').waitFor()
  const fingerprints = await page.getByText(/^[0-9a-f]{64}$/).allTextContents()
  assert.ok(new Set(fingerprints).size >= 2, 'expected and received differ')
  await page.getByText('Nothing of the message is shown').waitFor()
  await checkPage(tab, 'test-failed')
}

async function checkHistory({ tab, page, at }: Work): Promise<void> {
  await tab.go(`${at}/tests`)
  await page.getByText('dsig_signature_mismatch').waitFor()
  await checkPage(tab, 'tests')
}

async function checkMapping(work: Work): Promise<void> {
  const { tab, page, at, api, resource } = work
  await tab.go(`${at}/mapping`)
  // The last test failed: the values are those of the one before.
  await page.getByText('This test shows no values').waitFor()
  const passed = await page
    .getByLabel('Values from')
    .locator('option', { hasText: 'passed' })
    .first()
    .getAttribute('value')
  await page.getByLabel('Values from').selectOption(passed)
  await page.getByRole('row', { name: /First name.*Thomas/s }).waitFor()
  await page.getByLabel('By rules').check()
  await page.getByRole('button', { name: 'Add rule for supervisor' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Team leads')
  await dialog.getByLabel('Role', { exact: true }).fill('manager')
  await checkPage(tab, 'mapping-rule')
  await dialog.getByRole('button', { name: 'Add rule' }).click()
  await page
    .getByRole('row', { name: /Team leads\s*supervisor.*manager/s })
    .first()
    .waitFor()
  await checkPage(tab, 'mapping')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByText('It needs a test login before it goes live.').waitFor()
  await tab.go(`${at}/tests`)
  await (await runTest(work, 'Start test')).close()
  await page.getByRole('row', { name: /Roles.*supervisor \(Team leads\) → manager/s }).waitFor()
  await checkPage(tab, 'test-activate')
  await page.getByRole('button', { name: 'Activate the draft' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click()
  await page.getByText('This version is live').waitFor()
  const { active } = await api.get<{ active: { settings: { roles: { rules: object[] } } } }>(
    resource,
  )
  const rule = { match: 'exact', value: 'supervisor', label: 'Team leads', role: 'manager' }
  assert.deepEqual(active.settings.roles.rules, [rule])
}

async function checkFixedAddress({ page, scene }: Work): Promise<void> {
  const { workerOrigin, seeded, idpOrigin } = scene.stack
  const address = `${workerOrigin}/sso/${seeded.ssoKey.id}/test`
  const stranger = await scene.chromium.openPage()
  await stranger.goto(address)
  await stranger.getByRole('heading', { name: 'Sign in to test this connector' }).waitFor()
  await stranger.context().close()
  const tester = await page.context().newPage()
  await tester.goto(address)
  await tester.getByText('the version that is live is tested').waitFor()
  await tester.getByRole('button', { name: 'Begin the test' }).click()
  await tester.waitForURL(`${idpOrigin}/**`)
  await choose(tester, 'good', 'thomas')
  await tester.getByRole('link', { name: 'Review and activate in the console' }).click()
  await tester.getByText('The test passed').waitFor()
  await tester.close()
}

/** Tells whether a refusal comes within ten seconds. */
const isRefused = (page: Page): Promise<boolean> =>
  page
    .locator('main[data-refusal]')
    .waitFor({ timeout: 10_000 })
    .then(
      () => true,
      () => false,
    )

async function checkReference({ tab, page, scene }: Work): Promise<void> {
  const { stack } = scene
  const refused = await page.context().newPage()
  await refused.goto(stack.seeded.ssoKey.login_url)
  await refused.waitForURL(`${stack.idpOrigin}/**`)
  await choose(refused, 'wrong_audience', 'thomas')
  // Somebody who began before a version went live is sent to the IdP once more.
  if (!(await isRefused(refused))) await choose(refused, 'wrong_audience', 'thomas')
  await assertRefused(refused, 'saml_audience_mismatch')
  const way = await refused.getByRole('link', { name: 'see what happened' }).getAttribute('href')
  await refused.close()
  await tab.go(String(way).replace('/console', ''))
  await page.getByText('The Audience of the assertion is not our EntityID.').waitFor()
  await page.waitForURL(`**/console/t/${stack.seeded.tenantId}/events/evt_*`)
  await page.getByText('https://other.example').first().waitFor()
  await checkPage(tab, 'event')
}

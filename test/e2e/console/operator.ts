// The operator in the console: the first start, tenants, domains, applications, and the same for
// somebody of support, who sees it all and changes nothing.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole, screenStands } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { choosePassword, enrolAtSignIn, joinHome, PASSWORD } from './people.ts'

const EMAIL = 'olivia@operator.example'
const ARABIC = 'شركة الأفق للتجارة'

/** Checks the operator's screens, from the first start on. */
export async function checkOperator(scene: Scene): Promise<void> {
  const { tally } = scene
  const { page, newCode } = await checkFirstStart(scene)
  const context = page.context()
  const tab = await openConsole(scene, '/tenants', context)
  await tally.check('Tenants are searched for and made', () => checkTenants(scene, tab))
  await tally.check('The switcher leads to the tenants of before', () => checkSwitcher(tab))
  await tally.check('A domain is added, waited for and proven', () => checkDomains(scene, tab))
  await tally.check('An application is registered, changed and taken back', () =>
    checkApplications(tab),
  )
  await tally.check('A change that asks for a recent sign-in goes on after one', () =>
    checkStepUp(tab, newCode),
  )
  await tally.check('Support sees what an operator sees, and no button that changes it', () =>
    checkSupport(scene),
  )
  await tally.check('A demoted operator’s open tab says so', () => checkDemotion(scene))
  await tally.check('The operator’s screens broke no policy and made no error', () =>
    assert.deepEqual(tab.faults, []),
  )
  await context.close()
}

/** The first operator of the deployment, signed in. */
async function checkFirstStart(scene: Scene) {
  const { stack, tally } = scene
  const tab = await openConsole(scene, '/')
  const { page } = tab
  let newCode: () => Promise<string> = async () => ''
  await tally.check('The first start makes the home tenant and its first operator', async () => {
    await page.waitForURL('**/console/first-start')
    await page.getByLabel('OPERATOR_KEY').waitFor()
    await checkPage(tab, 'first-start')
    await page.getByLabel('OPERATOR_KEY').fill('not the key')
    await page.getByLabel('Name of your organisation').fill('Parley')
    await page.getByLabel('Your e-mail address').fill(EMAIL)
    await page.getByRole('button', { name: 'Create the home tenant' }).click()
    await page.getByText('This is not the OPERATOR_KEY').waitFor()
    await checkPage(tab, 'first-start.wrong-key')
    await page.getByLabel('OPERATOR_KEY').fill(stack.operatorKey)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Parley is ready' }).waitFor()
    await checkPage(tab, 'first-start.made')
    const link = await page.getByRole('link', { name: 'Choose your password' }).getAttribute('href')
    await choosePassword(page, link ?? '')
    newCode = await enrolAtSignIn(page)
    await page.waitForURL('**/console/tenants')
  })
  await tally.check('The first start is gone afterwards', async () => {
    await page.goto(`${stack.workerOrigin}/console/first-start`)
    await page.waitForURL('**/console/tenants')
  })
  return { page, newCode }
}

async function checkTenants({ stack }: Scene, tab: ConsoleTab): Promise<void> {
  const { page } = tab
  await page.getByRole('row').nth(1).waitFor()
  await checkPage(tab, 'tenants')
  await page.getByRole('searchbox').fill('nobody has this')
  await page.getByText('No tenant has this in its name').waitFor()
  await checkPage(tab, 'tenants.none')
  await page.getByRole('searchbox').fill('parl')
  await page.getByRole('link', { name: 'Parley' }).waitFor()
  assert.match(page.url(), /search=parl/)
  await page.getByRole('button', { name: 'Create tenant' }).click()
  await page.getByLabel('Name', { exact: true }).fill(ARABIC)
  await page.getByLabel('Your id').fill('crm-4711')
  await checkPage(tab, 'tenants.new')
  await page.reload()
  await page.getByRole('button', { name: 'Create tenant' }).click()
  // What was typed outlives a reload.
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), ARABIC)
  await page.getByLabel('Name', { exact: true }).press('Enter')
  await page.waitForURL('**/console/t/*/sso')
  const api = createApiClient(stack.workerOrigin, stack.seeded.apiKey)
  const made = await api.findByName('/tenants', ARABIC)
  assert.ok(made)
}

async function checkSwitcher(tab: ConsoleTab): Promise<void> {
  const { page } = tab
  await screenStands(page)
  await tab.go('/tenants?search=acme')
  await page.getByRole('row').nth(1).getByRole('link').click()
  await page.waitForURL('**/console/t/*/sso')
  await page.getByRole('button', { name: /change tenant/ }).click()
  await page.getByRole('menuitem', { name: ARABIC }).waitFor()
  await page.getByRole('menuitem', { name: 'All tenants' }).waitFor()
  await page.getByRole('menuitem', { name: ARABIC }).click()
  await page.getByRole('button', { name: `${ARABIC}: change tenant` }).waitFor()
}

async function checkDomains({ stack }: Scene, tab: ConsoleTab): Promise<void> {
  const { page } = tab
  await page.getByRole('link', { name: 'Domains' }).click()
  await page.getByRole('heading', { name: 'No domain yet' }).waitFor()
  await checkPage(tab, 'domains.empty')
  await page.getByRole('button', { name: 'Add domain' }).first().click()
  await page.getByLabel('Domain', { exact: true }).fill('somebody@horizon.example')
  await checkPage(tab, 'domains.add')
  await page.getByRole('dialog').getByRole('button', { name: 'Add domain' }).click()
  await page.getByText('Waits for the record').waitFor()
  await checkPage(tab, 'domains.pending')
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByText('The record is not there yet').waitFor()
  await checkPage(tab, 'domains.missing')
  const record = await page.getByText(/^edge-sso=/).textContent()
  await fetch(`${stack.dnsOrigin}/records/_edge-sso.horizon.example`, {
    method: 'PUT',
    body: record,
  })
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByText('Proven', { exact: true }).first().waitFor()
  await checkPage(tab, 'domains.proven')
}

async function checkApplications(tab: ConsoleTab): Promise<void> {
  const { page } = tab
  await page.getByRole('link', { name: 'Applications' }).click()
  await page.getByRole('heading', { name: 'No application yet' }).waitFor()
  await checkPage(tab, 'applications.empty')
  await page.getByRole('button', { name: 'Register application' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill('Ledger')
  await page.getByLabel('Landing URL').fill('https://ledger.example.com/')
  await page.getByLabel('Redirect URIs').fill('http://insecure.example.com/callback')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Register application' }).click()
  await dialog.locator('[aria-invalid]').waitFor()
  await checkPage(tab, 'applications.refused')
  await page.getByLabel('Redirect URIs').fill('https://ledger.example.com/callback')
  await dialog.getByRole('button', { name: 'Register application' }).click()
  await dialog.getByText('This is shown once').waitFor()
  await checkPage(tab, 'applications.secret')
  await dialog.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByRole('button', { name: 'Actions of Ledger' }).click()
  await page.getByRole('menuitem', { name: 'Change' }).click()
  await dialog.getByLabel('Name', { exact: true }).fill('Ledger 2')
  await checkPage(tab, 'applications.change')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('rowheader', { name: 'Ledger 2' }).waitFor()
  await checkPage(tab, 'applications')
  await page.getByRole('button', { name: 'Actions of Ledger 2' }).click()
  await page.getByRole('menuitem', { name: 'Take it back' }).click()
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('heading', { name: 'No application yet' }).waitFor()
  await page.getByRole('button', { name: 'Grant an application' }).first().click()
  await dialog.getByLabel('Application').selectOption({ label: 'Ledger 2 (ledger.example.com)' })
  await checkPage(tab, 'applications.grant')
  await dialog.getByRole('button', { name: 'Grant application' }).click()
  await page.getByRole('rowheader', { name: 'Ledger 2' }).waitFor()
}

/** The API is made to ask once; from there on everything is real. */
async function checkStepUp(tab: ConsoleTab, newCode: () => Promise<string>): Promise<void> {
  const { page } = tab
  await page.getByRole('link', { name: 'Domains' }).click()
  await page.getByRole('button', { name: 'Actions of horizon.example' }).click()
  await page.getByRole('menuitem', { name: 'Give the domain up' }).click()
  await page.route(
    '**/domains/*',
    (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'api_recent_authentication_required',
          authentication_url: `${new URL(page.url()).origin}/login/password`,
        }),
      }),
    { times: 1 },
  )
  await page.getByRole('dialog').getByRole('button', { name: 'Give the domain up' }).click()
  const confirm = page.getByRole('link', { name: 'Confirm' })
  await confirm.waitFor()
  await checkPage(tab, 'step-up')
  const [other] = await Promise.all([page.context().waitForEvent('page'), confirm.click()])
  await signIn(other, newCode)
  await page.getByRole('heading', { name: 'No domain yet' }).waitFor()
}

async function signIn(page: Page, newCode: () => Promise<string>): Promise<void> {
  await page.locator('#email').fill(EMAIL)
  await page.locator('#password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('#code').fill(await newCode())
  const closed = page.waitForEvent('close')
  await page.keyboard.press('Enter')
  await closed
}

async function checkSupport(scene: Scene): Promise<void> {
  const { context } = await joinHome(scene, 'support')
  const tab = await openConsole(scene, '/tenants', context)
  const { page } = tab
  await page.getByRole('row').nth(1).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Create tenant' }).count(), 0)
  await checkPage(tab, 'tenants.support')
  const { tenantId } = scene.stack.seeded
  for (const [path, button] of [
    ['domains', 'Add domain'],
    ['applications', 'Register application'],
    ['setup-links', 'Create set-up link'],
    ['users', 'Invite user'],
  ] as const) {
    await tab.go(`/t/${tenantId}/${path}`)
    assert.equal(await page.getByRole('button', { name: button }).count(), 0, path)
  }
  const refused = await page.evaluate(async (id) => {
    const answer = await fetch(`/api/v1/tenants/${id}/domains`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ domain: 'support.example' }),
    })
    return answer.status
  }, tenantId)
  assert.equal(refused, 403)
  await context.close()
}

async function checkDemotion(scene: Scene): Promise<void> {
  const { context, path } = await joinHome(scene, 'operator')
  const tab = await openConsole(scene, '/tenants', context)
  const { page } = tab
  await page.getByRole('row').nth(1).waitFor()
  const api = createApiClient(scene.stack.workerOrigin, scene.stack.operatorKey)
  await api.send('PATCH', path, { given_roles: [] })
  await page.getByRole('searchbox').fill('acme')
  await page.getByRole('heading', { name: 'You have no access to the console' }).waitFor()
  await checkPage(tab, 'demoted')
  await context.close()
}

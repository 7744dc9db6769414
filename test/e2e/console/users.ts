// The users of a tenant: found, linked to two connectors, signed out, kept out, let in again.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import { ACME } from '../../../dev/demo/names.ts'
import { PEOPLE } from '../../../dev/idp/people.ts'
import { testAndActivate } from '../../../dev/seed.ts'
import { assertLoggedIn, assertRefused, choose, goToIdp } from '../person.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole, screenStands } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { signInBySso } from './people.ts'

const { jane } = PEOPLE
const SECOND = 'Acme stores'

interface User {
  readonly id: string
  readonly email: string | null
  readonly roles: readonly string[]
}

/** An administrator looks after Jane. */
export async function checkUsers(scene: Scene): Promise<void> {
  const { tally, stack, chromium } = scene
  const { tenantId } = stack.seeded
  const visitor = await chromium.openPage()
  await goToIdp(visitor, stack)
  await choose(visitor, 'good', 'jane')
  await assertLoggedIn(visitor, stack, jane.email)
  await addConnector(scene)
  const tab = await openConsole(scene, `/t/${tenantId}/users`, await signInBySso(scene, 'maria'))
  const { page } = tab

  await tally.check('A user is found by the beginning of their e-mail address', async () => {
    await page.getByRole('row').filter({ hasText: 'Maria Lopez' }).waitFor()
    await checkPage(tab, 'users')
    await page.getByLabel('Search by e-mail address').fill('JANE.')
    await page.getByRole('row').filter({ hasText: 'Maria Lopez' }).waitFor({ state: 'detached' })
    assert.match(page.url(), /email=JANE/)
    await page.getByRole('link', { name: 'Jane Miller' }).click()
    await page.waitForURL('**/profile')
    await screenStands(page)
    await checkPage(tab, 'user-profile')
  })
  await tally.check('A user is linked to two connectors, and unlinked from one', () =>
    checkLinks(tab),
  )
  await tally.check('A session that is ended opens nothing any more', async () => {
    await openTab(page, 'Sessions')
    await checkPage(tab, 'user-sessions')
    await page.getByRole('button', { name: 'End all sessions' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End all sessions' }).click()
    await page.getByText('The user is not signed in anywhere.').waitFor()
    const answer = await visitor.goto(`${stack.workerOrigin}/session`)
    assert.equal(answer?.status(), 401)
  })
  await tally.check('The other tabs are whole', async () => {
    for (const name of ['Second factors', 'Events']) {
      await openTab(page, name)
      await checkPage(tab, `user-${name.toLowerCase().replace(' ', '-')}`)
    }
    await page.getByRole('link', { name: 'Signed in' }).first().waitFor()
  })
  await tally.check('A deactivated user is refused, and a reactivated one gets in', async () => {
    await openTab(page, 'Profile')
    await page.getByRole('button', { name: 'Deactivate user' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate user' }).click()
    await page.getByRole('button', { name: 'Reactivate user' }).waitFor()
    await visitor.goto(stack.seeded.ssoKey.login_url)
    await choose(visitor, 'good', 'jane')
    await assertRefused(visitor, 'login_user_inactive')
    await page.getByRole('button', { name: 'Reactivate user' }).click()
    await page.getByRole('button', { name: 'Deactivate user' }).waitFor()
    await visitor.goto(stack.seeded.ssoKey.login_url)
    await choose(visitor, 'good', 'jane')
    await assertLoggedIn(visitor, stack, jane.email)
  })
  await tally.check('Somebody is invited, edited and deleted', () => checkInvitation(tab, tenantId))
  await tally.check('The last administrator is not deactivated by mistake', () =>
    whileAlone(scene, () => checkLastAdministrator(tab, tenantId)),
  )
  await tally.check('The screens of users made no error', () => assert.deepEqual(tab.faults, []))
  await page.context().close()
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'User' }).getByRole('link', { name }).click()
  await page
    .getByRole('heading', { level: 2, name })
    .or(page.getByText('User id'))
    .first()
    .waitFor()
  await page.waitForLoadState('networkidle')
}

async function checkLinks({ page, ...tab }: ConsoleTab): Promise<void> {
  await openTab(page, 'SSO connectors')
  await page.getByRole('button', { name: 'Link connector' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(SECOND).check()
  await dialog.getByRole('button', { name: 'Link connector' }).click()
  await page.getByRole('row').filter({ hasText: SECOND }).waitFor()
  await page.getByRole('row').filter({ hasText: ACME.reference }).waitFor()
  await checkPage({ page, ...tab }, 'user-connectors')
  await page.getByRole('button', { name: `Actions of ${SECOND}` }).click()
  await page.getByRole('menuitem', { name: 'Unlink' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink connector' }).click()
  await page.getByRole('row').filter({ hasText: SECOND }).waitFor({ state: 'detached' })
}

async function checkInvitation(tab: ConsoleTab, tenantId: string): Promise<void> {
  const { page } = tab
  const name = 'Sam <b>Okoye</b> & نور'
  await tab.go(`/t/${tenantId}/users`)
  await page.getByRole('button', { name: 'Invite user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail address').fill('no address')
  await dialog.getByRole('button', { name: 'Invite user' }).click()
  await dialog.getByText('must be an e-mail address').first().waitFor()
  await dialog.getByLabel('E-mail address').fill('sam.okoye@acme.example')
  await dialog.getByLabel('First name').fill(name)
  await dialog.getByLabel(ACME.connector).check()
  await dialog.getByRole('button', { name: 'Invite user' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByLabel('Your own id').fill('hr-0815')
  await page.getByRole('button', { name: 'Save user' }).click()
  await page.getByText('User saved').first().waitFor()
  await checkPage(tab, 'user-invited')
  await page.getByRole('button', { name: 'Delete user' }).click()
  await page.getByLabel(/^Type/).fill('sam.okoye@acme.example')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/users')
  await screenStands(page)
  await page.getByRole('row').filter({ hasText: 'Maria Lopez' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'sam.okoye' }).waitFor({ state: 'detached' })
}

/** Keeps every other administrator of Acme out for a while: earlier scenes made some. */
async function whileAlone({ stack }: Scene, check: () => Promise<void>): Promise<void> {
  const api = createApiClient(stack.workerOrigin, stack.seeded.apiKey)
  const users = `/tenants/${stack.seeded.tenantId}/users`
  const { data } = await api.get<{ data: readonly User[] }>(`${users}?status=active&limit=100`)
  const others = data.filter(
    ({ roles, email }) => roles.includes('admin') && email !== PEOPLE.maria.email,
  )
  for (const { id } of others) await api.post(`${users}/${id}:deactivate`, {})
  await check()
  for (const { id } of others) await api.post(`${users}/${id}:reactivate`, {})
}

async function checkLastAdministrator(tab: ConsoleTab, tenantId: string): Promise<void> {
  const { page } = tab
  await tab.go(`/t/${tenantId}/users?email=maria`)
  await page.getByRole('link', { name: 'Maria Lopez' }).click()
  await page.getByRole('button', { name: 'Deactivate user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Deactivate user' }).click()
  await dialog.getByText('This is the last active administrator').waitFor()
  await checkPage(tab, 'user-last-administrator')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
}

/** A second connector of Acme that is live. */
async function addConnector({ stack: { seeded, workerOrigin } }: Scene): Promise<void> {
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const base = `/tenants/${seeded.tenantId}`
  const [first] = (
    await api.get<{ data: readonly { external_idp_id: string }[] }>(`${base}/connectors`)
  ).data
  const environment = 'non_production'
  const key = await api.post<{ id: string }>(`${base}/sso-keys`, { name: 'stores', environment })
  const connector = await api.post<{ id: string }>(`${base}/connectors`, {
    name: SECOND,
    reference: 'acme-stores',
    type: 'saml',
    sso_id: key.id,
    external_idp_id: first?.external_idp_id,
    name_id_format: 'persistent',
  })
  await testAndActivate(api, `${base}/connectors/${connector.id}`)
}

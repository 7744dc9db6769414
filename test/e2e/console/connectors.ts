// Connectors: a small change goes live without a test, another one asks for it, two editors at once
// see each other, and there is a way back.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { type ApiClient, createApiClient } from '../../../dev/api-client.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { signInBySso } from './people.ts'

interface Work {
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
  readonly latest: { readonly settings: Readonly<Record<string, unknown>> }
}

/** Works on the connector of the demo tenant as its administrator. */
export async function checkConnectors(scene: Scene): Promise<void> {
  const { tally, stack } = scene
  const { seeded, workerOrigin } = stack
  const context = await signInBySso(scene, 'admin')
  const list = `/t/${seeded.tenantId}/connectors`
  const tab = await openConsole(scene, list, context)
  const work: Work = {
    tab,
    page: tab.page,
    api: createApiClient(workerOrigin, seeded.apiKey),
    resource: `/tenants/${seeded.tenantId}/connectors/${seeded.connectorId}`,
    at: `${list}/${seeded.connectorId}`,
  }
  const before = await work.api.get<Connector>(work.resource)
  await tally.check('The connectors are whole in light, dark, on a desk and on a phone', () =>
    checkPage(tab, 'connectors'),
  )
  await tally.check('A connector is disabled and enabled from its row', () => checkSwitch(work))
  await tally.check('A change that needs a test says so, beside what is live', () =>
    checkNeedsTest(work),
  )
  await tally.check('A certificate that was entered waits for a test, and logins go on', () =>
    checkCertificate(work),
  )
  await tally.check('A small change goes live at once, and the console says why', () =>
    checkSmall(work),
  )
  await tally.check('Of two editors the second sees what changed, and loses nothing', () =>
    checkTwoEditors(work),
  )
  await tally.check('What was typed survives a reload, and puts back nothing of others', () =>
    checkReload(work),
  )
  await tally.check('A rollback shows what it changes, and brings it back', () =>
    checkRollBack(work, before.active.version),
  )
  await tally.check(
    'A connector is created, gets the settings of another one, and is deleted',
    () => checkLife(work, list),
  )
  await tally.check('The connectors broke no policy and made no error', () =>
    assert.deepEqual(tab.faults, []),
  )
  await work.api.send('PATCH', work.resource, before.active.settings)
  await context.close()
}

async function checkSwitch({ page }: Work): Promise<void> {
  for (const verb of ['Disable', 'Enable']) {
    await page
      .getByRole('button', { name: /^Actions of/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: verb }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: `${verb} connector` }).click()
    // It is the only way in of the administrators, so it takes a word more.
    if (verb === 'Disable') {
      await dialog.getByLabel(/^Leave the tenant without an administrator/).check()
      await dialog.getByRole('button', { name: 'Disable connector' }).click()
    }
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page
      .getByRole('table')
      .getByText(verb === 'Disable' ? 'Disabled' : 'Live')
      .first()
      .waitFor()
  }
}

const saveDraft = (page: Page) => page.getByRole('button', { name: /^Save draft/ }).click()

async function checkNeedsTest({ tab, page, at }: Work): Promise<void> {
  await tab.go(at)
  await page.getByLabel(/^E-mail domains/).fill('acme.example')
  await page.getByLabel('Ask the IdP to sign people in anew each time').check()
  await saveDraft(page)
  await page.getByText('It needs a test login before it goes live.').waitFor()
  await page.getByRole('link', { name: 'Test the draft' }).waitFor()
  await page.getByRole('cell', { name: 'acme.example' }).waitFor()
  assert.equal(await page.getByRole('button', { name: /^Activate/ }).count(), 0)
  await checkPage(tab, 'connector-draft')
}

async function checkCertificate({ tab, page, api, resource, at }: Work): Promise<void> {
  const tenant = resource.split('/connectors')[0]
  const { external_idp_id, sso_id } = await api.get<{ external_idp_id: string; sso_id: string }>(
    resource,
  )
  const key = await api.get<{ certificate_pem: string }>(`${tenant}/sso-keys/${sso_id}`)
  const idp = `${tenant}/external-idps/${external_idp_id}`
  await api.send('PATCH', resource, { email_domains: [], force_authn: false })
  const { body } = await api.send('PATCH', idp, { source: key.certificate_pem })
  await tab.go(at)
  await page.getByText('What we trust anew waits for a test').waitFor()
  assert.equal(await page.getByRole('button', { name: /^Activate/ }).count(), 0)
  const { certificates } = body as { certificates: { fingerprint_sha256: string }[] }
  const added = certificates.at(-1)?.fingerprint_sha256
  await api.send('DELETE', `${idp}/certificates/${added}`)
  await tab.go(at)
  await page.getByRole('heading', { name: 'What is live' }).waitFor()
}

async function checkSmall({ tab, page, api, resource }: Work): Promise<void> {
  await page.getByLabel('Session length in hours').fill('8')
  await saveDraft(page)
  await page.getByText(/No test login is needed/).waitFor()
  await page.getByRole('button', { name: 'Activate the draft' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('8 h').waitFor()
  await checkPage(tab, 'connector-activate')
  await dialog.getByRole('button', { name: 'Activate' }).click()
  await dialog.waitFor({ state: 'detached' })
  const { active } = await api.get<Connector>(resource)
  assert.equal((active.settings as { max_session_hours: number }).max_session_hours, 8)
}

async function checkTwoEditors({ tab, page, api, resource }: Work): Promise<void> {
  await page.getByLabel('Session length in hours').fill('3')
  await api.send('PATCH', resource, { max_session_hours: 5, force_authn: true })
  await saveDraft(page)
  await page.getByText('Somebody changed this while you were editing').waitFor()
  await page.getByRole('row', { name: /Session length.*5 h.*3 h/s }).waitFor()
  await checkPage(tab, 'connector-conflict')
  await page.getByRole('button', { name: 'Save mine' }).click()
  await page.getByText('Somebody changed this').waitFor({ state: 'detached' })
  const { latest } = await api.get<Connector>(resource)
  const { max_session_hours, force_authn } = latest.settings
  assert.deepEqual([max_session_hours, force_authn], [3, true])
}

async function checkReload({ page, api, resource }: Work): Promise<void> {
  await page.getByLabel('Session length in hours').fill('6')
  await api.send('PATCH', resource, { force_authn: false, sign_requests: true })
  await page.reload()
  await page.getByRole('button', { name: 'Undo changes' }).waitFor()
  assert.equal(await page.getByLabel('Session length in hours').inputValue(), '6')
  await saveDraft(page)
  await page.getByRole('button', { name: 'Undo changes' }).waitFor({ state: 'detached' })
  const { latest } = await api.get<Connector>(resource)
  const { max_session_hours, force_authn } = latest.settings
  assert.deepEqual([max_session_hours, force_authn], [6, false])
}

async function checkRollBack({ tab, page, api, resource, at }: Work, version: string) {
  await tab.go(`${at}/history`)
  await checkPage(tab, 'connector-history')
  const { data } = await api.get<{ data: { version: string; number: number }[] }>(
    `${resource}/versions`,
  )
  const number = data.find((one) => one.version === version)?.number
  await page.getByRole('button', { name: `Actions of version ${number}`, exact: true }).click()
  await page.getByRole('menuitem', { name: 'Roll back to it' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Session length').waitFor()
  await dialog.getByRole('button', { name: 'Roll back' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.equal((await api.get<Connector>(resource)).active.version, version)
}

async function checkLife({ tab, page, api, resource, at }: Work, list: string): Promise<void> {
  const tenant = resource.split('/connectors')[0]
  const key = await api.post<{ id: string; name: string }>(`${tenant}/sso-keys`, {
    name: 'spare',
    environment: 'non_production',
  })
  await tab.go(list)
  await page.getByRole('button', { name: 'Create connector' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Spare connector')
  await dialog.getByRole('button', { name: 'Create connector' }).click()
  await page.getByText('Not live yet').waitFor()
  await checkPage(tab, 'connector-new')
  await checkPromote(tab, at)
  await page.getByRole('button', { name: 'Delete connector' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete connector' }).click()
  await page.getByRole('heading', { name: 'Connectors' }).waitFor()
  await page.getByText('Spare connector', { exact: true }).waitFor({ state: 'detached' })
  await api.send('DELETE', `${tenant}/sso-keys/${key.id}?confirm=spare`)
}

/** Copies what is live to the connector of the other environment, and ends there. */
async function checkPromote({ page, go }: ConsoleTab, from: string): Promise<void> {
  await go(from)
  const format = page.getByLabel('NameID format')
  const live = await format.inputValue()
  await go(`${from}/history`)
  await page.getByRole('button', { name: 'Promote', exact: true }).click()
  await page.getByRole('heading', { name: /Spare connector/ }).waitFor()
  assert.equal(await format.inputValue(), live)
}

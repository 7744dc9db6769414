// SSO integrations: SSO keys from issue to deletion, and an external IdP from whatever its
// administrator has at hand.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import type { Scene } from '../scene.ts'
import { type ConsoleTab, openConsole } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { signInBySso } from './people.ts'

const BOX = 'Metadata or certificate'

/** Works on the SSO integrations of the demo tenant as its administrator. */
export async function checkSso(scene: Scene): Promise<void> {
  const { tally, stack } = scene
  const context = await signInBySso(scene, 'admin')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const at = `/t/${stack.seeded.tenantId}/sso`
  const tab = await openConsole(scene, at, context)
  const { page } = tab
  await tally.check('SSO integrations are whole in light, dark, on a desk and on a phone', () =>
    checkPage(tab, 'sso'),
  )
  await tally.check('An SSO key is issued, copied, renamed and deleted by its name', () =>
    checkKeys(page),
  )
  await tab.go(`${at}/register`)
  await tally.check('An IdP is recognised from whatever its administrator has', () =>
    checkSources(scene, page),
  )
  await tally.check('What is no source is refused, with what to do', () => checkRefused(page))
  await tally.check('Registering an IdP is whole while it shows what it recognised', async () => {
    await page.getByLabel(BOX).fill(await metadataOf(scene))
    await page.getByText('Recognised: SAML metadata').waitFor()
    await checkPage(tab, 'register-idp')
  })
  await tally.check('An IdP is registered, gets a certificate, loses it, and is deleted', () =>
    checkIdp(scene, tab),
  )
  await tally.check('SSO integrations broke no policy and made no error', () =>
    assert.deepEqual(tab.faults, []),
  )
  await context.close()
}

const metadataOf = async ({ stack }: Scene): Promise<string> =>
  (await fetch(`${stack.idpOrigin}/metadata`)).text()

/** A certificate that is not that of the demo IdP. */
async function otherPem({ stack: { seeded, workerOrigin } }: Scene): Promise<string> {
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const key = `/tenants/${seeded.tenantId}/sso-keys/${seeded.ssoKey.id}`
  return (await api.get<{ certificate_pem: string }>(key)).certificate_pem
}

async function checkKeys(page: Page): Promise<void> {
  await page.getByText('1 of 5').waitFor()
  await page.getByRole('button', { name: 'Issue additional SSO key' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Issue SSO key' })
  await dialog.getByLabel('Key name').fill('okta-staging')
  await dialog.getByRole('radio', { name: /^Non-production/ }).check()
  await page.keyboard.press('Enter')
  await page.getByText('2 of 5').waitFor()
  await page.getByRole('button', { name: 'Copy EntityID' }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  assert.match(copied, /\/sso\/sso_\w+\/saml\/metadata$/)

  await page.getByRole('button', { name: 'Rename SSO key' }).click()
  await page.getByRole('dialog').getByLabel('Key name').fill('okta-tests')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Delete SSO key' }).click()
  await page.getByLabel('Type “okta-tests” to confirm').fill('okta-tests')
  await page.keyboard.press('Enter')
  await page.getByText('1 of 5').waitFor()
}

async function checkSources(scene: Scene, page: Page): Promise<void> {
  const metadata = await metadataOf(scene)
  const pem = await otherPem(scene)
  const der = pem.replace(/-----[^-]+-----|\s/g, '')
  const SOURCES = [
    [`${scene.stack.idpOrigin}/metadata`, /address of metadata/],
    [metadata, /SAML metadata/],
    [metadata.replaceAll('\n', '&#13;\n'), /SAML metadata/],
    [pem, /a certificate/],
    [pem.replaceAll('\n', '\\n'), /a certificate/],
    [pem.replaceAll('\n', ''), /a certificate/],
    [der, /a certificate/],
  ] as const
  for (const [source, recognised] of SOURCES) {
    await page.getByLabel(BOX).fill('')
    await page.getByText('Recognised: ').waitFor({ state: 'detached' })
    await page.getByLabel(BOX).fill(source)
    const notice = page.getByText('Recognised: ')
    await notice.waitFor()
    assert.match((await notice.textContent()) ?? '', recognised, source.slice(0, 60))
  }
  const file = { name: 'idp.cer', mimeType: 'application/octet-stream' }
  await page.getByLabel(BOX).fill('')
  await page
    .getByLabel(/^Or choose a file/)
    .setInputFiles({ ...file, buffer: Buffer.from(der, 'base64') })
  await page.getByText('Recognised: a certificate').waitFor()
  await page.getByLabel(/^Sign-on URL/).waitFor()
}

async function checkRefused(page: Page): Promise<void> {
  const box = page.getByLabel(BOX)
  await box.fill('-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----')
  await page.getByText(/This is a private key/).waitFor()
  await box.fill('<!doctype html><title>Sign in</title>')
  await page.getByText(/This is not SAML 2.0 metadata/).waitFor()
  const file = page.getByLabel(/^Or choose a file/)
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3_000, 0x81)])
  await file.setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.getByText(/Got: a JPEG image/).waitFor()
  const large = Buffer.alloc(2 * 1024 * 1024 + 1, 0x20)
  await file.setInputFiles({ name: 'federation.xml', mimeType: 'text/xml', buffer: large })
  await page.getByText(/This file is larger than 2 MiB/).waitFor()
  const submit = page.getByRole('button', { name: /^Register external IdP/ })
  assert.equal(await submit.getAttribute('aria-disabled'), 'true')
}

async function checkIdp(scene: Scene, tab: ConsoleTab): Promise<void> {
  const { page } = tab
  await page.getByLabel('Name', { exact: true }).fill('Second IdP')
  await page.getByRole('button', { name: 'Register external IdP' }).click()
  await page.getByRole('link', { name: 'Second IdP' }).click()
  await page.getByRole('heading', { name: 'Second IdP' }).waitFor()

  await page.getByLabel(BOX).fill(await otherPem(scene))
  await page.getByText('Recognised: a certificate').waitFor()
  await page.getByRole('button', { name: 'Save external IdP' }).click()
  const certificates = page.getByRole('button', { name: /^Actions of CN=/ })
  await page.getByText(/Test the connectors that use it/).waitFor()
  assert.equal(await certificates.count(), 2)
  await checkPage(tab, 'modify-idp')
  await certificates.last().click()
  await page.getByRole('menuitem', { name: /Remove certificate/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove certificate' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(await certificates.count(), 1)

  await page.getByRole('button', { name: 'Delete external IdP' }).click()
  await page.getByLabel('Type “Second IdP” to confirm').fill('Second IdP')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'SSO integrations' }).waitFor()
  await page.getByRole('link', { name: 'Second IdP' }).waitFor({ state: 'detached' })
}

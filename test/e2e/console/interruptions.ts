// What a request may have to wait for, as an administrator meets it: the service does not answer,
// the session ends in the middle of a form, a change asks for a recent proof, a file of the console
// is gone after a deployment. Nothing typed is lost, and the page goes on by itself.

import { strict as assert } from 'node:assert'
import type { BrowserContext, Page, Route } from 'playwright-core'
import { choose, goToIdp } from '../person.ts'
import type { Scene } from '../scene.ts'
import { openConsole } from './open-console.ts'

const ADDRESS = 'typed.before@demo.example'

/** Checks every interruption with a signed-in administrator. */
export async function checkInterruptions(scene: Scene): Promise<void> {
  const { tally, stack, chromium } = scene
  const first = await chromium.openPage()
  await goToIdp(first, stack)
  await choose(first, 'good', 'admin')
  await first.getByRole('heading', { name: 'Hello' }).waitFor()
  const users = `/t/${stack.seeded.tenantId}/users`
  const tab = await openConsole(scene, users, first.context())
  const { page } = tab

  await tally.check('An outage is said, and ends by itself', () => checkOutage(page))
  await tally.check('A session that ends loses nothing typed, and the form goes on', () =>
    checkLostSession(page, scene),
  )
  await tally.check('A step-up happens beside the page, and the change goes on', () =>
    checkStepUp(page, scene),
  )
  await tally.check('A file that is gone after a deployment reloads the page once', () =>
    checkMissingFile(page),
  )
  await tally.check('Interruptions broke no policy', () =>
    assert.deepEqual(
      tab.faults.filter((fault) => fault.includes('Policy')),
      [],
    ),
  )
  await first.context().close()
}

const problem = (status: number, members: object) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status, title: 'Not now', detail: 'Not now', mend: '', ...members }),
})

/** Answers the first requests of a kind otherwise; those after them reach the Worker. */
async function answerFirst(
  page: Page,
  pattern: string,
  times: number,
  answer: (route: Route) => Promise<void>,
): Promise<void> {
  let left = times
  await page.route(pattern, async (route) => {
    left--
    await (left >= 0 ? answer(route) : route.continue())
  })
}

async function checkOutage(page: Page): Promise<void> {
  await answerFirst(page, '**/api/v1/tenants/*/users*', 2, (route) =>
    route.fulfill({
      ...problem(503, { code: 'api_unavailable' }),
      headers: { 'Retry-After': '1', 'Content-Type': 'application/problem+json' },
    }),
  )
  await page.reload()
  await page.getByText('The service does not answer at the moment').waitFor()
  await page.getByRole('table', { name: 'Users' }).waitFor()
  await page.getByText('The service does not answer at the moment').waitFor({ state: 'detached' })
  await page.unroute('**/api/v1/tenants/*/users*')
}

async function typeInvitation(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Invite user' }).first().click()
  await page.getByRole('dialog').getByLabel('E-mail address').fill(address)
}

const sendInvitation = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Invite user' }).click()

/** Follows the way of a dialog in the tab that it opens, until that tab says that it is done. */
async function signInBeside(page: Page, button: string, { stack }: Scene): Promise<void> {
  const context: BrowserContext = page.context()
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: button, exact: true }).click()
  const beside = await opened
  await beside.waitForLoadState()
  const address = beside.locator('input[type=email]')
  if (await address.isVisible()) {
    await address.fill('ana.soehne@demo.example')
    await beside.getByRole('button').first().click()
  }
  await beside.waitForURL(`${stack.idpOrigin}/**`)
  await choose(beside, 'good', 'admin')
  await Promise.race([
    beside.waitForEvent('close'),
    beside.waitForURL('**/console/confirmed').catch(() => undefined),
  ])
}

async function checkLostSession(page: Page, scene: Scene): Promise<void> {
  await typeInvitation(page, ADDRESS)
  await page.context().clearCookies()
  await sendInvitation(page)
  await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
  await signInBeside(page, 'Sign in', scene)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.waitForURL('**/users/usr_*/profile')
}

async function checkStepUp(page: Page, scene: Scene): Promise<void> {
  const { workerOrigin, seeded } = scene.stack
  await page.getByRole('link', { name: 'Users', exact: true }).first().click()
  await page.waitForURL('**/users')
  await typeInvitation(page, `second.${ADDRESS}`)
  let isRefused = false
  await page.route('**/api/v1/tenants/*/users', async (route) => {
    if (isRefused || route.request().method() !== 'POST') return route.continue()
    isRefused = true
    return route.fulfill(
      problem(403, {
        code: 'api_recent_authentication_required',
        authentication_url: `${workerOrigin}/sso/${seeded.ssoKey.id}/auth?force_authn=true`,
      }),
    )
  })
  await sendInvitation(page)
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
  await signInBeside(page, 'Confirm', scene)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.waitForURL('**/users/usr_*/profile')
}

async function checkMissingFile(page: Page): Promise<void> {
  let documents = 0
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents++
  })
  await answerFirst(page, '**/assets/connectors-screen-*.js', 1, (route) =>
    route.fulfill({ status: 404, body: '' }),
  )
  await page.getByRole('link', { name: 'Connectors', exact: true }).click()
  await page.waitForURL('**/connectors')
  await page.getByRole('heading', { name: 'Connectors', level: 1 }).waitFor()
  assert.equal(documents, 1, 'the page was reloaded once')
}

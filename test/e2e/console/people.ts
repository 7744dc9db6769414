// The people who work in the console: an administrator who comes through SSO, and people who choose
// a password and a second factor.

import type { BrowserContext, Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import { PRODUCT } from '../../../dev/demo/names.ts'
import { PEOPLE, type PersonKey } from '../../../dev/idp/people.ts'
import { readTypedSecret, totpCode } from '../../support/totp.ts'
import { choose } from '../person.ts'
import type { Scene } from '../scene.ts'

export const PASSWORD = 'seven lanterns along the quiet canal'
const STEP = 30_000

/** A browser in which somebody of Acme came in through SSO, at the address of the console. */
export async function signInBySso(
  { stack, chromium }: Scene,
  person: PersonKey,
  returnTo = '/console/',
): Promise<BrowserContext> {
  const page = await chromium.openPage()
  const { login_url } = stack.seeded.ssoKey
  await page.goto(`${login_url}?return_to=${encodeURIComponent(returnTo)}`)
  await choose(page, 'good', person)
  await page.waitForURL(`${stack.workerOrigin}/console/**`)
  return page.context()
}

/** Chooses a password on the page of a one-time link. */
export async function choosePassword(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('Once more').fill(PASSWORD)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL((url) => url.pathname !== '/password')
}

/** Gives a user of Acme a password, in a browser of their own; returns it. */
export async function givePassword(
  { stack, chromium }: Scene,
  person: PersonKey,
): Promise<BrowserContext> {
  const { seeded, workerOrigin } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const users = `/tenants/${seeded.tenantId}/users`
  const { data } = await api.get<{ data: readonly { readonly id: string }[] }>(
    `${users}?email_prefix=${PEOPLE[person].email}`,
  )
  const page = await chromium.openPage()
  const link = `${users}/${data[0]?.id}:invite_password`
  await choosePassword(page, (await api.post<{ url: string }>(link, { deliver: 'answer' })).url)
  return page.context()
}

/**
 * Sets up an app for codes where a sign-in asks for it. Returns a maker of codes that were not used
 * before; it waits where one would be too far ahead.
 */
export async function enrolAtSignIn(page: Page): Promise<() => Promise<string>> {
  await page.getByRole('button', { name: 'Authenticator app' }).click()
  await page.locator('#code').waitFor()
  const secret = readTypedSecret(await page.content())
  let at = Date.now() - STEP
  await page.locator('#code').fill(await totpCode(secret, at))
  await page.keyboard.press('Enter')
  return async () => {
    at = Math.max(at + STEP, Date.now() - STEP)
    await page.waitForTimeout(Math.max(0, at - STEP - Date.now()))
    return totpCode(secret, at)
  }
}

/** Somebody of the home tenant with a given role, signed in; and their path in the API. */
export async function joinHome(
  { stack, chromium }: Scene,
  role: 'operator' | 'support',
  name: string = role,
): Promise<{ readonly context: BrowserContext; readonly path: string }> {
  const api = createApiClient(stack.workerOrigin, stack.operatorKey)
  const home = await createApiClient(stack.workerOrigin, stack.seeded.apiKey).findByName<{
    id: string
    name: string
  }>('/tenants', PRODUCT)
  const users = `/tenants/${home?.id}/users`
  const body = { email: `${name}.person@operator.example`, connector_ids: [], given_roles: [role] }
  const { id } = await api.post<{ id: string }>(users, body)
  const link = await api.post<{ url: string }>(`${users}/${id}:invite_password`, {
    deliver: 'answer',
  })
  const page = await chromium.openPage()
  await choosePassword(page, link.url)
  await enrolAtSignIn(page)
  await page.waitForURL((url) => url.pathname !== '/login/second-factor')
  return { context: page.context(), path: `${users}/${id}` }
}

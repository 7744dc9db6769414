// What a scripted person does again and again: log in, one way or another, and look at what came of
// it.

import { strict as assert } from 'node:assert'
import { type Browser, openBrowser, type Page } from '../browser.ts'
import { unescapeHtml } from '../html-forms.ts'
import type { PersonKey } from '../idp/people.ts'
import type { Variant } from '../idp/variants.ts'
import type { Stack } from '../stack.ts'

export const SESSION_COOKIE = '__Host-session'

/** Goes to the IdP by the login URL; returns the page on which the IdP asks who it is. */
export async function goToIdp(browser: Browser, { seeded, idpOrigin }: Stack): Promise<Page> {
  const page = await browser.visit(seeded.ssoKey.login_url)
  assert.equal(page.url.origin, idpOrigin, `the IdP asks, not ${page.url}`)
  return page
}

/** Chooses a person and an answer; returns the page that carries the answer to us, not yet sent. */
export const choose = (
  browser: Browser,
  choice: Page,
  variant: Variant,
  person: PersonKey = 'representative',
): Promise<Page> => browser.submit(choice, { person, variant })

/** Logs in from nothing in a new browser and returns it with the page where it arrived. */
export async function logIn(stack: Stack, person: PersonKey) {
  const browser = openBrowser()
  const answer = await choose(browser, await goToIdp(browser, stack), 'good', person)
  return { browser, answer, arrived: await browser.submit(answer) }
}

/** Asserts that a page is our refusal with this code, and that no session came of it. */
export async function assertRefused(
  browser: Browser,
  page: Page,
  code: string,
  { workerOrigin }: Stack,
): Promise<void> {
  assert.equal(refusalOf(page), code, `${page.status} at ${page.url}`)
  assert.ok(page.status >= 400 && page.status < 500, `status ${page.status}`)
  assert.ok(!browser.cookieNames('localhost').includes(SESSION_COOKIE), 'a session was made')
  assert.equal((await browser.visit(`${workerOrigin}/session`)).status, 401)
}

/** The code of the refusal that a page shows, if it shows one. */
export const refusalOf = (page: Page): string | undefined =>
  /data-refusal="([^"]+)"/.exec(page.body)?.[1]

/** What the demo application says went wrong, if it says so. */
export const problemOf = (page: Page): string | undefined =>
  /data-problem>([^<]*)/.exec(page.body)?.[1]

/** The claims in the table of the demo application. */
export function claimsOf(page: Page): Readonly<Record<string, string>> {
  const cells = page.body.matchAll(/data-claim="([^"]+)">\s*<bdi>([\s\S]*?)<\/bdi>/g)
  return Object.fromEntries(
    [...cells].map(([, name, value]) => [name ?? '', unescapeHtml(value ?? '')]),
  )
}

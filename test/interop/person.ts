// The person who logs in at an IdP, and what became of that.

import { strict as assert } from 'node:assert'
import { type Browser, openBrowser, type Page } from '../../dev/browser.ts'
import { assertRefused } from '../../dev/smoke/person.ts'
import type { Peer } from './peer.ts'
import type { Scene } from './scene-shape.ts'

/** Alice, in the words of her attributes. */
export const aliceOf = ({ domain }: Peer) => ({
  userId: ['00042'],
  email: [`alice@${domain}`],
  firstName: ['Alice'],
  lastName: ["O'Léary & <Söns>"],
  nameAlias: ['Al'],
  roles: ['admin', 'editor'],
  groups: ['staff', 'ops'],
  concurrency: ['3'],
  costCenter: ['4711'],
})

/** Somebody who administers nothing, for what may not be done to the last administrator. */
export const bobOf = (peer: Peer) => ({
  ...aliceOf(peer),
  userId: ['00043'],
  email: [`bob@${peer.domain}`],
  firstName: ['Bob'],
  roles: ['editor'],
})

/** Where the application begins a login through the IdP. */
export const startUrl = ({ stack, ssoKey }: Scene): string =>
  `${stack.appOrigin}/login?sso_id=${ssoKey.id}`

/** Logs in from the application with a new browser. */
export async function logIn(scene: Scene): Promise<{ browser: Browser; arrived: Page }> {
  const browser = openBrowser()
  const answer = await answerOf(scene, browser, startUrl(scene))
  return { browser, arrived: await browser.submit(answer) }
}

/** Logs in at the login URL of the SSO key, asking for no address, and returns where that ends. */
export async function land(
  scene: Scene,
  browser = openBrowser(),
): Promise<{ browser: Browser; page: Page }> {
  const answer = await answerOf(scene, browser, scene.ssoKey.login_url)
  return { browser, page: await browser.submit(answer) }
}

/**
 * From an address that leads to the IdP, by our redirect or our own form, to the page that carries
 * its answer.
 */
export async function answerOf(scene: Scene, browser: Browser, url: string): Promise<Page> {
  return answerFrom(scene, browser, await browser.visit(url))
}

/** The same from where a login or a test has begun. */
export async function answerFrom({ idp }: Scene, browser: Browser, first: Page): Promise<Page> {
  const asked = first.body.includes('name="SAMLRequest"') ? await browser.submit(first) : first
  return idp.answer(browser, asked)
}

/**
 * Signs out here, goes on to an IdP that takes part as the page does by itself, and returns where
 * that ends.
 */
export async function signOut({ stack }: Scene, browser: Browser): Promise<Page> {
  const asked = await browser.visit(`${stack.workerOrigin}/logout`)
  const left = await browser.submit(asked)
  const url = /content="0;url=([^"]+)"/.exec(left.body)?.[1]?.replaceAll('&amp;', '&')
  return url === undefined ? left : browser.visit(url, left)
}

/** Tells whether the browser has a session with us. */
export const isSignedIn = async (scene: Scene, browser: Browser): Promise<boolean> =>
  (await visitSession(scene, browser)).status === 200

/** What we tell the browser of its session. */
export const visitSession = ({ stack }: Scene, browser: Browser): Promise<Page> =>
  browser.visit(`${stack.workerOrigin}/session`)

/** Asserts that a login is refused, and returns what the event of that says. */
export async function expectRefusal(scene: Scene, code: string): Promise<RefusedEvent> {
  const { browser, arrived } = await logIn(scene)
  await assertRefused(browser, arrived, code, scene.stack)
  const reference = /evt_[0-9a-z]{24}/.exec(arrived.body)?.[0] ?? ''
  const event = await scene.api.get<RefusedEvent>(`${scene.tenantPath}/events/${reference}`)
  assert.equal(event.code, code)
  return event
}

interface RefusedEvent {
  readonly code: string
  readonly data: { readonly expected?: unknown; readonly got?: unknown }
}

// The person whom SimpleSAMLphp knows, who logs in through its real form, and what became of that.

import { strict as assert } from 'node:assert'
import { type Browser, openBrowser, type Page } from '../../dev/browser.ts'
import { assertRefused, claimsOf } from '../../dev/smoke/person.ts'
import type { Scene } from './scene.ts'
import type { Signing } from './simplesamlphp.ts'

type Attributes = Readonly<Record<string, readonly string[]>>

/** Alice, in the words of her attributes. */
export const ALICE = {
  userId: ['00042'],
  email: ['alice@interop.example'],
  firstName: ['Alice'],
  lastName: ["O'Léary & <Söns>"],
  nameAlias: ['Al'],
  roles: ['admin', 'editor'],
  groups: ['staff', 'ops'],
  concurrency: ['3'],
  costCenter: ['4711'],
} satisfies Attributes

/** Somebody who administers nothing, for what may not be done to the last administrator. */
export const BOB = {
  ...ALICE,
  userId: ['00043'],
  email: ['bob@interop.example'],
  firstName: ['Bob'],
  roles: ['editor'],
}

/** What the IdP says of who logs in from now on, beside or in place of what it says of alice. */
export const changeAlice = ({ idp }: Scene, change: Attributes): void =>
  idp.setPeople({ 'alice:alicepw': { ...ALICE, ...change } })

/** Has the IdP say nothing of an attribute of alice. */
export function withholdOfAlice({ idp }: Scene, withheld: keyof typeof ALICE): void {
  const said = Object.entries(ALICE).filter(([name]) => name !== withheld)
  idp.setPeople({ 'alice:alicepw': Object.fromEntries(said) })
}

/** Where the application begins a login through SimpleSAMLphp. */
export const startUrl = ({ stack, ssoKey }: Scene): string =>
  `${stack.appOrigin}/login?sso_id=${ssoKey.id}`

/** Logs in from the application with a new browser. */
export async function logIn(scene: Scene): Promise<{ browser: Browser; arrived: Page }> {
  const browser = openBrowser()
  const answer = await answerOf(browser, await browser.visit(startUrl(scene)))
  return { browser, arrived: await browser.submit(answer) }
}

/** Logs in at the login URL of the SSO key, asking for no address, and returns where that ends. */
export async function land(
  { ssoKey }: Scene,
  browser = openBrowser(),
): Promise<{ browser: Browser; page: Page }> {
  const answer = await answerOf(browser, await browser.visit(ssoKey.login_url))
  return { browser, page: await browser.submit(answer) }
}

/** Signs out here, goes on to the IdP as the page does by itself, and returns where that ends. */
export async function signOut({ stack }: Scene, browser: Browser): Promise<Page> {
  const asked = await browser.visit(`${stack.workerOrigin}/logout`)
  const leaving = await browser.submit(asked)
  const url = /content="0;url=([^"]+)"/.exec(leaving.body)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(url, `no way to the identity provider: ${leaving.status}`)
  return browser.visit(url, leaving)
}

/**
 * From our redirect (or our own form) to the page that carries the IdP's answer: through its password form, or at once where it
 * still knows the person.
 */
export async function answerOf(browser: Browser, first: Page): Promise<Page> {
  const asked = first.body.includes('name="SAMLRequest"') ? await browser.submit(first) : first
  if (asked.body.includes('name="SAMLResponse"')) return asked
  const answer = await browser.submit(
    asked,
    { username: 'alice', password: 'alicepw' },
    (form) => 'username' in form.fields,
  )
  assert.ok(answer.body.includes('name="SAMLResponse"'), `no answer: ${titleOf(answer)}`)
  return answer
}

const titleOf = ({ body }: Page): string => /<h2[^>]*>([^<]*)/.exec(body)?.[1] ?? 'unknown page'

/** Tells whether the browser has a session with us. */
export const isSignedIn = async (scene: Scene, browser: Browser): Promise<boolean> =>
  (await visitSession(scene, browser)).status === 200

/** What we tell the browser of its session. */
export const visitSession = ({ stack }: Scene, browser: Browser): Promise<Page> =>
  browser.visit(`${stack.workerOrigin}/session`)

/** Has the IdP sign in some way, and asserts that a login works. */
export async function expectLogin(scene: Scene, signing: Signing): Promise<void> {
  scene.idp.sign(signing)
  const { arrived } = await logIn(scene)
  assert.equal(claimsOf(arrived).email, ALICE.email[0], `${arrived.status} at ${arrived.url}`)
}

/** Asserts that a login of alice is refused, and returns what the event of that says. */
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

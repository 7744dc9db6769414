// A person logs in, is known, comes back, and leaves.

import { strict as assert } from 'node:assert'
import { openBrowser } from '../browser.ts'
import { unescapeHtml } from '../html-forms.ts'
import { PEOPLE } from '../idp/people.ts'
import type { Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'
import {
  assertRefused,
  choose,
  claimsOf,
  goToIdp,
  logIn,
  problemOf,
  SESSION_COOKIE,
} from './person.ts'

/** Checks the good way, from both ends, and that honest accidents do no harm. */
export async function checkLogin(tally: Tally, stack: Stack): Promise<void> {
  const { workerOrigin, appOrigin, idpOrigin, seeded } = stack
  const browser = openBrowser()

  await tally.check('The application sends a new person to the IdP', async () => {
    const page = await browser.visit(`${appOrigin}/login`)
    assert.equal(page.url.origin, idpOrigin)
    const answer = await choose(browser, page, 'good', 'representative')
    const arrived = await browser.submit(answer)
    assert.equal(arrived.url.href, `${appOrigin}/`, problemOf(arrived))
  })
  await tally.check('The application knows who it is', async () => {
    const { email, firstName, lastName, roles } = PEOPLE.representative
    const claims = claimsOf(await browser.visit(`${appOrigin}/`))
    assert.equal(claims.iss, workerOrigin)
    assert.equal(claims.aud, seeded.clientId)
    assert.equal(claims.email, email)
    assert.equal(claims.given_name, firstName)
    assert.equal(claims.family_name, lastName)
    assert.deepEqual(JSON.parse(claims.roles ?? 'null'), roles)
  })
  await tally.check('The session tells who and where', async () => {
    const page = await browser.visit(`${workerOrigin}/session`)
    assert.equal(page.status, 200)
    assert.ok(unescapeHtml(page.body).includes(PEOPLE.representative.lastName))
  })
  await tally.check('A second login needs no IdP', async () => {
    const page = await browser.visit(`${appOrigin}/login`)
    assert.equal(page.url.href, `${appOrigin}/`)
    assert.ok(page.via.every((url) => url.origin !== idpOrigin))
  })
  await tally.check('Logging out ends the session', async () => {
    const asked = await browser.submit(await browser.visit(`${appOrigin}/`))
    assert.equal(asked.url.href, `${workerOrigin}/logout`)
    const ended = await browser.submit(asked)
    assert.equal(ended.status, 200)
    assert.ok(!browser.cookieNames('localhost').includes(SESSION_COOKIE))
    assert.equal((await browser.visit(`${workerOrigin}/session`)).status, 401)
    assert.equal((await browser.visit(`${appOrigin}/login`)).url.origin, idpOrigin)
  })
  await checkLandings(tally, stack)
  await checkAccidents(tally, stack)
}

async function checkLandings(tally: Tally, stack: Stack): Promise<void> {
  const { appOrigin, seeded } = stack
  for (const person of ['supervisor', 'manager', 'admin'] as const)
    await tally.check(`The login URL brings the ${person} to the application`, async () => {
      const { arrived } = await logIn(stack, person)
      assert.equal(arrived.url.href, `${appOrigin}/`)
      const claims = claimsOf(arrived)
      assert.equal(claims.given_name, PEOPLE[person].firstName)
      assert.deepEqual(JSON.parse(claims.roles ?? 'null'), PEOPLE[person].roles)
    })
  await tally.check('return_to brings the person to the wanted place', async () => {
    const wanted = `${appOrigin}/login?wanted=1`
    const other = openBrowser()
    const choice = await other.visit(
      `${seeded.ssoKey.login_url}?return_to=${encodeURIComponent(wanted)}`,
    )
    const arrived = await other.submit(await choose(other, choice, 'good'))
    assert.ok(
      arrived.via.some((url) => url.href === wanted),
      `${arrived.via}`,
    )
  })
}

async function checkAccidents(tally: Tally, stack: Stack): Promise<void> {
  const { browser, answer, arrived } = await logIn(stack, 'representative')
  await tally.check('A double submit by the same browser just works', async () => {
    const again = await browser.submit(answer)
    assert.equal(again.url.href, arrived.url.href)
    assert.equal(claimsOf(again).sub, claimsOf(arrived).sub)
  })
  await tally.check('The same answer in another browser is refused', async () => {
    const thief = openBrowser()
    await assertRefused(thief, await thief.submit(answer), 'login_request_unknown', stack)
  })
  await tally.check('Two logins at once in one browser both work', async () => {
    const both = openBrowser()
    const [one, two] = [await goToIdp(both, stack), await goToIdp(both, stack)]
    for (const choice of [two, one]) {
      const page = await both.submit(await choose(both, choice, 'good', 'supervisor'))
      assert.equal(page.url.href, arrived.url.href)
    }
  })
}

// Signing out, at either end.

import { strict as assert } from 'node:assert'
import { claimsOf } from '../../dev/smoke/person.ts'
import type { Tally } from '../../dev/tally.ts'
import { answerOf, isSignedIn, logIn, signOut, startUrl } from './person.ts'
import type { Scene } from './scene-shape.ts'
import type { SimpleSamlPhp } from './simplesamlphp.ts'

/** Signs out here, signs in again, and signs out at the IdP. */
export async function checkSignOut(tally: Tally, scene: Scene<SimpleSamlPhp>): Promise<void> {
  await tally.check('Signing out here signs out at the identity provider too', async () => {
    const { browser } = await logIn(scene)
    assert.ok(await isSignedIn(scene, browser))
    const end = await signOut(scene, browser)
    assert.match(end.body, /has ended its session too/, `${end.status} at ${end.url}`)
    assert.equal(await isSignedIn(scene, browser), false)
    const again = await browser.visit(startUrl(scene))
    assert.match(again.body, /name="password"/, 'the identity provider still knows the person')
  })
  await tally.check('Who signs out and in again is the same user', async () => {
    const { browser, arrived } = await logIn(scene)
    await signOut(scene, browser)
    const answer = await answerOf(scene, browser, startUrl(scene))
    const back = await browser.submit(answer)
    assert.equal(claimsOf(back).sub, claimsOf(arrived).sub)
  })
  await tally.check('Logout at the identity provider ends our session', async () => {
    const { browser } = await logIn(scene)
    const other = await logIn(scene)
    assert.ok(await isSignedIn(scene, browser))
    const end = await browser.visit(scene.idp.logoutUrl)
    assert.equal(await isSignedIn(scene, browser), false, `${end.status} at ${end.url}`)
    assert.ok(await isSignedIn(scene, other.browser), 'another session of the person ended')
  })
}

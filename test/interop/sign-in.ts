// A first login: what arrives, at the application and in the record of the person, and that it
// arrives unchanged.

import { strict as assert } from 'node:assert'
import { openBrowser, type Page } from '../../dev/browser.ts'
import { assertRefused, claimsOf, problemOf } from '../../dev/smoke/person.ts'
import type { Tally } from '../../dev/tally.ts'
import { aliceOf, answerOf, logIn, startUrl } from './person.ts'
import { testAndActivate } from './scene.ts'
import type { Scene } from './scene-shape.ts'

/** Tests and activates the connector, and logs in. */
export async function checkSignIn(tally: Tally, scene: Scene): Promise<void> {
  const { stack, api, connectorPath, tenantPath } = scene
  const alice = aliceOf(scene.idp)
  let sub = ''
  await tally.check('The test passes through the login form', () => testAndActivate(scene))
  await tally.check('A login brings the identity to the application', async () => {
    const { arrived } = await logIn(scene)
    assert.equal(arrived.url.href, `${stack.appOrigin}/`, problemOf(arrived))
    const claims = claimsOf(arrived)
    assert.equal(claims.email, alice.email[0])
    assert.equal(claims.given_name, alice.firstName[0])
    assert.equal(claims.family_name, alice.lastName[0])
    assert.deepEqual(JSON.parse(claims.roles ?? 'null'), alice.roles)
    sub = claims.sub ?? ''
  })
  await tally.check('The first login has made a user with everything the IdP says', async () => {
    const user = await api.get<object>(`${tenantPath}/users/${sub}`)
    const said = {
      tenant_id: stack.seeded.tenantId,
      status: 'active',
      email: alice.email[0],
      user_id: '00042',
      first_name: 'Alice',
      last_name: "O'Léary & <Söns>",
      name_alias: 'Al',
      concurrency: 3,
      roles: alice.roles,
      given_roles: [],
      groups: alice.groups,
      custom: { cost_center: 4711 },
    }
    assert.deepEqual({ ...user, ...said }, user)
  })
  await tally.check('The same person is the same user at every login', async () => {
    const [one, two] = [await logIn(scene), await logIn(scene)]
    assert.equal(claimsOf(one.arrived).sub, sub)
    assert.equal(claimsOf(two.arrived).sub, sub)
  })
  await tally.check('A tampered response is refused', async () => {
    const browser = openBrowser()
    const answer = await answerOf(scene, browser, startUrl(scene))
    const page = await browser.submit(answer, { SAMLResponse: tamper(answer) })
    await assertRefused(browser, page, 'dsig_digest_mismatch', stack)
  })
  await tally.check('The connector is active', async () => {
    const { active_version } = await api.get<{ active_version: unknown }>(connectorPath)
    assert.ok(active_version)
  })
}

/** Changes one role inside the signed bytes. */
function tamper(answer: Page): string {
  const field = /name="SAMLResponse" value="([^"]+)"/.exec(answer.body)?.[1] ?? ''
  const xml = Buffer.from(field, 'base64').toString('utf8')
  const changed = xml.replace('>editor<', '>edit0r<')
  assert.notEqual(changed, xml)
  return Buffer.from(changed).toString('base64')
}

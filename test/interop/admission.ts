// Whom we do not let in, although the IdP does.

import { strict as assert } from 'node:assert'
import { claimsOf } from '../../dev/smoke/person.ts'
import type { Tally } from '../../dev/tally.ts'
import { aliceOf, bobOf, expectRefusal, isSignedIn, logIn } from './person.ts'
import type { Scene } from './scene-shape.ts'

/** Has the IdP say too little, or something else, of alice, and keeps somebody out by hand. */
export async function checkAdmission(tally: Tally, scene: Scene): Promise<void> {
  const { api, tenantPath, idp } = scene
  const alice = aliceOf(idp)
  await tally.check('A required attribute that no longer comes is named', async () => {
    const { lastName: _withheld, ...said } = alice
    idp.say(said)
    const event = await expectRefusal(scene, 'login_profile_incomplete')
    assert.equal(event.data.expected, 'lastName')
    assert.deepEqual(event.data.got, Object.keys(said))
    assert.doesNotMatch(JSON.stringify(event), /interop\.example/, 'a value stands in the event')
  })
  await tally.check('An e-mail address of another domain is refused', async () => {
    idp.say({ ...alice, email: ['alice@elsewhere.example'] })
    const { data } = await expectRefusal(scene, 'login_domain_foreign')
    assert.equal(data.got, 'elsewhere.example')
  })
  await tally.check(
    'More groups than a user may have are left out, and the event says so',
    async () => {
      idp.say({ ...alice, groups: Array.from({ length: 600 }, (_, at) => `group ${at}`) })
      const { arrived } = await logIn(scene)
      const { sub } = claimsOf(arrived)
      assert.deepEqual(
        (await api.get<{ groups: unknown }>(`${tenantPath}/users/${sub}`)).groups,
        [],
      )
      const { data } = await api.get<Events>(`${tenantPath}/events?user_id=${sub}&limit=1`)
      const [event] = data
      assert.equal(event?.type, 'login.admitted')
      const left = { field: 'groups', code: 'login_attribute_too_large', got: 600 }
      assert.deepEqual({ ...event.data.left_out?.[0], ...left }, event.data.left_out?.[0])
    },
  )
  await tally.check('Who is deactivated is out at once, and cannot come back', async () => {
    idp.say(bobOf(idp))
    const [one, two] = [await logIn(scene), await logIn(scene)]
    const user = `${tenantPath}/users/${claimsOf(one.arrived).sub}`
    await api.post(`${user}:deactivate`, {})
    for (const { browser } of [one, two]) assert.equal(await isSignedIn(scene, browser), false)
    await expectRefusal(scene, 'login_user_inactive')
    await api.post(`${user}:reactivate`, {})
    assert.equal(await isSignedIn(scene, one.browser), false, 'an ended session is back')
    const back = await logIn(scene)
    assert.equal(claimsOf(back.arrived).sub, claimsOf(one.arrived).sub)
  })
  idp.say(alice)
}

interface Events {
  readonly data: readonly {
    readonly type: string
    readonly data: { readonly left_out?: readonly object[] }
  }[]
}

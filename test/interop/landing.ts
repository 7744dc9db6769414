// Where people land, by the roles that the IdP says.

import { strict as assert } from 'node:assert'
import type { Tally } from '../../dev/tally.ts'
import { aliceOf, land, signOut, visitSession } from './person.ts'
import { changeConnector } from './scene.ts'
import type { Scene } from './scene-shape.ts'

/** Makes two applications and rules between them, and changes what alice is. */
export async function checkLanding(tally: Tally, scene: Scene): Promise<void> {
  const { idp } = scene
  const alice = aliceOf(idp)
  await tally.check('Rules of landing are tested and activated', async () => {
    const rules = [
      { ...(await makeApplication(scene, 'desk')), value: 'representative' },
      { ...(await makeApplication(scene, 'admin')), value: 'manager' },
    ]
    await changeConnector(scene, { landing: { rules } })
  })
  await tally.check('A representative lands in the desk, at every login', async () => {
    idp.say({ ...alice, roles: ['representative'] })
    const { browser, page } = await land(scene)
    assert.equal(page.url.pathname, '/desk')
    await signOut(scene, browser)
    assert.equal((await land(scene, browser)).page.url.pathname, '/desk')
  })
  await tally.check(
    'Whom the identity provider has made a manager lands elsewhere, without the old role',
    async () => {
      idp.say({ ...alice, roles: ['manager'] })
      const { browser, page } = await land(scene)
      assert.equal(page.url.pathname, '/admin')
      const session = await visitSession(scene, browser)
      assert.match(session.body, /manager/)
      assert.doesNotMatch(session.body, /representative/, 'the old role is still there')
    },
  )
  idp.say(alice)
}

async function makeApplication({ stack, api }: Scene, name: string) {
  const url = `${stack.appOrigin}/${name}`
  const application = await api.post<{ id: string }>('/applications', {
    name,
    landing_url: url,
    redirect_uris: [url],
    tenant_ids: [stack.seeded.tenantId],
    environment: 'production',
    token_endpoint_auth_method: 'none',
  })
  return { match: 'role', application_id: application.id }
}

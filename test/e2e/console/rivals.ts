// An operator and an administrator of the tenant change the same connector at the same time: the
// second one sees both changes and loses nothing, and the audit log names each of them.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { createApiClient } from '../../../dev/api-client.ts'
import type { Scene } from '../scene.ts'
import { openConsole } from './open-console.ts'
import { checkPage } from './page-checks.ts'
import { joinHome, signInBySso } from './people.ts'

interface Connector {
  readonly latest: {
    readonly settings: { readonly max_session_hours: number; readonly force_authn: boolean }
  }
}

interface Entry {
  readonly actor: { readonly type: string; readonly id: string | null }
}

/** Two people save what they see; the settings of before are put back. */
export async function checkRivals(scene: Scene): Promise<void> {
  const { tally, stack } = scene
  const { tenantId, connectorId, apiKey } = stack.seeded
  const api = createApiClient(stack.workerOrigin, apiKey)
  const resource = `/tenants/${tenantId}/connectors/${connectorId}`
  const before = await api.get<Connector>(resource)
  const { max_session_hours: hours, force_authn: anew } = before.latest.settings
  const wanted = hours === 6 ? 7 : 6
  const at = `/t/${tenantId}/connectors/${connectorId}`
  const operator = await openConsole(
    scene,
    at,
    (await joinHome(scene, 'operator', 'rival')).context,
  )
  const administrator = await openConsole(scene, at, await signInBySso(scene, 'maria'))

  await tally.check('An operator and an administrator change one connector at once', async () => {
    await operator.page.getByLabel('Session length in hours').fill(`${wanted}`)
    await administrator.page.getByLabel(/^Ask the IdP to sign people in anew/).setChecked(!anew)
    await save(operator.page)
    await operator.page
      .getByText(/^Draft \d+ saved/)
      .first()
      .waitFor()
    await save(administrator.page)
    await administrator.page.getByText('Somebody changed this while you were editing').waitFor()
    await checkPage(administrator, 'connector-rivals')
    await administrator.page.getByRole('button', { name: 'Save mine' }).click()
    await administrator.page
      .getByText(/^Draft \d+ saved/)
      .first()
      .waitFor()
    const { latest } = await api.get<Connector>(resource)
    const { max_session_hours, force_authn } = latest.settings
    assert.deepEqual([max_session_hours, force_authn], [wanted, !anew])
  })
  await tally.check('The audit log names the person behind each change', async () => {
    const { data } = await api.get<{ data: readonly Entry[] }>(`/audit?tenant_id=${tenantId}`)
    const [last, first] = data.map(({ actor }) => `${actor.type} ${actor.id?.slice(0, 4)}`)
    assert.deepEqual([first, last], ['operator usr_', 'user usr_'])
  })
  await tally.check('The rivals made no error', () =>
    assert.deepEqual([...operator.faults, ...administrator.faults], []),
  )
  await api.send('PATCH', resource, before.latest.settings)
  for (const { page } of [operator, administrator]) await page.context().close()
}

const save = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^Save draft/ }).click()

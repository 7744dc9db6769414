// The configuration of the demo tenant, carried into a deployment that has nothing: its own
// secrets, its own storage.

import { strict as assert } from 'node:assert'
import { type ApiClient, createApiClient } from '../api-client.ts'
import { landingUrl } from '../app/app.ts'
import { openBrowser } from '../browser.ts'
import { ACME, PRODUCT } from '../demo/names.ts'
import type { Lifetime } from '../lifetime.ts'
import { startEmptyDeployment } from '../scratch-stack.ts'
import { type SsoKeyResource, testAndActivate } from '../seed.ts'
import type { Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'
import { choose } from './person.ts'

interface Imported {
  readonly entries: readonly { readonly change: string }[]
}

/** Exports the demo tenant, imports it elsewhere, and logs in there. */
export async function checkConfigurationAsCode(
  tally: Tally,
  stack: Stack,
  lifetime: Lifetime,
): Promise<void> {
  const { seeded, workerOrigin } = stack
  const here = createApiClient(workerOrigin, seeded.apiKey)
  const exported = () => here.get<object>(`/tenants/${seeded.tenantId}/export`)

  await tally.check('Importing what was exported changes nothing', async () => {
    const changed = await importInto(here, seeded.tenantId, await exported())
    assert.deepEqual(new Set(changed), new Set(['unchanged']))
  })
  await tally.check('The exported document makes a working login elsewhere', async () => {
    const { origin, operatorKey } = await startEmptyDeployment(lifetime)
    const { secret } = await createApiClient(origin, operatorKey).post<{ secret: string }>(
      '/api-keys',
      { name: 'Import' },
    )
    const there = createApiClient(origin, secret)
    const tenant = await there.post<{ id: string }>('/tenants', { name: 'Imported' })
    const base = `/tenants/${tenant.id}`
    await there.post('/applications', {
      name: PRODUCT,
      landing_url: landingUrl(stack.appOrigin),
      redirect_uris: [landingUrl(stack.appOrigin)],
      tenant_ids: [tenant.id],
      token_endpoint_auth_method: 'none',
    })
    await importInto(there, tenant.id, await exported())
    const ssoKey = await there.findByName<SsoKeyResource>(`${base}/sso-keys`, ACME.ssoKey)
    const connector = await there.findByName<{ id: string; name: string }>(
      `${base}/connectors`,
      ACME.connector,
    )
    await testAndActivate(there, `${base}/connectors/${connector?.id}`)

    const browser = openBrowser()
    const choice = await browser.visit(ssoKey?.login_url ?? '')
    await browser.submit(await choose(browser, choice, 'good'))
    assert.equal((await browser.visit(`${origin}/session`)).status, 200)
  })
}

async function importInto(
  api: ApiClient,
  tenantId: string,
  document: object,
): Promise<readonly string[]> {
  const { status, body } = await api.send('PUT', `/tenants/${tenantId}/import`, document)
  assert.equal(status, 200, JSON.stringify(body))
  // The API's own description says so; a script only looks into it.
  return (body as Imported).entries.map(({ change }) => change)
}

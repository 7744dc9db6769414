// Connectors to an IdP beside the demo's own, set up through the API as an administrator would.

import { strict as assert } from 'node:assert'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApiClient } from '../../dev/api-client.ts'
import { openBrowser } from '../../dev/browser.ts'
import type { Lifetime } from '../../dev/lifetime.ts'
import { findFreePorts } from '../../dev/ports.ts'
import { beginTest, type SsoKeyResource, startTest } from '../../dev/seed.ts'
import type { Stack } from '../../dev/stack.ts'
import type { Peer, ServiceProvider } from './peer.ts'
import { aliceOf, answerFrom } from './person.ts'
import type { Scene } from './scene-shape.ts'
import { type SimpleSamlPhp, startSimpleSamlPhp } from './simplesamlphp.ts'

/** Starts SimpleSAMLphp in a folder of its own. */
export async function startIdp(lifetime: Lifetime): Promise<SimpleSamlPhp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-interop-'))
  lifetime.add(async () => rmSync(folder, { recursive: true, force: true }))
  const [port = 0] = await findFreePorts(1)
  return startSimpleSamlPhp({ folder, port }, lifetime)
}

/**
 * Registers an IdP for a tenant through the API by its metadata URL, and us with it. From then on
 * it says that whoever logs in is alice.
 */
export async function register<Idp extends Peer>(
  stack: Stack,
  idp: Idp,
  tenantId: string,
): Promise<Scene<Idp>> {
  const api = createApiClient(stack.workerOrigin, stack.seeded.apiKey)
  const tenantPath = `/tenants/${tenantId}`
  const ssoKey = await api.post<SsoKeyResource & { certificate_pem: string }>(
    `${tenantPath}/sso-keys`,
    { name: idp.domain, environment: 'production' },
  )
  const externalIdp = await api.post<{ id: string }>(`${tenantPath}/external-idps`, {
    name: idp.domain,
    metadata_url: idp.metadataUrl,
  })
  const connector = await api.post<{ id: string }>(`${tenantPath}/connectors`, {
    name: `Login of ${idp.domain}`,
    reference: idp.domain,
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: externalIdp.id,
    name_id_format: 'persistent',
    mapping: {
      last_name: { required: true },
      custom: { cost_center: { type: 'number', from: ['costCenter'] } },
    },
    roles: { allow_admin: true },
    email_domains: [idp.domain],
    sign_requests: true,
  })
  idp.serve(providerOf(ssoKey))
  idp.say(aliceOf(idp))
  const externalIdpPath = `${tenantPath}/external-idps/${externalIdp.id}`
  const connectorPath = `${tenantPath}/connectors/${connector.id}`
  return { stack, idp, api, ssoKey, tenantPath, externalIdpPath, connectorPath }
}

const providerOf = (ssoKey: SsoKeyResource & { certificate_pem: string }): ServiceProvider => ({
  entityID: ssoKey.entity_id,
  acsUrl: ssoKey.sign_on_url,
  sloUrl: ssoKey.sign_on_url.replace(/acs$/, 'slo'),
  certificate: ssoKey.certificate_pem.replace(/-----[A-Z ]+-----|\s/g, ''),
})

/** Runs the test of the latest version at the IdP and activates it. */
export async function testAndActivate(scene: Scene): Promise<void> {
  const { api, connectorPath } = scene
  const { test_url, version } = await startTest(api, connectorPath)
  const browser = openBrowser()
  const begun = await beginTest(browser, test_url)
  await browser.submit(await answerFrom(scene, browser, begun))
  await api.post(`${connectorPath}:activate`, { version })
}

/** Changes the connector, tests the change and activates it. */
export async function changeConnector(scene: Scene, change: object): Promise<void> {
  const changed = await scene.api.send('PATCH', scene.connectorPath, change)
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  await testAndActivate(scene)
}

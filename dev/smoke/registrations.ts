// The demo IdP takes signed requests alone, as its metadata says. What the product sends has to
// pass, whichever way the IdP was registered.

import { strict as assert } from 'node:assert'
import { createApiClient } from '../api-client.ts'
import { testAndActivate } from '../seed.ts'
import type { Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'

interface Named {
  readonly id: string
}

interface Connector extends Named {
  readonly latest: { readonly settings: { readonly sign_requests: boolean } }
}

/**
 * Registers the demo IdP by its URL, pasted and typed, and tests a connector with each before it is
 * activated. Takes a spare SSO key.
 */
export async function checkRegistrations(tally: Tally, stack: Stack): Promise<void> {
  const { seeded, workerOrigin, idpOrigin } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const base = `/tenants/${seeded.tenantId}`
  const metadataUrl = `${idpOrigin}/metadata`
  const metadata = await (await fetch(metadataUrl)).text()
  const certificate = /<ds:X509Certificate>([^<]+)</.exec(metadata)?.[1] ?? ''
  const sources = {
    'by its URL': { metadata_url: metadataUrl },
    'by pasted metadata': { metadata_xml: metadata },
    'by typed fields': {
      issuer: metadataUrl,
      sso_url: `${idpOrigin}/sso`,
      certificate_pem: certificate,
    },
    'by typed fields, for POST': {
      issuer: metadataUrl,
      sso_url: `${idpOrigin}/sso`,
      sso_binding: 'post',
      certificate_pem: certificate,
    },
  }
  const { data: keys } = await api.get<{ data: readonly Named[] }>(`${base}/sso-keys`)
  const ssoKey = keys.find(({ id }) => id !== seeded.ssoKey.id)
  assert.ok(ssoKey, 'an SSO key that no connector uses')
  let connector: Connector | undefined
  for (const [way, source] of Object.entries(sources))
    await tally.check(`The demo IdP registered ${way} takes our requests`, async () => {
      const idp = await api.post<Named>(`${base}/external-idps`, { name: way, ...source })
      connector ??= await api.post<Connector>(`${base}/connectors`, {
        name: 'Ways to register',
        reference: 'ways',
        type: 'saml',
        sso_id: ssoKey.id,
        external_idp_id: idp.id,
        name_id_format: 'persistent',
      })
      assert.equal(connector.latest.settings.sign_requests, true)
      const path = `${base}/connectors/${connector.id}`
      assert.equal((await api.send('PATCH', path, { external_idp_id: idp.id })).status, 200)
      await testAndActivate(api, path)
    })
}

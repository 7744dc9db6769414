// The demo IdP takes signed requests alone, as its metadata says. What the product sends has to pass, whichever way the IdP
// was registered.

import { strict as assert } from 'node:assert'
import { createApiClient } from '../api-client.ts'
import { testAndActivate } from '../seed.ts'
import type { Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'

interface Made {
  readonly id: string
}

/** Registers the demo IdP by its URL, pasted and typed, and tests a connector of each before it is activated. */
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
  for (const [way, source] of Object.entries(sources))
    await tally.check(`The demo IdP registered ${way} takes our requests`, async () => {
      const ssoKey = await api.post<Made>(`${base}/sso-keys`, {
        name: way,
        environment: 'production',
      })
      const idp = await api.post<Made>(`${base}/external-idps`, { name: way, ...source })
      const connector = await api.post<Made & { latest: { settings: { sign_requests: boolean } } }>(
        `${base}/connectors`,
        {
          name: way,
          reference: `way-${Object.keys(sources).indexOf(way)}`,
          type: 'saml',
          sso_id: ssoKey.id,
          external_idp_id: idp.id,
          name_id_format: 'persistent',
        },
      )
      assert.equal(connector.latest.settings.sign_requests, true)
      await testAndActivate(api, `${base}/connectors/${connector.id}`)
      for (const path of [
        `/connectors/${connector.id}?confirm=${encodeURIComponent(way)}`,
        `/sso-keys/${ssoKey.id}?confirm=${encodeURIComponent(way)}`,
      ])
        assert.equal((await api.send('DELETE', `${base}${path}`)).status, 204, path)
    })
}

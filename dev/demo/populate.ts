// Fills the demo so that every screen has something to show: people who have logged in, logins that
// were refused, and a second customer whose set-up has only begun. What is there is kept.

import { type ApiClient, createApiClient } from '../api-client.ts'
import { openBrowser } from '../browser.ts'
import { ORDINARY_PEOPLE, type PersonKey } from '../idp/people.ts'
import type { Variant } from '../idp/variants.ts'
import type { Seeded } from '../seed.ts'
import { HARBOUR } from './names.ts'

interface Named {
  readonly id: string
  readonly name: string
}

export interface PopulateInput {
  readonly workerOrigin: string
  readonly idpOrigin: string
  readonly seeded: Seeded
}

const REFUSED: readonly (readonly [Variant, PersonKey])[] = [
  ['wrong_audience', 'jane'],
  ['expired', 'thomas'],
]

/**
 * Brings the demo to where a visitor of the console finds a working day. Returns the set-up link of
 * the second customer the first time, because the API shows it once.
 */
export async function populate(input: PopulateInput): Promise<string | undefined> {
  const { workerOrigin, seeded } = input
  const api = createApiClient(workerOrigin, seeded.apiKey)
  if (await api.findByName<Named>('/tenants', HARBOUR.tenant)) return undefined
  for (const person of Object.keys(ORDINARY_PEOPLE)) await logIn(input, person as PersonKey, 'good')
  for (const [variant, person] of REFUSED) await logIn(input, person, variant)
  return beginHarbour(api, input)
}

async function logIn(
  { seeded }: PopulateInput,
  person: PersonKey,
  variant: Variant,
): Promise<void> {
  const browser = openBrowser()
  const asked = await browser.visit(seeded.ssoKey.login_url)
  await browser.submit(await browser.submit(asked, { person, variant }))
}

/** A customer that has its values and an identity provider, and has tested nothing yet. */
async function beginHarbour(api: ApiClient, { idpOrigin, seeded }: PopulateInput): Promise<string> {
  const { id } = await api.post<Named>('/tenants', { name: HARBOUR.tenant })
  const base = `/tenants/${id}`
  const key = await api.post<Named>(`${base}/sso-keys`, {
    name: HARBOUR.ssoKey,
    environment: 'production',
  })
  const idp = await api.post<Named>(`${base}/external-idps`, {
    name: HARBOUR.externalIdp,
    metadata_url: `${idpOrigin}/metadata`,
  })
  await api.post(`${base}/connectors`, {
    name: HARBOUR.connector,
    reference: HARBOUR.reference,
    type: 'saml',
    sso_id: key.id,
    external_idp_id: idp.id,
    name_id_format: 'persistent',
  })
  await api.post(`${base}/domains`, { domain: HARBOUR.domain })
  await api.send('PUT', `${base}/applications/${seeded.clientId}`)
  const link = { tasks: ['sso', 'domain', 'certificate'], may_activate: true }
  return (await api.post<{ url: string }>(`${base}/setup-links`, link)).url
}

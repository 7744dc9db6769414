// Sets up the demo tenant through the public API, as an operator would: the test that must pass
// before activation is really run, by a scripted browser against the demo IdP. What is already
// there is kept.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type ApiClient, createApiClient } from './api-client.ts'
import { callbackUrl, landingUrl, returnUrls } from './app/app.ts'
import { type Browser, openBrowser, type Page } from './browser.ts'
import { ACME, PRODUCT } from './demo/names.ts'

export interface SeedInput {
  readonly workerOrigin: string
  readonly idpOrigin: string
  readonly appOrigin: string
  readonly dnsOrigin: string
  readonly operatorKey: string
  /** Where the secrets are kept that the API shows only once. */
  readonly folder: string
}

export interface SsoKeyResource {
  readonly id: string
  readonly name: string
  readonly entity_id: string
  readonly sign_on_url: string
  readonly login_url: string
}

export interface Seeded {
  readonly apiKey: string
  readonly tenantId: string
  readonly ssoKey: SsoKeyResource
  readonly connectorId: string
  readonly clientId: string
  readonly clientSecret: string
}

interface Named {
  readonly id: string
  readonly name: string
}

interface ConnectorResource extends Named {
  readonly active_version: unknown
}

/** Secrets that are shown once, kept for the next run. */
interface Kept {
  readonly apiKey: string
  readonly application?: Credentials
}

interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** Brings the demo tenant to where people can log in. */
export async function seed(input: SeedInput): Promise<Seeded> {
  const file = path.join(input.folder, 'seed.json')
  const kept = await ensureApiKey(input, file)
  const api = createApiClient(input.workerOrigin, kept.apiKey)

  const tenant = await ensure<Named>(api, '/tenants', { name: ACME.tenant })
  const base = `/tenants/${tenant.id}`
  const ssoKey = await ensure<SsoKeyResource>(api, `${base}/sso-keys`, {
    name: ACME.ssoKey,
    environment: 'production',
  })
  const idp = await ensure<Named>(api, `${base}/external-idps`, {
    name: ACME.externalIdp,
    metadata_url: `${input.idpOrigin}/metadata`,
  })
  const connector = await ensure<ConnectorResource>(api, `${base}/connectors`, {
    name: ACME.connector,
    reference: ACME.reference,
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: idp.id,
    name_id_format: 'persistent',
    roles: { allow_admin: true },
    // The demo IdP has tiles that begin a login, as the portals of real ones do.
    idp_initiated: 'accept',
  })
  if (!connector.active_version) await testAndActivate(api, `${base}/connectors/${connector.id}`)
  for (const domain of ACME.domains) await ensureDomain(api, input.dnsOrigin, { base, domain })
  const client = await ensureApplication(api, input.appOrigin, tenant.id, { kept, file })
  return {
    apiKey: kept.apiKey,
    tenantId: tenant.id,
    ssoKey,
    connectorId: connector.id,
    ...client,
  }
}

/** Makes a one-time link to test the latest version of a connector. */
export const startTest = (
  api: ApiClient,
  connectorPath: string,
): Promise<{ readonly test_url: string; readonly version: string }> =>
  api.post(`${connectorPath}:test`, {})

/** Opens the one-time link of a test and presses its button; where that leads. */
export async function beginTest(browser: Browser, url: string): Promise<Page> {
  const page = await browser.visit(url)
  return page.status === 200 ? browser.submit(page) : page
}

/**
 * Runs the test of a connector's latest version against the demo IdP and activates it; throws
 * unless the test passed.
 */
export async function testAndActivate(api: ApiClient, connectorPath: string): Promise<void> {
  const { test_url, version } = await startTest(api, connectorPath)
  const browser = openBrowser()
  const first = await beginTest(browser, test_url)
  // With the POST binding the first page is our own form that leads to the IdP.
  const choice = first.body.includes('name="SAMLRequest"') ? await browser.submit(first) : first
  const answer = await browser.submit(choice, { person: 'manager', variant: 'good' })
  await browser.submit(answer)
  // Refused unless the test passed: the API is the judge.
  await api.post(`${connectorPath}:activate`, { version })
}

async function ensure<T extends Named>(
  api: ApiClient,
  collection: string,
  wanted: { readonly name: string } & Readonly<Record<string, unknown>>,
): Promise<T> {
  return (await api.findByName<T>(collection, wanted.name)) ?? api.post<T>(collection, wanted)
}

interface DomainResource {
  readonly id: string
  readonly domain: string
  readonly record_name: string
  readonly record_value: string
}

/** Makes a domain the tenant's as its administrator would: by a record in the DNS. */
async function ensureDomain(
  api: ApiClient,
  dnsOrigin: string,
  { base, domain }: { readonly base: string; readonly domain: string },
): Promise<void> {
  const { data } = await api.get<{ data: readonly DomainResource[] }>(`${base}/domains`)
  if (data.some((claimed) => claimed.domain === domain)) return
  const claim = await api.post<DomainResource>(`${base}/domains`, { domain })
  await setTxtRecord(dnsOrigin, claim.record_name, claim.record_value)
  await api.post(`${base}/domains/${claim.id}:verify`, undefined)
}

/** Sets a TXT record in the DNS of the stack. */
export async function setTxtRecord(dnsOrigin: string, name: string, text: string): Promise<void> {
  const answer = await fetch(`${dnsOrigin}/records/${name}`, { method: 'PUT', body: text })
  if (!answer.ok) throw new Error(`The resolver does not take ${name}: ${answer.status}`)
}

async function ensureApiKey(input: SeedInput, file: string): Promise<Kept> {
  if (existsSync(file)) {
    const kept: Kept = JSON.parse(readFileSync(file, 'utf8'))
    const { status } = await createApiClient(input.workerOrigin, kept.apiKey).send(
      'GET',
      '/tenants',
    )
    if (status === 200) return kept
  }
  const operator = createApiClient(input.workerOrigin, input.operatorKey)
  const key = await operator.post<{ secret: string }>('/api-keys', { name: 'Demo' })
  return keep(file, { apiKey: key.secret })
}

async function ensureApplication(
  api: ApiClient,
  appOrigin: string,
  tenantId: string,
  { kept, file }: { readonly kept: Kept; readonly file: string },
): Promise<Credentials> {
  if (kept.application) return kept.application
  const client = await api.post<{ client_id: string; client_secret: string }>('/applications', {
    name: PRODUCT,
    environment: 'production',
    landing_url: landingUrl(appOrigin),
    redirect_uris: [callbackUrl(appOrigin)],
    return_urls: returnUrls(appOrigin),
    tenant_ids: [tenantId],
    token_endpoint_auth_method: 'client_secret_basic',
  })
  const application = { clientId: client.client_id, clientSecret: client.client_secret }
  keep(file, { ...kept, application })
  return application
}

function keep(file: string, kept: Kept): Kept {
  writeFileSync(file, JSON.stringify(kept), { mode: 0o600 })
  return kept
}

import { beforeEach, describe, expect, it } from 'vitest'
import { ok } from '../../../src/result.ts'
import { writeMetadata } from '../../support/api-tenant.ts'
import { beginTest, openBrowser } from '../../support/browser.ts'
import { begin, IDP, type Stage, setStage, testAndActivate } from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

const SSO = 'https://idp.example/sso'
const document = writeMetadata({
  entityID: IDP,
  sso: SSO,
  certificates: [TEST_KEYS.idp.certificate],
})

let stage: Stage
/** A second connector, which was never activated. */
let draft: string
let ssoKey: Record<string, unknown>
const base = (): string => `/tenants/${stage.tenantId}`

beforeEach(async () => {
  stage = await setStage({ fetchMetadata: async () => ok(document) })
  ssoKey = await stage.api('POST', `${base()}/sso-keys`, {
    name: 'second',
    environment: 'production',
  })
  const connector = await stage.api('POST', `${base()}/connectors`, {
    name: 'Second',
    reference: 'second',
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: stage.idpId,
  })
  draft = `${base()}/connectors/${connector.id}`
})

/** What SP metadata says, at a location that holds nothing yet. */
async function promised(url = String(ssoKey.metadata_url)): Promise<boolean> {
  const served = await openBrowser(stage.elsewhere()).get(url)
  const said = /AuthnRequestsSigned="(true|false)"/.exec(await served.text())?.[1]
  if (said === undefined) throw new Error('The metadata does not say')
  return said === 'true'
}

const isSigned = (left: Response): boolean => {
  const url = new URL(left.headers.get('location') ?? '')
  expect(url.origin + url.pathname).toBe(SSO)
  return url.searchParams.has('Signature')
}

/** Whether the request of a test goes out signed, at a location that holds nothing yet. */
async function tested(path: string, version?: string): Promise<boolean> {
  const test = await stage.api('POST', `${path}:test`, version === undefined ? {} : { version })
  return isSigned(await beginTest(openBrowser(stage.elsewhere()), String(test.test_url)))
}

const latestOf = async (path: string): Promise<string> =>
  String((await stage.api('GET', path)).latest_version)

describe('what SP metadata says about signed requests is what is sent (I12)', () => {
  it('before activation: requests are signed unless the connector says otherwise', async () => {
    expect([await promised(), await tested(draft)]).toEqual([true, true])
    await stage.api('PATCH', draft, { sign_requests: false })
    expect([await promised(), await tested(draft)]).toEqual([false, false])
    await stage.api('PATCH', draft, { sign_requests: true })
    expect([await promised(), await tested(draft)]).toEqual([true, true])
  })

  it('from the creation of a connector on, until it is deleted', async () => {
    await stage.api('DELETE', draft)
    const made = await stage.api('POST', `${base()}/connectors`, {
      name: 'Unsigned',
      reference: 'unsigned',
      type: 'saml',
      sso_id: ssoKey.id,
      external_idp_id: stage.idpId,
      sign_requests: false,
    })
    expect(await promised()).toBe(false)
    await stage.api('DELETE', `${base()}/connectors/${made.id}`)
    expect(await promised()).toBe(true)
  })

  it('after a change of the SSO key or of the name of the tenant', async () => {
    await stage.api('PATCH', draft, { sign_requests: false })
    await stage.api('PATCH', `${base()}/sso-keys/${ssoKey.id}`, { encryption: true })
    expect(await promised()).toBe(false)
    await stage.api('PATCH', base(), { name: 'Renamed' })
    expect(await promised()).toBe(false)
  })

  it('while a draft differs from what governs: logins are signed, its tests are not', async () => {
    const path = `${base()}/connectors/${stage.connectorId}`
    const url = `${stage.ssoKey.spEntityID}`
    const login = async () => isSigned(await begin(stage, openBrowser(stage.elsewhere())))
    expect([await promised(url), await login()]).toEqual([true, true])
    await stage.api('PATCH', path, { sign_requests: false })
    expect([await promised(url), await login(), await tested(path)]).toEqual([false, true, false])
    await testAndActivate(stage)
    expect([await promised(url), await login()]).toEqual([false, false])
    await stage.api('PATCH', path, { sign_requests: true })
    expect([await promised(url), await login(), await tested(path)]).toEqual([false, false, true])
    await testAndActivate(stage)
    expect([await promised(url), await login()]).toEqual([true, true])
  })

  it('for the test of an earlier version too', async () => {
    await stage.api('PATCH', draft, { sign_requests: false })
    const unsigned = await latestOf(draft)
    await stage.api('PATCH', draft, { sign_requests: true })
    expect([await promised(), await tested(draft, unsigned)]).toEqual([true, true])
  })

  it.each([
    ['a metadata URL', { metadata_url: 'https://idp.example/metadata' }],
    ['pasted metadata', { metadata_xml: document }],
    ['typed fields', { issuer: IDP, sso_url: SSO, certificate_pem: TEST_KEYS.idp.certificate }],
  ])('whichever way the IdP was registered: by %s', async (_, source) => {
    const idp = await stage.api('POST', `${base()}/external-idps`, { name: 'Other', ...source })
    await stage.api('PATCH', draft, { external_idp_id: idp.id })
    expect([await promised(), await tested(draft)]).toEqual([true, true])
  })
})

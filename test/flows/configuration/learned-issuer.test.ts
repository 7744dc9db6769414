import { beforeEach, describe, expect, it } from 'vitest'
import { beginTest, openBrowser, openResult, refusalOn } from '../../support/browser.ts'
import { type ResponseOptions, signedResponse } from '../../support/signed-response.ts'
import {
  answerAt,
  begin,
  deliver,
  IDP,
  requestIdIn,
  type Stage,
  setStage,
} from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

const ISSUER = 'Acme  Corp SSO'
const SSO = 'https://acme.example/sso'

let stage: Stage
let ssoKey: { readonly id: string; readonly acsUrl: string; readonly spEntityID: string }
let connector: string
let idp: string
const base = (): string => `/tenants/${stage.tenantId}`

beforeEach(async () => {
  stage = await setStage()
  const key = await stage.api('POST', `${base()}/sso-keys`, {
    name: 'typed',
    environment: 'production',
  })
  ssoKey = {
    id: String(key.id),
    acsUrl: String(key.sign_on_url),
    spEntityID: String(key.entity_id),
  }
  const made = await stage.api('POST', `${base()}/external-idps`, {
    name: 'Typed',
    sso_url: SSO,
    certificate_pem: TEST_KEYS.idp.certificate,
  })
  expect(made).toMatchObject({ entity_id: null, warnings: [{ code: 'issuer_unknown' }] })
  idp = `${base()}/external-idps/${made.id}`
  const joined = await stage.api('POST', `${base()}/connectors`, {
    name: 'Typed',
    reference: 'typed',
    type: 'saml',
    sso_id: key.id,
    external_idp_id: made.id,
    name_id_format: 'email',
  })
  expect(joined).toMatchObject({ latest: { settings: { idp_entity_id: null } } })
  connector = `${base()}/connectors/${joined.id}`
})

const latest = async (): Promise<string> =>
  String((await stage.api('GET', connector)).latest_version)

/** Runs a test of the latest version, in which the IdP names itself as given. */
async function test(options: ResponseOptions = {}): Promise<Response> {
  const started = await stage.api('POST', `${connector}:test`, {})
  const browser = openBrowser(stage.app)
  const left = await beginTest(browser, String(started.test_url))
  const answer = await answerAt({ ssoKey: { ...stage.ssoKey, ...ssoKey } }, browser, left, {
    idpEntityID: ISSUER,
    ...options,
  })
  return openResult(browser, answer)
}

const approve = async (issuer = ISSUER, version?: string) =>
  stage.api('POST', `${connector}:approve`, { version: version ?? (await latest()), issuer })
const activate = async (version?: string) =>
  stage.api('POST', `${connector}:activate`, { version: version ?? (await latest()) })

describe('an IdP that was typed without its issuer', () => {
  it('goes live with the issuer that a test verified, once that is approved', async () => {
    const page = await (await test()).text()
    expect(page).toContain('The test passed')
    expect(page).toContain('Next: approve the issuer')
    expect(page).toContain(ISSUER)
    await expect(activate()).rejects.toThrow(/409.*version_issuer_unapproved.*Acme {2}Corp SSO/)

    const tested = await latest()
    const approved = await approve()
    expect(approved).toMatchObject({
      latest: { state: 'tested', settings: { idp_entity_id: ISSUER } },
      active_version: null,
    })
    expect(approved.latest_version).not.toBe(tested)
    expect(await stage.api('GET', idp)).toMatchObject({
      entity_id: ISSUER,
      warnings: [{ code: 'entity_id_has_blanks' }],
    })
    expect(await stage.api('GET', connector)).toMatchObject({ latest: { state: 'tested' } })
    await activate()

    const browser = openBrowser(stage.elsewhere())
    const left = await browser.get(`/sso/${ssoKey.id}/auth`)
    const answer = (idpEntityID: string) =>
      signedResponse({
        ...ssoKey,
        idpEntityID,
        inResponseTo: requestIdIn(left),
        issuedAt: Date.now(),
      })
    const at = { ssoKey: { ...stage.ssoKey, ...ssoKey } }
    expect(await refusalOn(await deliver(at, browser, (await answer(IDP)).base64))).toBe(
      'saml_issuer_mismatch',
    )
    expect((await deliver(at, browser, (await answer(ISSUER)).base64)).status).toBe(303)
  })

  it.each([
    ['no signature', { sign: 'none' }, 'saml_signature_missing'],
    ['the signature of another key', { key: TEST_KEYS.other }, 'dsig_signature_mismatch'],
    [
      'another issuer in the Response than in the assertion',
      {
        editResponse: (xml) => xml.replace(ISSUER, 'https://mallory.example'),
        sign: 'assertion',
      },
      'saml_issuer_mismatch',
    ],
    ['another audience', { spEntityID: 'https://sp.example/other' }, 'saml_audience_mismatch'],
    ['an empty issuer', { idpEntityID: '' }, 'saml_issuer_mismatch'],
    ['an issuer that is too long', { idpEntityID: 'x'.repeat(1025) }, 'saml_issuer_mismatch'],
  ] satisfies readonly (readonly [string, ResponseOptions, string])[])(
    'learns nothing from a test with %s',
    async (_, options, code) => {
      expect(await refusalOn(await test(options))).toBe(code)
      await expect(approve()).rejects.toThrow(/version_issuer_not_learned/)
      await expect(activate()).rejects.toThrow(/version_not_tested/)
    },
  )

  it('is approved by what the last passed test of the latest version verified, and nothing else', async () => {
    await expect(approve()).rejects.toThrow(/version_issuer_not_learned/)
    await test()
    const tested = await latest()
    await expect(approve('https://mallory.example')).rejects.toThrow(/version_issuer_not_learned/)
    await expect(approve(ISSUER, stage.version)).rejects.toThrow(/version_issuer_not_learned/)
    await test({ idpEntityID: 'https://second.example' })
    await expect(approve()).rejects.toThrow(/version_issuer_not_learned.*second\.example/)
    await stage.api('PATCH', connector, { force_authn: true })
    await expect(approve('https://second.example', tested)).rejects.toThrow(
      /version_issuer_not_learned/,
    )
    await expect(approve('https://second.example')).rejects.toThrow(/version_issuer_not_learned/)
  })

  it('is not approved with a certificate that the test has not seen (I6)', async () => {
    await test()
    await stage.api('PATCH', idp, {
      sso_url: SSO,
      certificate_pem: TEST_KEYS.other.certificate,
    })
    await expect(approve()).rejects.toThrow(/version_not_tested/)
  })

  it('is learned by no login', async () => {
    await test()
    const browser = openBrowser(stage.elsewhere())
    expect(await refusalOn(await browser.get(`/sso/${ssoKey.id}/auth`))).toBe(
      'login_connector_missing',
    )
    const { base64 } = await signedResponse({ ...ssoKey, idpEntityID: ISSUER })
    const posted = await deliver({ ssoKey: { ...stage.ssoKey, ...ssoKey } }, browser, base64)
    expect(posted.status).not.toBe(303)
  })

  it('makes an untested draft of other connectors that use it', async () => {
    const key = await stage.api('POST', `${base()}/sso-keys`, {
      name: 'other',
      environment: 'production',
    })
    const { id } = await stage.api('GET', idp)
    const other = await stage.api('POST', `${base()}/connectors`, {
      name: 'Other',
      reference: 'other',
      type: 'saml',
      sso_id: key.id,
      external_idp_id: id,
    })
    await test()
    await approve()
    expect(await stage.api('GET', `${base()}/connectors/${other.id}`)).toMatchObject({
      latest: { state: 'draft', settings: { idp_entity_id: ISSUER } },
    })
  })

  it('keeps its issuer when a certificate is typed without one later', async () => {
    const { id } = await stage.api('GET', `${base()}/external-idps/${stage.idpId}`)
    const changed = await stage.api('PATCH', `${base()}/external-idps/${id}`, {
      sso_url: 'https://idp.example/sso',
      certificate_pem: TEST_KEYS.other.certificate,
    })
    expect(changed).toMatchObject({ entity_id: IDP })
    expect(changed.certificates).toHaveLength(2)
    expect((await begin(stage, openBrowser(stage.app))).status).toBe(303)
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import { type EncryptionOptions, encryptedResponse } from '../../support/encrypted-response.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import {
  answerAt,
  begin,
  deliver,
  IDP,
  requestIdIn,
  type Stage,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'

let stage: Stage
let certificate: string
beforeAll(async () => {
  stage = await setStage()
  const { ssoKey, tenantId } = stage
  const key = await stage.api('GET', `/tenants/${tenantId}/sso-keys/${ssoKey.id}`)
  certificate = String(key.certificate_pem).replace(/-----[A-Z ]+-----|\s/g, '')
})

/** A response whose assertion is encrypted for the SSO key of the stage. */
const encrypted = (options: ResponseOptions & EncryptionOptions) =>
  encryptedResponse({
    spEntityID: stage.ssoKey.spEntityID,
    acsUrl: stage.ssoKey.acsUrl,
    idpEntityID: IDP,
    issuedAt: Date.now(),
    recipient: { certificate },
    ...options,
  })

/** Logs in with such an answer. */
async function login(options: EncryptionOptions = {}, ip?: string): Promise<Response> {
  const browser = openBrowser(stage.app)
  const departure = await begin(stage, browser)
  const { base64 } = await encrypted({ inResponseTo: requestIdIn(departure), ...options })
  return ip === undefined
    ? deliver(stage, browser, base64)
    : browser.post(stage.ssoKey.acsUrl, { SAMLResponse: base64 }, { 'CF-Connecting-IP': ip })
}

const codeOn = async (page: Response): Promise<string> =>
  /\b(?:xmlenc|login|saml)_[a-z0-9_]+/.exec(await page.text())?.[0] ?? ''

describe('a login with an encrypted assertion', () => {
  it('admits the person', async () => {
    const landed = await login()
    expect([landed.status, landed.headers.get('location')]).toEqual([303, '/session'])
  })

  it('is offered by SP metadata once the SSO key is switched, and the connector stays live (R34)', async () => {
    const metadata = async () =>
      (await openBrowser(stage.elsewhere()).get(stage.ssoKey.spEntityID)).text()
    expect(await metadata()).not.toContain('use="encryption"')
    const path = `/tenants/${stage.tenantId}/sso-keys/${stage.ssoKey.id}`
    await stage.api('PATCH', path, { encryption: true })
    expect(await metadata()).toContain('use="encryption"')
    expect((await login()).status).toBe(303)
    await stage.api('PATCH', path, { encryption: false })
    expect(await metadata()).not.toContain('use="encryption"')
  })

  it('is refused with AES-CBC while the connector does not allow it (R34)', async () => {
    expect(await codeOn(await login({ content: 'aes256-cbc' }))).toBe('xmlenc_cbc_not_allowed')
  })

  it('shows the same page whatever failed, ten times a minute, and then decrypts no more (R34)', async () => {
    const failures: readonly EncryptionOptions[] = [
      { editWrapped: (bytes) => bytes.toReversed() },
      { editEncoded: (bytes) => bytes.toReversed() },
      { editCipher: (bytes) => bytes.toReversed() },
      { editPlaintext: () => 'no XML' },
      { editPlaintext: (xml) => xml.replace('alice@', 'mallory@') },
    ]
    const pages: string[] = []
    for (const failure of [...failures, ...failures]) {
      const page = await login(failure)
      expect(page.status).toBe(400)
      pages.push((await page.text()).replaceAll(/evt_[0-9a-z]{24}/g, 'evt'))
    }
    expect(new Set(pages).size).toBe(1)
    expect(pages[0]).toContain('xmlenc_decryption_failed')

    expect(await codeOn(await login(failures[0]))).toBe('login_decryption_limited')
    expect(await codeOn(await login())).toBe('login_decryption_limited')
  })

  it('of another network goes on while one network is held off, and costs no further call (R34)', async () => {
    const garbage = { editEncoded: (bytes: Uint8Array<ArrayBuffer>) => bytes.toReversed() }
    for (let n = 0; n < 10; n++)
      expect(await codeOn(await login(garbage, `2001:db8:0:7::${n}`))).toBe(
        'xmlenc_decryption_failed',
      )
    expect(await codeOn(await login({}, '2001:db8:0:7::99'))).toBe('login_decryption_limited')
    expect((await login({}, '2001:db8:0:8::99')).status).toBe(303)
    stage.bindings.reset()
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 1 })
  })

  it('is held off for every network after ten failures where AES-CBC is allowed (R34)', async () => {
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    await stage.api('PATCH', path, { allow_aes_cbc: true })
    await testAndActivate(stage)
    const garbage = { content: 'aes256-cbc', editPlaintext: () => 'no XML' } as const
    const codes = []
    for (let n = 0; n < 11; n++) codes.push(await codeOn(await login(garbage, `198.51.100.${n}`)))
    // The failures of the tests before count too.
    expect(codes.at(-1)).toBe('login_decryption_limited')
    expect(await codeOn(await login({}, '203.0.113.200'))).toBe('login_decryption_limited')
  })

  it('is never one that the IdP began: nothing is decrypted that nobody asked for (R34)', async () => {
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    await stage.api('PATCH', path, { idp_initiated: 'accept' })
    await testAndActivate(stage)
    const edit = (xml: string) => xml.replace(/ InResponseTo="[^"]*"/, '')
    const { base64 } = await encrypted({ editAssertion: edit, editResponse: edit })
    const refused = await deliver(stage, openBrowser(stage.elsewhere()), base64)
    expect(await refusalOn(refused)).toBe('login_unsolicited_encrypted')
  })
})

import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { encryptedResponse } from '../../support/encrypted-response.ts'
import {
  begin,
  deliver,
  IDP,
  requestIdIn,
  type Stage,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'

interface Certificate {
  readonly fingerprint_sha256: string
  readonly state: 'current' | 'next' | 'retired'
  readonly certificate_pem: string
}

let stage: Stage
let path: string
let version: string
beforeAll(async () => {
  stage = await setStage()
  const connector = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  await stage.api('PATCH', connector, { sign_requests: true })
  version = await testAndActivate(stage)
  path = `/tenants/${stage.tenantId}/sso-keys/${stage.ssoKey.id}`
  await stage.api('PATCH', path, { encryption: true })
})

const der = ({ certificate_pem }: Certificate): string =>
  certificate_pem.replace(/-----[A-Z ]+-----|\s/g, '')

async function listed(state: Certificate['state']): Promise<Certificate> {
  const { certificates } = await stage.api('GET', path)
  const found = (certificates as Certificate[]).find((one) => one.state === state)
  if (found === undefined) throw new Error(`no ${state} certificate`)
  return found
}

/** What SP metadata publishes, in its order. */
async function published(use: 'signing' | 'encryption'): Promise<readonly string[]> {
  const metadata = await openBrowser(stage.elsewhere()).get(stage.ssoKey.spEntityID)
  const pattern = new RegExp(`use="${use}">.*?<ds:X509Certificate>([^<]+)<`, 'g')
  return [...(await metadata.text()).matchAll(pattern)].map(([, text = '']) => text)
}

/** Logs in with an assertion that is encrypted for a certificate. */
async function login(certificate: string): Promise<number> {
  const browser = openBrowser(stage.elsewhere())
  return answer(browser, await begin(stage, browser), certificate)
}

async function answer(
  browser: ReturnType<typeof openBrowser>,
  departure: Response,
  certificate: string,
): Promise<number> {
  const { base64 } = await encryptedResponse({
    spEntityID: stage.ssoKey.spEntityID,
    acsUrl: stage.ssoKey.acsUrl,
    idpEntityID: IDP,
    inResponseTo: requestIdIn(departure),
    issuedAt: Date.now(),
    recipient: { certificate },
  })
  return (await deliver(stage, browser, base64)).status
}

/** Tells whether the next request is signed with the key of a certificate. */
async function signsWith({ certificate_pem }: Certificate): Promise<boolean> {
  const departure = await begin(stage, openBrowser(stage.elsewhere()))
  const [, query = ''] = (departure.headers.get('location') ?? '').split('?')
  const [octets = '', signature = ''] = query.split('&Signature=')
  const spki = new X509Certificate(certificate_pem).publicKey.export({
    type: 'spki',
    format: 'der',
  })
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify'])
  return crypto.subtle.verify(
    algorithm,
    key,
    Uint8Array.fromBase64(decodeURIComponent(signature)),
    new TextEncoder().encode(octets),
  )
}

const verb = ({ fingerprint_sha256 }: Certificate, text = ''): string =>
  `${path}/certificates/${fingerprint_sha256}${text}`

describe("the rotation of an SSO key's certificate", () => {
  it('publishes the next beside the current one, signs with the current, decrypts with both', async () => {
    const old = await listed('current')
    const away = openBrowser(stage.elsewhere())
    const departure = await begin(stage, away)
    await stage.api('POST', `${path}/certificates`)
    const next = await listed('next')
    // This location still holds the configuration from before: the gate tells it of the new key.
    expect(await answer(away, departure, der(next))).toBe(303)
    expect(await published('signing')).toEqual([der(old), der(next)])
    expect(await published('encryption')).toEqual([der(next), der(old)])
    expect([await login(der(old)), await login(der(next))]).toEqual([303, 303])
    expect([await signsWith(old), await signsWith(next)]).toEqual([true, false])
    const pem = await openBrowser(stage.elsewhere()).get(
      `${stage.ssoKey.spEntityID.replace(/metadata$/, 'certificate.pem')}`,
    )
    expect(await pem.text()).toBe(old.certificate_pem)
    await expect(stage.api('POST', `${path}/certificates`)).rejects.toThrow(
      'sso_key_certificate_limit_reached',
    )
    await expect(stage.api('DELETE', verb(old))).rejects.toThrow('sso_key_certificate_current')
    await expect(stage.api('POST', verb(old, ':activate'))).rejects.toThrow(
      'sso_key_certificate_not_next',
    )
  })

  it('retires the one before when the next is activated; no version changes', async () => {
    const [old, next] = [await listed('current'), await listed('next')]
    await stage.api('POST', verb(next, ':activate'))
    expect(await stage.api('GET', path)).toMatchObject({
      certificate_pem: next.certificate_pem,
      certificates: [
        { ...next, state: 'current' },
        { ...old, state: 'retired' },
      ],
    })
    expect(await published('signing')).toEqual([der(next)])
    expect(await published('encryption')).toEqual([der(next)])
    expect([await login(der(old)), await login(der(next))]).toEqual([303, 303])
    expect([await signsWith(old), await signsWith(next)]).toEqual([false, true])
    const connector = await stage.api(
      'GET',
      `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`,
    )
    expect(connector.active_version).toBe(version)
  })

  it('reads nothing more that is encrypted for a certificate once it is deleted', async () => {
    const old = await listed('retired')
    await stage.api('DELETE', verb(old))
    expect(await login(der(old))).toBe(400)
    await expect(stage.api('DELETE', verb(old))).rejects.toThrow('certificate_unknown')
  })

  it('keeps three certificates at most', async () => {
    for (let n = 0; n < 2; n++) {
      await stage.api('POST', `${path}/certificates`)
      await stage.api('POST', verb(await listed('next'), ':activate'))
    }
    await expect(stage.api('POST', `${path}/certificates`)).rejects.toThrow(
      'sso_key_certificate_limit_reached',
    )
  })
})

// One SSO key with an active connector, as the gate would have published it, and the IdP that
// answers its requests.

import { inflateRawSync } from 'node:zlib'
import { encodeBase64, encodeBase64Url } from '../../src/protocol/bytes/base64.ts'
import { sha256Hex } from '../../src/protocol/bytes/sha256.ts'
import { createKeyRing } from '../../src/protocol/sealing/keyring.ts'
import type {
  LoginConfiguration,
  LoginPointer,
} from '../../src/tenants/connectors/login-configuration.ts'
import { type SsoKeyUrls, ssoKeyUrls } from '../../src/tenants/sso-key.ts'
import { signedResponse } from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'

const IDP = 'https://idp.example/metadata'
const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes))

export interface LoginFixture {
  readonly configuration: LoginConfiguration
  readonly urls: SsoKeyUrls
  readonly kv: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
}

/** A private key of an SSO key, PKCS#8 in base64. */
async function makePrivateKey(): Promise<string> {
  const pair = await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  )
  return encodeBase64(new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)))
}

/** Makes the fixture for a Worker at `origin`. */
export async function makeLoginFixture(origin: string): Promise<LoginFixture> {
  const masterKey = encodeBase64Url(random(32))
  const keyring = createKeyRing({ masterKey, random })
  const id = 'sso_0123456789abcdefghjkmnpq'
  const pkcs8 = await makePrivateKey()
  const configuration: LoginConfiguration = {
    format: 1,
    gate: { rootTenantId: 'ten_bench', jurisdiction: 'none' },
    tenantId: 'ten_bench',
    tenantName: 'Bench',
    ssoKey: {
      id,
      name: 'bench',
      environment: 'production',
      origin,
      certificatePem: '',
      sealedPrivateKey: await keyring.seal('sso-key', id, pkcs8),
    },
    connector: {
      id: 'con_bench',
      name: 'Bench',
      enabled: true,
      version: 'a'.repeat(64),
      settings: {
        ssoId: id,
        externalIdpId: 'idp_bench',
        idpEntityID: IDP,
        sso: { redirect: 'https://idp.example/sso' },
        slo: {},
        requestBinding: 'redirect',
        signRequests: true,
        nameIdFormat: 'email',
        identitySource: { kind: 'name_id' },
        mapping: {},
        forceAuthn: false,
        clockSkewSeconds: 180,
      },
      trust: { revision: 1, certificates: [TEST_KEYS.idp.certificate] },
    },
  }
  const text = JSON.stringify(configuration)
  const config = await sha256Hex(text)
  const { tenantId, gate } = configuration
  const pointer: LoginPointer = { config, tenantId, gate }
  return {
    configuration,
    urls: ssoKeyUrls(configuration.ssoKey),
    kv: { [`sso:${id}`]: JSON.stringify(pointer), [`config:${config}`]: text },
    variables: {
      PUBLIC_ORIGIN: origin,
      MASTER_KEY: masterKey,
      OPERATOR_KEY: encodeBase64Url(random(32)),
      ALLOW_LOOPBACK: 'on',
      JURISDICTIONS: 'off',
      ALIAS_ORIGINS: '',
    },
  }
}

/** A login that was begun, with the IdP's answer: what one POST to the ACS carries. */
export interface AnsweredLogin {
  readonly cookie: string
  readonly body: string
}

/** Begins a login and answers it. */
export async function answerLogin({ urls }: LoginFixture): Promise<AnsweredLogin> {
  const departure = await fetch(urls.loginUrl, { redirect: 'manual' })
  const request =
    new URL(departure.headers.get('location') ?? '').searchParams.get('SAMLRequest') ?? ''
  const xml = inflateRawSync(Buffer.from(request, 'base64')).toString()
  const { base64 } = await signedResponse({
    spEntityID: urls.spEntityID,
    acsUrl: urls.acsUrl,
    idpEntityID: IDP,
    inResponseTo: / ID="([^"]+)"/.exec(xml)?.[1] ?? '',
    issuedAt: Date.now(),
  })
  const cookie = departure.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  return { cookie, body: new URLSearchParams({ SAMLResponse: base64 }).toString() }
}

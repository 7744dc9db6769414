import { describe, expect, it } from 'vitest'
import { expectationOf } from '../../../src/login/complete/expectation.ts'
import { logoutExpectationOf } from '../../../src/login/logout/logout-expectation.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../../src/tenants/connectors/login-configuration.ts'
import { testKeyRing } from '../../support/key-ring.ts'

const PASSWORD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'
const configuration: LoginConfiguration = {
  format: 1,
  gate: { rootTenantId: 'ten_one', jurisdiction: 'none' },
  tenantId: 'ten_one',
  tenantName: 'One',
  ssoKey: {
    id: 'sso_one',
    name: 'one',
    environment: 'production',
    origin: 'https://sso.example',
    certificatePem: '',
    sealedPrivateKey: '',
  },
}
const connector: ActiveConnector = {
  id: 'con_one',
  name: 'One',
  enabled: true,
  version: 'a'.repeat(64),
  settings: {
    ssoId: 'sso_one',
    externalIdpId: 'idp_one',
    idpEntityID: 'https://idp.example',
    sso: { redirect: 'https://idp.example/sso' },
    slo: {},
    requestBinding: 'redirect',
    signRequests: true,
    nameIdFormat: 'persistent',
    identitySource: { kind: 'name_id' },
    mapping: {},
    forceAuthn: false,
    clockSkewSeconds: 180,
  },
  trust: { revision: 1, certificates: [] },
}
const login = {
  requestId: '_request',
  requestIssuedAt: 0,
  pending: {
    purpose: 'login',
    browserNonce: 'nonce',
    forceAuthn: false,
    version: 'b'.repeat(64),
  },
} as const

const at = (now: number) => ({ keyring: testKeyRing(), now })

describe('what a response has to satisfy', () => {
  it('includes what the governing version demands, though the request was sent before it (I2, R55)', () => {
    const settings = { ...connector.settings, forceAuthn: true, authnContextClassRef: PASSWORD }
    const expected = expectationOf(configuration, { ...connector, settings }, login, at(0))
    expect(expected).toMatchObject({ forceAuthn: true, authnContextClassRef: PASSWORD })
  })

  it('includes what the request asked for (R55)', () => {
    const pending = { ...login.pending, forceAuthn: true, authnContextClassRef: PASSWORD }
    const expected = expectationOf(configuration, connector, { ...login, pending }, at(0))
    expect(expected).toMatchObject({ forceAuthn: true, authnContextClassRef: PASSWORD })
  })

  it('includes the max_age of the application that asked (R55)', () => {
    const oidc = {
      clientId: 'app_one',
      redirectUri: 'https://desk.example/callback',
      scope: 'openid',
      codeChallenge: 'x'.repeat(43),
      maxAge: 60,
    }
    const pending = { ...login.pending, oidc }
    const of = expectationOf(configuration, connector, { ...login, pending }, at(0))
    expect(of).toMatchObject({ maxAgeSeconds: 60 })
    expect(expectationOf(configuration, connector, login, at(0))).not.toHaveProperty(
      'maxAgeSeconds',
    )
  })

  it('allows AES-CBC by the switch of the connector (R34)', () => {
    const settings = { ...connector.settings, allowAesCbc: true } as const
    const switched = expectationOf(configuration, { ...connector, settings }, login, at(0))
    expect(switched.allowAesCbc).toBe(true)
    expect(expectationOf(configuration, connector, login, at(0)).allowAesCbc).toBe(false)
  })

  it('allows weak algorithms until the end of the given day (R13)', () => {
    const settings = { ...connector.settings, allowWeakAlgorithmsUntil: '2026-11-20' }
    const on = (text: string) =>
      expectationOf(configuration, { ...connector, settings }, login, at(Date.parse(text)))
    expect(on('2026-11-20T23:59:59Z').allowWeakAlgorithms).toBe(true)
    expect(on('2026-11-21T00:00:00Z').allowWeakAlgorithms).toBe(false)
    expect(expectationOf(configuration, connector, login, at(0)).allowWeakAlgorithms).toBe(false)
  })
})

it('a logout message may be encrypted by AES-CBC only by the switch of the connector (R34)', () => {
  const allowed = (settings: Partial<ActiveConnector['settings']>) =>
    logoutExpectationOf(
      configuration.ssoKey,
      { ...connector, settings: { ...connector.settings, ...settings } },
      0,
    ).allowAesCbc
  expect([allowed({}), allowed({ allowAesCbc: true })]).toEqual([false, true])
})

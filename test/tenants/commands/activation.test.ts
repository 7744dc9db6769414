import { describe, expect, it } from 'vitest'
import { type ActivationEvidence, activationOf } from '../../../src/tenants/commands/activation.ts'
import { CHOICE_NAMES } from '../../../src/tenants/connectors/choices.ts'
import type { ConnectorSettings } from '../../../src/tenants/connectors/connector.ts'
import type { ExternalIdp } from '../../../src/tenants/external-idps/external-idp.ts'

const CERTIFICATE = {
  der: 'QQ==',
  fingerprintSha256: 'aa',
  subject: 'CN=A',
  notBefore: 0,
  notAfter: 4_000_000_000_000,
  key: 'RSA 2048',
  origin: 'typed',
} as const
const URL = 'https://idp.example.com/metadata'
const IDP: ExternalIdp = {
  id: 'idp_0',
  tenantId: 'ten_0',
  name: 'Entra',
  source: { kind: 'metadata_url', url: URL },
  entityID: 'https://idp.example.com',
  sso: { redirect: 'https://idp.example.com/sso' },
  slo: {},
  wantAuthnRequestsSigned: false,
  nameIdFormats: [],
  certificates: [CERTIFICATE],
  trustRevision: 1,
  removedCertificates: [],
  createdAt: 0,
  updatedAt: 0,
}
const LIVE: ConnectorSettings = {
  ssoId: 'sso_0',
  externalIdpId: IDP.id,
  idpEntityID: IDP.entityID,
  sso: IDP.sso,
  slo: IDP.slo,
  requestBinding: 'redirect',
  signRequests: true,
  nameIdFormat: 'unspecified',
  identitySource: { kind: 'name_id' },
  mapping: {},
  forceAuthn: false,
  clockSkewSeconds: 180,
  idpInitiated: 'accept',
}
const EVIDENCE: ActivationEvidence = {
  live: { settings: LIVE, certificates: [CERTIFICATE.der], followedUrl: URL },
  trials: {},
}
const ask = (settings: object, { evidence = EVIDENCE, idp = IDP } = {}) =>
  activationOf({ hash: 'draft', settings: { ...LIVE, ...settings } }, evidence, idp)

/** Every member of the settings, and one that nobody has thought of yet. */
const MEMBERS = [
  ...new Set([...Object.keys(LIVE), ...CHOICE_NAMES, 'idpEntityID', 'sso', 'slo', 'ofNextYear']),
]
/** What may go live untested, with a value that may and one that may not. */
const SMALL: Readonly<Record<string, { readonly free: unknown; readonly grave?: unknown }>> = {
  landing: { free: { rules: [], defaultApplicationId: 'app_0' } },
  idpInitiated: { free: 'off', grave: 'convert' },
  maxSessionHours: { free: 1, grave: 24 },
}

describe('activating without a test', () => {
  it.each(MEMBERS.filter((name) => !(name in SMALL)))('is refused where %s changed', (name) => {
    expect(ask({ [name]: 'something else' })).toMatchObject({ needsTest: true })
  })

  it.each(Object.entries(SMALL))('is allowed where %s alone changed', (name, { free, grave }) => {
    const member = `/${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
    expect(ask({ [name]: free })).toEqual({
      needsTest: false,
      reason: 'only_presentation_changed',
      changes: [member],
    })
    if (grave !== undefined) expect(ask({ [name]: grave })).toMatchObject({ needsTest: true })
  })

  it('is refused where a small change comes with another one', () => {
    expect(ask({ idpInitiated: 'off', roles: { unmatched: 'deny' } })).toEqual({
      needsTest: true,
      reason: 'roles_changed',
      changes: ['/idp_initiated', '/roles'],
    })
  })

  it.each([
    ['a certificate', { certificates: [CERTIFICATE, { ...CERTIFICATE, der: 'Qg==' }] }],
    ['a metadata URL', { source: { kind: 'metadata_url', url: `${URL}/other` } as const }],
  ])('is refused where it would bring %s that is not trusted yet', (_, change) => {
    expect(ask({ idpInitiated: 'off' }, { idp: { ...IDP, ...change } })).toEqual({
      needsTest: true,
      reason: 'trust_changed',
      changes: ['/idp_initiated', '/certificates'],
    })
  })

  it('is refused before anything was live', () => {
    const never = { needsTest: true, reason: 'never_live', changes: [] }
    expect(ask({}, { evidence: { trials: {} } })).toEqual(never)
  })

  it('names the gravest of several changes', () => {
    const changes = {
      emailDomains: ['example.com'],
      mapping: { email: ['mail'] },
      forceAuthn: true,
    }
    expect(ask(changes)).toMatchObject({ reason: 'identity_changed' })
  })

  it('needs no second test, as long as the test saw everything that is trusted', () => {
    const trials = { draft: [CERTIFICATE.fingerprintSha256, URL] }
    const tested = ask({ forceAuthn: true }, { evidence: { ...EVIDENCE, trials } })
    expect(tested).toMatchObject({ needsTest: false, reason: 'tested' })
    const before = { ...EVIDENCE, trials: { draft: [URL] } }
    expect(ask({ forceAuthn: true }, { evidence: before })).toMatchObject({ needsTest: true })
    expect(ask({})).toEqual({ needsTest: false, reason: 'is_live', changes: [] })
  })
})

// The settings of a connector as its versions store them: a version is named by their hash, so no
// setting that is added may change it.

import { describe, expect, it } from 'vitest'
import { settingsOf } from '../../../src/tenants/commands/connector-settings.ts'
import { CHOICE_NAMES, CHOICES, INITIAL_CHOICES } from '../../../src/tenants/connectors/choices.ts'
import { allSettings } from '../../../src/tenants/connectors/connector.ts'
import { hashSettings } from '../../../src/tenants/connectors/version.ts'
import type { ExternalIdp } from '../../../src/tenants/external-idps/external-idp.ts'

const idp: ExternalIdp = {
  id: 'idp_5t7v9w0x2y4z6a8b1c3d5e7f',
  tenantId: 'ten_7h2j5k8m1n4p6q9r0s3t5v8w',
  name: 'Okta',
  entityID: 'https://idp.example.com/saml',
  sso: { redirect: 'https://idp.example.com/sso' },
  slo: {},
  wantAuthnRequestsSigned: false,
  nameIdFormats: [],
  certificates: [],
  source: { kind: 'typed' },
  trustRevision: 1,
  removedCertificates: [],
  createdAt: 0,
  updatedAt: 0,
}
const ssoId = 'sso_2c4d6f8g1h3j5k7m9n0p2q4r'

const settingsWith = (choices: Omit<Parameters<typeof settingsOf>[0], 'ssoId'>) => {
  const settings = settingsOf({ ...choices, ssoId }, idp)
  if (!settings.ok) throw new Error(settings.refusal.code)
  return settings.value
}

describe('the settings of a version', () => {
  it('keep the hash that they had before the latest settings were added', async () => {
    const HASH = '27874449f9ad23ea1808209e1d209d7536d06c206bfadb401795a2a6a0b6f97e'
    expect(await hashSettings(settingsWith({}))).toBe(HASH)
  })

  it('leave out a setting that is chosen at its initial value, or unset', async () => {
    const chosen = settingsWith({ ...INITIAL_CHOICES, forceAuthn: false, clockSkewSeconds: 180 })
    expect(chosen).toEqual(settingsWith({}))
    for (const name of Object.keys(INITIAL_CHOICES)) expect(chosen).not.toHaveProperty(name)
  })

  it('hold any other choice', () => {
    const choices = {
      emailDomains: ['example.com'],
      provisioning: 'only_linked',
      linkByEmail: true,
      authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
      allowWeakAlgorithmsUntil: '2027-01-31',
      allowAesCbc: true,
      idpInitiated: 'accept',
      ignoreUnsolicitedInResponseTo: true,
      signRequests: false,
      forceAuthn: true,
      clockSkewSeconds: 0,
    } as const
    expect(settingsWith(choices)).toMatchObject(choices)
  })

  it('are shown with every setting that there is', () => {
    const shown = allSettings(settingsWith({}))
    expect(CHOICE_NAMES.filter((name) => shown[name] === undefined)).toEqual([])
    expect(shown.clockSkewSeconds).toBe(CHOICES.clockSkewSeconds.initial)
    expect(shown.provisioning).toBe('create')
    expect(shown.roles).toBeNull()
  })
})

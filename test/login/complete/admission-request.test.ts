import { describe, expect, it } from 'vitest'
import { admissionRequest } from '../../../src/login/complete/admission-request.ts'
import type { RoleSettings } from '../../../src/tenants/connectors/access-rules.ts'
import type { LoginConfiguration } from '../../../src/tenants/connectors/login-configuration.ts'
import { testKeyRing } from '../../support/key-ring.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-11-20T12:00:00Z')
const connector: NonNullable<LoginConfiguration['connector']> = {
  id: 'con_one',
  name: 'One',
  enabled: true,
  version: 'a'.repeat(64),
  settings: {
    ssoId: 'sso_one',
    externalIdpId: 'idp_one',
    idpEntityID: 'https://idp.example',
    sso: {},
    slo: {},
    requestBinding: 'redirect',
    signRequests: false,
    nameIdFormat: 'persistent',
    identitySource: { kind: 'name_id' },
    mapping: {},
    forceAuthn: false,
    clockSkewSeconds: 180,
  },
  trust: { revision: 3, certificates: [] },
}
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

/** The admission request of a login, with one thing changed. */
function requestOf(
  change: {
    requestId?: string
    browserNonce?: string
    sessionNotOnOrAfter?: number
    authnInstant?: number
    roles?: RoleSettings
    maxSessionHours?: number
  } = {},
) {
  const { requestId = '_request', browserNonce = 'nonce', sessionNotOnOrAfter, roles } = change
  const { maxSessionHours } = change
  const settings = {
    ...connector.settings,
    ...(roles && { roles }),
    ...(maxSessionHours === undefined ? {} : { maxSessionHours }),
  }
  const verified = {
    assertionId: '_assertion',
    nameId: { value: 'ada' },
    attributes: [],
    authnInstant: change.authnInstant ?? NOW - MINUTE,
    sessionIndex: '_session',
    ...(sessionNotOnOrAfter === undefined ? {} : { sessionNotOnOrAfter }),
  }
  return admissionRequest(testKeyRing(), {
    configuration,
    connector: { ...connector, settings },
    person: {
      verified,
      identity: { source: 'name_id:x', value: 'ada' },
      profile: { email: 'ada@example.org', roles: [], groups: [] },
    },
    attempt: {
      login: {
        requestId,
        requestIssuedAt: NOW - 5 * MINUTE,
        pending: {
          purpose: 'login',
          browserNonce,
          forceAuthn: false,
          version: connector.version,
        },
      },
      now: NOW,
      event: { id: 'evt_one', durations: {}, askedAt: NOW },
    },
  })
}

describe('what the gate is asked', () => {
  it('names the version and trust revision that the response was verified under (I2)', async () => {
    expect(await requestOf()).toMatchObject({ version: connector.version, trustRevision: 3 })
  })

  it('has one session id for each request, and no other (R46, R53)', async () => {
    const { sid } = await requestOf()
    expect((await requestOf()).sid).toBe(sid)
    expect((await requestOf({ requestId: '_other' })).sid).not.toBe(sid)
  })

  it('keeps the request spent for its 30 minutes and 5 of skew (R46)', async () => {
    expect((await requestOf()).spentUntil).toBe(NOW + 30 * MINUTE)
  })

  it('takes nobody to have authenticated later than now, whatever the clock of the IdP says (R55)', async () => {
    expect((await requestOf()).authnInstant).toBe(NOW - MINUTE)
    expect((await requestOf({ authnInstant: NOW + 3 * MINUTE })).authnInstant).toBe(NOW)
  })

  it('tells browsers apart without telling their nonce (R53)', async () => {
    const { browser } = await requestOf()
    expect((await requestOf()).browser).toBe(browser)
    expect((await requestOf({ browserNonce: 'other' })).browser).not.toBe(browser)
    expect(browser).not.toContain('nonce')
  })

  it('ends the session after 12 hours, or earlier with SessionNotOnOrAfter (R44)', async () => {
    const twelveHours = NOW + 720 * MINUTE
    expect((await requestOf()).sessionExpiresAt).toBe(twelveHours)
    const of = async (sessionNotOnOrAfter: number) =>
      (await requestOf({ sessionNotOnOrAfter })).sessionExpiresAt
    expect(await of(NOW + MINUTE)).toBe(NOW + MINUTE)
    expect(await of(twelveHours + MINUTE)).toBe(twelveHours)
  })

  it('ends the session after the hours of its connector, never later than SessionNotOnOrAfter (R44)', async () => {
    const hours = 60 * MINUTE
    const of = async (maxSessionHours: number, sessionNotOnOrAfter?: number) =>
      (
        await requestOf({
          maxSessionHours,
          ...(sessionNotOnOrAfter === undefined ? {} : { sessionNotOnOrAfter }),
        })
      ).sessionExpiresAt
    expect(await of(1)).toBe(NOW + hours)
    expect(await of(24)).toBe(NOW + 24 * hours)
    expect(await of(24, NOW + 13 * hours)).toBe(NOW + 13 * hours)
    expect(await of(1, NOW + 2 * hours)).toBe(NOW + hours)
  })

  it('says whether roles only grow, and what becomes of who has none', async () => {
    const asked = async (roles: RoleSettings) => {
      const { addsRoles, roleless } = await requestOf({ roles })
      return { addsRoles, roleless }
    }
    expect(await asked({})).toEqual({})
    expect(await asked({ sync: 'replace', unmatched: 'ignore' })).toEqual({})
    expect(await asked({ sync: 'add', unmatched: 'deny', attribute: 'team' })).toEqual({
      addsRoles: true,
      roleless: { kind: 'deny', attribute: 'team' },
    })
    expect(await asked({ unmatched: 'default', defaultRole: 'guest' })).toEqual({
      roleless: { kind: 'default', role: 'guest' },
    })
    // A default role that was kept while another rule was chosen.
    expect(await asked({ unmatched: 'ignore', defaultRole: 'guest' })).toEqual({})
    expect(await asked({ unmatched: 'deny', attribute: 'team', defaultRole: 'guest' })).toEqual({
      roleless: { kind: 'deny', attribute: 'team' },
    })
    expect(await asked({ unmatched: 'default' })).toEqual({})
  })

  it('carries NameID and SessionIndex sealed, for the session alone (I8)', async () => {
    const { sid, sealedLogoutContext } = await requestOf()
    expect(sealedLogoutContext).not.toContain('ada')
    expect(await testKeyRing().open('logout-context', sid, sealedLogoutContext)).toBe(
      '{"idpEntityID":"https://idp.example","nameId":{"value":"ada"},"sessionIndex":"_session"}',
    )
    expect(await testKeyRing().open('logout-context', 'ses_other', sealedLogoutContext)).toBe(
      undefined,
    )
  })
})

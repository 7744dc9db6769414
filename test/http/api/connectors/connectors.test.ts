import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Caller,
  makeCertificate,
  makeConnector,
  openCaller,
  writeMetadata,
} from '../../../support/api-tenant.ts'
import { passTest } from '../../../support/pass-test.ts'

let caller: Caller
let shared: Awaited<ReturnType<typeof makeConnector>>
beforeAll(async () => {
  caller = await openCaller()
  shared = await makeConnector(caller)
})

interface Detail {
  readonly latest_version: string
  readonly active_version: string | null
  readonly latest: {
    readonly state: string
    readonly settings: Record<string, unknown>
    readonly warnings: readonly { readonly code: string; readonly message: string }[]
  }
}

describe('connectors', () => {
  it('begin as a draft with the usual choices', async () => {
    const { tenant, ssoKey, idp, connector, path } = await makeConnector(caller)
    expect(connector).toEqual({
      id: expect.stringMatching(/^con_[0-9a-z]{24}$/),
      tenant_id: tenant.id,
      name: 'Login',
      reference: 'login',
      type: 'saml',
      sso_id: ssoKey.id,
      external_idp_id: idp.id,
      enabled: true,
      login_url: ssoKey.login_url,
      latest_version: expect.stringMatching(/^[0-9a-f]{64}$/),
      active_version: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      latest: {
        version: connector.latest_version,
        number: 1,
        state: 'draft',
        activation: { needs_test: true, reason: 'never_live', changes: [] },
        created_at: expect.any(String),
        tested_at: null,
        activated_at: null,
        created_by: { type: 'api_key', id: expect.any(String) },
        warnings: [],
        settings: {
          sso_id: ssoKey.id,
          external_idp_id: idp.id,
          idp_entity_id: 'https://idp.example.com',
          sso: { redirect: 'https://idp.example.com/sso', post: 'https://idp.example.com/sso' },
          slo: { redirect: null, post: null },
          request_binding: 'redirect',
          sign_requests: true,
          name_id_format: 'unspecified',
          identity_source: { kind: 'name_id' },
          mapping: {},
          roles: null,
          tenants: null,
          landing: null,
          email_domains: [],
          provisioning: 'create',
          link_by_email: false,
          authn_context_class_ref: null,
          force_authn: false,
          clock_skew_seconds: 180,
          allow_weak_algorithms_until: null,
          allow_aes_cbc: false,
          idp_initiated: 'off',
          ignore_unsolicited_in_response_to: false,
          max_session_hours: 12,
        },
      },
      active: null,
    })
    expect((await caller.call('GET', path)).json).toEqual(connector)
    const { latest, active, ...listed } = connector as Record<string, unknown>
    const list = await caller.call('GET', `/tenants/${tenant.id}/connectors`)
    expect(list.json).toEqual({
      data: [
        {
          ...listed,
          environment: 'production',
          state: 'draft',
          issuer: 'https://idp.example.com',
          endpoint: 'https://idp.example.com/sso',
          name_id_format: 'unspecified',
          authn_context_class_ref: null,
          last_test: null,
          last_used_at: null,
          idp_certificate_expires_at: expect.any(String),
          sp_certificate_expires_at: ssoKey.certificate_expires_at,
        },
      ],
      next_cursor: null,
    })
  })

  it('take every setting, and show it as it was set', async () => {
    const { path } = shared
    const change = {
      request_binding: 'post',
      sign_requests: false,
      name_id_format: 'persistent',
      identity_source: { kind: 'attribute', name: 'employeeNumber' },
      mapping: {
        user_id: ['employeeNumber'],
        first_name: ['givenName', 'fn'],
        roles: ['memberOf'],
      },
      authn_context_class_ref: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
      force_authn: true,
      clock_skew_seconds: 60,
      allow_weak_algorithms_until: '2027-01-31',
      allow_aes_cbc: true,
    }
    const changed = (await caller.call('PATCH', path, change)).json as Detail
    expect(changed.latest.settings).toMatchObject(change)
    const cleared = {
      authn_context_class_ref: null,
      allow_weak_algorithms_until: null,
      allow_aes_cbc: false,
    }
    const back = (await caller.call('PATCH', path, cleared)).json as Detail
    expect(back.latest.settings).toMatchObject({ ...change, ...cleared })
  })

  it('warn of what there is to know about the external IdP, and of requests that it wants signed', async () => {
    const { base, path } = await makeConnector(caller)
    const expired = await makeCertificate(Date.now() - 1000)
    const metadata_xml = writeMetadata({ certificates: [expired] }).replace(
      '<md:IDPSSODescriptor ',
      '<md:IDPSSODescriptor WantAuthnRequestsSigned="true" ',
    )
    const idp = await caller.make(`${base}/external-idps`, { name: 'Old', metadata_xml })
    const change = { external_idp_id: idp.id, sign_requests: false }
    const warned = {
      latest: { warnings: [{ code: 'certificate_expired' }, { code: 'requests_unsigned' }] },
    }
    expect((await caller.call('PATCH', path, change)).json).toMatchObject(warned)
    expect((await caller.call('GET', path)).json).toMatchObject(warned)
    expect((await caller.call('PATCH', path, { sign_requests: true })).json).toMatchObject({
      latest: { warnings: [{ code: 'certificate_expired' }] },
    })
  })

  it('warn for as long as a version loosens a rule (R13, R34)', async () => {
    const { path } = shared
    const loosened = { allow_weak_algorithms_until: '2027-01-31', allow_aes_cbc: true }
    await caller.call('PATCH', path, loosened)
    const shown = (await caller.call('GET', path)).json as Detail
    expect(shown.latest.warnings.map(({ code }) => code)).toEqual([
      'weak_algorithms_allowed',
      'unauthenticated_encryption_allowed',
    ])
    expect(shown.latest.warnings[0]?.message).toContain('2027-01-31')
    const back = { allow_weak_algorithms_until: null, allow_aes_cbc: false }
    expect(((await caller.call('PATCH', path, back)).json as Detail).latest.warnings).toEqual([])
  })

  it.each([1, 24])('take sessions of %d hours', async (hours) => {
    const change = { max_session_hours: hours }
    const changed = (await caller.call('PATCH', shared.path, change)).json as Detail
    expect(changed.latest.settings).toMatchObject(change)
  })

  it.each([
    ['reference', 'with space', 'must be 1 to 64 letters, digits, or any of _ . + - @'],
    ['clock_skew_seconds', 301, 'must be at most 300'],
    ['clock_skew_seconds', 1.5, 'must be a whole number'],
    ['max_session_hours', 0, 'must be at least 1'],
    ['max_session_hours', 25, 'must be at most 24'],
    ['max_session_hours', 1.5, 'must be a whole number'],
    ['allow_weak_algorithms_until', '2027-02-30', 'must be a day of the calendar'],
    ['allow_weak_algorithms_until', 'tomorrow', 'must be a date as in 2027-01-31'],
    ['external_idp_id', 'idp_1', 'must have 24 characters after idp_, not 1'],
    ['sso_id', `sso_${'0'.repeat(24)}`, 'cannot be changed'],
  ])('refuse %s %j', async (member, value, detail) => {
    const { path } = shared
    expect((await caller.call('PATCH', path, { [member]: value })).json).toMatchObject({
      code: 'api_members_invalid',
      errors: [{ pointer: `/${member}`, detail }],
    })
  })

  it('point at a member inside a member', async () => {
    const { path } = shared
    const body = { mapping: { email: ['mail', ''], phone: ['tel'] } }
    expect((await caller.call('PATCH', path, body)).json).toMatchObject({
      errors: [
        { pointer: '/mapping/email/1', detail: 'must not be empty' },
        {
          pointer: '/mapping/phone',
          detail: expect.stringMatching(/^is not known; known here: `user_id`, /),
        },
      ],
    })
  })

  it('join an SSO key that no other connector has, under a name and reference of their own', async () => {
    const { base, ssoKey, idp } = shared
    const spare = await caller.make(`${base}/sso-keys`, { name: 's', environment: 'production' })
    const body = {
      name: 'Second',
      reference: 'second',
      type: 'saml',
      sso_id: spare.id,
      external_idp_id: idp.id,
    }
    for (const [change, code, pointer] of [
      [{ sso_id: ssoKey.id }, 'connector_sso_key_taken', '/sso_id'],
      [{ name: 'Login' }, 'connector_name_taken', '/name'],
      [{ reference: 'login' }, 'connector_reference_taken', '/reference'],
    ] as const) {
      const reply = await caller.call('POST', `${base}/connectors`, { ...body, ...change })
      expect(reply.json).toMatchObject({ status: 409, code, pointer })
    }
  })

  it('are disabled and enabled again', async () => {
    const { path } = shared
    expect((await caller.call('POST', `${path}:disable`)).json).toMatchObject({ enabled: false })
    expect((await caller.call('POST', `${path}:enable`)).json).toMatchObject({ enabled: true })
  })

  it('are deleted', async () => {
    const { path } = await makeConnector(caller)
    expect((await caller.call('DELETE', path)).status).toBe(204)
    expect((await caller.call('GET', path)).json).toMatchObject({ code: 'connector_unknown' })
  })
})

describe('versions', () => {
  it('go live once they were tested, and a change makes a new draft beside the live one', async () => {
    const { tenant, ssoKey, connector, path } = await makeConnector(caller)
    const version = connector.latest_version
    expect((await caller.call('POST', `${path}:activate`, { version })).json).toMatchObject({
      status: 409,
      code: 'version_not_tested',
    })

    const started = await caller.make(`${path}:test`)
    expect(started).toEqual({
      id: expect.stringMatching(/^tst_/),
      test_url: expect.stringMatching(`^http://localhost:8787/sso/${ssoKey.id}/test\\?t=`),
      version,
      expires_at: expect.any(String),
    })
    await passTest(tenant.id, ssoKey.id, String(started.test_url))
    expect(await caller.make(`${path}:activate`, { version })).toMatchObject({
      version,
      state: 'active',
      tested_at: expect.any(String),
      activated_at: expect.any(String),
    })

    const changed = (await caller.call('PATCH', path, { force_authn: true })).json as Detail
    expect(changed).toMatchObject({
      active_version: version,
      latest: { state: 'draft', number: 2 },
    })
    expect(changed.latest_version).not.toBe(version)
    expect((await caller.call('GET', `${path}/versions`)).json).toMatchObject({
      data: [
        { number: 2, state: 'draft' },
        { number: 1, state: 'active' },
      ],
      next_cursor: null,
    })
  })

  it('are tried with the response of a test once there is one', async () => {
    expect((await caller.call('POST', `${shared.path}:try`, {})).json).toMatchObject({
      status: 409,
      code: 'connector_response_missing',
    })
  })

  it('are tested and activated by a hash that the connector has', async () => {
    const { path } = shared
    for (const verb of ['test', 'activate']) {
      const reply = await caller.call('POST', `${path}:${verb}`, { version: 'f'.repeat(64) })
      expect(reply.json).toMatchObject({
        status: 422,
        code: 'version_unknown',
        pointer: '/version',
      })
    }
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, makeConnector, makeTenant, openCaller } from '../../support/api-tenant.ts'

let caller: Caller
beforeAll(async () => {
  caller = await openCaller()
})
const issue = (tenantId: string, name: string) =>
  caller.call('POST', `/tenants/${tenantId}/sso-keys`, { name, environment: 'non_production' })

describe('SSO keys', () => {
  it('are issued with everything an IdP asks for, and without the private key', async () => {
    const tenant = await makeTenant(caller)
    const reply = await issue(tenant.id, 'main')
    const key = reply.json as { id: string }
    const base = `http://localhost:8787/sso/${key.id}`
    expect(key).toEqual({
      id: expect.stringMatching(/^sso_[0-9a-z]{24}$/),
      tenant_id: tenant.id,
      name: 'main',
      environment: 'non_production',
      entity_id: `${base}/saml/metadata`,
      sign_on_url: `${base}/saml/acs`,
      login_url: `${base}/auth`,
      metadata_url: `${base}/saml/metadata`,
      certificate_url: `${base}/saml/certificate.pem`,
      certificate_pem: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
      certificate_expires_at: expect.any(String),
      certificates: [expect.objectContaining({ state: 'current' })],
      encryption: false,
      created_at: expect.any(String),
    })
    expect((await caller.call('GET', `/tenants/${tenant.id}/sso-keys/${key.id}`)).json).toEqual(key)
  })

  it('are offered for encryption, or no longer, when they are told to (R34)', async () => {
    const { base, ssoKey } = await makeConnector(caller)
    const path = `${base}/sso-keys/${ssoKey.id}`
    for (const encryption of [true, false]) {
      expect((await caller.call('PATCH', path, { encryption })).json).toMatchObject({ encryption })
      expect((await caller.call('GET', path)).json).toMatchObject({ encryption })
    }
    const reply = await caller.call('PATCH', path, { encryption: 'yes' })
    expect(reply.json).toMatchObject({ code: 'api_members_invalid' })
  })

  it('are at most five in a tenant, and each has its own name', async () => {
    const tenant = await makeTenant(caller)
    for (const name of ['a', 'b', 'c', 'd']) expect((await issue(tenant.id, name)).status).toBe(201)
    expect((await issue(tenant.id, 'a')).json).toMatchObject({
      status: 409,
      code: 'sso_key_name_taken',
      pointer: '/name',
    })
    expect((await issue(tenant.id, 'e')).status).toBe(201)
    expect((await issue(tenant.id, 'f')).json).toMatchObject({
      status: 409,
      code: 'sso_key_limit_reached',
    })
    const first = await caller.call('GET', `/tenants/${tenant.id}/sso-keys?limit=3`)
    const page = first.json as { data: { name: string }[]; next_cursor: string }
    const rest = await caller.call(
      'GET',
      `/tenants/${tenant.id}/sso-keys?limit=3&cursor=${page.next_cursor}`,
    )
    const last = rest.json as { data: { name: string }[]; next_cursor: null }
    expect([...page.data, ...last.data].map((key) => key.name)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(last.next_cursor).toBeNull()
  })

  it('are deleted when their name confirms it and no connector uses them', async () => {
    const { base, ssoKey, path } = await makeConnector(caller)
    const key = `${base}/sso-keys/${ssoKey.id}`
    expect((await caller.call('DELETE', `${key}?confirm=Main`)).json).toMatchObject({
      status: 422,
      code: 'sso_key_confirmation_mismatch',
    })
    expect((await caller.call('DELETE', `${key}?confirm=main`)).json).toMatchObject({
      status: 409,
      code: 'sso_key_in_use',
    })
    expect((await caller.call('DELETE', path)).status).toBe(204)
    expect((await caller.call('DELETE', `${key}?confirm=main`)).status).toBe(204)
    expect((await caller.call('GET', key)).json).toMatchObject({ code: 'sso_key_unknown' })
  })
})

describe('a foreign tenant', () => {
  it('sees nothing of another and changes nothing: its ids are 404', async () => {
    const mine = await makeConnector(caller)
    const foreign = `/tenants/${(await makeTenant(caller)).id}`
    const fingerprint = 'a'.repeat(64)
    const attempts: [string, string, object?][] = [
      ['GET', `/sso-keys/${mine.ssoKey.id}`],
      ['PATCH', `/sso-keys/${mine.ssoKey.id}`, { encryption: true }],
      ['DELETE', `/sso-keys/${mine.ssoKey.id}?confirm=main`],
      ['GET', `/external-idps/${mine.idp.id}`],
      ['PATCH', `/external-idps/${mine.idp.id}`, { name: 'taken over' }],
      ['POST', `/external-idps/${mine.idp.id}:refresh`],
      ['DELETE', `/external-idps/${mine.idp.id}`],
      ['DELETE', `/external-idps/${mine.idp.id}/certificates/${fingerprint}`],
      ['GET', `/connectors/${mine.connector.id}`],
      ['PATCH', `/connectors/${mine.connector.id}`, { name: 'taken over' }],
      ['DELETE', `/connectors/${mine.connector.id}`],
      ['GET', `/connectors/${mine.connector.id}/versions`],
      ['POST', `/connectors/${mine.connector.id}:test`, {}],
      ['POST', `/connectors/${mine.connector.id}:activate`, { version: fingerprint }],
      ['POST', `/connectors/${mine.connector.id}:enable`],
      ['POST', `/connectors/${mine.connector.id}:disable`],
    ]
    for (const [method, path, body] of attempts) {
      const reply = await caller.call(method, `${foreign}${path}`, body)
      expect(reply.status, `${method} ${path}: ${reply.text}`).toBe(404)
    }
    expect((await caller.call('GET', mine.path)).json).toEqual(mine.connector)
  })

  it('joins no SSO key and no external IdP of another', async () => {
    const mine = await makeConnector(caller)
    const other = await makeConnector(caller)
    const spare = await caller.make(`${mine.base}/sso-keys`, {
      name: 'spare',
      environment: 'production',
    })
    const body = { name: 'Second', reference: 'second', type: 'saml' }
    const foreignKey = { ...body, sso_id: other.ssoKey.id, external_idp_id: mine.idp.id }
    expect((await caller.call('POST', `${mine.base}/connectors`, foreignKey)).json).toMatchObject({
      status: 422,
      code: 'sso_key_unknown',
      pointer: '/sso_id',
    })
    const foreignIdp = { ...body, sso_id: spare.id, external_idp_id: other.idp.id }
    expect((await caller.call('POST', `${mine.base}/connectors`, foreignIdp)).json).toMatchObject({
      status: 422,
      code: 'external_idp_unknown',
      pointer: '/external_idp_id',
    })
  })
})

describe('an SSO key that is renamed', () => {
  it('keeps everything else, and its new name is its own', async () => {
    const { base, ssoKey } = await makeConnector(caller)
    const path = `${base}/sso-keys/${ssoKey.id}`
    const other = await caller.make(`${base}/sso-keys`, {
      name: 'Other',
      environment: 'non_production',
    })
    const renamed = await caller.call('PATCH', path, { name: '  Head office ' })
    expect(renamed.json).toEqual({ ...ssoKey, name: 'Head office' })
    expect((await caller.call('GET', path)).json).toEqual(renamed.json)
    for (const name of ['Other', 'other', 'OTHER'])
      expect((await caller.call('PATCH', path, { name })).json).toMatchObject({
        code: 'sso_key_name_taken',
        pointer: '/name',
      })
    // The old name is free again, and its own name in another case is no other's.
    await caller.make(`${base}/sso-keys`, { name: String(ssoKey.name), environment: 'production' })
    expect((await caller.call('PATCH', path, { name: 'HEAD OFFICE' })).status).toBe(200)
    expect((await caller.call('PATCH', path, { encryption: true })).json).toMatchObject({
      name: 'HEAD OFFICE',
      encryption: true,
    })
    expect((await caller.call('PATCH', `${base}/sso-keys/${other.id}`, {})).status).toBe(200)
    expect((await caller.call('DELETE', `${path}?confirm=Head%20office`)).json).toMatchObject({
      code: 'sso_key_confirmation_mismatch',
    })
  })
})

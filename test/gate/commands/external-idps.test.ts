import { describe, expect, it } from 'vitest'
import type { IdpCertificate } from '../../../src/tenants/external-idps/external-idp.ts'
import {
  accept,
  activate,
  certificate,
  createTenant,
  goLive,
  governing,
  idpInput,
  type Joined,
  join,
  passTest,
  reads,
  run,
} from './commands.ts'

const [A, B, C] = [await certificate('A'), await certificate('B'), await certificate('C')]
const typedB = await certificate('B', 'typed')

const refresh = ({ tenant, idp }: Joined, description = {}, certificates: IdpCertificate[] = []) =>
  run(tenant, {
    kind: 'refresh_external_idp',
    tenantId: tenant.id,
    externalIdpId: idp.id,
    description: idpInput(certificates, description).description,
  })

const update = ({ tenant, idp }: Joined, input: Partial<ReturnType<typeof idpInput>>) =>
  accept(tenant, {
    kind: 'update_external_idp',
    tenantId: tenant.id,
    externalIdpId: idp.id,
    input,
  })

const remove = ({ tenant, idp }: Joined, { fingerprintSha256 }: IdpCertificate) =>
  run(tenant, {
    kind: 'remove_certificate',
    tenantId: tenant.id,
    externalIdpId: idp.id,
    fingerprintSha256,
  })

const trust = async (joined: Joined) => (await governing(joined))?.connector?.trust

describe('external IdPs', () => {
  it('refuses a name that another one of the tenant has', async () => {
    const { tenant } = await join(idpInput([A]))
    expect(
      await run(tenant, {
        kind: 'create_external_idp',
        tenantId: tenant.id,
        input: idpInput([B]),
      }),
    ).toEqual({
      ok: false,
      refusal: { code: 'external_idp_name_taken', pointer: '/name', got: 'Entra' },
    })
  })

  it('refuses one without a certificate', async () => {
    const tenant = await createTenant()
    expect(
      await run(tenant, { kind: 'create_external_idp', tenantId: tenant.id, input: idpInput([]) }),
    ).toEqual({ ok: false, refusal: { code: 'external_idp_without_certificate' } })
  })

  it('is deleted only when no connector uses it', async () => {
    const { tenant, idp, connector } = await join(idpInput([A]))
    const deletion = {
      kind: 'delete_external_idp',
      tenantId: tenant.id,
      externalIdpId: idp.id,
      confirm: idp.name,
    } as const
    expect(await run(tenant, deletion)).toEqual({
      ok: false,
      refusal: { code: 'external_idp_in_use', got: [connector.id] },
    })
    await accept(tenant, {
      kind: 'delete_connector',
      tenantId: tenant.id,
      connectorId: connector.id,
    })
    await accept(tenant, deletion)
    expect(await run(tenant, deletion)).toEqual({
      ok: false,
      refusal: { code: 'external_idp_unknown' },
    })
  })

  it('is in use while the live version trusts it, whatever the draft says', async () => {
    const joined = await goLive(idpInput([A]))
    const { tenant, idp, connector } = joined
    const input = { ...idpInput([B]), name: 'Okta' }
    const other = await accept(tenant, {
      kind: 'create_external_idp',
      tenantId: tenant.id,
      input,
    })
    await accept(tenant, {
      kind: 'update_connector',
      tenantId: tenant.id,
      connectorId: connector.id,
      change: { externalIdpId: other.id },
    })
    expect(
      await run(tenant, {
        kind: 'delete_external_idp',
        tenantId: tenant.id,
        externalIdpId: idp.id,
      }),
    ).toEqual({ ok: false, refusal: { code: 'external_idp_in_use', got: [connector.id] } })
  })
})

describe('updating an external IdP', () => {
  it('makes a draft when an endpoint changed, and leaves what is live alone', async () => {
    const joined = await goLive(idpInput([A]))
    const sso = { post: 'https://idp.example.com/post' }
    await update(joined, { description: idpInput([A], { sso }).description })
    const { tenant, connector } = joined
    const after = await reads.findConnector(tenant.id, connector.id)
    expect(after?.latestVersion).not.toBe(connector.latestVersion)
    expect(after?.activeVersion).toBe(connector.latestVersion)
    const versions = await reads.listVersions(tenant.id, connector.id, { limit: 10 })
    expect(
      versions.items.map(({ number, state, settings }) => ({ number, state, settings })),
    ).toEqual([
      {
        number: 2,
        state: 'draft',
        settings: expect.objectContaining({ sso, requestBinding: 'post' }),
      },
      {
        number: 1,
        state: 'active',
        settings: expect.objectContaining({ requestBinding: 'redirect' }),
      },
    ])
    expect((await governing(joined))?.connector?.version).toBe(connector.latestVersion)
  })

  it('makes no draft when only the certificates changed', async () => {
    const joined = await join(idpInput([A]))
    await update(joined, { description: idpInput([A, B]).description })
    const after = await reads.findConnector(joined.tenant.id, joined.connector.id)
    expect(after?.latestVersion).toBe(joined.connector.latestVersion)
  })

  it('keeps the certificates of the same entityID, and none of another', async () => {
    const joined = await join(idpInput([A]))
    const same = await update(joined, { description: idpInput([typedB]).description })
    expect(same.certificates).toEqual([A, typedB])
    expect(same.trustRevision).toBe(2)
    const entityID = 'https://other.example.com'
    const other = await update(joined, { description: idpInput([C], { entityID }).description })
    expect(other.certificates).toEqual([C])
  })

  it('takes a typed certificate live only after a test that had it on trial (I6)', async () => {
    const joined = await goLive(idpInput([A]))
    const version = joined.connector.latestVersion
    await update(joined, { description: idpInput([typedB]).description })
    expect(await trust(joined)).toEqual({ revision: 1, certificates: [A.der] })
    expect(await activate(joined, version)).toEqual({
      ok: false,
      refusal: {
        code: 'version_not_tested',
        pointer: '/version',
        expected: [typedB.fingerprintSha256],
      },
    })
    expect((await passTest(joined))?.configuration.connector?.trust.certificates).toEqual([
      A.der,
      typedB.der,
    ])
    expect(await activate(joined, version)).toMatchObject({ ok: true })
    expect(await trust(joined)).toEqual({ revision: 2, certificates: [A.der, typedB.der] })
  })

  it('lets a new metadata URL add certificates only after a test', async () => {
    const joined = await goLive(idpInput([A]))
    const url = 'https://elsewhere.example.com/metadata'
    await update(joined, {
      source: { kind: 'metadata_url', url },
      description: idpInput([B]).description,
    })
    expect(await refresh(joined, {}, [B, C])).toMatchObject({ ok: true })
    expect(await trust(joined)).toEqual({ revision: 1, certificates: [A.der] })
    expect(await activate(joined, joined.connector.latestVersion)).toEqual({
      ok: false,
      refusal: { code: 'version_not_tested', pointer: '/version', expected: [url] },
    })
    await passTest(joined)
    expect(await activate(joined, joined.connector.latestVersion)).toMatchObject({ ok: true })
    expect(await trust(joined)).toEqual({ revision: 2, certificates: [A.der, B.der, C.der] })
  })

  it('refuses to test or activate a version that was made for another entityID', async () => {
    const joined = await goLive(idpInput([A]))
    const entityID = 'https://other.example.com'
    await update(joined, { description: idpInput([B], { entityID }).description })
    const changed = {
      ok: false,
      refusal: {
        code: 'external_idp_entity_changed',
        expected: 'https://idp.example.com',
        got: entityID,
      },
    }
    const { id: connectorId, latestVersion: version } = joined.connector
    expect(await activate(joined, version)).toEqual(changed)
    const { id: tenantId } = joined.tenant
    const test = { kind: 'start_test', tenantId, connectorId, version } as const
    expect(await run(joined.tenant, test)).toEqual(changed)
    expect(await trust(joined)).toEqual({ revision: 1, certificates: [A.der] })
  })
})

describe('refreshing an external IdP', () => {
  it('takes a new certificate live without a new test, and keeps the old one', async () => {
    const joined = await goLive(idpInput([A]))
    const refreshed = await refresh(joined, {}, [B])
    expect(refreshed).toMatchObject({ ok: true, value: { trustRevision: 2, certificates: [A, B] } })
    expect(await trust(joined)).toEqual({ revision: 2, certificates: [A.der, B.der] })
  })

  it('changes nothing that is live when there is no new certificate', async () => {
    const joined = await goLive(idpInput([A]))
    expect(await refresh(joined, {}, [A])).toMatchObject({ ok: true, value: { trustRevision: 1 } })
    expect(await trust(joined)).toEqual({ revision: 1, certificates: [A.der] })
  })

  it('does not take a certificate live that is still waiting for its test', async () => {
    const joined = await goLive(idpInput([A]))
    await update(joined, { description: idpInput([typedB]).description })
    await refresh(joined, {}, [C])
    expect(await trust(joined)).toEqual({ revision: 2, certificates: [A.der, C.der] })
  })

  it('refuses another entityID (R45)', async () => {
    const joined = await join(idpInput([A]))
    const entityID = 'https://other.example.com'
    expect(await refresh(joined, { entityID }, [B])).toEqual({
      ok: false,
      refusal: {
        code: 'external_idp_entity_changed',
        expected: 'https://idp.example.com',
        got: entityID,
      },
    })
    expect((await reads.findExternalIdp(joined.tenant.id, joined.idp.id))?.certificates).toEqual([
      A,
    ])
  })

  it('refuses another SSO endpoint (R45)', async () => {
    const joined = await join(idpInput([A]))
    const sso = { redirect: 'https://evil.example.com/sso' }
    expect(await refresh(joined, { sso }, [B])).toEqual({
      ok: false,
      refusal: {
        code: 'external_idp_endpoint_changed',
        expected: ['https://idp.example.com/sso'],
        got: ['https://evil.example.com/sso'],
      },
    })
  })

  it('refuses an IdP that no URL describes', async () => {
    const joined = await join({ ...idpInput([A]), source: { kind: 'metadata_xml' } })
    expect(await refresh(joined, {}, [B])).toEqual({
      ok: false,
      refusal: { code: 'external_idp_not_refreshable' },
    })
  })
})

describe('removing a certificate', () => {
  it('acts at once on what is live', async () => {
    const joined = await goLive(idpInput([A, B]))
    expect(await remove(joined, A)).toMatchObject({ ok: true, value: { certificates: [B] } })
    expect(await trust(joined)).toEqual({ revision: 2, certificates: [B.der] })
  })

  it('refuses the last certificate on record, and the last that is live', async () => {
    const joined = await goLive(idpInput([A]))
    const refused = { ok: false, refusal: { code: 'certificate_is_last' } }
    expect(await remove(joined, A)).toEqual(refused)
    await update(joined, { description: idpInput([typedB]).description })
    expect(await remove(joined, A)).toEqual(refused)
    expect(await remove(await join(idpInput([A])), A)).toEqual(refused)
  })

  it('refuses a certificate that nobody knows', async () => {
    const joined = await goLive(idpInput([A, B]))
    expect(await remove(joined, C)).toEqual({
      ok: false,
      refusal: { code: 'certificate_unknown', got: C.fingerprintSha256 },
    })
  })

  it('reaches a live connector of the entityID that the record had before', async () => {
    const joined = await goLive(idpInput([A, B]))
    const entityID = 'https://other.example.com'
    await update(joined, { description: idpInput([C], { entityID }).description })
    expect(await remove(joined, A)).toMatchObject({ ok: true, value: { certificates: [C] } })
    expect(await trust(joined)).toEqual({ revision: 2, certificates: [B.der] })
  })
})

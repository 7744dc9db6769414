import { describe, expect, it } from 'vitest'
import type { ConnectorChange } from '../../../src/tenants/commands/connector-commands.ts'
import { hashSettings } from '../../../src/tenants/connectors/version.ts'
import { ssoKeyUrls } from '../../../src/tenants/sso-key.ts'
import {
  accept,
  activate,
  certificate,
  ENVELOPE,
  goLive,
  governing,
  idpInput,
  issueKey,
  type Joined,
  join,
  passTest,
  reads,
  run,
} from './commands.ts'

const A = await certificate('A')

const change = ({ tenant, connector }: Joined, change: ConnectorChange) =>
  run(tenant, {
    kind: 'update_connector',
    tenantId: tenant.id,
    connectorId: connector.id,
    change,
  })

const versionsOf = async ({ tenant, connector }: Joined) =>
  (await reads.listVersions(tenant.id, connector.id, { limit: 10 })).items

describe('creating a connector', () => {
  it('makes a draft with the defaults, named by the hash of its settings', async () => {
    const joined = await join(idpInput([A]))
    const { tenant, key, idp, connector } = joined
    const settings = {
      ssoId: key.id,
      externalIdpId: idp.id,
      idpEntityID: 'https://idp.example.com',
      sso: { redirect: 'https://idp.example.com/sso' },
      slo: {},
      requestBinding: 'redirect',
      signRequests: true,
      nameIdFormat: 'unspecified',
      identitySource: { kind: 'name_id' },
      mapping: {},
      forceAuthn: false,
      clockSkewSeconds: 180,
    } as const
    const hash = await hashSettings(settings)
    expect(connector).toMatchObject({ latestVersion: hash, enabled: true, type: 'saml' })
    expect(connector).not.toHaveProperty('activeVersion')
    expect(await versionsOf(joined)).toEqual([
      {
        connectorId: connector.id,
        hash,
        number: 1,
        state: 'draft',
        settings,
        createdAt: expect.any(Number),
        createdBy: ENVELOPE.origin.actor,
      },
    ])
    expect(await governing(joined)).toBeUndefined()
    expect(await reads.findConnectorDetail(tenant.id, connector.id)).toEqual(connector)
  })

  it.each([
    ['an SSO key that another connector uses', {}, 'connector_sso_key_taken', '/sso_id'],
    ['an SSO key that the tenant does not have', { ssoId: 'sso_0' }, 'sso_key_unknown', '/sso_id'],
    [
      'an IdP that the tenant does not have',
      { externalIdpId: 'idp_0' },
      'external_idp_unknown',
      '/external_idp_id',
    ],
    ['a name that is taken', { name: 'Staff' }, 'connector_name_taken', '/name'],
    [
      'a reference that is taken',
      { reference: 'staff' },
      'connector_reference_taken',
      '/reference',
    ],
    [
      'a binding that the IdP does not offer',
      { requestBinding: 'post' },
      'connector_binding_not_offered',
      '/request_binding',
    ],
  ] as const)('refuses %s', async (_, members, code, pointer) => {
    const { tenant, key, idp, connector } = await join(idpInput([A]))
    const ssoId =
      code === 'connector_sso_key_taken' ? key.id : (await issueKey(tenant, 'second')).id
    const input = { name: 'Guests', reference: 'guests', ssoId, externalIdpId: idp.id, ...members }
    const answer = await run(tenant, { kind: 'create_connector', tenantId: tenant.id, input })
    expect(answer).toMatchObject({ ok: false, refusal: { code, pointer } })
    const { items } = await reads.listConnectors(tenant.id, { limit: 10 })
    expect(items.map(({ id }) => id)).toEqual([connector.id])
  })
})

describe('changing a connector', () => {
  it('makes a new draft and leaves what is live alone (I6)', async () => {
    const joined = await goLive(idpInput([A]))
    const first = joined.connector.latestVersion
    const changed = await change(joined, { forceAuthn: true })
    expect(changed).toMatchObject({ ok: true, value: { activeVersion: first } })
    const versions = await versionsOf(joined)
    expect(versions.map(({ number, state }) => [number, state])).toEqual([
      [2, 'draft'],
      [1, 'active'],
    ])
    expect((await governing(joined))?.connector?.version).toBe(first)
  })

  it('writes no version twice: going back is the version from before', async () => {
    const joined = await goLive(idpInput([A]))
    await change(joined, { authnContextClassRef: 'urn:x', forceAuthn: true })
    const back = await change(joined, { authnContextClassRef: null, forceAuthn: false })
    expect(back).toMatchObject({
      ok: true,
      value: { latestVersion: joined.connector.latestVersion },
    })
    expect(await versionsOf(joined)).toHaveLength(2)
  })

  it('shows a new name at once, as the same version', async () => {
    const joined = await goLive(idpInput([A]))
    await change(joined, { name: 'Employees' })
    expect((await governing(joined))?.connector).toMatchObject({
      name: 'Employees',
      version: joined.connector.latestVersion,
      trust: { revision: 1 },
    })
    expect(await versionsOf(joined)).toHaveLength(1)
  })

  it('keeps its own name and reference free for itself only', async () => {
    const joined = await join(idpInput([A]))
    const { tenant, idp } = joined
    const ssoId = (await issueKey(tenant, 'second')).id
    const input = { name: 'Guests', reference: 'guests', ssoId, externalIdpId: idp.id }
    await accept(tenant, { kind: 'create_connector', tenantId: tenant.id, input })
    expect(await change(joined, { name: 'Staff', reference: 'staff' })).toMatchObject({ ok: true })
    expect(await change(joined, { reference: 'guests' })).toEqual({
      ok: false,
      refusal: { code: 'connector_reference_taken', pointer: '/reference', got: 'guests' },
    })
  })

  it('is switched at once, without a new version', async () => {
    const joined = await goLive(idpInput([A]))
    const { tenant, connector } = joined
    const off = { kind: 'set_connector_enabled', tenantId: tenant.id, enabled: false } as const
    await accept(tenant, { ...off, connectorId: connector.id })
    expect((await governing(joined))?.connector).toMatchObject({
      enabled: false,
      version: connector.latestVersion,
      trust: { revision: 1 },
    })
    await accept(tenant, { ...off, enabled: true, connectorId: connector.id })
    expect((await governing(joined))?.connector).toMatchObject({ enabled: true })
  })

  it('is gone at once when it is deleted', async () => {
    const joined = await goLive(idpInput([A]))
    const { tenant, connector } = joined
    await accept(tenant, {
      kind: 'delete_connector',
      tenantId: tenant.id,
      connectorId: connector.id,
      confirm: connector.name,
    })
    expect(await governing(joined)).toBeUndefined()
    expect(await change(joined, { name: 'x' })).toEqual({
      ok: false,
      refusal: { code: 'connector_unknown' },
    })
  })
})

describe('activating a version', () => {
  it('takes only a version that passed its test (I6)', async () => {
    const joined = await join(idpInput([A]))
    expect(await activate(joined, joined.connector.latestVersion)).toEqual({
      ok: false,
      refusal: { code: 'version_not_tested', pointer: '/version' },
    })
    expect(await governing(joined)).toBeUndefined()
  })

  it('takes no version because another one passed', async () => {
    const joined = await goLive(idpInput([A]))
    const changed = await change(joined, { forceAuthn: true })
    const draft = changed.ok ? changed.value.latestVersion : ''
    expect(await activate(joined, draft)).toEqual({
      ok: false,
      refusal: { code: 'version_not_tested', pointer: '/version' },
    })
  })

  it('supersedes the version before, which may come back without a new test', async () => {
    const joined = await goLive(idpInput([A]))
    const first = joined.connector.latestVersion
    await change(joined, { forceAuthn: true })
    const open = await passTest(joined)
    const second = open?.configuration.connector?.version ?? ''
    expect(await activate(joined, second)).toMatchObject({
      ok: true,
      value: { hash: second, state: 'active', number: 2 },
    })
    const states = async () => (await versionsOf(joined)).map(({ state }) => state)
    expect(await states()).toEqual(['active', 'superseded'])
    expect((await governing(joined))?.connector?.version).toBe(second)
    expect(await activate(joined, first)).toMatchObject({ ok: true })
    expect(await states()).toEqual(['superseded', 'active'])
  })

  it('refuses a version that the connector does not have', async () => {
    const joined = await join(idpInput([A]))
    expect(await activate(joined, 'f'.repeat(64))).toEqual({
      ok: false,
      refusal: { code: 'version_unknown', pointer: '/version' },
    })
  })
})

describe('testing a version', () => {
  it('gives a link of fifteen minutes that opens once', async () => {
    const joined = await join(idpInput([A]))
    const { tenant, key, connector } = joined
    const started = await accept(tenant, {
      kind: 'start_test',
      tenantId: tenant.id,
      connectorId: connector.id,
    })
    const token = new URL(started.testUrl).searchParams.get('t')
    expect(started.testUrl).toBe(`${ssoKeyUrls(key).testUrl}?t=${token}`)
    expect(token).toMatch(/^[\w-]{32}$/)
    expect(started.version).toBe(connector.latestVersion)
    expect(started.expiresAt - Date.now()).toBeGreaterThan(14 * 60_000)
    expect(started.expiresAt - Date.now()).toBeLessThanOrEqual(15 * 60_000)
  })
})

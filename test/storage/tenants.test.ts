import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/tenants/ids.ts'
import { gateOf } from '../../src/tenants/tenant.ts'
import {
  accept,
  aTenant,
  certificate,
  createTenant,
  goLive,
  governing,
  idpInput,
  issueKey,
  reads,
  run,
} from './commands.ts'

const unknown = newId('ten', (bytes) => new Uint8Array(bytes))

describe('tenants', () => {
  it('puts a child where its parent is', async () => {
    const root = await createTenant({ region: 'weur' })
    const child = await createTenant({ parentId: root.id, region: 'wnam', name: 'Acme Iberia' })
    expect(child).toMatchObject({ parentId: root.id, region: 'weur', jurisdiction: 'none' })
    expect(gateOf(child)).toEqual(gateOf(root))
    expect(await reads.findTenant(child.id)).toEqual(child)
    // The child has slots of its own in the shared gate.
    await issueKey(root)
    expect(await issueKey(child)).toMatchObject({ tenantId: child.id, name: 'main' })
  })

  it('nests one level deep', async () => {
    const root = await createTenant()
    const child = await createTenant({ parentId: root.id })
    const grandchild = aTenant({ parentId: child.id })
    expect(await run(root, { kind: 'create_tenant', tenant: grandchild })).toEqual({
      ok: false,
      refusal: { code: 'tenant_parent_is_child', pointer: '/parent_id' },
    })
  })

  it('refuses a parent that its gate does not know', async () => {
    const orphan = aTenant({ parentId: unknown })
    expect(await run(orphan, { kind: 'create_tenant', tenant: orphan })).toEqual({
      ok: false,
      refusal: { code: 'tenant_unknown', pointer: '/parent_id' },
    })
    expect(await reads.findTenant(orphan.id)).toBeUndefined()
  })

  it('runs no command for a tenant that its gate does not know', async () => {
    const tenant = aTenant()
    expect(
      await run(tenant, { kind: 'delete_tenant', tenantId: tenant.id, confirm: 'Acme' }),
    ).toEqual({ ok: false, refusal: { code: 'tenant_unknown' } })
  })
})

describe('renaming a tenant', () => {
  it('shows at once in what governs and in what KV serves, and makes no version', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, key, connector } = joined
    await accept(tenant, { kind: 'update_tenant', tenantId: tenant.id, change: { name: 'New' } })
    const governs = await governing(joined)
    expect(governs?.tenantName).toBe('New')
    expect(governs?.connector?.version).toBe(connector.latestVersion)
    const pointer = await env.LOGIN_CONFIG.get<{ config: string }>(`sso:${key.id}`, 'json')
    const served = await env.LOGIN_CONFIG.get(`config:${pointer?.config}`, 'json')
    expect(served).toEqual(governs)
    expect(await reads.findTenant(tenant.id)).toEqual({ ...tenant, name: 'New' })
  })
})

describe('deleting a tenant', () => {
  it('asks for its name', async () => {
    const tenant = await createTenant()
    expect(
      await run(tenant, { kind: 'delete_tenant', tenantId: tenant.id, confirm: 'acme' }),
    ).toEqual({ ok: false, refusal: { code: 'tenant_confirmation_mismatch', expected: 'Acme' } })
  })

  it('refuses while there are children', async () => {
    const root = await createTenant()
    await createTenant({ parentId: root.id })
    expect(await run(root, { kind: 'delete_tenant', tenantId: root.id, confirm: 'Acme' })).toEqual({
      ok: false,
      refusal: { code: 'tenant_has_children', got: 1 },
    })
  })

  it('leaves no row of it in the gate, in D1 or in KV, but that it was deleted', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, key } = joined
    const stub = env.TENANT_GATE.getByName(tenant.id)
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec(
        'INSERT INTO spent (tenant_id, kind, id, keep_until) VALUES (?, ?, ?, ?)',
        tenant.id,
        'code',
        'c',
        Date.now() + 1e6,
      )
    })
    await accept(tenant, { kind: 'delete_tenant', tenantId: tenant.id, confirm: 'Acme' })

    const left = await runInDurableObject(stub, (_, { storage: { sql } }) =>
      sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%tenant_id%'",
        )
        .toArray()
        .filter(({ name }) => sql.exec(`SELECT 1 FROM "${name}"`).toArray().length > 0),
    )
    expect(left).toEqual([{ name: 'deleted_tenants' }])
    expect(await reads.findTenant(tenant.id)).toBeUndefined()
    for (const table of ['sso_keys', 'external_idps', 'connectors', 'connector_versions']) {
      const rows = env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?`).bind(tenant.id)
      expect((await rows.all()).results).toEqual([])
    }
    expect(await env.LOGIN_CONFIG.get(`sso:${key.id}`)).toBeNull()
  })

  it('leaves its parent and its siblings alone', async () => {
    const root = await createTenant()
    const [one, other] = [
      await createTenant({ parentId: root.id, name: 'One' }),
      await createTenant({ parentId: root.id, name: 'Other' }),
    ]
    const key = await issueKey(other)
    await accept(one, { kind: 'delete_tenant', tenantId: one.id, confirm: 'One' })
    expect(await reads.findSsoKey(other.id, key.id)).toEqual(key)
    expect(await issueKey(other, 'second')).toMatchObject({ tenantId: other.id })
  })
})

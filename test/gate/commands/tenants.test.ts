import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { clearDeleted, forgetTenant } from '../../../src/gate/commands/tenants/deleted-tenants.ts'
import { findSession } from '../../../src/gate/sessions/sessions.ts'
import { findUser } from '../../../src/gate/tables/find-user.ts'
import type { GateStatement } from '../../../src/gate/tables/gate-statement.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { gateOf } from '../../../src/tenants/tenant.ts'
import { admissionOf, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'
import {
  accept,
  aTenant,
  certificate,
  cleared,
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

/** People in D1: of which tenant, and how many. */
const NEW_USERS = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
  INSERT INTO users (tenant_id, id, roles, groups, status, created_at, updated_at)
  SELECT ?1, 'usr_' || i, '[]', '[]', 'active', 0, 0 FROM n`

function exec(sql: SqlStorage, statements: readonly GateStatement[]): void {
  for (const { sql: text, params } of statements) sql.exec(text, ...params)
}

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
    await env.DB.prepare(NEW_USERS).bind(tenant.id, 1).run()
    await accept(tenant, { kind: 'delete_tenant', tenantId: tenant.id, confirm: 'Acme' })
    await cleared(tenant)

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
    for (const table of [
      'sso_keys',
      'external_idps',
      'connectors',
      'connector_versions',
      'users',
    ]) {
      const rows = env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?`).bind(tenant.id)
      expect((await rows.all()).results).toEqual([])
    }
    expect(await env.LOGIN_CONFIG.get(`sso:${key.id}`)).toBeNull()
  })

  it('opens nothing from the first moment, while its people are still being cleared away', async () => {
    const gate = await gateWithConnector('clearing')
    const { sid } = admissionOf()
    expect(await gate.admit(admissionOf({ sid }))).toMatchObject({ kind: 'admitted' })
    const [user, session] = await runSql(gate, (sql) => {
      const userId = String(sql.exec('SELECT user_id FROM users').one().user_id)
      exec(sql, forgetTenant(sql, TENANT, Date.now()))
      return [findUser(sql, TENANT, userId), findSession(sql, TENANT, sid, Date.now())]
    })
    expect([user, session]).toEqual([undefined, undefined])
    expect(await gate.endSession(TENANT, sid)).toBeUndefined()
    expect(await gate.admit(admissionOf())).not.toMatchObject({ kind: 'admitted' })
    expect(await runSql(gate, (sql) => sql.exec('SELECT 1 FROM sessions').toArray())).toHaveLength(
      1,
    )
  })

  it('goes in portions, in the gate and then in D1', async () => {
    const gate = await gateWithConnector('portions')
    await env.DB.prepare(NEW_USERS).bind(TENANT, 3_000).run()
    await runSql(gate, (sql) => {
      const n = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)'
      sql.exec(`${n} INSERT INTO identities SELECT ?, '', '', '', i, i FROM n`, 7_000, TENANT)
      sql.exec(`${n} INSERT INTO spent SELECT ?, 'code', i, 0 FROM n`, 15_000, TENANT)
      exec(sql, forgetTenant(sql, TENANT, Date.now()))
    })
    const left: unknown[] = []
    const d1 = env.DB
    await runInDurableObject(gate, async (_, { storage }) => {
      const count = 'SELECT COUNT(*) AS people FROM users WHERE tenant_id = ?'
      while (await clearDeleted({ storage, d1 }))
        left.push([
          storage.sql.exec('SELECT COUNT(*) AS rows FROM spent').one().rows,
          await d1.prepare(count).bind(TENANT).first('people'),
        ])
    })
    expect(left).toEqual([
      [12_000, 3_000],
      [2_000, 3_000],
      [0, 3_000],
      [0, 1_000],
      [0, 0],
    ])
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

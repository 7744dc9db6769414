import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { RECORDED_TABLES } from '../../../src/gate/intents/recorded-rows.ts'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { copyDatabase, restoreDatabase } from '../../support/older-copy.ts'
import { accept, aTenant, createTenant, issueKey, run } from './commands.ts'
import { drain, live, reconcile } from './reconciling.ts'

/** Claims the one domain of these tests; what names the claim. */
async function claim(tenant: Tenant) {
  const { id: tenantId } = tenant
  const { id } = await accept(tenant, { kind: 'claim_domain', tenantId, domain: 'd.example' })
  return { tenantId, domainId: id }
}

describe('reconciling', () => {
  it('changes nothing and leaves no trace where D1 says what the gate says', async () => {
    const { tenant } = await live()
    await drain(tenant)
    const before = await copyDatabase()
    expect(await reconcile(tenant)).toEqual({ entries: [], users: 0, complete: true })
    expect(await copyDatabase()).toEqual(before)
  })

  it('is an entry in the audit log, and only tells when it is only asked', async () => {
    const tenant = await createTenant()
    const copy = await copyDatabase()
    await issueKey(tenant)
    await restoreDatabase(copy)
    const command = { kind: 'reconcile_tenant', tenantId: tenant.id } as const
    const told = await run(tenant, command, { validateOnly: true })
    expect(await run(tenant, command)).toEqual(told)
    const entries = await env.DB.prepare(
      `SELECT target_id, before, after FROM audit_entries WHERE action = 'tenant.reconciled' AND tenant_id = ?`,
    )
      .bind(tenant.id)
      .all()
    expect(entries.results).toEqual([
      { target_id: tenant.id, before: '{}', after: '{"settled":2,"users":0}' },
    ])
  })

  it('refuses while D1 gives the external id to another tenant', async () => {
    const first = await createTenant({ externalId: 'crm-1' })
    const copy = await copyDatabase()
    const { id: tenantId, name: confirm } = first
    await accept(first, { kind: 'delete_tenant', tenantId, confirm })
    const second = await createTenant({ externalId: 'crm-1' })
    await restoreDatabase(copy)
    const command = { kind: 'reconcile_tenant', tenantId: second.id } as const
    expect(await run(second, command)).toEqual({
      ok: false,
      refusal: { code: 'tenant_external_id_taken', got: first.id },
    })
    await reconcile(first)
    expect((await reconcile(second)).entries).toHaveLength(1)
  })

  it('refuses while D1 gives a domain of the tenant to another one', async () => {
    const [first, second] = [await createTenant(), await createTenant()]
    const [before, after] = [await claim(first), await claim(second)]
    await accept(first, { kind: 'check_domain', ...before, found: true })
    const copy = await copyDatabase()
    await accept(first, { kind: 'delete_domain', ...before })
    await accept(second, { kind: 'check_domain', ...after, found: true })
    await restoreDatabase(copy)
    const command = { kind: 'reconcile_tenant', tenantId: second.id } as const
    expect(await run(second, command)).toEqual({
      ok: false,
      refusal: { code: 'domain_taken', got: first.id },
    })
    expect((await reconcile(first)).entries).toMatchObject([{ kind: 'domain', action: 'removed' }])
    expect((await reconcile(second)).entries).toMatchObject([
      { kind: 'domain', action: 'corrected' },
    ])
  })

  it('knows nothing of a tenant that never was', async () => {
    const tenant = aTenant()
    const command = { kind: 'reconcile_tenant', tenantId: tenant.id } as const
    expect(await run(tenant, command)).toEqual({ ok: false, refusal: { code: 'tenant_unknown' } })
  })
})

describe("the gate's copy of what it recorded", () => {
  it('has every table of a tenant that commands alone write', async () => {
    const others = [
      ...['api_keys', 'application_grants', 'audit_entries', 'intents'],
      ...['users', 'events'],
    ]
    const { results } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND (sql LIKE '%tenant_id%' OR name = 'tenants')",
    ).all<{ name: string }>()
    const names = results.map(({ name }) => name).filter((name) => !others.includes(name))
    expect(names.toSorted()).toEqual(RECORDED_TABLES.toSorted())
  })

  const inGate = <T>(tenant: Tenant, ask: (sql: SqlStorage) => T): Promise<T> =>
    runInDurableObject(env.TENANT_GATE.getByName(tenant.id), (_, { storage }) => ask(storage.sql))

  it('is made with the tenant, and goes along with every command', async () => {
    const { tenant } = await live()
    const copied = () =>
      inGate(tenant, (sql) =>
        sql
          .exec<{ name: string; n: number }>(
            'SELECT table_name AS name, COUNT(*) AS n FROM recorded_rows GROUP BY table_name',
          )
          .toArray(),
      )
    const held = async () => {
      const counts = RECORDED_TABLES.map((table) =>
        env.DB.prepare(
          `SELECT '${table}' AS name, COUNT(*) AS n FROM ${table} WHERE ${table === 'tenants' ? 'id' : 'tenant_id'} = ?`,
        ).bind(tenant.id),
      )
      const answers = await env.DB.batch<{ name: string; n: number }>(counts)
      return answers.flatMap(({ results }) => results).filter(({ n }) => n > 0)
    }
    expect(new Set(await copied())).toEqual(new Set(await held()))
    await claim(tenant)
    expect(new Set(await copied())).toEqual(new Set(await held()))
  })

  it('is believed only if it is there: without one nothing is removed from D1', async () => {
    const { tenant } = await live()
    await inGate(tenant, (sql) => sql.exec('DELETE FROM recorded_rows'))
    await drain(tenant)
    const before = await copyDatabase()
    const command = { kind: 'reconcile_tenant', tenantId: tenant.id } as const
    const cause = { message: `the gate has lost its copy of ${tenant.id}` }
    await expect(run(tenant, command)).rejects.toMatchObject({ cause })
    expect(await copyDatabase()).toEqual(before)
  })
})

// The last one: whatever copies D1 copies its thousands of people, too.
describe('people who are compared', () => {
  it('go on by the alarm where they are too many for one command', async () => {
    const { tenant } = await live()
    const gate = env.TENANT_GATE.getByName(tenant.id)
    const n = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)'
    const id = `'usr_' || printf('%04d', i)`
    await runInDurableObject(gate, (_, { storage: { sql } }) => {
      sql.exec(
        `${n} INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         SELECT ?, ${id}, '{"roles":[],"groups":[]}', 'active', 0, i FROM n`,
        5_003,
        tenant.id,
      )
    })
    const d1 = `${n} INSERT INTO users (tenant_id, id, roles, groups, status, created_at, updated_at)
      SELECT ?, ${id}, '[]', '[]', 'active', 0, i FROM n`
    await env.DB.prepare(d1).bind(5_001, tenant.id).run()
    expect(await reconcile(tenant)).toEqual({ entries: [], users: 0, complete: true })
    const comparing = () =>
      runInDurableObject(gate, (_, { storage: { sql } }) =>
        sql.exec('SELECT 1 FROM people_comparisons UNION ALL SELECT 1 FROM outbox').toArray(),
      )
    for (let turn = 0; turn < 9 && (await comparing()).length > 0; turn++) await drain(tenant)
    const people = 'SELECT COUNT(*) AS people FROM users WHERE tenant_id = ?'
    expect(await env.DB.prepare(people).bind(tenant.id).first('people')).toBe(5_003)
    expect(await reconcile(tenant)).toMatchObject({ users: 0 })
  })
})

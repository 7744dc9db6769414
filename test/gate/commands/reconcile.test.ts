import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { RECORDED_TABLES } from '../../../src/gate/intents/recorded-rows.ts'
import type { UserId } from '../../../src/tenants/ids.ts'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { admissionOf } from '../../support/gate.ts'
import { copyDatabase, type OlderCopy, restoreDatabase } from '../../support/older-copy.ts'
import {
  accept,
  activate,
  aTenant,
  certificate,
  cleared,
  createTenant,
  goLive,
  governing,
  idpInput,
  issueKey,
  type Joined,
  join,
  METADATA_URL,
  passTest,
  run,
} from './commands.ts'

const reconcile = (tenant: Tenant) =>
  accept(tenant, { kind: 'reconcile_tenant', tenantId: tenant.id })

/** What D1 has of a tenant. */
async function stateOf(tenant: Tenant): Promise<string> {
  const copy = await copyDatabase()
  const kept = [...copy].filter(
    ([name]) => !['intents', 'idempotent_answers', 'events'].includes(name),
  )
  const mine = kept.map(([name, rows]) => [
    name,
    rows
      .filter((row) => row.tenant_id === tenant.id || row.id === tenant.id)
      // When a connector was last used and tested is told by events alone.
      .map((row) => JSON.stringify(row, (name, value) => (name.startsWith('last_') ? 0 : value)))
      .sort(),
  ])
  return JSON.stringify(mine)
}

const drain = (tenant: Tenant) => runDurableObjectAlarm(env.TENANT_GATE.getByName(tenant.id))

/** Changes a tenant, restores D1 to what it was before, reconciles; returns the diff and whether nothing was lost. */
async function loseAndReconcile(tenant: Tenant, change: () => Promise<unknown>) {
  await drain(tenant)
  const copy = await copyDatabase()
  await change()
  await drain(tenant)
  return restoreAndReconcile(tenant, copy)
}

async function restoreAndReconcile(tenant: Tenant, copy: OlderCopy) {
  const before = await stateOf(tenant)
  await restoreDatabase(copy)
  expect(await stateOf(tenant)).not.toBe(before)
  const { entries, users, complete } = await reconcile(tenant)
  await drain(tenant)
  await cleared(tenant)
  expect(await stateOf(tenant)).toBe(before)
  expect(await reconcile(tenant)).toEqual({ entries: [], users: 0, complete: true })
  return { changes: entries.map(({ kind, action }) => `${kind} ${action}`), users, complete }
}

const live = async (): Promise<Joined> => goLive(idpInput([await certificate('A')]))

/** Claims the one domain of these tests; what names the claim. */
async function claim(tenant: Tenant) {
  const { id: tenantId } = tenant
  const { id } = await accept(tenant, { kind: 'claim_domain', tenantId, domain: 'd.example' })
  return { tenantId, domainId: id }
}

/** Logs a new person in; their id. */
async function logIn(joined: Joined): Promise<UserId> {
  const { tenant, key } = joined
  const { connector } = (await governing(joined)) ?? {}
  if (connector === undefined) throw new Error('Nothing governs')
  const admitted = await env.TENANT_GATE.getByName(tenant.id).admit(
    admissionOf({
      tenantId: tenant.id,
      ssoId: key.id,
      connectorId: connector.id,
      version: connector.version,
      trustRevision: connector.trust.revision,
    }),
  )
  if (admitted.kind !== 'admitted') throw new Error(admitted.kind)
  return admitted.open.user.id
}

describe('D1 that was restored from an older copy', () => {
  it('gets back an SSO key that was issued since, with its private key', async () => {
    const tenant = await createTenant()
    const { changes } = await loseAndReconcile(tenant, () => issueKey(tenant))
    expect(changes).toEqual(['sso_key restored', 'login_configuration restored'])
  })

  it('gets back a connector that went live since, with its IdP, drafts and the result of its test', async () => {
    const tenant = await createTenant()
    const tenantId = tenant.id
    const { changes } = await loseAndReconcile(tenant, async () => {
      const key = await issueKey(tenant)
      const input = idpInput([await certificate('A')])
      const idp = await accept(tenant, { kind: 'create_external_idp', tenantId, input })
      const connector = await accept(tenant, {
        kind: 'create_connector',
        tenantId,
        input: { name: 'Staff', reference: 'staff', ssoId: key.id, externalIdpId: idp.id },
      })
      const joined = { tenant, key, idp, connector }
      await passTest(joined)
      await activate(joined, connector.latestVersion)
      const change = { forceAuthn: true, name: 'People' }
      await accept(tenant, {
        kind: 'update_connector',
        tenantId,
        connectorId: connector.id,
        change,
      })
      await passTest(joined)
    })
    expect(changes).toEqual([
      'sso_key restored',
      'external_idp restored',
      'connector restored',
      'connector_version restored',
      'connector_version restored',
      'login_configuration restored',
    ])
  })

  it('loses again what was deleted since, and does not govern anything by it', async () => {
    const joined = await live()
    const { tenant, key, idp, connector } = joined
    const tenantId = tenant.id
    const { changes } = await loseAndReconcile(tenant, async () => {
      const [deletion, confirm] = [{ kind: 'delete_connector', tenantId } as const, connector.name]
      await accept(tenant, { ...deletion, connectorId: connector.id, confirm })
      await accept(tenant, { kind: 'delete_sso_key', tenantId, ssoId: key.id, confirm: 'main' })
      await accept(tenant, {
        kind: 'delete_external_idp',
        tenantId,
        externalIdpId: idp.id,
        confirm: idp.name,
      })
      await issueKey(tenant, 'again')
    })
    expect(changes).toEqual([
      'login_configuration removed',
      'connector_version removed',
      'connector removed',
      'external_idp removed',
      'sso_key removed',
      'sso_key restored',
      'login_configuration restored',
    ])
  })

  it('learns again what was switched, renamed and approved since, names that changed hands included', async () => {
    const joined = await live()
    const { tenant, connector } = joined
    const tenantId = tenant.id
    const second = await issueKey(tenant, 'second')
    const other = await accept(tenant, {
      kind: 'create_connector',
      tenantId,
      input: { name: 'Other', reference: 'other', ssoId: second.id, externalIdpId: joined.idp.id },
    })
    const rename = (connectorId: typeof connector.id, name: string) =>
      accept(tenant, { kind: 'update_connector', tenantId, connectorId, change: { name } })
    const { changes } = await loseAndReconcile(tenant, async () => {
      await accept(tenant, {
        kind: 'set_connector_enabled',
        tenantId,
        connectorId: connector.id,
        enabled: false,
      })
      await rename(connector.id, 'Between')
      await rename(other.id, 'Staff')
      await rename(connector.id, 'Other')
      await accept(tenant, { kind: 'update_tenant', tenantId, change: { name: 'Acme AG' } })
    })
    expect(changes).toEqual([
      'tenant corrected',
      'connector corrected',
      'connector corrected',
      'login_configuration corrected',
      'login_configuration corrected',
    ])
    expect(await governing(joined)).toMatchObject({ connector: { enabled: false } })
  })

  it('gets back a tenant that was created since, people included', async () => {
    const copy = await copyDatabase()
    const joined = await live()
    const { tenant } = joined
    await logIn(joined)
    await drain(tenant)
    const { changes, users } = await restoreAndReconcile(tenant, copy)
    expect(users).toBe(1)
    expect(changes).toHaveLength(6)
  })

  it('has nothing more of a person who was deleted since', async () => {
    const joined = await live()
    const { tenant } = joined
    const userId = await logIn(joined)
    const { users } = await loseAndReconcile(tenant, () =>
      accept(tenant, { kind: 'delete_user', tenantId: tenant.id, userId }),
    )
    expect(users).toBe(0)
  })

  it('has nothing more of a tenant that was deleted since', async () => {
    const joined = await live()
    const { tenant } = joined
    await logIn(joined)
    const { changes } = await loseAndReconcile(tenant, async () => {
      await accept(tenant, { kind: 'delete_tenant', tenantId: tenant.id, confirm: tenant.name })
      await cleared(tenant)
    })
    expect(changes).toHaveLength(6)
    expect(changes).toContain('tenant removed')
  })

  it('settles many differences in several commands', async () => {
    const { tenant, connector } = await join(idpInput([await certificate('A')]))
    const copy = await copyDatabase()
    await runInDurableObject(env.TENANT_GATE.getByName(tenant.id), (_, { storage }) => {
      const [row] = storage.sql
        .exec<{ body: string }>(
          `SELECT body FROM recorded_rows WHERE table_name = 'connector_versions'`,
        )
        .toArray()
      for (let n = 2; n <= 150; n++)
        storage.sql.exec(
          `INSERT INTO recorded_rows VALUES (?, 'connector_versions', ?, ?)`,
          tenant.id,
          `${connector.id}/${n}`,
          JSON.stringify({ ...JSON.parse(row?.body ?? ''), hash: String(n), number: n }),
        )
    })
    await restoreDatabase(copy)
    const [first, second] = [await reconcile(tenant), await reconcile(tenant)]
    expect([first.entries.length, first.complete]).toEqual([100, false])
    expect([second.entries.length, second.complete]).toEqual([49, true])
  })
})

describe('a command that finds D1 older than the gate', () => {
  it('puts it right first: a certificate that was removed since is not trusted again', async () => {
    const [kept, stolen] = [await certificate('kept'), await certificate('stolen')]
    const joined = await goLive(idpInput([kept, stolen]))
    const { tenant, idp } = joined
    const at = { tenantId: tenant.id, externalIdpId: idp.id }
    const copy = await copyDatabase()
    const { fingerprintSha256 } = stolen
    await accept(tenant, { kind: 'remove_certificate', ...at, fingerprintSha256 })
    await restoreDatabase(copy)
    const { description } = idpInput([kept, stolen])
    const read = { kind: 'read', description } as const
    const url = METADATA_URL
    const after = await accept(tenant, { kind: 'record_metadata', ...at, url, read })
    expect(after).toMatchObject({ certificates: [kept], removedCertificates: [fingerprintSha256] })
    expect((await governing(joined))?.connector?.trust.certificates).toEqual([kept.der])
    const { results } = await env.DB.prepare(
      `SELECT actor_id FROM audit_entries WHERE action = 'tenant.reconciled' AND tenant_id = ?`,
    )
      .bind(tenant.id)
      .all()
    expect(results).toEqual([{ actor_id: 'reconcile' }])
  })

  it('does so once, also where nothing of the configuration is missing', async () => {
    const joined = await live()
    const { tenant, connector } = joined
    const copy = await copyDatabase()
    const test = { kind: 'start_test', tenantId: tenant.id, connectorId: connector.id } as const
    await accept(tenant, test)
    await restoreDatabase(copy)
    await accept(tenant, test)
    expect(await reconcile(tenant)).toMatchObject({ entries: [], complete: true })
  })
})

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

  it('is made by the next command of a gate from before there was one', async () => {
    const { tenant } = await live()
    const copied = () =>
      runInDurableObject(env.TENANT_GATE.getByName(tenant.id), (_, { storage }) =>
        storage.sql.exec('SELECT * FROM recorded_rows').toArray(),
      )
    const before = await copied()
    await runInDurableObject(env.TENANT_GATE.getByName(tenant.id), (_, { storage }) => {
      storage.sql.exec('DELETE FROM recorded_rows')
    })
    await drain(tenant)
    await reconcile(tenant)
    expect((await copied()).length).toBe(before.length)
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

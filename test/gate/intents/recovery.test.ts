import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createCommandQueue } from '../../../src/gate/queue/run-command.ts'
import type { GateContext } from '../../../src/gate/tables/context.ts'
import { createLoginEvents } from '../../../src/gate/tables/login-events.ts'
import { createKeyRing } from '../../../src/protocol/sealing/keyring.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { CommandKind, CommandOf } from '../../../src/tenants/commands/commands.ts'
import type { CommandEnvelope } from '../../../src/tenants/commands/envelope.ts'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { admissionOf } from '../../support/gate.ts'
import {
  accept,
  certificate,
  createTenant,
  ENVELOPE,
  goLive,
  governing,
  idpInput,
  issueKey,
  ORIGIN,
  reads,
} from '../commands/commands.ts'

const outage = () => Promise.reject(new Error('out of reach'))
const never = () => new Promise<never>(() => {})

/** The real binding, with some of its methods replaced. */
function wrap<T extends object>(binding: T, replaced: Partial<T>): T {
  return new Proxy(binding, {
    get(target, name) {
      const member = Reflect.get({ ...replaced }, name) ?? Reflect.get(target, name)
      return typeof member === 'function' && !(name in replaced) ? member.bind(target) : member
    },
  })
}

const stubOf = (tenant: Tenant) => env.TENANT_GATE.getByName(tenant.id)

/** Runs a command inside the gate on bindings of which some fail; the answer, or the fault's message. */
function runOn<K extends CommandKind>(
  tenant: Tenant,
  bindings: Partial<GateContext>,
  command: CommandOf<K>,
  envelope: CommandEnvelope = ENVELOPE,
) {
  return runInDurableObject(stubOf(tenant), (_, { storage }) => {
    const queue = createCommandQueue({
      storage,
      logins: createLoginEvents(storage.sql),
      d1: env.DB,
      kv: env.LOGIN_CONFIG,
      keyring: createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom }),
      presentKeyring: createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom }),
      clock: Date.now,
      random: strongRandom,
      guard: { ownOrigins: [], allowLoopback: false },
      publicOrigin: 'http://localhost:8787',
      ...bindings,
    })
    return queue.run(command, envelope).then(
      (answer) => ({ answer }),
      (fault: Error) => ({ fault: fault.message }),
    )
  })
}

const rows = (tenant: Tenant, table: string) =>
  runInDurableObject(stubOf(tenant), (_, { storage }) =>
    storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
  )

const issue = (tenant: Tenant) =>
  ({
    kind: 'issue_sso_key',
    tenantId: tenant.id,
    name: 'main',
    environment: 'production',
    origin: ORIGIN,
  }) as const

/** D1 whose batches fail, before or after they were applied. Reads work. */
const batchFails = (when: 'before' | 'after' | 'after, and ever since') => {
  let failed = false
  return wrap(env.DB, {
    async batch<T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> {
      if (failed && when !== 'after, and ever since') return env.DB.batch<T>(statements)
      if (!failed && when !== 'before') await env.DB.batch(statements)
      failed = true
      return outage()
    },
  })
}

describe('a command that storage interrupts', () => {
  it('is undone when KV does not take the value', async () => {
    const tenant = await createTenant()
    const kv = wrap(env.LOGIN_CONFIG, { put: outage })
    expect(await runOn(tenant, { kv }, issue(tenant))).toEqual({ fault: 'out of reach' })
    expect(await rows(tenant, 'sso_key_slots')).toEqual([])
    expect(await rows(tenant, 'intents')).toEqual([])
    expect(await reads.listSsoKeys(tenant.id)).toEqual([])
  })

  it('is undone when D1 does not take the batch', async () => {
    const tenant = await createTenant()
    const fault = await runOn(tenant, { d1: batchFails('before') }, issue(tenant))
    expect(fault).toEqual({ fault: 'out of reach' })
    expect(await rows(tenant, 'sso_key_slots')).toEqual([])
    expect(await rows(tenant, 'intents')).toEqual([])
    expect(await issueKey(tenant, 'main')).toMatchObject({ name: 'main' })
  })

  it('leaves no sealed key in KV once it is undone', async () => {
    const tenant = await createTenant()
    await runOn(tenant, { d1: batchFails('before') }, issue(tenant))
    const [owed] = await rows(tenant, 'kv_writes')
    expect(owed).toMatchObject({ key: expect.stringMatching(/^config:/), value: null })
    const key = String(owed?.key)
    expect(await env.LOGIN_CONFIG.get(key)).not.toBeNull()
    expect(await runDurableObjectAlarm(stubOf(tenant))).toBe(true)
    expect(await env.LOGIN_CONFIG.get(key)).toBeNull()
    expect(await rows(tenant, 'published_values')).toEqual([])
  })

  it('is finished when D1 took the batch and only the answer was lost', async () => {
    const tenant = await createTenant()
    const done = await runOn(tenant, { d1: batchFails('after') }, issue(tenant))
    expect(done).toMatchObject({ answer: { ok: true, value: { name: 'main' } } })
    expect(await reads.listSsoKeys(tenant.id)).toHaveLength(1)
    expect(await rows(tenant, 'sso_key_slots')).toHaveLength(1)
    // The gate knows what it recorded, although D1 could not say it.
    const reconciled = await accept(tenant, { kind: 'reconcile_tenant', tenantId: tenant.id })
    expect(reconciled).toEqual({ entries: [], users: 0, complete: true })
  })

  it('is settled by the alarm when D1 stays out of reach', async () => {
    const tenant = await createTenant()
    const d1 = batchFails('after, and ever since')
    expect(await runOn(tenant, { d1 }, issue(tenant))).toEqual({ fault: 'out of reach' })
    expect(await rows(tenant, 'intents')).toHaveLength(1)
    expect(await runDurableObjectAlarm(stubOf(tenant))).toBe(true)
    expect(await rows(tenant, 'intents')).toEqual([])
    const [key] = await reads.listSsoKeys(tenant.id)
    expect(await env.LOGIN_CONFIG.get(`sso:${key?.id}`)).not.toBeNull()
  })

  it('is settled before the next command when the gate dies in the middle', async () => {
    const tenant = await createTenant()
    const kv = wrap(env.LOGIN_CONFIG, { put: never })
    const interrupted = runOn(tenant, { kv }, issue(tenant)).catch(() => undefined)
    await expect.poll(() => rows(tenant, 'intents')).toHaveLength(1)
    await abortAllDurableObjects()
    await interrupted
    expect(await rows(tenant, 'sso_key_slots')).toHaveLength(1)
    const key = await issueKey(tenant, 'main')
    expect(await rows(tenant, 'sso_key_slots')).toHaveLength(1)
    expect(await reads.listSsoKeys(tenant.id)).toEqual([key])
  })

  it('never comes true after it was undone, however late its batch arrives', async () => {
    const tenant = await createTenant()
    const held: D1PreparedStatement[][] = []
    const d1 = wrap(env.DB, {
      batch<T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> {
        if (held.length > 0) return env.DB.batch<T>(statements)
        held.push(statements)
        return outage()
      },
    })
    expect(await runOn(tenant, { d1 }, issue(tenant))).toEqual({ fault: 'out of reach' })
    const late = await env.DB.batch(held[0] ?? []).then(
      () => 'applied',
      () => 'rolled back',
    )
    expect(late).toBe('rolled back')
    expect(await reads.listSsoKeys(tenant.id)).toEqual([])
  })

  it('takes no new command while an old one cannot be settled', async () => {
    const tenant = await createTenant()
    await runOn(tenant, { d1: batchFails('after, and ever since') }, issue(tenant))
    const d1 = wrap(env.DB, { batch: outage })
    expect(await runOn(tenant, { d1 }, { ...issue(tenant), name: 'second' })).toEqual({
      fault: 'out of reach',
    })
    expect(await rows(tenant, 'sso_key_slots')).toHaveLength(1)
  })
})

describe('what is written beside a change', () => {
  const beside = async (tenant: Tenant) => {
    const count = (text: string) => env.DB.prepare(text).bind(tenant.id).first<number>('n')
    return [
      await count(
        "SELECT COUNT(*) AS n FROM audit_entries WHERE tenant_id = ? AND action <> 'tenant.created'",
      ),
      await count('SELECT COUNT(*) AS n FROM idempotent_answers WHERE fingerprint = ?'),
    ]
  }
  const conditionsOf = (tenant: Tenant) => ({
    ...ENVELOPE,
    idempotency: { key: tenant.id, fingerprint: tenant.id },
  })

  it('is undone with it: no entry in the audit log, and no answer', async () => {
    const tenant = await createTenant()
    const envelope = conditionsOf(tenant)
    await runOn(tenant, { d1: batchFails('before') }, issue(tenant), envelope)
    expect(await beside(tenant)).toEqual([0, 0])
    expect(await runOn(tenant, {}, issue(tenant), envelope)).toMatchObject({ answer: { ok: true } })
    expect(await beside(tenant)).toEqual([1, 1])
  })

  it('is there once when only the answer of D1 was lost, and the request can be repeated', async () => {
    const tenant = await createTenant()
    const envelope = conditionsOf(tenant)
    const first = await runOn(tenant, { d1: batchFails('after') }, issue(tenant), envelope)
    expect(await runOn(tenant, {}, issue(tenant), envelope)).toEqual(first)
    expect(await beside(tenant)).toEqual([1, 1])
  })

  it('follows a removal once, however often that is tried', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, connector } = joined
    const [before = 0] = (await beside(tenant)).map(Number)
    const connectorId = connector.id
    const deletion = {
      kind: 'delete_connector',
      tenantId: tenant.id,
      connectorId,
      confirm: connector.name,
    } as const
    await runOn(tenant, { d1: wrap(env.DB, { batch: outage }) }, deletion)
    expect(await beside(tenant)).toEqual([before, 0])
    for (let times = 0; times < 2; times++) await runDurableObjectAlarm(stubOf(tenant))
    expect(await beside(tenant)).toEqual([before + 1, 0])
  })
})

describe('a pointer that KV does not take', () => {
  it('leaves the command done and is put by the alarm', async () => {
    const tenant = await createTenant()
    const kv = wrap(env.LOGIN_CONFIG, {
      put: (key: string, value: string) =>
        key.startsWith('sso:') ? outage() : env.LOGIN_CONFIG.put(key, value),
    })
    expect(await runOn(tenant, { kv }, issue(tenant))).toMatchObject({ answer: { ok: true } })
    const [key] = await reads.listSsoKeys(tenant.id)
    expect(await env.LOGIN_CONFIG.get(`sso:${key?.id}`)).toBeNull()
    expect(await runDurableObjectAlarm(stubOf(tenant))).toBe(true)
    expect(await env.LOGIN_CONFIG.get(`sso:${key?.id}`)).not.toBeNull()
  })

  it('leaves what the old one points at, until then', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, connector, key } = joined
    const kv = wrap(env.LOGIN_CONFIG, {
      put: (name: string, value: string) =>
        name.startsWith('sso:') ? outage() : env.LOGIN_CONFIG.put(name, value),
    })
    const { id: connectorId } = connector
    const off = { kind: 'set_connector_enabled', connectorId, enabled: false } as const
    await runOn(tenant, { kv }, { ...off, tenantId: tenant.id })
    const old = await env.LOGIN_CONFIG.get<{ config: string }>(`sso:${key.id}`, 'json')
    expect(await env.LOGIN_CONFIG.get(`config:${old?.config}`)).not.toBeNull()
    await runDurableObjectAlarm(stubOf(tenant))
    expect(await env.LOGIN_CONFIG.get(`config:${old?.config}`)).toBeNull()
  })
})

describe('a command that is under way while columns join', () => {
  /** Every table has a column more. */
  const addColumns = (sql: SqlStorage) => {
    const tables = sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%tenant_id%'",
    )
    for (const { name } of tables.toArray()) sql.exec(`ALTER TABLE "${name}" ADD COLUMN later TEXT`)
  }
  it('is finished: what it writes names its columns', async () => {
    const { tenant, connector } = await goLive(idpInput([await certificate('A')]))
    const at = { tenantId: tenant.id, connectorId: connector.id }
    const invitation = { email: 'eve@example.org', connectorIds: [connector.id] }
    const gate = stubOf(tenant)
    const commands = [
      [{ kind: 'invite_user', tenantId: tenant.id, invitation }, 'links'],
      [{ kind: 'start_test', ...at }, 'tests'],
      [{ kind: 'set_connector_enabled', ...at, enabled: false }, 'connector_watch'],
    ] as const
    for (const [index, [command, table]] of commands.entries()) {
      const before = await rows(tenant, table)
      const d1 = batchFails('after, and ever since')
      expect(await runOn(tenant, { d1 }, command)).toEqual({ fault: 'out of reach' })
      if (index === 0)
        await runInDurableObject(gate, (_, { storage: { sql } }) => {
          addColumns(sql)
        })
      expect(await runDurableObjectAlarm(gate)).toBe(true)
      expect(await rows(tenant, 'intents')).toEqual([])
      expect(await rows(tenant, table)).toHaveLength(before.length + 1)
    }
  })
})

describe('an activation that storage interrupts', () => {
  it('leaves what was live', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, connector } = joined
    const before = await governing(joined)
    const off = {
      kind: 'set_connector_enabled',
      tenantId: tenant.id,
      connectorId: connector.id,
      enabled: false,
    } as const
    expect(await runOn(tenant, { d1: batchFails('before') }, off)).toEqual({
      fault: 'out of reach',
    })
    expect(await governing(joined)).toEqual(before)
    expect(await reads.findConnector(tenant.id, connector.id)).toMatchObject({ enabled: true })
  })
})

describe('ending the access of somebody', () => {
  const ADA = 'usr_ada'
  const down = () =>
    wrap(env.DB, {
      prepare: () => {
        throw new Error('out of reach')
      },
      batch: outage,
    })
  const switched = (tenant: Tenant, active: boolean) =>
    ({ kind: 'set_user_active', tenantId: tenant.id, userId: ADA, active }) as const
  async function tenantWithAda(): Promise<Tenant> {
    const tenant = await createTenant()
    await issueKey(tenant)
    const { profile } = admissionOf()
    await runInDurableObject(stubOf(tenant), (_, { storage: { sql } }) => {
      sql.exec(
        `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         VALUES (?, ?, ?, 'active', 1, 1)`,
        tenant.id,
        ADA,
        JSON.stringify(profile),
      )
    })
    return tenant
  }
  const statusOf = async (tenant: Tenant) => (await rows(tenant, 'users'))[0]?.status

  it('holds though D1 answers nothing at all, and though other commands are undecided', async () => {
    const tenant = await tenantWithAda()
    const undecided = { ...issue(tenant), name: 'second' }
    const d1 = batchFails('after, and ever since')
    const unsure = wrap(d1, { prepare: (sql) => env.DB.prepare(sql) })
    expect(await runOn(tenant, { d1: unsure }, undecided)).toEqual({ fault: 'out of reach' })

    const answer = await runOn(tenant, { d1: down() }, switched(tenant, false))
    expect(answer).toMatchObject({ answer: { ok: true, value: { status: 'inactive' } } })
    expect(await statusOf(tenant)).toBe('inactive')
    const back = await runOn(tenant, { d1: down() }, switched(tenant, true))
    expect(back).toEqual({ fault: 'out of reach' })
    expect(await statusOf(tenant)).toBe('inactive')

    await runDurableObjectAlarm(stubOf(tenant))
    const { results } = await env.DB.prepare(
      `SELECT status, (SELECT COUNT(*) FROM audit_entries WHERE action = 'user.deactivated' AND tenant_id = users.tenant_id) AS told
       FROM users WHERE tenant_id = ?`,
    )
      .bind(tenant.id)
      .all()
    expect(results).toEqual([{ status: 'inactive', told: 1 }])
    expect(await reads.listSsoKeys(tenant.id)).toHaveLength(2)
  })

  it('waits while a command on the same person may yet come true', async () => {
    const tenant = await tenantWithAda()
    await accept(tenant, switched(tenant, false))
    const d1 = batchFails('after, and ever since')
    expect(await runOn(tenant, { d1 }, switched(tenant, true))).toEqual({ fault: 'out of reach' })
    const again = await runOn(
      tenant,
      { d1: down() },
      {
        kind: 'end_user_sessions',
        tenantId: tenant.id,
        userId: ADA,
      },
    )
    expect(again).toEqual({ fault: 'out of reach' })
  })
})

describe('a removal that storage interrupts', () => {
  it('holds at once, and D1 follows', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, connector, key } = joined
    const deletion = {
      kind: 'delete_connector',
      tenantId: tenant.id,
      connectorId: connector.id,
      confirm: connector.name,
    } as const
    const d1 = wrap(env.DB, { batch: outage })
    expect(await runOn(tenant, { d1 }, deletion)).toMatchObject({ answer: { ok: true } })
    expect(await governing(joined)).toBeUndefined()
    expect(await reads.findConnector(tenant.id, connector.id)).toBeDefined()

    expect(await runDurableObjectAlarm(stubOf(tenant))).toBe(true)
    expect(await reads.findConnector(tenant.id, connector.id)).toBeUndefined()
    await accept(tenant, {
      kind: 'delete_sso_key',
      tenantId: tenant.id,
      ssoId: key.id,
      confirm: 'main',
    })
  })
})

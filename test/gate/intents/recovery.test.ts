import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import {
  accept,
  certificate,
  createTenant,
  ENVELOPE,
  goLive,
  idpInput,
  issueKey,
  reads,
} from '../commands/commands.ts'
import { batchFails, issue, outage, rows, runOn, stubOf, wrap } from './interruptions.ts'

const never = () => new Promise<never>(() => {})

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

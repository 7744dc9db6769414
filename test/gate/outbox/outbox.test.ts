import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { appendToOutbox } from '../../../src/gate/outbox/outbox.ts'
import { drainOutbox } from '../../../src/gate/queue/drain-outbox.ts'
import { createLoginEvents } from '../../../src/gate/tables/login-events.ts'
import type { OutboxEntry } from '../../../src/login/events.ts'
import { openDatabase } from '../../../src/storage/d1/database.ts'
import { events, users } from '../../../src/storage/d1/schema/index.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { DeploymentEvent } from '../../../src/tenants/events/events.ts'
import { newId, type TenantId } from '../../../src/tenants/ids.ts'
import type { User } from '../../../src/tenants/user.ts'
import { certificate, idpInput, join, passTest, reads } from '../commands/commands.ts'

const db = openDatabase(env.DB)
const tenantId: TenantId = newId('ten', strongRandom)
const stub = env.TENANT_GATE.getByName(tenantId)

const event = (members: Partial<DeploymentEvent> = {}): DeploymentEvent => ({
  id: newId('evt', strongRandom),
  type: 'login.admitted',
  tenantId,
  ssoId: 'sso_1',
  connectorId: 'con_1',
  userId: 'usr_1',
  at: 5,
  data: { version: 'v' },
  ...members,
})

const user = (members: Partial<User> = {}): User => ({
  tenantId,
  id: 'usr_1',
  email: 'ada@example.com',
  roles: ['admin'],
  groups: [],
  status: 'active',
  createdAt: 1,
  updatedAt: 5,
  ...members,
})

const inGate = <T>(work: (sql: SqlStorage) => T | Promise<T>) =>
  runInDurableObject(stub, (_, { storage }) => work(storage.sql))
/** By the memory of a gate that has just started. */
const drainTo = (d1: D1Database) =>
  runInDurableObject(stub, (_, { storage }) => {
    const started = { storage, logins: createLoginEvents(storage.sql) }
    return drainOutbox(started, openDatabase(d1), Date.now())
  })

const append = (...entries: OutboxEntry[]) =>
  inGate((sql) => {
    for (const entry of entries) {
      const id = entry.kind === 'event' ? entry.body.event.id : newId('evt', strongRandom)
      appendToOutbox(sql, tenantId, id, entry)
    }
  })

const drain = () => drainTo(env.DB)
const waiting = () => inGate((sql) => sql.exec('SELECT * FROM outbox').toArray().length)

describe('the outbox', () => {
  it('carries logins and changed people over, each once', async () => {
    const first = event({ data: { ip: '192.0.2.1' } })
    await append({ kind: 'event', body: { event: first, user: user() } })
    expect(await drain()).toBe(false)
    expect(await waiting()).toBe(0)
    await append({ kind: 'event', body: { event: first } })
    await drain()
    expect(await db.select().from(events)).toEqual([{ ...first, seq: 1, code: null, logins: null }])
    expect(await db.select().from(users)).toMatchObject([{ ...user(), firstName: null }])
  })

  it('never replaces a newer profile with an older one', async () => {
    const newer = user({ updatedAt: 9, email: 'newer@example.com' })
    const older = user({ updatedAt: 7, email: 'older@example.com' })
    await append(
      { kind: 'event', body: { event: event(), user: newer } },
      { kind: 'event', body: { event: event(), user: older } },
    )
    await drain()
    await append({ kind: 'event', body: { event: event(), user: older } })
    await drain()
    expect((await db.select().from(users)).map(({ email }) => email)).toEqual(['newer@example.com'])
  })

  it('drops what the profile no longer says', async () => {
    const { email: _gone, ...rest } = user({ updatedAt: 11 })
    await append({ kind: 'event', body: { event: event(), user: rest } })
    await drain()
    expect((await db.select().from(users)).map(({ email }) => email)).toEqual([null])
  })

  it('carries a hundred at a time, within the parameters that D1 takes', async () => {
    const people = Array.from({ length: 120 }, (_, n) => user({ id: `usr_many${n}` }))
    await append(
      ...people.map((person) => ({
        kind: 'event' as const,
        body: { event: event({ userId: person.id }), user: person },
      })),
    )
    expect(await drain()).toBe(true)
    expect(await waiting()).toBe(20)
    expect(await drain()).toBe(false)
    expect(await db.$count(users)).toBe(121)
  })

  it('keeps everything while D1 is out of reach', async () => {
    await append({ kind: 'event', body: { event: event() } })
    const down = new Proxy(env.DB, {
      get: (target, name) =>
        name === 'batch'
          ? () => Promise.reject(new Error('out of reach'))
          : Reflect.get(target, name).bind(target),
    })
    const failed = await drainTo(down).then(
      () => false,
      () => true,
    )
    expect(failed).toBe(true)
    expect(await waiting()).toBe(1)
    await drain()
  })
})

it('shows a passed test in the list of versions after the alarm', async () => {
  const joined = await join(idpInput([await certificate('A')]))
  await passTest(joined)
  await runDurableObjectAlarm(env.TENANT_GATE.getByName(joined.tenant.id))
  const { items } = await reads.listVersions(joined.tenant.id, joined.connector.id, { limit: 1 })
  expect(items).toMatchObject([{ state: 'tested', testedAt: expect.any(Number) }])
})

describe('the alarm', () => {
  const put = (id: string, keepUntil: number) =>
    inGate((sql) =>
      sql.exec('INSERT INTO spent VALUES (?, ?, ?, ?)', tenantId, 'code', id, keepUntil),
    )
  const kept = () => inGate((sql) => [...sql.exec('SELECT id FROM spent').raw()].flat())
  const nextAlarm = () => runInDurableObject(stub, (_, { storage }) => storage.getAlarm())

  it('removes what nobody can use again, and comes back for the rest', async () => {
    await put('old', Date.now() - 1)
    await put('new', Date.now() + 60_000)
    await runInDurableObject(stub, (_, { storage }) => storage.setAlarm(Date.now() + 60_000))
    await runDurableObjectAlarm(stub)
    expect(await kept()).toEqual(['new'])
    const soon = ((await nextAlarm()) ?? 0) - Date.now()
    expect(soon).toBeGreaterThan(59 * 60_000)
    expect(soon).toBeLessThanOrEqual(60 * 60_000)
  })

  it('carries a long backlog over in one go', async () => {
    const many = Array.from({ length: 450 }, () => ({
      kind: 'event' as const,
      body: { event: event() },
    }))
    await append(...many)
    await runInDurableObject(stub, (_, { storage }) => storage.setAlarm(Date.now() + 60_000))
    await runDurableObjectAlarm(stub)
    expect(await waiting()).toBe(0)
  })

  it('of a test comes when it is called for, and never in the middle by itself', async () => {
    await append({ kind: 'event', body: { event: event() } })
    await runInDurableObject(stub, (_, { storage }) => storage.setAlarm(Date.now()))
    await vi.waitUntil(async () => ((await nextAlarm()) ?? 0) > Date.now() + 60_000)
    expect(await waiting()).toBe(1)
    expect(await runDurableObjectAlarm(stub)).toBe(true)
    expect(await waiting()).toBe(0)
  })

  it('rests when there is nothing left', async () => {
    await inGate((sql) => sql.exec('DELETE FROM spent'))
    await runDurableObjectAlarm(stub)
    expect(await nextAlarm()).toBeNull()
  })
})

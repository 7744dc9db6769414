import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { admit } from '../../../src/gate/admission/admission.ts'
import { createRefusalCap } from '../../../src/gate/outbox/refusal-cap.ts'
import { drainOutbox } from '../../../src/gate/queue/drain-outbox.ts'
import { purgeLogins } from '../../../src/gate/queue/purge-logins.ts'
import { createLoginEvents, type LoginEvents } from '../../../src/gate/tables/login-events.ts'
import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import { openDatabase } from '../../../src/storage/d1/database.ts'
import { createEventFeed } from '../../../src/storage/d1/events.ts'
import { rowIdOf } from '../../../src/storage/d1/login-row-ids.ts'
import { events } from '../../../src/storage/d1/schema/index.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import { type EventId, newId } from '../../../src/tenants/ids.ts'
import { admissionOf, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

/** What the gate remembers while it lives. */
interface Life {
  readonly storage: DurableObjectStorage
  readonly logins: LoginEvents
}

/** Runs inside a gate in which somebody has signed in before; another life begins with `reborn`. */
async function living<T>(name: string, work: (life: Life) => T | Promise<T>): Promise<T> {
  const gate = await gateWithConnector(name)
  await gate.admit(admissionOf())
  await runDurableObjectAlarm(gate)
  return runInDurableObject(gate, (_, { storage }) => work(reborn({ storage })))
}
const reborn = ({ storage }: Pick<Life, 'storage'>): Life => ({
  storage,
  logins: createLoginEvents(storage.sql),
})

/** Somebody known signs in; returns the id that the event got. */
function signIn({ storage, logins }: Life): EventId {
  const request = admissionOf()
  const record = {
    newUserId: 'usr_never',
    cap: createRefusalCap(),
    logins,
    now: Date.now(),
  } as const
  storage.transactionSync(() => admit(storage.sql, request, record))
  return idOf(storage.sql, request.sid)
}
const idOf = (sql: SqlStorage, sid: string): EventId =>
  sql.exec<{ id: EventId }>("SELECT event ->> 'id' AS id FROM sessions WHERE sid = ?", sid).one().id

const drain = (life: Life, d1: D1Database = env.DB) =>
  drainOutbox(life, openDatabase(d1), Date.now())

/** D1 whose batches go as `make` says. */
const batching = (make: (call: () => Promise<unknown>) => Promise<unknown>): D1Database =>
  new Proxy(env.DB, {
    get: (target, name) => {
      const member = Reflect.get(target, name).bind(target)
      return name === 'batch' ? (items: unknown) => make(() => member(items)) : member
    },
  })
const refused = () => Promise.reject(new Error('Out of reach'))
const lost = async (call: () => Promise<unknown>): Promise<never> => {
  await call()
  throw new Error('The answer is lost')
}

/** Which of these the feed has, and how often. */
async function inFeed(ids: readonly EventId[]): Promise<readonly EventId[]> {
  const all = await createEventFeed(env.DB).after(0, { limit: 10_000 })
  return all.map(({ event }) => event.id).filter((id) => ids.includes(id))
}
const rowsInD1 = () => openDatabase(env.DB).$count(events)

describe('the events that sessions carry', () => {
  it('reach D1 once each, from a gate that lives and from one that was restarted', async () => {
    await living('events', async (life) => {
      const ids = [signIn(life), signIn(life)]
      expect(await drain(life)).toBe(false)
      const last = signIn(life)
      const next = reborn(life)
      // Before it has looked for what waits.
      const first = signIn(next)
      await drain(next)
      await drain(reborn(next))
      expect(await inFeed([...ids, last, first])).toEqual([...ids, last, first])
    })
  })

  it('reach D1 once where its answer was lost, with whoever came meanwhile', async () => {
    await living('lost-answer', async (life) => {
      const ids = [signIn(life)]
      await expect(drain(life, batching(lost))).rejects.toThrow('The answer is lost')
      ids.push(signIn(life))
      await drain(life)
      ids.push(signIn(life))
      await expect(drain(life, batching(lost))).rejects.toThrow('The answer is lost')
      const next = reborn(life)
      ids.push(signIn(next))
      await drain(next)
      expect(await inFeed(ids)).toEqual(ids)
    })
  })

  it('are one row of D1 for each tenant and batch', async () => {
    await living('one-row', async (life) => {
      const before = await rowsInD1()
      const ids = Array.from({ length: 3 }, () => signIn(life))
      await drain(life)
      expect([await inFeed(ids), (await rowsInD1()) - before]).toEqual([ids, 1])
      const at = { type: 'login.admitted', at: 1, data: {}, id: 'evt_' } as const
      const carried = (['ten_one', 'ten_two', 'ten_one'] as const).map((tenantId) => {
        const { event } = life.logins.carry({ ...at, tenantId }, 'ses_none')
        return rowIdOf(JSON.parse(event).id)
      })
      expect(carried).toEqual([carried[0], expect.any(String), carried[0]])
      expect(new Set(carried).size).toBe(2)
      expect(carried).not.toContain(rowIdOf(ids[0] ?? 'evt_'))
    })
  })

  it('stay rows of their own where they got their ids from another version', async () => {
    await living('another-version', async (life) => {
      const ids = [signIn(life), signIn(life)].map((given) => {
        const id = newId('evt', strongRandom)
        life.storage.sql.exec('UPDATE sessions SET event = replace(event, ?, ?)', given, id)
        return id
      })
      // It had told D1, and got no answer.
      const login = { type: 'login.admitted', tenantId: TENANT, at: 1, data: {} } as const
      await openDatabase(env.DB)
        .insert(events)
        .values(ids.map((id) => ({ ...login, id })))
      await drain(life)
      expect(await inFeed(ids)).toEqual(ids)
    })
  })

  it('wait while D1 is out of reach, also in a gate that is restarted meanwhile', async () => {
    await living('out-of-reach', async (life) => {
      const ids = [signIn(life)]
      for (let n = 0, present = life; n < 3; n++, present = reborn(life)) {
        await expect(drain(present, batching(refused))).rejects.toThrow('Out of reach')
        ids.push(signIn(present))
      }
      expect(await inFeed(ids)).toEqual([])
      await drain(reborn(life))
      expect((await inFeed(ids)).toSorted()).toEqual(ids.toSorted())
    })
  })

  it('wait for the next time where they came while D1 was told', async () => {
    await living('meanwhile', async (life) => {
      const ids = [signIn(life)]
      const meanwhile = batching(async (call) => {
        const answer = await call()
        ids.push(signIn(life))
        return answer
      })
      await drain(life, meanwhile)
      expect(life.logins.waits()).toBe(true)
      await drain(life)
      expect(await inFeed(ids)).toEqual(ids)
      expect(life.logins.waits()).toBe(false)
    })
  })

  it('go a hundred at a time, and are read again where they are too many to remember', async () => {
    await living('many', async (life) => {
      const ids = Array.from({ length: 230 }, () => signIn(life))
      expect(await drain(life)).toBe(true)
      expect(await drain(life)).toBe(true)
      expect(await drain(life)).toBe(false)
      expect((await inFeed(ids)).toSorted()).toEqual(ids.toSorted())
      life.storage.sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
         INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at,
           expires_at, keep_until, authn_instant, logout_context, batch, event)
         SELECT 'ten_gone', 'ses ' || i, 'u', 'c', 's', 'production', '', 0, 0, 0, 0, '', 1000 + i / 70, '{}' FROM n`,
      )
      const next = reborn(life)
      const last = signIn(next)
      const told: EventId[] = []
      for (let news = next.logins.next(); news.upTo !== undefined; news = next.logins.next()) {
        told.push(...news.events.map(({ id }) => id))
        next.logins.told(news.upTo)
      }
      expect(told).toHaveLength(12_001)
      expect(told.filter((id) => id === last)).toHaveLength(1)
      expect(signIn(next)).toBe(next.logins.next().events[0]?.id)
    })
  })

  it('go within a minute; a hundred of them, and whatever else there is to tell, within seconds', async () => {
    const gate: DurableObjectStub<TenantGate> = await gateWithConnector('gathering')
    const soon = async (change: Parameters<typeof admissionOf>[0] = {}) => {
      await gate.admit(admissionOf(change))
      const due = await runInDurableObject(gate, (_, { storage }) => storage.getAlarm())
      return (due ?? 0) < Date.now() + 30_000 ? 'seconds' : 'minute'
    }
    const nowhere = { entersTenantId: 'ten_nowhere' } as const
    const newcomer = await soon()
    await runDurableObjectAlarm(gate)
    expect([newcomer, await soon(), await soon(), await soon(nowhere)]).toEqual([
      'seconds',
      'minute',
      'minute',
      'seconds',
    ])
    await runDurableObjectAlarm(gate)
    for (let n = 0; n < 99; n++) await gate.admit(admissionOf())
    expect([await soon(), await soon()]).toEqual(['minute', 'seconds'])
    await runDurableObjectAlarm(gate)
    expect(await soon()).toBe('minute')
  })

  it('keep their sessions from being removed until D1 has heard of them', async () => {
    await living('kept', async (life) => {
      const id = signIn(life)
      const { sql } = life.storage
      sql.exec('UPDATE sessions SET keep_until = 1')
      const kept = () => sql.exec('SELECT sid FROM sessions').toArray().length
      purgeLogins(sql, Date.now())
      expect(kept()).toBe(1)
      await drain(life)
      purgeLogins(sql, Date.now())
      expect([kept(), await inFeed([id])]).toEqual([0, [id]])
    })
  })

  it('are gone with their tenant', async () => {
    await living('tenant-gone', async (life) => {
      const id = signIn(life)
      life.storage.sql.exec('DELETE FROM sessions')
      await drain(life)
      expect([await inFeed([id]), life.logins.waits()]).toEqual([[], false])
    })
  })

  it('are found by their reference before D1 has heard of them', async () => {
    const gate: DurableObjectStub<TenantGate> = await gateWithConnector('reference')
    await gate.admit(admissionOf())
    await runDurableObjectAlarm(gate)
    const request = admissionOf()
    await gate.admit(request)
    const id = await runSql(gate, (sql) => idOf(sql, request.sid))
    expect(await gate.findEvent(TENANT, id)).toMatchObject({
      id,
      type: 'login.admitted',
      connectorId: 'con_one',
      userId: expect.stringMatching(/^usr_/),
    })
    expect(await gate.findEvent('ten_two', id)).toBeUndefined()
    const found = await runInDurableObject(gate, (_, { storage }) =>
      reborn({ storage }).logins.find(TENANT, id),
    )
    expect(found).toMatchObject({ id })
    const waiting = () => runSql(gate, (sql) => sql.exec('SELECT batch FROM told_logins').one())
    const before = await waiting()
    await runDurableObjectAlarm(gate)
    expect(await waiting()).not.toEqual(before)
    expect(await gate.findEvent(TENANT, id)).toBeUndefined()
  })
})

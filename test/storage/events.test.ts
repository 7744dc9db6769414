import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/storage/d1/database.ts'
import { createEventFeed } from '../../src/storage/d1/events.ts'
import { events, tenants } from '../../src/storage/d1/schema/index.ts'
import { strongRandom } from '../../src/storage/random.ts'
import type { EventFilter } from '../../src/tenants/event-feed.ts'
import type { DeploymentEvent } from '../../src/tenants/events.ts'
import { newId } from '../../src/tenants/ids.ts'
import { plansOf } from '../support/query-plans.ts'

const feed = createEventFeed(env.DB)
const db = openDatabase(env.DB)

const event = (members: Partial<DeploymentEvent> = {}): DeploymentEvent => ({
  id: newId('evt', strongRandom),
  type: 'login.admitted',
  tenantId: 'ten_one',
  at: 1_000,
  data: {},
  ...members,
})

const first = event({ connectorId: 'con_one', ssoId: 'sso_one', userId: 'usr_one' })
const second = event({ type: 'login.refused', code: 'saml_audience_mismatch', at: 2_000 })
const third = event({ tenantId: 'ten_child', at: 3_000 })
const fourth = event({ tenantId: 'ten_two', at: 4_000 })

beforeAll(async () => {
  const row = { jurisdiction: 'none', createdAt: 0 } as const
  await db.insert(tenants).values([
    { ...row, id: 'ten_one', name: 'One' },
    { ...row, id: 'ten_child', name: 'Child', parentId: 'ten_one' },
    { ...row, id: 'ten_two', name: 'Two' },
  ])
  for (const one of [first, second, third, fourth]) await db.insert(events).values(one)
})

const listed = async (filter: Parameters<typeof feed.list>[1]) =>
  (await feed.list('ten_one', filter, { limit: 10 })).items

describe('the list of a tenant', () => {
  it('has its own events alone, the newest first', async () => {
    expect(await listed({})).toEqual([second, first])
  })

  it('can be narrowed by each member and by time', async () => {
    expect(await listed({ type: 'login.refused' })).toEqual([second])
    expect(await listed({ code: 'saml_audience_mismatch' })).toEqual([second])
    expect(await listed({ connectorId: 'con_one' })).toEqual([first])
    expect(await listed({ ssoId: 'sso_one' })).toEqual([first])
    expect(await listed({ userId: 'usr_one' })).toEqual([first])
    expect(await listed({ from: 2_000 })).toEqual([second])
    expect(await listed({ until: 2_000 })).toEqual([first])
    expect(await listed({ userId: 'usr_one', type: 'login.refused' })).toEqual([])
  })

  it('continues where a page ended', async () => {
    const page = await feed.list('ten_one', {}, { limit: 1 })
    expect(page.items).toEqual([second])
    const rest = await feed.list('ten_one', {}, { limit: 1, after: page.next ?? '' })
    expect(rest).toEqual({ items: [first] })
    expect(await feed.list('ten_one', {}, { limit: 1, after: 'nowhere' })).toEqual({ items: [] })
  })
})

describe('what is sought in the list', () => {
  it.each([
    [{ type: 'login.refused' }, 'events_by_type (tenant_id=? AND type=?)'],
    [{ code: 'saml_audience_mismatch' }, 'events_by_code (tenant_id=? AND code=?)'],
    [{ type: 'login.admitted' }, 'events_by_tenant (tenant_id=?)'],
  ] satisfies [EventFilter, string][])('by %j is found by an index', async (filter, index) => {
    const plan = await plansOf((d1) => createEventFeed(d1).list('ten_one', filter, { limit: 10 }))
    expect(plan).toBe(`SEARCH events USING INDEX ${index}`)
  })

  it('without an index is sought in a thousand events a page, and the pages lead to it', async () => {
    const wanted = event({ tenantId: 'ten_big', userId: 'usr_rare' })
    await db.insert(events).values(wanted)
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
       INSERT INTO events (id, tenant_id, type, at, data) SELECT 'evt_' || i, ?, ?, ?, '{}' FROM n`,
    )
      .bind('ten_big', 'login.admitted', 1_000)
      .run()
    const pages = []
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = after === '' ? { limit: 10 } : { limit: 10, after }
      const listed = await feed.list('ten_big', { userId: 'usr_rare' }, page)
      pages.push(listed.items)
      after = listed.next
    }
    expect(pages).toEqual([[], [wanted], []])
    await db.delete(events).where(eq(events.tenantId, 'ten_big'))
  })
})

describe('the feed', () => {
  it('goes on after a place, in the order in which events became readable', async () => {
    const all = await feed.after(0, { limit: 10 })
    expect(all.map((one) => one.event)).toEqual([first, second, third, fourth])
    const place = all[1]?.seq ?? 0
    expect((await feed.after(place, { limit: 1 })).map((one) => one.event)).toEqual([third])
  })

  it('of a tenant has its children too, and nobody else (I5)', async () => {
    const mine = await feed.after(0, { limit: 10, tenantId: 'ten_one' })
    expect(mine.map((one) => one.event)).toEqual([first, second, third])
  })
})

it('finds an event by its reference', async () => {
  expect(await feed.find(second.id)).toEqual(second)
  expect(await feed.find('evt_none')).toBeUndefined()
})

it('lets the oldest events go, in steps, and never gives their places again', async () => {
  expect(await feed.removeBefore(3_000)).toBe(2)
  expect(await feed.removeBefore(3_000)).toBe(0)
  const [last] = (await feed.after(0, { limit: 10 })).slice(-1)
  expect(await feed.removeBefore(9_000)).toBe(2)
  await db.insert(events).values(event())
  const [next] = await feed.after(0, { limit: 10 })
  expect(next?.seq).toBeGreaterThan(last?.seq ?? Number.POSITIVE_INFINITY)
})

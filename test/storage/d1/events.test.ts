import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/storage/d1/database.ts'
import { insertEvents } from '../../../src/storage/d1/event-rows.ts'
import { createEventFeed } from '../../../src/storage/d1/events.ts'
import { idInRow, newRowId } from '../../../src/storage/d1/login-row-ids.ts'
import { events, tenants } from '../../../src/storage/d1/schema/index.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { EventFilter } from '../../../src/tenants/events/event-feed.ts'
import type { DeploymentEvent } from '../../../src/tenants/events/events.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { plansOf } from '../../support/query-plans.ts'

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

/** How rows of many logins are taken apart, and sorted within themselves. */
const APART = [
  'SCAN login VIRTUAL TABLE INDEX 1: LEFT-JOIN',
  'USE TEMP B-TREE FOR LAST TERM OF ORDER BY',
]

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
    expect(plan).toBe([`SEARCH events USING INDEX ${index}`, ...APART].join('\n'))
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

describe('the logins of one row', () => {
  const tenantId = 'ten_rows'
  /** Logins that a gate tells of at a time, the oldest first. */
  const together = (count: number, from: number): DeploymentEvent[] => {
    const row = newRowId(strongRandom)
    return Array.from({ length: count }, (_, n) =>
      event({ id: idInRow(row, n), tenantId, userId: `usr_${(from + n) % 3}`, at: from + n }),
    )
  }
  const take = async (...occurred: readonly DeploymentEvent[]) => {
    for (const statement of insertEvents(db, occurred)) await statement
  }
  /** Every page of the list, each of so many. */
  const pagesOf = async (filter: EventFilter, limit: number) => {
    const pages = []
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = after === '' ? { limit } : { limit, after }
      const listed = await feed.list(tenantId, filter, page)
      pages.push(listed.items)
      after = listed.next
    }
    return pages
  }
  const alone = event({ tenantId, userId: 'usr_1', at: 5 })
  const refused = event({ tenantId, type: 'login.refused', code: 'xml_malformed', at: 20 })
  const [few, more] = [together(3, 10), together(4, 30)]
  const inOrder = [alone, ...few, refused, ...more]
  const newestFirst = inOrder.toReversed()
  let start = 0
  beforeAll(async () => {
    start = (await feed.after(0, { limit: 100 })).at(-1)?.seq ?? 0
    await take(alone)
    await take(...few.toReversed())
    await take(refused)
    await take(...more)
  })

  it('are in D1 once, also when they come again', async () => {
    await take(...more)
    await take(...few.slice(1), alone)
    expect(await db.$count(events, eq(events.tenantId, tenantId))).toBe(4)
    expect((await pagesOf({}, 100)).flat()).toEqual(newestFirst)
  })

  it('have each a place of the feed, in which a page may end', async () => {
    const places = inOrder.map((one, n) => ({ seq: start + 1 + n, event: one }))
    for (const limit of [1, 2, 3, 100]) {
      const read = []
      let page = await feed.after(start, { limit })
      while (page.length > 0 && read.length <= places.length) {
        read.push(...page)
        page = await feed.after(page.at(-1)?.seq ?? 0, { limit })
      }
      expect(read).toEqual(places)
    }
    expect(await feed.after(start + 2, { limit: 3, tenantId })).toEqual([])
  })

  it('are listed like others, whatever the page', async () => {
    for (const limit of [1, 2, 3, 4, 7, 8])
      expect((await pagesOf({}, limit)).flat()).toEqual(newestFirst)
    const page = await feed.list(tenantId, {}, { limit: 3, after: `${start + 3}~gone` })
    expect(page.items).toEqual([few[0], alone].flat())
  })

  it('are each looked at by a filter', async () => {
    const all = async (filter: EventFilter) => (await pagesOf(filter, 2)).flat()
    const where = (keep: (one: DeploymentEvent) => boolean) => newestFirst.filter(keep)
    expect(await all({ userId: 'usr_1' })).toEqual(where(({ userId }) => userId === 'usr_1'))
    expect(await all({ from: 11, until: 32 })).toEqual(where(({ at }) => at >= 11 && at < 32))
    expect(await all({ type: 'login.admitted', from: 11 })).toEqual(
      where(({ type, at }) => type === 'login.admitted' && at >= 11),
    )
    expect(await all({ type: 'login.refused' })).toEqual([refused])
    expect(await all({ connectorId: 'con_one' })).toEqual([])
  })

  it('are found by their references, and nothing by the id of their row', async () => {
    for (const one of inOrder) expect(await feed.find(one.id)).toEqual(one)
    const row = few[0]?.id.slice(0, 20) ?? ''
    expect(await feed.find(`evt_${row.slice(4)}`)).toBeUndefined()
    expect(await feed.find(`evt_${row.slice(4)}00000003`)).toBeUndefined()
  })

  it.each([
    ['found', 'INDEX events_id (id=?)', (d1) => createEventFeed(d1).find(few[0]?.id ?? 'evt_')],
    ['read', 'INTEGER PRIMARY KEY (rowid>?)', (d1) => createEventFeed(d1).after(5, { limit: 1 })],
    [
      'listed from a place on',
      'INDEX events_by_tenant (tenant_id=? AND seq<?)',
      (d1) => createEventFeed(d1).list(tenantId, {}, { limit: 1, after: '9~a' }),
    ],
  ] satisfies [string, string, (d1: D1Database) => Promise<unknown>][])(
    'are %s by an index',
    async (_, index, read) => {
      const [rowsBy, ...rest] = (await plansOf(read)).split('\n')
      expect(rowsBy).toBe(`SEARCH events USING ${index}`)
      const further = rest.filter((line) => !APART.includes(line))
      expect(further.filter((line) => !/^SCALAR|^SEARCH later USING COVERING/.test(line))).toEqual(
        [],
      )
    },
  )

  it('count each towards the thousand that a page looks through', async () => {
    const many = Array.from({ length: 13 }, (_, n) => together(90, 1_000 + 90 * n))
    await take(...many.flat())
    const all = [...inOrder, ...many.flat()].toReversed()
    const mine = (some: readonly DeploymentEvent[]) =>
      some.filter(({ userId }) => userId === 'usr_1')
    expect(await pagesOf({ userId: 'usr_1' }, 2_000)).toEqual([
      mine(all.slice(0, 1_000)),
      mine(all.slice(1_000)),
    ])
  })

  it('go together, once the last of them is past its time', async () => {
    await db.delete(events)
    await take(...few)
    expect(await feed.removeBefore(12)).toBe(0)
    expect((await pagesOf({}, 10)).flat()).toEqual(few.toReversed())
    expect(await feed.removeBefore(13)).toBe(1)
  })
})

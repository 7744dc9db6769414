// The feed of events in D1. Lists go by `seq`, so that a page continues in the right place whatever
// comes or goes meanwhile.

import { and, asc, desc, eq, gte, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { EventFeed, EventFilter } from '../../tenants/events/event-feed.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { ask, type Database, openDatabase } from './database.ts'
import {
  eventMembers,
  happenedFrom,
  hasEventId,
  loginsOfRow,
  placeInRow,
  readEvent,
  selectEvents,
} from './event-rows.ts'
import { LOOKED_THROUGH, type Position, readPosition, toLookedThrough } from './pages.ts'
import { events, tenants } from './schema/index.ts'

const REMOVED_AT_A_TIME = 1_000

/** Implements the feed on D1. */
export function createEventFeed(d1: D1Database): EventFeed {
  const db = openDatabase(d1)
  const familyOf = (tenantId: TenantId) =>
    db
      .select({ id: tenants.id })
      .from(tenants)
      .where(or(eq(tenants.id, tenantId), eq(tenants.parentId, tenantId)))
  return {
    async find(id) {
      const row = await ask(selectEvents(db).where(hasEventId(id)).get())
      return row && readEvent(row)
    },

    async list(tenantId, filter, page) {
      const position = page.after === undefined ? undefined : readPosition(page.after)
      if (page.after !== undefined && position === undefined) return { items: [] }
      const before = position && beforePlace(tenantId, position[0])
      const indexed = and(eq(events.tenantId, tenantId), before, ...indexedOf(filter))
      const further = furtherOf(filter)
      const boundary = further === undefined ? undefined : await findBoundary(db, indexed)
      const rows = await ask(
        selectEvents(db)
          .where(and(indexed, boundary && fromPlace(boundary[0]), further))
          .orderBy(desc(events.seq), asc(placeInRow))
          .limit(page.limit + 1),
      )
      const listed = toLookedThrough(rows, page, { read: readEvent, boundary })
      // Logins are recorded after what happened meanwhile, so places alone are not the order of
      // time.
      return { ...listed, items: listed.items.toSorted((a, b) => b.at - a.at) }
    },

    async after(seq, { limit, tenantId }) {
      const mine = tenantId && inArray(events.tenantId, familyOf(tenantId))
      const rows = await ask(
        selectEvents(db)
          .where(and(fromPlace(seq + 1), mine))
          .orderBy(asc(events.seq), desc(placeInRow))
          .limit(limit),
      )
      return rows.map((row) => ({ seq: row.seq, event: readEvent(row) }))
    },

    async removeBefore(at) {
      // From the low end of the feed, which is the old one: no index on the time is needed.
      const oldest = db
        .select({ seq: events.seq, at: events.at })
        .from(events)
        .orderBy(asc(events.seq))
        .limit(REMOVED_AT_A_TIME)
        .as('oldest')
      const due = db.select({ seq: oldest.seq }).from(oldest).where(lt(oldest.at, at))
      const removed = await ask(db.delete(events).where(inArray(events.seq, due)).run())
      return removed.meta.changes
    },
  }
}

/** The last of the events that a page looks through, where there are more of them. */
async function findBoundary(db: Database, indexed: SQL | undefined): Promise<Position | undefined> {
  const row = await ask(
    db
      .select({ seq: eventMembers.seq, id: eventMembers.id })
      .from(events)
      .leftJoin(loginsOfRow, sql`true`)
      .where(indexed)
      .orderBy(desc(events.seq), asc(placeInRow))
      .limit(1)
      .offset(LOOKED_THROUGH - 1)
      .get(),
  )
  return row && [row.seq, row.id]
}

/** This place of the feed and those after it; the first may stand in the middle of a row. */
const fromPlace = (place: number): SQL | undefined =>
  and(gte(events.seq, place), gte(eventMembers.seq, place))

/** The places before this one. The row that it stands in, or stood in, may have more of them. */
function beforePlace(tenantId: TenantId, place: number): SQL | undefined {
  const holder = sql`SELECT min(seq) FROM events AS later WHERE tenant_id = ${tenantId} AND seq >= ${place}`
  return and(lte(events.seq, sql`coalesce((${holder}), ${place})`), lt(eventMembers.seq, place))
}

/**
 * What an index finds. Only where the query says that it is about no login does D1 know that the
 * small index will do.
 */
const indexedOf = ({ type, code }: EventFilter): readonly (SQL | undefined)[] => [
  type && eq(events.type, type),
  type === undefined || type === 'login.admitted'
    ? undefined
    : sql`${events.type} <> 'login.admitted'`,
  code === undefined ? undefined : eq(events.code, code),
]

/** What events have to be looked at for. */
function furtherOf({ connectorId, ssoId, userId, from, until }: EventFilter): SQL | undefined {
  const of = eventMembers
  return and(
    connectorId && eq(of.connectorId, connectorId),
    ssoId && eq(of.ssoId, ssoId),
    userId && eq(of.userId, userId),
    from === undefined ? undefined : happenedFrom(from),
    until === undefined ? undefined : lt(of.at, until),
  )
}

// The feed of events in D1. Lists go by `seq`, so that a page continues in the right place whatever comes or goes meanwhile.

import { and, asc, desc, eq, gt, gte, inArray, lt, or, type SQL } from 'drizzle-orm'
import type { EventFeed, EventFilter } from '../../tenants/event-feed.ts'
import type { DeploymentEvent } from '../../tenants/events.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { LOOKED_THROUGH, type Position, readPosition, toLookedThrough } from './pages.ts'
import { events, NO_LOGIN, tenants } from './schema/index.ts'

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
      const row = await ask(db.select().from(events).where(eq(events.id, id)).get())
      return row && readEvent(row)
    },

    async list(tenantId, filter, page) {
      const position = page.after === undefined ? undefined : readPosition(page.after)
      if (page.after !== undefined && position === undefined) return { items: [] }
      const before = position ? lt(events.seq, position[0]) : undefined
      const indexed = and(eq(events.tenantId, tenantId), before, ...indexedOf(filter))
      const further = furtherOf(filter)
      const boundary = further === undefined ? undefined : await findBoundary(db, indexed)
      const rows = await ask(
        db
          .select()
          .from(events)
          .where(and(indexed, boundary && gte(events.seq, boundary[0]), further))
          .orderBy(desc(events.seq))
          .limit(page.limit + 1),
      )
      return toLookedThrough(rows, page, { read: readEvent, boundary })
    },

    async after(seq, { limit, tenantId }) {
      const mine = tenantId && inArray(events.tenantId, familyOf(tenantId))
      const rows = await ask(
        db
          .select()
          .from(events)
          .where(and(gt(events.seq, seq), mine))
          .orderBy(asc(events.seq))
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

/** The last of the rows that a page looks through, where there are more of them. */
async function findBoundary(db: Database, indexed: SQL | undefined): Promise<Position | undefined> {
  const row = await ask(
    db
      .select({ seq: events.seq, id: events.id })
      .from(events)
      .where(indexed)
      .orderBy(desc(events.seq))
      .limit(1)
      .offset(LOOKED_THROUGH - 1)
      .get(),
  )
  return row && [row.seq, row.id]
}

/** What an index finds. Only where the query says that it is about no login does D1 know that the small index will do. */
const indexedOf = ({ type, code }: EventFilter): readonly (SQL | undefined)[] => [
  type && eq(events.type, type),
  type === undefined || type === 'login.admitted' ? undefined : NO_LOGIN,
  code === undefined ? undefined : eq(events.code, code),
]

/** What rows have to be looked at for. */
const furtherOf = ({ connectorId, ssoId, userId, from, until }: EventFilter): SQL | undefined =>
  and(
    connectorId && eq(events.connectorId, connectorId),
    ssoId && eq(events.ssoId, ssoId),
    userId && eq(events.userId, userId),
    from === undefined ? undefined : gte(events.at, from),
    until === undefined ? undefined : lt(events.at, until),
  )

/** Reads an event: an optional member is absent, never null. */
export function readEvent(row: typeof events.$inferSelect): DeploymentEvent {
  const { seq: _seq, connectorId, ssoId, userId, code, ...event } = row
  return {
    ...event,
    ...(connectorId === null ? {} : { connectorId }),
    ...(ssoId === null ? {} : { ssoId }),
    ...(userId === null ? {} : { userId }),
    ...(code === null ? {} : { code }),
  }
}

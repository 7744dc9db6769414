// Events as rows of D1: one each, but for the logins that a gate tells of at a time. They are
// written as one row and read as if each had its own: taken apart in the query, so that pages and
// filters mean events.

import { and, eq, gte, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { SQLiteInsertValue } from 'drizzle-orm/sqlite-core'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import type { EventId } from '../../tenants/ids.ts'
import { inChunks } from './chunks.ts'
import type { Database } from './database.ts'
import { rowIdOf } from './login-row-ids.ts'
import { events, type LoginInRow } from './schema/index.ts'

type Item = BatchItem<'sqlite'>
type Row = SQLiteInsertValue<typeof events>

/**
 * What has D1 know these events. One that comes again changes nothing; the feed's order is the one
 * in which D1 took them.
 */
export function insertEvents(db: Database, occurred: readonly DeploymentEvent[]): readonly Item[] {
  const rows = Map.groupBy(occurred, (event) =>
    event.type === 'login.admitted' ? rowIdOf(event.id) : undefined,
  )
  const alone = (rows.get(undefined) ?? []).toSorted((a, b) => a.at - b.at)
  const together = [...rows].flatMap(([id, logins]) => (id === undefined ? [] : toRow(id, logins)))
  return [
    ...inChunks(alone, 9).map((chunk) => insert(db, chunk)),
    ...inChunks(together, 7).map((chunk) => insert(db, withPlaces(chunk))),
  ]
}

const insert = (db: Database, rows: Row[]): Item =>
  db.insert(events).values(rows).onConflictDoNothing({ target: events.id })

interface LoginRow extends Pick<DeploymentEvent, 'id' | 'tenantId' | 'type' | 'at' | 'data'> {
  readonly logins: readonly LoginInRow[]
}

/** Logins of one tenant, as one row. */
function toRow(id: EventId, logins: readonly DeploymentEvent[]): LoginRow | [] {
  const newestFirst = logins.toSorted((a, b) => (a.id < b.id ? 1 : -1))
  const [newest] = newestFirst
  if (newest === undefined) return []
  return {
    id,
    tenantId: newest.tenantId,
    type: newest.type,
    at: Math.max(...logins.map(({ at }) => at)),
    data: {},
    logins: newestFirst.map(({ tenantId: _ours, type: _alike, ...login }) => login),
  }
}

/** The last place that was ever given. */
const LAST_PLACE = sql`coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)`

/** Each row takes as many places of the feed as it has logins. */
function withPlaces(rows: readonly LoginRow[]): Row[] {
  let taken = 0
  return rows.map((row) => {
    taken += row.logins.length
    return { ...row, seq: sql`${LAST_PLACE} + ${taken}` }
  })
}

/** What a row says of an event, or of its own login. */
const said = <T>(name: keyof DeploymentEvent, column: SQLWrapper): SQL<T> =>
  sql<T>`coalesce(login.value ->> ${sql.raw(`'${name}'`)}, ${column})`

/**
 * An event's own, wherever it stands. Conditions on these are looked at for each; an index finds
 * rows by their columns alone.
 */
export const eventMembers = {
  /**
   * The place in the feed: the newest login has that of its row, each older one the place before.
   */
  seq: sql<number>`${events.seq} - coalesce(login.key, 0)`,
  id: said<EventId>('id', events.id),
  at: said<number>('at', events.at),
  connectorId: said('connectorId', events.connectorId),
  ssoId: said('ssoId', events.ssoId),
  userId: said('userId', events.userId),
}

/** Within a row, the newest first. */
export const placeInRow = sql`login.key`
/** What takes rows apart. */
export const loginsOfRow = sql`json_each(${events.logins}) AS login`

/** Events, each as if it had a row of its own: to be read by `readEvent`. */
export const selectEvents = (db: Database) =>
  db
    .select({
      seq: eventMembers.seq,
      id: eventMembers.id,
      tenantId: events.tenantId,
      type: events.type,
      at: events.at,
      connectorId: events.connectorId,
      ssoId: events.ssoId,
      userId: events.userId,
      code: events.code,
      data: events.data,
      login: sql<string | null>`login.value`,
    })
    .from(events)
    .leftJoin(loginsOfRow, sql`true`)

export type EventRow = Awaited<ReturnType<typeof selectEvents>>[number]

/** The event of an id, found by an index. */
export function hasEventId(id: EventId): SQL | undefined {
  const row = rowIdOf(id)
  const rows = row === undefined ? eq(events.id, id) : inArray(events.id, [id, row])
  return and(rows, eq(eventMembers.id, id))
}

/**
 * What happened at a moment or later. A row's own time is that of its newest, so older rows need
 * not be taken apart.
 */
export const happenedFrom = (at: number): SQL | undefined =>
  and(gte(events.at, at), gte(eventMembers.at, at))

/** Reads an event: an optional member is absent, never null. */
export function readEvent(row: EventRow): DeploymentEvent {
  const { seq: _seq, login, tenantId, type, connectorId, ssoId, userId, code, ...event } = row
  if (login !== null) return { ...JSON.parse(login), tenantId, type }
  return {
    ...event,
    tenantId,
    type,
    ...(connectorId === null ? {} : { connectorId }),
    ...(ssoId === null ? {} : { ssoId }),
    ...(userId === null ? {} : { userId }),
    ...(code === null ? {} : { code }),
  }
}

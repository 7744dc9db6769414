// Pages of a list by position: (created at, id) of the last item, so that a page continues in the
// right place even when that item is gone by then.

import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import type { Listed, Page } from '../../tenants/page.ts'

/** What a position is made of: a number that grows with creation, and a tie-breaker. */
export type Position = readonly [at: number, id: string]

/**
 * The condition for rows after the page's position: none on the first page, and one that nothing
 * meets for a text we never gave.
 */
export function afterPosition(
  page: Page,
  at: AnyColumn | SQL,
  id: AnyColumn | SQL,
): SQL | undefined {
  if (page.after === undefined) return undefined
  const position = readPosition(page.after)
  return position ? sql`(${at}, ${id}) > (${position[0]}, ${position[1]})` : sql`false`
}

/** The page that `limit + 1` rows make: the row too many tells that there is more. */
export function toPage<Row, T>(
  rows: readonly Row[],
  page: Page,
  map: { readonly read: (row: Row) => T; readonly position: (row: Row) => Position },
): Listed<T> {
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  const items = shown.map(map.read)
  if (rows.length <= page.limit || last === undefined) return { items }
  return { items, next: map.position(last).join('~') }
}

/** Reads the number and the id of a position that `toPage` wrote. */
export function readPosition(text: string): Position | undefined {
  const [, at, id] = /^(\d{1,15})~(\w+)$/.exec(text) ?? []
  return at === undefined || id === undefined ? undefined : [Number(at), id]
}

/** Rows that one page looks through at most for what no index finds. */
export const LOOKED_THROUGH = 1_000

/**
 * A page of a log, the newest first, that a filter without an index made. Such a page looks through
 * so many rows and no more: it may have fewer items than were asked for, or none, and still go on.
 * `boundary` is the last row that was looked at.
 */
export function toLookedThrough<Row extends { readonly seq: number; readonly id: string }, T>(
  rows: readonly Row[],
  page: Page,
  { read, boundary }: { readonly read: (row: Row) => T; readonly boundary: Position | undefined },
): Listed<T> {
  const listed = toPage(rows, page, { read, position: ({ seq, id }) => [seq, id] })
  if (listed.next !== undefined || boundary === undefined) return listed
  return { ...listed, next: boundary.join('~') }
}

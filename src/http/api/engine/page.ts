// Lists: `?limit=` and `?cursor=` in, `{ data, next_cursor }` out. A cursor is opaque to the
// caller.

import * as v from 'valibot'
import { decodeBase64Url, encodeBase64Url } from '../../../protocol/bytes/base64.ts'
import type { Listed, Page } from '../../../tenants/page.ts'
import { Time, writeOptionalTime } from './members.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 100

/** The query of every list. */
export const PageQuery = v.strictObject({
  limit: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, `must be a number from 1 to ${MAX_LIMIT}`),
      v.transform(Number),
      v.number(),
      v.integer(),
      v.minValue(1, `must be a number from 1 to ${MAX_LIMIT}`),
      v.maxValue(MAX_LIMIT, `must be a number from 1 to ${MAX_LIMIT}`),
      v.description(`Items on a page; ${DEFAULT_LIMIT} when absent.`),
    ),
  ),
  cursor: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^[A-Za-z0-9_-]{1,500}$/, 'must be the next_cursor of the page before'),
      v.check(
        (text) => decodeBase64Url(text) !== undefined,
        'must be the next_cursor of the page before',
      ),
      v.description('The `next_cursor` of the page before.'),
    ),
  ),
})

/** The shape of a page of items. */
export const pageOf = <Item extends v.GenericSchema>(item: Item) =>
  v.strictObject({
    data: v.array(item),
    next_cursor: v.pipe(
      v.nullable(v.string()),
      v.description('Goes into `cursor` for the next page; null on the last.'),
    ),
  })

/** The shape of a page of items that gates tell D1 of. */
export const laggingPageOf = <Item extends v.GenericSchema>(item: Item) =>
  v.strictObject({
    ...pageOf(item).entries,
    complete_until: v.pipe(
      v.nullable(Time),
      v.description(
        'The list holds everything that happened until this time. `null`: it may lag, because a part of the service is out of reach. Ask again later.',
      ),
    ),
  })

/** The page that a query asks storage for. */
export function readPage(query: v.InferOutput<typeof PageQuery>): Page {
  const limit = query.limit ?? DEFAULT_LIMIT
  const after = query.cursor === undefined ? undefined : decodeBase64Url(query.cursor)
  return after === undefined ? { limit } : { limit, after: new TextDecoder().decode(after) }
}

/** Writes what storage listed. */
export const writePage = <From, To>(listed: Listed<From>, write: (item: From) => To) => ({
  data: listed.items.map(write),
  next_cursor:
    listed.next === undefined ? null : encodeBase64Url(new TextEncoder().encode(listed.next)),
})

/** Writes what storage listed after D1 caught up with the gate until then. */
export const writeLaggingPage = <From, To>(
  listed: Listed<From>,
  write: (item: From) => To,
  completeUntil: number | undefined,
) => ({ ...writePage(listed, write), complete_until: writeOptionalTime(completeUntil) })

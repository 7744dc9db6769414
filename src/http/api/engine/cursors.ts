// A cursor names the list it was given for: operation, path and filters. In another list it would
// continue anywhere.

import { encodeBase64Url } from '../../../protocol/bytes/base64.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { ApiRefusal, Operation } from './operation.ts'

const NAME_LENGTH = 8

/** Takes the list's name off the cursor of a query. Refuses the cursor of another list. */
export async function openCursor(
  operation: Pick<Operation, 'id'>,
  params: object,
  query: unknown,
): Promise<Result<unknown, ApiRefusal>> {
  if (!isRecord(query) || typeof query.cursor !== 'string') return ok(query)
  const { cursor } = query
  if (!cursor.startsWith(await nameOf(operation, params, query)))
    return refuse({
      code: 'api_cursor_foreign',
      errors: [{ parameter: 'cursor', detail: 'is of another list' }],
    })
  return ok({ ...query, cursor: cursor.slice(NAME_LENGTH) })
}

/** Puts the list's name before the cursor of a page. */
export async function nameCursor(
  operation: Pick<Operation, 'id'>,
  { params, query }: { readonly params: object; readonly query: unknown },
  answer: unknown,
): Promise<unknown> {
  if (!isRecord(answer) || typeof answer.next_cursor !== 'string') return answer
  const name = await nameOf(operation, params, query)
  return { ...answer, next_cursor: name + answer.next_cursor }
}

async function nameOf({ id }: Pick<Operation, 'id'>, params: object, query: unknown) {
  const { cursor: _cursor, limit: _limit, ...filters } = isRecord(query) ? query : {}
  const text = new TextEncoder().encode(canonicalJson([id, params, filters]))
  return encodeBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', text))).slice(
    0,
    NAME_LENGTH,
  )
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

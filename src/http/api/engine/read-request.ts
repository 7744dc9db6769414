// Reads what an operation is asked, in order: path, query, body. Each is checked before the next is
// looked at.

import type { Context } from 'hono'
import * as v from 'valibot'
import { ok, type Result, refuse } from '../../../result.ts'
import { openCursor } from './cursors.ts'
import type { ApiRefusal, Operation } from './operation.ts'
import { PATH_PARAMETERS, type PathValues, pathNames } from './path-parameters.ts'
import { DEFAULT_BODY_LIMIT, readBody } from './read-body.ts'
import { isChange } from './read-envelope.ts'
import { readMembers, readQuery } from './read-members.ts'

const ValidateOnly = v.pipe(
  v.picklist(['true', 'false']),
  v.description('`true`: everything is checked and nothing changes; the answer is what would be.'),
)

/** What every change takes beside its own parameters. */
export const ConductQuery = v.object({ validate_only: v.exactOptional(ValidateOnly) })

/** What was asked, whose `run` takes it; and whether it is only to be checked. */
export interface ReadRequest {
  readonly request: Parameters<Operation['run']>[1]
  readonly validateOnly: boolean
}

/** Reads query and body for an operation. */
export async function readRequest(
  operation: Operation,
  params: Partial<PathValues>,
  c: Context,
): Promise<Result<ReadRequest, ApiRefusal>> {
  const parameters = c.req.queries()
  const conduct: Record<string, string[]> = {}
  if (isChange(operation) && parameters.validate_only !== undefined) {
    conduct.validate_only = parameters.validate_only
    delete parameters.validate_only
  }
  const checked = readQuery(ConductQuery, conduct)
  if (!checked.ok) return checked
  const read = readQuery(operation.query, parameters)
  if (!read.ok) return read
  const query = await openCursor(operation, params, read.value)
  if (!query.ok) return query
  const validateOnly = conduct.validate_only?.[0] === 'true'
  if (operation.body === undefined)
    return ok({ request: { params, query: query.value, body: undefined }, validateOnly })
  const sent = await readBody(c.req.raw, operation.bodyLimit ?? DEFAULT_BODY_LIMIT)
  if (!sent.ok) return sent
  const asked = { method: operation.method, answer: operation.response }
  const body = readMembers(operation.body, sent.value, asked)
  return body.ok
    ? ok({ request: { params, query: query.value, body: body.value }, validateOnly })
    : body
}

/** Reads the parameters of the path. One that has not even the form of an id names nothing. */
export function readParams(path: string, c: Context): Result<Partial<PathValues>, ApiRefusal> {
  const params: Record<string, string> = {}
  for (const name of pathNames(path)) {
    const value = withoutVerb(c.req.param(name) ?? '', path)
    const { matches, unknown, form } = PATH_PARAMETERS[name]
    if (!matches(value))
      return refuse({ code: unknown, errors: [{ parameter: name, detail: form(value) }] })
    params[name] = value
  }
  // Each value has the form that PathValues promises for its name: matches() has just said so.
  return ok(params as Partial<PathValues>)
}

/**
 * Takes the verb of the operation off the segment that the router matched (see `honoPath`). The
 * router matches the path as it was sent, and this value is decoded: a colon that was sent as `%3A`
 * stays, and no id has one.
 */
function withoutVerb(value: string, path: string): string {
  const [verb = ''] = /:\w+$/.exec(path) ?? []
  return value.endsWith(verb) ? value.slice(0, value.length - verb.length) : value
}

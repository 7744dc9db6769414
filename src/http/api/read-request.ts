// Reads what an operation is asked, in order: path, query, body. Each is checked before the next is looked at.

import type { Context } from 'hono'
import { ok, type Result, refuse } from '../../result.ts'
import type { ApiRefusal, Operation } from './operation.ts'
import { PATH_PARAMETERS, type PathValues, pathNames } from './path-parameters.ts'
import { DEFAULT_BODY_LIMIT, readBody } from './read-body.ts'
import { readMembers, readQuery } from './read-members.ts'

/** Reads a request for an operation, whose `run` takes the result. */
export async function readRequest(
  operation: Operation,
  c: Context,
): Promise<Result<Parameters<Operation['run']>[1], ApiRefusal>> {
  const params = readParams(operation.path, c)
  if (!params.ok) return params
  const query = readQuery(operation.query, c.req.queries())
  if (!query.ok) return query
  if (operation.body === undefined)
    return ok({ params: params.value, query: query.value, body: undefined })
  const sent = await readBody(c.req.raw, operation.bodyLimit ?? DEFAULT_BODY_LIMIT)
  if (!sent.ok) return sent
  const body = readMembers(operation.body, sent.value)
  return body.ok ? ok({ params: params.value, query: query.value, body: body.value }) : body
}

function readParams(path: string, c: Context): Result<Partial<PathValues>, ApiRefusal> {
  const params: Record<string, string> = {}
  for (const name of pathNames(path)) {
    // Behind a colon stands the verb of the operation (see honoPath).
    const value = c.req.param(name)?.split(':')[0] ?? ''
    const { matches, unknown } = PATH_PARAMETERS[name]
    if (!matches(value)) return refuse({ code: unknown })
    params[name] = value
  }
  // Each value has the form that PathValues promises for its name: matches() has just said so.
  return ok(params as Partial<PathValues>)
}

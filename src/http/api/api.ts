// The configuration API under /api/v1: routes come from the list of operations, and so does its description.

import { type Context, Hono } from 'hono'
import { Outage } from '../../outage.ts'
import type { Deps } from '../deps.ts'
import { checkAccess } from './authenticate.ts'
import type { ApiRefusal, Operation } from './operation.ts'
import { statusIn } from './operation-problems.ts'
import { OPERATIONS } from './operations.ts'
import { honoPath } from './path-parameters.ts'
import { readRequest } from './read-request.ts'
import { statusOf } from './refusals.ts'
import { writeRefusal } from './write-refusal.ts'

/** Makes the API; the shell mounts it at /api/v1 and names each request. */
export function api(deps: Deps): Hono {
  const app = new Hono()
  app.get('/openapi.json', async (c) => {
    // The converter is large and only this route needs it: a cold start does not run it.
    const { describeApi } = await import('./openapi.ts')
    return c.json(describeApi(deps.config.publicOrigin, OPERATIONS))
  })
  for (const operation of OPERATIONS)
    app.on(operation.method, honoPath(operation.path), (c) => answer(deps, operation, c))

  for (const [path, operations] of Map.groupBy(OPERATIONS, ({ path }) => path)) {
    const allow = operations.map(({ method }) => method).join(', ')
    app.all(honoPath(path), (c) => refuseRequest(c, { code: 'api_method_not_allowed' }, allow))
  }
  app.all('*', (c) => refuseRequest(c, { code: 'api_route_unknown' }))
  app.onError((fault, c) => {
    logFault(c.get('requestId'), fault)
    return refuseRequest(c, { code: fault instanceof Outage ? 'api_unavailable' : 'api_fault' })
  })
  return app
}

/** One request, in order: who calls, what is asked, what happens. */
async function answer(deps: Deps, operation: Operation, c: Context): Promise<Response> {
  const denied = await checkAccess(deps, operation.access, c.req.header('authorization'))
  if (denied) return refuseRequest(c, denied)
  const request = await readRequest(operation, c)
  const answered = request.ok ? await operation.run(deps, request.value) : request
  if (!answered.ok)
    return writeRefusal(answered.refusal, {
      status: statusIn(operation, answered.refusal.code),
      requestId: c.get('requestId'),
    })

  c.header('Cache-Control', 'no-store')
  if (operation.status === 204) return c.body(null, 204)
  if (operation.status === 201) c.header('Location', locationOf(c, answered.value))
  c.header('Content-Type', 'application/json')
  return c.body(JSON.stringify(answered.value), operation.status)
}

/** Answers a refusal that no operation made. */
const refuseRequest = (c: Context, refusal: ApiRefusal, allow?: string): Response =>
  writeRefusal(refusal, {
    status: statusOf(refusal.code),
    requestId: c.get('requestId'),
    ...(allow === undefined ? {} : { allow }),
  })

/** What was created stands under its id, below the list it was posted to. */
function locationOf(c: Context, created: unknown): string {
  const id = typeof created === 'object' && created !== null && 'id' in created ? created.id : ''
  return `${new URL(c.req.url).pathname}/${id}`
}

/** Messages of faults can hold SQL with its parameters: only names and stack frames are logged (I7). */
function logFault(requestId: string, fault: unknown): void {
  const error = fault instanceof Error ? fault : new Error('not an Error')
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  console.error(JSON.stringify({ event: 'api_fault', requestId, name: error.name, frames }))
}

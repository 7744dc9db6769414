// The configuration API under /api/v1: routes come from the list of operations, and so does its
// description.

import type { Context, Hono } from 'hono'
import { defined } from '../../defined.ts'
import type { Cookie } from '../../login/begin/pending-login.ts'
import { Outage } from '../../outage.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { isDueToBeTouched } from '../../tenants/api-key.ts'
import { entityTagOf } from '../../tenants/commands/entity-tag.ts'
import { snapshotOf } from '../../tenants/commands/snapshot.ts'
import { narrowReads } from '../../tenants/setup-links/narrow-reads.ts'
import { writeCookie } from '../cookies.ts'
import type { AdministrationDeps } from '../deps.ts'
import { limitCaller, reportCallerRate } from '../rate-limit-caller.ts'
import { refer } from '../reference.ts'
import { newApp } from '../routing/new-app.ts'
import { statusOf } from './engine/api-refusals.ts'
import { authenticate, checkReach } from './engine/authenticate.ts'
import { checkRecentAuthentication } from './engine/authenticate-person.ts'
import { nameCursor } from './engine/cursors.ts'
import type { ApiRefusal, Operation } from './engine/operation.ts'
import { statusIn } from './engine/operation-problems.ts'
import { honoPath } from './engine/path-parameters.ts'
import { readEnvelope } from './engine/read-envelope.ts'
import { readParams, readRequest } from './engine/read-request.ts'
import { writeRefusal } from './engine/write-refusal.ts'
import { OPERATIONS } from './operations.ts'
import { serveDescription } from './served-description.ts'

/** Makes the API; the shell mounts it at /api/v1 and names each request. */
export function api(deps: AdministrationDeps): Hono {
  const app = newApp()
  app.use(reportCallerRate)
  app.get(
    '/openapi.json',
    serveDescription(async () => {
      // The converter is large and only this route needs it: a cold start does not run it.
      const { describeApi } = await import('./openapi.ts')
      return describeApi(deps.config.publicOrigin, OPERATIONS)
    }),
  )
  app.all('/openapi.json', (c) => {
    const refusal = { code: 'api_method_not_allowed', expected: 'GET', got: c.req.method } as const
    return refuseRequest(deps, c, refusal, 'GET')
  })
  for (const operation of OPERATIONS)
    app.on(operation.method, honoPath(operation.path), (c) => answer(deps, operation, c))

  for (const [path, operations] of Map.groupBy(OPERATIONS, ({ path }) => path)) {
    const allow = operations.map(({ method }) => method).join(', ')
    app.all(honoPath(path), (c) => {
      const refusal = {
        code: 'api_method_not_allowed',
        expected: allow,
        got: c.req.method,
      } as const
      return refuseRequest(deps, c, refusal, allow)
    })
  }
  app.all('*', (c) => refuseRequest(deps, c, { code: 'api_route_unknown' }))
  app.onError(async (fault, c) => {
    const code = fault instanceof Outage ? 'api_unavailable' : 'api_fault'
    logFault(await refer(c, { code }), fault)
    return refuseRequest(deps, c, { code })
  })
  return app
}

/** One request, in order: who calls, what is asked, what happens. */
async function answer(
  deps: AdministrationDeps,
  operation: Operation,
  c: Context,
): Promise<Response> {
  const answered = await ask(deps, operation, c)
  if (!answered.ok)
    return writeRefusal(answered.refusal, {
      status: statusIn(operation, answered.refusal.code),
      requestId: await refer(c, { code: answered.refusal.code }),
      origin: deps.config.publicOrigin,
    })

  c.header('Cache-Control', 'no-store')
  const { body, tag, cookie, validateOnly } = answered.value
  if (tag !== undefined) c.header('ETag', tag)
  if (cookie !== undefined && !validateOnly) writeCookie(c, cookie, 'Lax')
  if (operation.status === 204) return c.body(null, 204)
  if (body instanceof ReadableStream)
    return c.body(body, 200, { 'Content-Type': 'application/x-ndjson' })
  c.header('Content-Type', 'application/json')
  const created = operation.status === 201 && !validateOnly
  if (created) c.header('Location', locationOf(operation, c, body))
  return c.body(JSON.stringify(body), created ? 201 : 200)
}

interface Answered {
  readonly body: unknown
  readonly tag: string | undefined
  readonly cookie: Cookie | undefined
  readonly validateOnly: boolean
}

async function ask(
  deps: AdministrationDeps,
  operation: Operation,
  c: Context,
): Promise<Result<Answered, ApiRefusal>> {
  const caller = await authenticate(deps, operation, c)
  if (!caller.ok) return caller
  const { actor, key, guest } = caller.value
  // Visitors without a credential are counted by their network, in front of the API.
  const limited = operation.access === 'anybody' ? undefined : await limitCaller(deps, c, actor)
  if (limited) return refuse(limited)
  if (key && isDueToBeTouched(key, deps.clock()))
    afterwards(c, deps.apiKeys.touch(key.id, deps.clock()))
  const params = readParams(operation.path, c)
  if (!params.ok) return params
  const outside = await checkReach(deps, operation, { caller: caller.value, params: params.value })
  if (outside) return refuse(outside)
  const stale = checkRecentAuthentication(deps, operation, caller.value)
  if (stale) return refuse(stale)
  const read = await readRequest(operation, params.value, c)
  if (!read.ok) return read
  const { request, validateOnly } = read.value
  const asked = { caller: caller.value, request, validateOnly }
  const envelope = await readEnvelope(operation, c, asked)
  if (!envelope.ok) return envelope

  const reads = guest?.connectorId
    ? narrowReads(deps.reads, guest.tenantId, guest.connectorId)
    : deps.reads
  const answered = await operation.run(
    { ...deps, reads, caller: caller.value, envelope: envelope.value },
    request,
  )
  if (!answered.ok) return answered
  const { value, resource, cookie } = answered
  const tag =
    resource === undefined || validateOnly ? undefined : await entityTagOf(snapshotOf(resource))
  return ok({ body: await nameCursor(operation, request, value), tag, cookie, validateOnly })
}

/** Lets work end after the answer has gone out. It may fail: nobody waits for it. */
function afterwards(c: Context, work: Promise<void>): void {
  const quiet = work.catch(() => undefined)
  try {
    c.executionCtx.waitUntil(quiet)
  } catch {
    // hono throws where a request has no context of its own, as in a test that calls the
    // application directly.
  }
}

/** Answers a refusal that no operation made. */
const refuseRequest = async (
  { config }: Pick<AdministrationDeps, 'config'>,
  c: Context,
  refusal: ApiRefusal,
  allow?: string,
): Promise<Response> =>
  writeRefusal(refusal, {
    status: statusOf(refusal.code),
    requestId: await refer(c, { code: refusal.code }),
    origin: config.publicOrigin,
    ...defined({ allow }),
  })

/** What was created stands under its id, below the list it was posted to or another. */
function locationOf({ created: place }: Operation, c: Context, body: unknown): string {
  const created = place ? memberOf(body, place.member) : body
  const list = place ? `/api/v1${place.path}` : new URL(c.req.url).pathname
  return `${list}/${memberOf(created, 'id')}`
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/**
 * Messages of faults can hold SQL with its parameters: only names and stack frames are logged (I7).
 */
function logFault(requestId: string, fault: unknown): void {
  const error = fault instanceof Error ? fault : new Error('not an Error')
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  console.error(JSON.stringify({ event: 'api_fault', requestId, name: error.name, frames }))
}

// The configuration API over real bindings. Every answer is held against the description of its
// operation, so that no test passes on an answer that the OpenAPI document does not promise.

import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import * as v from 'valibot'
import { expect } from 'vitest'
import { api } from '../../src/http/api/api.ts'
import { codesOf, statusIn } from '../../src/http/api/engine/operation-problems.ts'
import { pathNames } from '../../src/http/api/engine/path-parameters.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import type { AdministrationDeps } from '../../src/http/deps.ts'
import { Problem } from '../../src/http/problem.ts'
import { findMeaning } from '../../src/http/refusal-areas.ts'
import { wholeDeps } from './whole-app.ts'

export const OPERATOR_KEY = env.OPERATOR_KEY

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; undefined when there is none. */
  readonly json: unknown
}

interface Sent {
  readonly key?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Client {
  call(method: string, path: string, sent?: Sent): Promise<Reply>
}

/** A client of the API. `change` replaces ports, say by one that fails. */
export function openApi(change: Partial<AdministrationDeps> = {}): Client {
  const deps: AdministrationDeps = { ...wholeDeps(env), ...change }
  const app = new Hono()
  app.use(async (c, next) => {
    c.set('requestId', 'req_test')
    c.header('X-Request-Id', 'req_test')
    await next()
  })
  app.route('/api/v1', api(deps))

  return {
    async call(method, path, { key, body, headers = {} } = {}) {
      const response = await app.request(`http://localhost:8787/api/v1${path}`, {
        method,
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: encode(body) }),
      })
      const text = await response.text()
      const reply = {
        status: response.status,
        headers: response.headers,
        text,
        json: readJson(response, text),
      }
      expectDescribed(method, path, reply)
      return reply
    },
  }
}

/** The parsed body: of lines all of them. */
function readJson(response: Response, text: string): unknown {
  if (response.headers.get('content-type') === 'application/x-ndjson')
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  return text === '' ? undefined : JSON.parse(text)
}

/** Strings, bytes and streams are sent as they are, anything else as JSON. */
const encode = (body: unknown): BodyInit =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream
    ? (body as BodyInit)
    : JSON.stringify(body)

function expectDescribed(method: string, path: string, reply: Reply): void {
  expect(reply.headers.get('x-request-id')).toBe('req_test')
  const operation = OPERATIONS.find((o) => o.method === method && pathPattern(o.path).test(path))
  if (reply.status >= 400) {
    expect(reply.headers.get('content-type')).toBe('application/problem+json')
    const { code, status, type, mend } = v.parse(Problem, reply.json)
    expect(status).toBe(reply.status)
    expect(type).toBe(`http://localhost:8787/refusals/${code}`)
    expect(findMeaning(code), `${code} is documented`).toBeDefined()
    expect(mend).not.toBe('')
    if (operation === undefined) return
    const described = codesOf(operation).find((one) => one === code)
    expect(described, `${operation.id} answers ${code}`).toBe(code)
    if (described !== undefined) expect(reply.status).toBe(statusIn(operation, described))
    return
  }
  if (operation === undefined) return
  const checkedOnly = /[?&]validate_only=true/.test(path) && operation.status === 201
  expect(reply.status).toBe(checkedOnly ? 200 : operation.status)
  expect(reply.headers.get('cache-control')).toBe('no-store')
  if (operation.lines !== undefined) v.parse(v.array(operation.lines), reply.json)
  else if (operation.response === undefined) expect(reply.text).toBe('')
  else v.parse(operation.response, reply.json)
}

/** The pattern of a path with its parameters, the query aside. */
function pathPattern(path: string): RegExp {
  const names = pathNames(path)
  const pattern = names.reduce((text, name) => text.replace(`{${name}}`, '[^/:?]+'), path)
  return new RegExp(`^${pattern}(\\?.*)?$`)
}

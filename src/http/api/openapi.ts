// Describes the API as OpenAPI 3.1, from the same operations and schemas that serve it.

import { type ConversionConfig, toJsonSchemaDefs } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { defined } from '../../defined.ts'
import { Problem } from '../problem.ts'
import { SESSION_COOKIE } from '../session-cookie.ts'
import { meaningOf } from './engine/api-refusals.ts'
import { scopesFor } from './engine/authenticate.ts'
import { opensToGuests } from './engine/authenticate-guest.ts'
import {
  opensToSessions,
  roleFor,
  takesRecentAuthentication,
} from './engine/authenticate-person.ts'
import type { Operation } from './engine/operation.ts'
import { codesOf, statusIn } from './engine/operation-problems.ts'
import { PATH_PARAMETERS, pathNames } from './engine/path-parameters.ts'
import { isChange, isChangeOfOne, isCreation } from './engine/read-envelope.ts'
import { ConductQuery } from './engine/read-request.ts'
import { SETUP_COOKIE } from './guest-session.ts'

type Json = Record<string, unknown>
/** Component schemas by name. */
type Named = Readonly<Record<string, v.GenericSchema>>

/** Writes the description; `origin` is where this deployment answers. */
export function describeApi(origin: string, operations: readonly Operation[]): Json {
  const named = namedSchemas(operations)
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const path = paths[operation.path] ?? {}
    paths[operation.path] = {
      ...path,
      [operation.method.toLowerCase()]: describe(operation, named),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'edge-sso configuration API',
      version: '1',
      description:
        'Tenants and how their people sign in: SSO keys, external IdPs, connectors, domains, users, enforcement; applications; what happened. Every write to a connector makes a draft; a version goes live once it was tested and activated. `PATCH` changes the members that it names, each as a whole. Refusals are problem details (RFC 9457): decide by `code`.',
    },
    servers: [{ url: `${origin}/api/v1` }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: toJsonSchemaDefs(named, CONVERSION),
      headers: HEADERS,
      securitySchemes: {
        api_key: { type: 'http', scheme: 'bearer', description: 'An API key: `esk_…`.' },
        operator: { type: 'http', scheme: 'bearer', description: 'The secret `OPERATOR_KEY`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description:
            'The session of a person, for production, from a page of this origin. The role `viewer` opens each GET, `admin` the changes too, both in the own tenant alone. An `operator` of the home tenant opens every operation on every tenant, `support` each GET. `x-recent-authentication`: the person authenticated within the last 15 minutes.',
        },
        setup_link: {
          type: 'apiKey',
          in: 'cookie',
          name: SETUP_COOKIE,
          description:
            'A guest of a set-up link, from a page of this origin: in its tenant, with one of the tasks that stand here. Where it says `may_activate` the link has to say so too. A browser that also holds the session of a person sends `Edge-SSO-As: guest`.',
        },
      },
    },
  }
}

function describe(operation: Operation, named: Named): Json {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...defined({ description: operation.description }),
    security: securityOf(operation),
    ...(takesRecentAuthentication(operation) ? { 'x-recent-authentication': true } : {}),
    parameters: [
      ...pathParameters(operation),
      ...queryParameters(operation.query),
      ...(isChange(operation) ? queryParameters(ConductQuery) : []),
      ...headerParameters(operation),
    ],
    ...(operation.body === undefined
      ? {}
      : { requestBody: requestBody(operation, operation.body, named) }),
    responses: {
      [operation.status]: success(operation, named),
      ...(isCreation(operation) ? { 200: checkedOnly(operation, named) } : {}),
      ...problems(operation),
    },
  }
}

const pathParameters = (operation: Operation): Json[] =>
  pathNames(operation.path).map((name) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_PARAMETERS[name].message,
    schema: { type: 'string', pattern: PATH_PARAMETERS[name].pattern },
  }))

function queryParameters(query: Operation['query']): Json[] {
  if (query === undefined || !('entries' in query)) return []
  const entries = query.entries as Readonly<Record<string, v.GenericSchema>>
  return Object.entries(entries).map(([name, schema]) => {
    const { description, ...rest } = toSchema(schema, {})
    return {
      name,
      in: 'query',
      required: schema.type !== 'exact_optional',
      description,
      schema: rest,
    }
  })
}

/** Any one of these opens it; none: anybody may. */
function securityOf(operation: Operation): Json[] {
  const { access, guests = [], activates } = operation
  if (access === 'anybody') return []
  return [
    access === 'operator' ? { operator: [] } : { api_key: scopesFor(operation) },
    ...(opensToSessions(operation) ? [{ session: sessionFor(operation) }] : []),
    ...(opensToGuests(operation)
      ? [{ setup_link: [...guests, ...(activates ? ['may_activate'] : [])] }]
      : []),
  ]
}

/** The role that a session takes at least; none: any session does. */
const sessionFor = (operation: Operation): readonly string[] =>
  operation.access === 'signed_in' ? [] : [roleFor(operation)]

/** The conditions that a request may carry, see `read-envelope.ts`. */
function headerParameters(operation: Operation): Json[] {
  if (isCreation(operation))
    return [
      header(
        'Idempotency-Key',
        'The same request under the same key is answered again within a day, and happens once.',
      ),
    ]
  if (!isChangeOfOne(operation)) return []
  return [header('If-Match', 'The `ETag` of what is changed. Refused when it changed in between.')]
}

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
})

const requestBody = ({ example }: Operation, body: v.GenericSchema, named: Named): Json => ({
  required: !v.is(body, {}),
  content: {
    'application/json': { schema: toSchema(body, named), ...exampleOf(example?.request) },
  },
})

const exampleOf = (example: object | undefined): Json => (example === undefined ? {} : { example })

/** How a caller learns its limit (draft-ietf-httpapi-ratelimit-headers), and when to come again. */
const HEADERS = {
  'RateLimit-Policy': {
    description: 'The limit of the caller: `q` requests in `w` seconds.',
    schema: { type: 'string', examples: ['"caller";q=600;w=60'] },
  },
  RateLimit: {
    description: 'A hint: about `r` requests remain for the next `t` seconds.',
    schema: { type: 'string', examples: ['"caller";r=597;t=41'] },
  },
  'Retry-After': { description: 'In seconds.', schema: { type: 'integer' } },
  ETag: {
    description: 'Names the state of the resource that is there now, for `If-Match`.',
    schema: { type: 'string' },
  },
  Location: { description: 'Where what was created stands.', schema: { type: 'string' } },
} as const

const headersNamed = (...names: readonly (keyof typeof HEADERS)[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

const TOLD = headersNamed('RateLimit-Policy', 'RateLimit')

function success(operation: Operation, named: Named): Json {
  const { response, lines, status } = operation
  const example = exampleOf(operation.example?.response)
  if (lines !== undefined)
    return {
      description: 'One of these in each line.',
      headers: TOLD,
      content: { 'application/x-ndjson': { schema: toSchema(lines, named), ...example } },
    }
  const headers = { ...TOLD, ...(tellsTag(operation) ? headersNamed('ETag') : {}) }
  if (response === undefined) return { description: 'Done.', headers }
  return {
    description: status === 201 ? 'Created.' : 'The answer.',
    headers: status === 201 ? { ...headers, ...headersNamed('Location') } : headers,
    content: { 'application/json': { schema: toSchema(response, named), ...example } },
  }
}

/** What a creation answers that was only checked. */
const checkedOnly = ({ response }: Operation, named: Named): Json => ({
  description: 'What would be created; nothing was (`validate_only=true`).',
  headers: TOLD,
  ...(response && { content: { 'application/json': { schema: toSchema(response, named) } } }),
})

/** A single resource is answered under its tag, by whatever reads or changes it. */
const tellsTag = (operation: Operation): boolean =>
  isCreation(operation) ||
  isChangeOfOne(operation) ||
  (operation.method === 'GET' && /(\}|\/enforcement|\/sign-in-policy)$/.test(operation.path))

/** One response per status, with the codes it can carry and what each means. */
function problems(operation: Operation): Json {
  const codes = Map.groupBy(codesOf(operation), (code) => statusIn(operation, code))
  return Object.fromEntries(
    [...codes].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${meaningOf(code).message}`).join('\n\n'),
        ...(status === 429 || status === 503 ? { headers: headersNamed('Retry-After') } : {}),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  )
}

/** Converts one schema; the named ones inside it become references. */
function toSchema(schema: v.GenericSchema, named: Named): Json {
  const key = Object.keys(named).find((name) => named[name] === schema)
  if (key !== undefined) return { $ref: referenceTo(key) }
  return { ...toJsonSchemaDefs({ ...named, '': schema }, CONVERSION)[''] }
}

const referenceTo = (name: string): string => `#/components/schemas/${name}`

/** The schemas with a title, wherever they stand: generated clients name their types by them. */
function namedSchemas(operations: readonly Operation[]): Named {
  const named: Record<string, v.GenericSchema> = { Problem }
  const visit = (schema: unknown): void => {
    if (!isSchema(schema)) return
    const title = v.getTitle(schema)
    if (title !== undefined) named[title] = schema
    if ('entries' in schema) Object.values(schema.entries ?? {}).forEach(visit)
    if ('options' in schema && Array.isArray(schema.options)) schema.options.forEach(visit)
    if ('item' in schema) visit(schema.item)
    if ('wrapped' in schema) visit(schema.wrapped)
  }
  for (const { body, response } of operations) [body, response].forEach(visit)
  return named
}

const isSchema = (value: unknown): value is v.GenericSchema =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema'

const CONVERSION: ConversionConfig = {
  target: 'draft-2020-12',
  // Of `limit` the document says that it is a number, not how a URL spells one.
  typeMode: 'output',
  // What these do to a value has no word in JSON Schema; descriptions and messages say it.
  ignoreActions: ['trim', 'normalize', 'check', 'guard', 'transform'],
  overrideRef: ({ referenceId }) => referenceTo(referenceId),
  // JSON Schema patterns are Unicode patterns already (ECMA-262 with the u flag).
  overrideAction: ({ valibotAction, jsonSchema }) =>
    valibotAction.type === 'regex' &&
    'requirement' in valibotAction &&
    valibotAction.requirement instanceof RegExp
      ? { ...jsonSchema, pattern: valibotAction.requirement.source }
      : undefined,
}

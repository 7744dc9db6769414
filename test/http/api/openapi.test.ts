import { describe, expect, it } from 'vitest'
import { opensToSessions, roleFor } from '../../../src/http/api/engine/authenticate-person.ts'
import type { Operation } from '../../../src/http/api/engine/operation.ts'
import { codesOf } from '../../../src/http/api/engine/operation-problems.ts'
import { describeApi } from '../../../src/http/api/openapi.ts'
import { OPERATIONS } from '../../../src/http/api/operations.ts'
import { openApi } from '../../support/api.ts'

interface Described {
  readonly operationId: string
  readonly security: readonly object[]
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly required: boolean }
  readonly responses: Readonly<Record<string, { readonly content?: object }>>
}
interface Document {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly securitySchemes: Readonly<Record<string, object>> }
}

const read = async (): Promise<Document> => {
  const reply = await openApi().call('GET', '/openapi.json')
  expect(reply.status).toBe(200)
  return reply.json as Document
}
const describedOperations = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** What opens an operation, as its description says it. */
function securityOf(served: Operation): readonly object[] {
  const { access, alsoAccess, guests, activates } = served
  if (access === 'anybody') return []
  if (access === 'signed_in') return [{ api_key: [] }, { session: [] }, { setup_link: [] }]
  return [
    access === 'operator'
      ? { operator: [] }
      : { api_key: alsoAccess ? [access, alsoAccess] : [access] },
    ...(opensToSessions(served) ? [{ session: [roleFor(served)] }] : []),
    ...(guests ? [{ setup_link: activates ? [...guests, 'may_activate'] : guests }] : []),
  ]
}

describe('the OpenAPI document', () => {
  it('is public and names this deployment', async () => {
    const document = await read()
    expect(document.openapi).toBe('3.1.0')
    expect(document.servers).toEqual([{ url: 'http://localhost:8787/api/v1' }])
  })

  it('describes every operation that is served, and no other', async () => {
    const described = describedOperations(await read()).map(
      ({ path, method, operation }) => `${operation.operationId}: ${method.toUpperCase()} ${path}`,
    )
    const served = OPERATIONS.map(({ id, method, path }) => `${id}: ${method} ${path}`)
    expect(described.toSorted()).toEqual(served.toSorted())
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length)
  })

  it('lists for a rejection no refusal of an approval', () => {
    const [approve = [], reject = []] = ['approve', 'reject'].map((verb) =>
      OPERATIONS.filter(({ id }) => id === `${verb}MetadataChange`).flatMap(codesOf),
    )
    expect(approve.filter((code) => !reject.includes(code))).toEqual([
      'external_idp_without_certificate',
      'connector_binding_not_offered',
    ])
  })

  it('describes paths that the router knows: without a key each answers 401 that takes one', async () => {
    for (const { path, method, operation } of describedOperations(await read())) {
      if (operation.security.length === 0) continue
      const reply = await openApi().call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'))
      expect(reply.status, `${method} ${path}`).toBe(401)
    }
  })

  it('gives every operation its access, its body and the statuses of its refusals', async () => {
    const document = await read()
    for (const { path, method, operation } of describedOperations(document)) {
      const served = OPERATIONS.find((one) => one.id === operation.operationId)
      expect(operation.security).toEqual(served && securityOf(served))
      expect(operation.requestBody === undefined).toBe(served?.body === undefined)
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining([
          String(served?.status),
          ...(served?.access === 'anybody' ? [] : ['401']),
          '422',
          '503',
        ]),
      )
      const inPath = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name)
      expect(
        inPath.map((name) => `{${name}}`),
        `${method} ${path}`,
      ).toEqual(path.match(/\{\w+\}/g) ?? [])
    }
  })

  it('says of a query parameter what type it has, not how it is spelled in a URL', () => {
    const { paths } = describeApi('https://sso.example.com', OPERATIONS) as unknown as Document
    expect(paths['/applications']?.get?.parameters).toMatchObject([
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 100 } },
      { name: 'cursor', in: 'query', required: false, schema: { type: 'string' } },
    ])
  })

  it('lets a body be absent only where no member is required', async () => {
    const optional = describedOperations(await read())
      .filter(({ operation }) => operation.requestBody?.required === false)
      .map(({ operation }) => operation.operationId)
    expect(optional.toSorted()).toEqual([
      'confirmRelink',
      'reconcileTenant',
      'resealTenant',
      'rollBackConnector',
      'rotateApplicationSecret',
      'testConnector',
      'tryConnector',
      'updateApplication',
      'updateConnector',
      'updateSsoKey',
      'updateTenant',
      'updateUser',
      'updateWebhook',
    ])
  })
})

// Verbs behind a colon, and the ids before them.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../../../src/http/api/engine/operation.ts'
import {
  PATH_PARAMETERS,
  type PathName,
  pathNames,
} from '../../../../src/http/api/engine/path-parameters.ts'
import { OPERATIONS } from '../../../../src/http/api/operations.ts'
import { API_SCOPES } from '../../../../src/tenants/api-key.ts'
import { OPERATOR_KEY, openApi } from '../../../support/api.ts'
import { callerOf, makeTenant, mintKey } from '../../../support/api-tenant.ts'

const client = openApi()
let key: string
beforeAll(async () => {
  key = await mintKey(client, 'all', { scopes: API_SCOPES })
})

/** A value of the right form for each parameter. */
function sampleOf(name: PathName): string {
  if (name === 'fingerprint') return 'f'.repeat(64)
  if (name === 'kid') return 'k'.repeat(43)
  if (name === 'session_id') return 'ses_3kQ7xW2mN9pR5tV8yB1dF4hJ'
  const [, prefix = ''] = /^\^(\w+)_/.exec(PATH_PARAMETERS[name].pattern) ?? []
  return `${prefix}_${'0'.repeat(24)}`
}

const call = ({ access, body, example }: Operation, method: string, path: string) =>
  client.call(method, path, {
    key: access === 'operator' ? OPERATOR_KEY : key,
    ...(body === undefined ? {} : { body: example?.request ?? {} }),
  })

describe('an encoded colon', () => {
  it('begins no verb in any parameter of any path: the id is refused', async () => {
    let tried = 0
    for (const operation of OPERATIONS)
      for (const name of pathNames(operation.path))
        for (const colon of ['%3A', '%3a']) {
          const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, one: PathName) =>
            one === name ? `${sampleOf(one)}${colon}export` : sampleOf(one),
          )
          const reply = await call(operation, operation.method, path)
          tried += 1
          const problem = reply.json as { code: string; detail: string }
          // A path that holds a verb in a segment of its own may not exist at all.
          expect([PATH_PARAMETERS[name].unknown, 'api_route_unknown'], path).toContain(problem.code)
          expect(reply.status, path).toBe(404)
          if (problem.code !== 'api_route_unknown')
            expect(problem.detail, path).toContain(`The parameter ${name} `)
        }
    expect(tried).toBeGreaterThan(300)
  })

  it('neither shows nor deletes what the part before it names', async () => {
    const caller = callerOf(client, key)
    const { id } = await makeTenant(caller)
    expect((await caller.call('GET', `/tenants/${id}%3Aexport`)).status).toBe(404)
    const url = 'https://hooks.example.com/x'
    const webhook = await caller.make(`/tenants/${id}/webhooks`, { url })
    const one = `/tenants/${id}/webhooks/${webhook.id}`
    for (const junk of ['%3Ajunk', '%3aping', '%253Ajunk', ':junk', '%3A'])
      expect((await caller.call('DELETE', one + junk)).status, junk).toBe(404)
    expect((await caller.call('GET', one)).status).toBe(200)
    expect((await caller.call('POST', `${one}:ping`)).status).toBe(200)
  })
})

describe('webhooks, which hand out events', () => {
  it('take the scope events beside configure to be created, changed or replayed', async () => {
    const caller = callerOf(client, key)
    const { id } = await makeTenant(caller)
    const webhooks = `/tenants/${id}/webhooks`
    const body = { url: 'https://hooks.example.com/y', topics: ['audit'] }
    const webhook = await caller.make(webhooks, body)
    const one = `${webhooks}/${webhook.id}`
    const since = { since: '2026-01-01T00:00:00.000Z' }
    const asked = [
      ['POST', webhooks, body],
      ['PATCH', one, { topics: [] }],
      ['POST', `${one}:replay`, since],
    ] as const
    const keyWith = async (scopes: string[]) =>
      callerOf(client, await mintKey(client, 'k', { scopes }))
    const configures = await keyWith(['configure'])
    const listens = await keyWith(['events'])
    const both = await keyWith(['configure', 'events'])
    for (const [method, path, members] of asked) {
      const refused = await configures.call(method, path, members)
      expect(refused.json).toMatchObject({ status: 403, code: 'api_scope_missing' })
      expect((refused.json as { detail: string }).detail).toContain('Expected: events.')
      expect((await listens.call(method, path, members)).status).toBe(403)
      expect((await both.call(method, path, members)).status).toBeLessThan(300)
    }
  })
})

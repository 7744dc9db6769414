import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { codesOf } from '../../../../src/http/api/engine/operation-problems.ts'
import { OPERATIONS } from '../../../../src/http/api/operations.ts'
import { API_SCOPES } from '../../../../src/tenants/api-key.ts'
import { OPERATOR_KEY, openApi } from '../../../support/api.ts'
import {
  type Caller,
  callerOf,
  makeConnector,
  makeTenant,
  mintKey,
} from '../../../support/api-tenant.ts'

const client = openApi()
let caller: Caller
beforeAll(async () => {
  caller = callerOf(client, await mintKey(client))
})
const keyWith = async (members: object) => callerOf(client, await mintKey(client, 'key', members))

describe('scopes', () => {
  it('open what they name and nothing else', async () => {
    const { base, path } = await makeConnector(caller)
    const reader = await keyWith({ scopes: ['read'] })
    expect((await reader.call('GET', path)).status).toBe(200)
    const refused = await reader.call('PATCH', path, { name: 'x' })
    expect(refused.json).toMatchObject({ status: 403, code: 'api_scope_missing' })
    expect((refused.json as { detail: string }).detail).toContain('Expected: configure. Got: read.')
    const editor = await keyWith({ scopes: ['configure'] })
    expect((await editor.call('PATCH', path, { name: 'x' })).status).toBe(200)
    for (const one of [path, base, '/tenants', '/audit'])
      expect((await editor.call('GET', one)).json).toMatchObject({ code: 'api_scope_missing' })
  })

  it('are named by every operation that takes an API key', () => {
    for (const operation of OPERATIONS) {
      expect(['operator', 'signed_in', 'anybody', ...API_SCOPES]).toContain(operation.access)
      // Of the operator's own operations a session of support lacks the role.
      const scoped = !['signed_in', 'anybody'].includes(operation.access)
      expect(codesOf(operation).includes('api_scope_missing'), operation.id).toBe(
        scoped && operation.id !== 'createHomeTenant',
      )
    }
  })

  it.each([
    [{ scopes: [] }, '/scopes'],
    [{ scopes: ['admin'] }, '/scopes/0'],
    [{ scopes: ['read', 'read'] }, '/scopes'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
    [{ expires_at: 'tomorrow' }, '/expires_at'],
    [{ tenant_id: 'ten_1' }, '/tenant_id'],
  ])('are refused when they are none: %j', async (members, pointer) => {
    const body = { name: 'x', ...members }
    const reply = await client.call('POST', '/api-keys', { key: OPERATOR_KEY, body })
    expect(reply.json).toMatchObject({ code: 'api_members_invalid', errors: [{ pointer }] })
  })
})

describe('a key that is bound to a tenant', () => {
  it('reaches its tenant and the children, and finds nothing else, whatever it asks (I5)', async () => {
    const [mine, other] = [await makeConnector(caller), await makeConnector(caller)]
    const child = await caller.make('/tenants', { name: 'Child', parent_id: mine.tenant.id })
    const bound = await keyWith({ tenant_id: mine.tenant.id })
    for (const path of [mine.base, mine.path, `/tenants/${child.id}`, `/tenants/${child.id}/audit`])
      expect((await bound.call('GET', path)).status, path).toBe(200)
    const mutations = [
      ['GET', other.base],
      ['GET', other.path],
      ['GET', `${other.base}/audit`],
      ['PATCH', other.path, { name: 'x' }],
      ['POST', `${other.path}:disable`],
      ['DELETE', `${other.base}?confirm=x`],
      ['POST', `${other.base}/sso-keys`, { name: 'x', environment: 'production' }],
    ] as const
    for (const [method, path, body] of mutations)
      expect((await bound.call(method, path, body)).json).toMatchObject({
        status: 404,
        code: 'tenant_unknown',
      })
    expect((await caller.call('GET', other.path)).json).toEqual(other.connector)
  })

  it('does not reach a parent from a child', async () => {
    const parent = await makeTenant(caller)
    const child = await caller.make('/tenants', { name: 'Child', parent_id: parent.id })
    const bound = await keyWith({ tenant_id: child.id })
    expect((await bound.call('GET', `/tenants/${child.id}`)).status).toBe(200)
    expect((await bound.call('GET', `/tenants/${parent.id}`)).status).toBe(404)
  })

  it('lists its own tenants, creates children and no root tenant', async () => {
    const mine = await makeTenant(caller)
    const other = await makeTenant(caller)
    const bound = await keyWith({ tenant_id: mine.id })
    const child = await bound.make('/tenants', { name: 'Child', parent_id: mine.id })
    const { data } = (await bound.call('GET', '/tenants')).json as { data: { id: string }[] }
    expect(data.map(({ id }) => id).toSorted()).toEqual([mine.id, child.id].toSorted())
    expect((await bound.call('POST', '/tenants', { name: 'Root' })).json).toMatchObject({
      status: 403,
      code: 'api_key_bound',
    })
    const foreign = { name: 'Child', parent_id: other.id }
    expect((await bound.call('POST', '/tenants', foreign)).json).toMatchObject({
      status: 422,
      code: 'tenant_unknown',
      pointer: '/parent_id',
    })
  })

  it('chooses no external id: the answer would tell which ones other tenants have (I5)', async () => {
    const [mine, external_id] = [await makeTenant(caller), crypto.randomUUID()]
    await makeTenant(caller, { external_id })
    const bound = await keyWith({ tenant_id: mine.id })
    for (const id of [external_id, 'nobody’s'])
      for (const [method, path, body] of [
        ['POST', '/tenants', { name: 'Child', parent_id: mine.id }],
        ['PATCH', `/tenants/${mine.id}?validate_only=true`, {}],
      ] as const)
        expect((await bound.call(method, path, { ...body, external_id: id })).json).toMatchObject({
          status: 403,
          code: 'api_key_bound',
          pointer: '/external_id',
        })
  })

  it('finds no application, because applications belong to no tenant', async () => {
    const mine = await makeTenant(caller)
    const bound = await keyWith({ tenant_id: mine.id })
    expect((await bound.call('GET', '/applications')).json).toMatchObject({ code: 'api_key_bound' })
    const one = await bound.call('GET', `/applications/app_${'0'.repeat(24)}`)
    expect(one.json).toMatchObject({ status: 404, code: 'application_unknown' })
  })

  it('is minted for a tenant that exists', async () => {
    const body = { name: 'x', tenant_id: `ten_${'0'.repeat(24)}` }
    const reply = await client.call('POST', '/api-keys', { key: OPERATOR_KEY, body })
    expect(reply.json).toMatchObject({ status: 422, code: 'tenant_unknown', pointer: '/tenant_id' })
  })
})

describe('the life of a key', () => {
  it('ends when it says', async () => {
    const minted = await client.call('POST', '/api-keys', {
      key: OPERATOR_KEY,
      body: { name: 'short', expires_at: new Date(Date.now() + 60_000).toISOString() },
    })
    const { secret } = minted.json as { secret: string }
    expect((await client.call('GET', '/tenants', { key: secret })).status).toBe(200)
    const later = openApi({ clock: () => Date.now() + 60_000 })
    expect((await later.call('GET', '/tenants', { key: secret })).json).toMatchObject({
      status: 401,
      code: 'api_credentials_invalid',
    })
  })

  it('notes its use at most once an hour', async () => {
    const minted = await client.call('POST', '/api-keys', {
      key: OPERATOR_KEY,
      body: { name: 'used' },
    })
    const { id, secret } = minted.json as { id: string; secret: string }
    const usedAt = async () =>
      env.DB.prepare('SELECT last_used_at AS at FROM api_keys WHERE id = ?').bind(id).first('at')
    const start = Date.now()
    for (const [later, expected] of [
      [0, start],
      [3_599_000, start],
      [3_601_000, start + 3_601_000],
    ] as const) {
      const at = openApi({ clock: () => start + later })
      expect((await at.call('GET', '/tenants', { key: secret })).status).toBe(200)
      await expect.poll(usedAt).toBe(expected)
    }
    const path = `/api-keys/${id}`
    const shown = await client.call('GET', path, { key: OPERATOR_KEY })
    expect(shown.json).toMatchObject({ last_used_at: new Date(start + 3_601_000).toISOString() })
    expect(shown.headers.get('etag')).toMatch(/^"/)
    const headers = { 'if-match': '"old"' }
    expect((await client.call('DELETE', path, { key: OPERATOR_KEY, headers })).status).toBe(412)
    expect((await client.call('DELETE', path, { key: OPERATOR_KEY })).status).toBe(204)
    expect((await client.call('GET', path, { key: OPERATOR_KEY })).status).toBe(404)
  })
})

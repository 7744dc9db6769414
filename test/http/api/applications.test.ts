import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, makeTenant, openCaller, type Resource } from '../../support/api-tenant.ts'

let caller: Caller
let tenant: Resource
beforeAll(async () => {
  caller = await openCaller()
  tenant = await makeTenant(caller)
})
const wanted = () => ({
  name: 'Shop',
  landing_url: 'https://shop.example.com/',
  redirect_uris: ['https://shop.example.com/callback'],
  tenant_ids: [tenant.id],
  token_endpoint_auth_method: 'client_secret_basic',
})

describe('applications', () => {
  it('show their secret once', async () => {
    const { client_secret, ...created } = await caller.make('/applications', wanted())
    expect(client_secret).toMatch(/^ecs_[A-Za-z0-9_-]{43}$/)
    expect(created).toEqual({
      ...wanted(),
      environment: 'production',
      id: expect.stringMatching(/^app_[0-9a-z]{24}$/),
      client_id: created.id,
      created_at: expect.any(String),
    })
    const path = `/applications/${created.id}`
    expect((await caller.call('GET', path)).json).toEqual(created)
    const list = await caller.call('GET', '/applications?limit=100')
    expect(list.json).toMatchObject({ data: expect.arrayContaining([created]) })
    expect((await caller.call('DELETE', path)).status).toBe(204)
    for (const method of ['GET', 'DELETE'])
      expect((await caller.call(method, path)).json).toMatchObject({
        status: 404,
        code: 'application_unknown',
      })
  })

  it('that can keep no secret get none', async () => {
    const body = { ...wanted(), token_endpoint_auth_method: 'none' }
    expect(await caller.make('/applications', body)).toMatchObject({ client_secret: null })
  })

  it('return people to https and are granted to tenants that exist', async () => {
    const redirect_uris = ['https://shop.example.com/a', 'http://shop.example.com/b']
    const plain = await caller.call('POST', '/applications', { ...wanted(), redirect_uris })
    expect(plain.json).toMatchObject({
      status: 422,
      code: 'api_members_invalid',
      errors: [{ pointer: '/redirect_uris/1', detail: expect.any(String) }],
    })
    const tenant_ids = [tenant.id, `ten_${'0'.repeat(24)}`]
    const orphan = await caller.call('POST', '/applications', { ...wanted(), tenant_ids })
    expect(orphan.json).toMatchObject({
      status: 422,
      code: 'tenant_unknown',
      pointer: '/tenant_ids/1',
    })
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, freshName, makeTenant, openCaller } from '../../support/api-tenant.ts'

let caller: Caller
beforeAll(async () => {
  caller = await openCaller()
})
const UNKNOWN = `ten_${'0'.repeat(24)}`

describe('tenants', () => {
  it('are created where they are wanted, and read as they were created', async () => {
    const reply = await caller.call('POST', '/tenants', { name: 'Acme', region: 'weur' })
    const tenant = reply.json as { id: string }
    expect(tenant).toEqual({
      id: expect.stringMatching(/^ten_[0-9a-z]{24}$/),
      name: 'Acme',
      parent_id: null,
      region: 'weur',
      jurisdiction: 'none',
      external_id: null,
      landing: null,
      roles: null,
      home: false,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect(reply.headers.get('location')).toBe(`/api/v1/tenants/${tenant.id}`)
    expect((await caller.call('GET', `/tenants/${tenant.id}`)).json).toEqual(tenant)
  })

  it('are created with the roles that there are, which a child may have of its own', async () => {
    const roles = ['editor', 'reader']
    const parent = await caller.make('/tenants', { name: freshName('Roles'), roles })
    const child = { name: 'Child', parent_id: parent.id, roles: ['reader'] }
    expect(await caller.make('/tenants', child)).toMatchObject({ roles: ['reader'] })
    expect(parent).toMatchObject({ roles })
    const invited = { email: 'ada@example.org', connector_ids: [], given_roles: ['owner'] }
    expect((await caller.call('POST', `/tenants/${parent.id}/users`, invited)).json).toMatchObject({
      code: 'user_role_unknown',
    })
    const twice = { name: freshName('Twice'), roles: ['editor', 'editor'] }
    expect((await caller.call('POST', '/tenants', twice)).json).toMatchObject({
      code: 'api_members_invalid',
    })
  })

  it('live where their parent does', async () => {
    const parent = await caller.make('/tenants', { name: freshName('Parent'), region: 'apac' })
    const child = await caller.make('/tenants', { name: 'Child', parent_id: parent.id })
    expect(child).toMatchObject({ parent_id: parent.id, region: 'apac', jurisdiction: 'none' })
    const elsewhere = { name: 'Other', parent_id: parent.id, region: 'weur' }
    expect((await caller.call('POST', '/tenants', elsewhere)).json).toMatchObject({
      code: 'api_members_invalid',
    })
  })

  it('nest one level deep', async () => {
    const parent = await makeTenant(caller)
    const child = await caller.make('/tenants', { name: 'Child', parent_id: parent.id })
    const reply = await caller.call('POST', '/tenants', { name: 'Grandchild', parent_id: child.id })
    expect(reply.json).toMatchObject({
      status: 422,
      code: 'tenant_parent_is_child',
      pointer: '/parent_id',
    })
  })

  it('take a parent that exists', async () => {
    const reply = await caller.call('POST', '/tenants', { name: 'Orphan', parent_id: UNKNOWN })
    expect(reply.json).toMatchObject({ status: 422, code: 'tenant_unknown', pointer: '/parent_id' })
  })

  it('are not created in a jurisdiction that this deployment cannot keep', async () => {
    const reply = await caller.call('POST', '/tenants', { name: 'Europe', jurisdiction: 'eu' })
    expect(reply.json).toMatchObject({
      status: 422,
      code: 'api_jurisdiction_unavailable',
      pointer: '/jurisdiction',
    })
  })

  it('carry an external id that no other tenant has, and are found by it', async () => {
    const external_id = crypto.randomUUID()
    const body = { name: freshName('External'), external_id }
    const replies = await Promise.all([1, 2, 3].map(() => caller.call('POST', '/tenants', body)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
    expect(replies.find(({ status }) => status === 409)?.json).toMatchObject({
      code: 'tenant_external_id_taken',
      pointer: '/external_id',
    })
    const made = replies.find(({ status }) => status === 201)?.json
    const found = async (query: string) => (await caller.call('GET', `/tenants?${query}`)).json
    expect(await found(`external_id=${external_id}`)).toEqual({ data: [made], next_cursor: null })
    expect(await found(`name=${encodeURIComponent(body.name)}`)).toMatchObject({ data: [made] })
    expect(await found('external_id=nobody')).toMatchObject({ data: [] })
  })

  it('are searched for by a part of the name, whatever its case, or by an id', async () => {
    const external_id = freshName('found')
    const made = await caller.make('/tenants', { name: 'Zwölf & 100 %_Söhne', external_id })
    const found = async (search: string) => {
      const query = new URLSearchParams({ search })
      const { json } = await caller.call('GET', `/tenants?${query}`)
      return (json as { data: { id: string }[] }).data.map(({ id }) => id)
    }
    for (const text of ['zw', '100 %_s', made.id, external_id])
      expect(await found(text), text).toEqual([made.id])
    for (const text of ['%%', '_S_', external_id.slice(1)]) expect(await found(text)).toEqual([])
  })

  it('are renamed, and their external id is changed and unset', async () => {
    const [mine, other] = [await makeTenant(caller), await makeTenant(caller)]
    const [path, external_id] = [`/tenants/${mine.id}`, crypto.randomUUID()]
    const renamed = await caller.call('PATCH', path, { name: 'Acme Corp', external_id })
    expect(renamed.json).toEqual({ ...mine, name: 'Acme Corp', external_id })
    expect((await caller.call('GET', path)).json).toEqual(renamed.json)
    const taken = await caller.call('PATCH', `/tenants/${other.id}`, { external_id })
    expect(taken.json).toMatchObject({ status: 409, code: 'tenant_external_id_taken' })
    expect((await caller.call('PATCH', path, { external_id: null })).json).toMatchObject({
      name: 'Acme Corp',
      external_id: null,
    })
    expect((await caller.call('PATCH', `/tenants/${other.id}`, { external_id })).status).toBe(200)
    const moved = await caller.call('PATCH', path, { region: 'weur' })
    expect(moved.json).toMatchObject({
      errors: [{ pointer: '/region', detail: 'cannot be changed' }],
    })
    expect((await caller.call('DELETE', `${path}?confirm=Acme%20Corp`)).status).toBe(204)
  })

  it('are listed page by page, each once', async () => {
    for (let i = 0; i < 3; i++) await makeTenant(caller)
    const ids: string[] = []
    let query = '?limit=2'
    for (;;) {
      const reply = await caller.call('GET', `/tenants${query}`)
      const page = reply.json as { data: { id: string }[]; next_cursor: string | null }
      expect(page.data.length).toBeLessThanOrEqual(2)
      ids.push(...page.data.map((tenant) => tenant.id))
      if (page.next_cursor === null) break
      query = `?limit=2&cursor=${page.next_cursor}`
    }
    const all = (await caller.call('GET', '/tenants?limit=100')).json as { data: { id: string }[] }
    expect(ids).toEqual(all.data.map((tenant) => tenant.id))
  })

  it('are deleted when their name confirms it, and children first', async () => {
    const parent = await makeTenant(caller)
    const child = await caller.make('/tenants', { name: 'Child', parent_id: parent.id })
    const path = `/tenants/${parent.id}`
    const confirm = encodeURIComponent(parent.name)
    expect((await caller.call('DELETE', path)).json).toMatchObject({
      code: 'api_members_invalid',
      errors: [{ parameter: 'confirm', detail: 'is required: the exact name of the tenant' }],
    })
    expect((await caller.call('DELETE', `${path}?confirm=other`)).json).toMatchObject({
      status: 422,
      code: 'tenant_confirmation_mismatch',
    })
    expect((await caller.call('DELETE', `${path}?confirm=${confirm}`)).json).toMatchObject({
      status: 409,
      code: 'tenant_has_children',
    })
    expect((await caller.call('DELETE', `/tenants/${child.id}?confirm=Child`)).status).toBe(204)
    expect((await caller.call('DELETE', `${path}?confirm=${confirm}`)).status).toBe(204)
    expect((await caller.call('GET', path)).json).toMatchObject({ code: 'tenant_unknown' })
  })
})

describe('what stands under a tenant', () => {
  it.each([
    ['GET', '/sso-keys'],
    ['POST', '/sso-keys', { name: 'a', environment: 'production' }],
    ['GET', '/external-idps'],
    ['GET', '/connectors'],
    ['POST', '/external-idps:preview', { metadata_url: 'https://idp.example.com/m' }],
  ] as const)('is unknown with it: %s %s', async (method, path, body?: object) => {
    const reply = await caller.call(method, `/tenants/${UNKNOWN}${path}`, body)
    expect(reply.json).toMatchObject({ status: 404, code: 'tenant_unknown' })
  })
})

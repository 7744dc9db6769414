import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTenantCommands } from '../../../../src/gate/client/tenant-commands.ts'
import { grantedApplications } from '../../../../src/gate/tables/grants.ts'
import { Outage } from '../../../../src/outage.ts'
import type { TenantCommands } from '../../../../src/tenants/commands/ports.ts'
import type { ApplicationId, TenantId } from '../../../../src/tenants/ids.ts'
import { openApi } from '../../../support/api.ts'
import {
  type Caller,
  callerOf,
  makeTenant,
  mintKey,
  openCaller,
  type Resource,
} from '../../../support/api-tenant.ts'
import { changeRecord } from '../../../support/change-record.ts'
import { testDeps } from '../../../support/oauth2.ts'
import { strikeHour } from '../../../support/schedule.ts'
import { wholeApp } from '../../../support/whole-app.ts'

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
      return_urls: null,
      id: expect.stringMatching(/^app_[0-9a-z]{24}$/),
      client_id: created.id,
      created_at: expect.any(String),
    })
    const path = `/applications/${created.id}`
    const shown = { ...created, tenants_behind: 0 }
    expect((await caller.call('GET', path)).json).toEqual(shown)
    const list = await caller.call('GET', '/applications?limit=100')
    expect(list.json).toMatchObject({ data: expect.arrayContaining([shown]) })
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

/** What the gate of a tenant knows of the applications that it is granted. */
const known = (of: Resource) =>
  runInDurableObject(env.TENANT_GATE.getByName(of.id), (_, { storage }) =>
    // An id that the API gave.
    grantedApplications(storage.sql, of.id as TenantId),
  )

/** A Worker that cannot reach the gates of some tenants. */
function cutOffFrom(...tenants: readonly Resource[]): Promise<Caller> {
  const { run } = createTenantCommands(env.TENANT_GATE, { jurisdictions: false })
  const commands: TenantCommands = {
    run: (gate, command, envelope) =>
      tenants.some(({ id }) => id === gate.rootTenantId)
        ? Promise.reject(new Outage('gate', new Error('The gate does not answer')))
        : run(gate, command, envelope),
  }
  return openCaller({ commands })
}

describe('a change of an application', () => {
  it('reaches the gate of each tenant, and leaves what it does not name', async () => {
    const other = await makeTenant(caller)
    const tenant_ids = [tenant.id, other.id]
    const { id } = await caller.make('/applications', { ...wanted(), tenant_ids })
    const change = { landing_url: 'https://new.example.com/', return_urls: ['https://a.example/*'] }
    const changed = await caller.call('PATCH', `/applications/${id}`, change)
    expect(changed.status).toBe(200)
    expect(changed.json).toMatchObject({ name: 'Shop', ...change, tenants_behind: 0 })
    const { return_urls: returnUrls, landing_url: landingUrl } = change
    for (const one of [tenant, other])
      expect((await known(one)).find((held) => held.id === id)).toMatchObject({
        name: 'Shop',
        landingUrl,
        returnUrls,
      })
    const audit = await caller.call('GET', `/audit?target=${id}&action=application.updated`)
    expect(audit.json).toMatchObject({
      data: [
        {
          before: { landing_url: wanted().landing_url, return_urls: null },
          after: change,
        },
      ],
    })
  })

  it('is not written over one that its author has not seen', async () => {
    const { id } = await caller.make('/applications', wanted())
    const path = `/applications/${id}`
    const tag = String((await caller.call('GET', path)).headers.get('etag'))
    const rename = (name: string) => caller.call('PATCH', path, { name }, { 'if-match': tag })
    const [first, second] = await Promise.all([rename('First'), rename('Second')])
    expect([first.status, second.status].sort()).toEqual([200, 412])
    const refused = first.status === 412 ? first : second
    expect(refused.json).toMatchObject({
      code: 'api_precondition_failed',
      errors: [{ pointer: '/name', detail: 'has changed since' }],
    })
  })

  it('that an outage keeps from a gate is brought there by asking again, or by the schedule', async () => {
    const [near, far] = [await makeTenant(caller), await makeTenant(caller)]
    const tenant_ids = [far.id, near.id]
    const { id } = await caller.make('/applications', { ...wanted(), tenant_ids })
    const path = `/applications/${id}`
    const names = async () => [(await known(near))[0]?.name, (await known(far))[0]?.name]
    const cut = await cutOffFrom(far)
    expect((await cut.call('PATCH', path, { name: 'Store' })).json).toMatchObject({
      status: 503,
      code: 'api_unavailable',
    })
    expect(await names()).toEqual(['Store', 'Shop'])
    expect((await caller.call('GET', path)).json).toMatchObject({ tenants_behind: 1 })
    expect((await caller.call('PATCH', path, {})).json).toMatchObject({ tenants_behind: 0 })
    expect(await names()).toEqual(['Store', 'Store'])

    await cut.call('PATCH', path, { name: 'Market' })
    await strikeHour()
    expect(await names()).toEqual(['Market', 'Market'])
  })

  it('on its way does not bring a grant back that is taken back meanwhile', async () => {
    const other = await makeTenant(caller)
    const { id } = await caller.make('/applications', { ...wanted(), tenant_ids: [other.id] })
    const { run } = createTenantCommands(env.TENANT_GATE, { jurisdictions: false })
    const commands: TenantCommands = {
      async run(gate, command, envelope) {
        await caller.call('DELETE', `/applications/${id}/tenants/${other.id}`)
        return run(gate, command, envelope)
      },
    }
    const slow = await openCaller({ commands })
    const changed = await slow.call('PATCH', `/applications/${id}`, { name: 'Store' })
    expect(changed.json).toMatchObject({ name: 'Store', tenant_ids: [] })
    expect(await known(other)).toEqual([])
  })

  it.each([
    ['return_urls', 'https://shop.example.com/a*'],
    ['return_urls', 'https://shop.example.com/?q=/*'],
    ['return_urls', 'https://*'],
    ['return_urls', 'http://shop.example.com/*'],
    ['return_urls', 'https://*.example.com/'],
    ['redirect_uris', 'http://shop.example.com/b'],
  ])('names in %s no address like %s', async (member, url) => {
    const { id } = await caller.make('/applications', wanted())
    const refused = await caller.call('PATCH', `/applications/${id}`, { [member]: [url] })
    expect(refused.json).toMatchObject({
      status: 422,
      code: 'api_members_invalid',
      errors: [{ pointer: `/${member}/0`, detail: expect.any(String) }],
    })
  })

  it('does not move it to the other environment', async () => {
    const { id } = await caller.make('/applications', wanted())
    const moved = await caller.call('PATCH', `/applications/${id}`, { environment: 'production' })
    expect(moved.json).toMatchObject({ status: 422, errors: [{ pointer: '/environment' }] })
  })
})

describe('a registration that an outage interrupts', () => {
  it('answers with the secret all the same, and its grants follow by the schedule', async () => {
    const [near, far] = [await makeTenant(caller), await makeTenant(caller)]
    const cut = await cutOffFrom(far)
    const tenant_ids = [far.id, near.id]
    const { id, client_secret } = await cut.make('/applications', { ...wanted(), tenant_ids })
    expect(client_secret).toMatch(/^ecs_/)
    expect([(await known(near)).length, (await known(far)).length]).toEqual([1, 0])
    expect((await caller.call('GET', `/applications/${id}`)).json).toMatchObject({
      tenant_ids: expect.arrayContaining(tenant_ids),
      tenants_behind: 1,
    })
    await strikeHour()
    expect((await known(far)).map((held) => held.id)).toEqual([id])
  })

  it('does not grant again what was taken back before it was repeated', async () => {
    const other = await makeTenant(caller)
    const body = { ...wanted(), tenant_ids: [other.id] }
    const headers = { 'idempotency-key': `once-${other.id}` }
    const first = await caller.call('POST', '/applications', body, headers)
    const { id } = first.json as Resource
    await caller.call('DELETE', `/applications/${id}/tenants/${other.id}`)
    const again = await caller.call('POST', '/applications', body, headers)
    expect(again.json).toEqual(first.json)
    expect(await known(other)).toEqual([])
  })
})

describe('a grant', () => {
  it('is made and taken back tenant by tenant, with an entry in the log of the tenant', async () => {
    const other = await makeTenant(caller)
    const { id } = await caller.make('/applications', wanted())
    const path = `/applications/${id}/tenants/${other.id}`
    for (let twice = 0; twice < 2; twice++)
      expect((await caller.call('PUT', path)).json).toEqual({
        application_id: id,
        tenant_id: other.id,
      })
    expect((await known(other)).map((held) => held.id)).toEqual([id])
    expect((await caller.call('DELETE', path)).status).toBe(204)
    expect(await known(other)).toEqual([])
    expect((await caller.call('DELETE', path)).json).toMatchObject({
      status: 404,
      code: 'application_grant_unknown',
    })
    const { json } = await caller.call('GET', `/tenants/${other.id}/audit`)
    const { data } = json as { data: { action: string }[] }
    expect(data.map(({ action }) => action)).toEqual([
      'application.revoked',
      'application.granted',
      'tenant.created',
    ])
  })

  it('is nothing that a key of the tenant could give its own tenant', async () => {
    const other = await makeTenant(caller)
    const { id } = await caller.make('/applications', wanted())
    const { id: own } = await caller.make('/applications', { ...wanted(), tenant_ids: [other.id] })
    const client = openApi()
    const bound = callerOf(client, await mintKey(client, 'bound', { tenant_id: other.id }))
    for (const method of ['PUT', 'DELETE'])
      expect(
        (await bound.call(method, `/applications/${id}/tenants/${other.id}`)).json,
      ).toMatchObject({ status: 404, code: 'application_unknown' })
    expect((await known(other)).map((held) => held.id)).toEqual([own])
    const seen = await bound.call('GET', `/tenants/${other.id}/applications`)
    const { name, landing_url } = wanted()
    expect(seen.json).toEqual({
      data: [{ id: own, name, landing_url, environment: 'production' }],
    })
  })

  it('goes with its tenant, and does not hold up the deletion of the application', async () => {
    const other = await makeTenant(caller)
    const { id } = await caller.make('/applications', { ...wanted(), tenant_ids: [other.id] })
    await caller.call('DELETE', `/tenants/${other.id}?confirm=${encodeURIComponent(other.name)}`)
    const path = `/applications/${id}`
    expect((await caller.call('GET', path)).json).toMatchObject({ tenant_ids: [] })
    expect((await caller.call('DELETE', path)).status).toBe(204)
  })
})

describe('a deletion', () => {
  it('that an outage keeps from a gate leaves the application, and is finished by asking again', async () => {
    const [near, far] = [await makeTenant(caller), await makeTenant(caller)]
    const tenant_ids = [near.id, far.id]
    const { id } = await caller.make('/applications', { ...wanted(), tenant_ids })
    const path = `/applications/${id}`
    const cut = await cutOffFrom(far)
    expect((await cut.call('DELETE', path)).status).toBe(503)
    expect([(await known(near)).length, (await known(far)).length]).toEqual([0, 1])
    expect((await caller.call('GET', path)).json).toMatchObject({ tenant_ids: [far.id] })
    expect((await caller.call('DELETE', path)).status).toBe(204)
    expect(await known(far)).toEqual([])
  })

  it('waits for a grant that was made beside it', async () => {
    const { id } = await caller.make('/applications', wanted())
    const { applications } = testDeps()
    // An id that the API gave.
    const deleted = applications.delete(id as ApplicationId, changeRecord())
    await expect(deleted).rejects.toThrow('D1 is out of reach')
    expect((await caller.call('GET', `/applications/${id}`)).status).toBe(200)
  })
})

describe('a new secret', () => {
  const token = (id: unknown, secret: unknown) =>
    wholeApp(testDeps()).request('http://localhost:8787/oauth2/token', {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${id}:${secret}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=authorization_code&code=x&redirect_uri=x&code_verifier=x',
    })
  const isTaken = async (id: unknown, secret: unknown) => (await token(id, secret)).status !== 401

  it('is taken beside the one before, for as long as was asked', async () => {
    const { id, client_secret: old } = await caller.make('/applications', wanted())
    const rotate = async (hours: number) => {
      const body = { overlap_hours: hours }
      return caller.make(`/applications/${id}:rotate_secret`, body)
    }
    const { client_secret: next } = await rotate(1)
    expect(next).toMatch(/^ecs_[A-Za-z0-9_-]{43}$/)
    expect([await isTaken(id, old), await isTaken(id, next)]).toEqual([true, true])
    const { client_secret: last } = await rotate(0)
    const all = await Promise.all([old, next, last].map((secret) => isTaken(id, secret)))
    expect(all).toEqual([false, false, true])
  })

  it('is told of in the audit log without its text', async () => {
    const { id } = await caller.make('/applications', wanted())
    const { client_secret } = await caller.make(`/applications/${id}:rotate_secret`, {})
    const audit = await caller.call('GET', `/audit?target=${id}`)
    expect(audit.json).toMatchObject({ data: [{ action: 'application.secret_rotated' }, {}, {}] })
    expect(audit.text).not.toContain(String(client_secret))
  })

  it('is not made for an application that keeps none', async () => {
    const body = { ...wanted(), token_endpoint_auth_method: 'none' }
    const { id } = await caller.make('/applications', body)
    const refused = await caller.call('POST', `/applications/${id}:rotate_secret`, {})
    expect(refused.json).toMatchObject({ status: 409, code: 'application_without_secret' })
  })
})

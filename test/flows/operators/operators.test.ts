import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTenantCommands } from '../../../src/gate/client/tenant-commands.ts'
import { refuseActor } from '../../../src/gate/commands/tenants/home-tenant.ts'
import {
  opensToPeople,
  opensToSessions,
  takesRecentAuthentication,
} from '../../../src/http/api/engine/authenticate-person.ts'
import { OPERATIONS } from '../../../src/http/api/operations.ts'
import type { TenantId, UserId } from '../../../src/tenants/ids.ts'
import { openBrowser } from '../../support/browser.ts'
import { choosePassword } from '../../support/password-stage.ts'
import { homeScene, OURS, type Person } from './home-scene.ts'

const scene = homeScene()
const HOUR = 3_600_000
let customer: string
beforeAll(async () => {
  const tenant = await scene.current.api('POST', '/tenants', { name: 'Customer' })
  customer = String(tenant.id)
})
const tenant = () => `/tenants/${customer}`

const inHome = (sql: string, ...values: (string | number)[]) =>
  runInDurableObject(env.TENANT_GATE.getByName(scene.current.homeId), (_, { storage }) =>
    storage.sql.exec(sql, ...values).toArray(),
  )

/** Gives roles with OPERATOR_KEY. */
const give = (person: Person, ...given_roles: string[]) =>
  scene.current.ask(
    env.OPERATOR_KEY,
    'PATCH',
    `/tenants/${scene.current.homeId}/users/${person.id}?confirm=last_admin`,
    { given_roles },
  )

describe('an operator', () => {
  it('works on every tenant under their own name', async () => {
    const { first } = scene.current
    const renamed = await first.ask('PATCH', tenant(), { body: { name: 'Renamed' } })
    expect(renamed).toMatchObject({ status: 200, json: { name: 'Renamed' } })
    const { json } = await first.ask('GET', `${tenant()}/audit?action=tenant.updated`)
    expect((json.data as object[])[0]).toMatchObject({
      actor: { type: 'operator', id: first.id },
    })
    const listed = await first.ask('GET', '/tenants?limit=100')
    expect(listed.json.data).toHaveLength(2)
  })

  it('makes and deletes tenants, mints keys, and reads what belongs to no tenant', async () => {
    const { first } = scene.current
    const made = await first.ask('POST', '/tenants', { body: { name: 'Short-lived' } })
    expect(made.status).toBe(201)
    const path = `/tenants/${made.json.id}?confirm=Short-lived`
    expect((await first.ask('DELETE', path)).status).toBe(204)
    const minted = await first.ask('POST', '/api-keys', { body: { name: 'by hand' } })
    expect(minted.status).toBe(201)
    for (const read of [
      '/api-keys',
      '/audit',
      '/events',
      '/applications',
      '/deployment/signing-keys',
    ])
      expect((await first.ask('GET', read)).status, read).toBe(200)
  })

  it('never becomes one of a tenant’s people (I11)', async () => {
    const { first } = scene.current
    const users = `${tenant()}/users`
    expect((await first.ask('GET', users)).json.data).toEqual([])
    const invited = await first.ask('POST', users, {
      body: { email: 'person@customer.example', connector_ids: [] },
    })
    const link = `${users}/${invited.json.id}:invite_password`
    expect(await first.ask('POST', link, { body: { deliver: 'answer' } })).toMatchObject({
      status: 403,
      code: 'password_link_by_mail_only',
    })
    const sessions = await runInDurableObject(env.TENANT_GATE.getByName(customer), (_, state) =>
      state.storage.sql.exec('SELECT * FROM sessions').toArray(),
    )
    expect(sessions).toEqual([])
  })

  it('has authenticated lately where a tenant ends, a key is made, or somebody is let in', async () => {
    const late = await scene.current.join('operator')
    await inHome(
      'UPDATE sessions SET authn_instant = ?1, factor_at = NULL WHERE user_id = ?2',
      Date.now() - HOUR,
      late.id,
    )
    expect((await late.ask('PATCH', tenant(), { body: { name: 'Harmless' } })).status).toBe(200)
    for (const [method, path] of [
      ['POST', '/api-keys'],
      ['DELETE', `${tenant()}?confirm=x`],
      ['DELETE', `/api-keys/key_${'0'.repeat(24)}`],
    ] as const)
      expect(await late.ask(method, path, { body: {} }), path).toMatchObject({
        status: 403,
        code: 'api_recent_authentication_required',
        json: { authentication_url: 'http://localhost:8787/login/password' },
      })
    const recovering = OPERATIONS.filter(({ access }) => access === 'recover')
    expect(recovering.length).toBeGreaterThan(0)
    expect(recovering.filter((one) => !takesRecentAuthentication(one))).toEqual([])
  })

  it('is one by given roles of the home tenant alone, whatever an IdP says (I11)', async () => {
    const person = await scene.current.join('admin')
    const roles = `json_set(profile, '$.roles', json('["admin","operator"]'), '$.syncedRoles', json('["operator"]'))`
    await inHome(`UPDATE users SET profile = ${roles} WHERE user_id = ?`, person.id)
    expect((await person.ask('GET', '/me')).json.kind).toBe('administrator')
    expect(await person.ask('GET', tenant())).toMatchObject({ code: 'tenant_unknown' })
  })

  it('loses the rights of an open session with the next request', async () => {
    const person = await scene.current.join('operator', 'admin')
    expect((await person.ask('GET', tenant())).status).toBe(200)
    await give(person, 'admin')
    expect(await person.ask('GET', tenant())).toMatchObject({ code: 'tenant_unknown' })
    await give(person)
    expect(await person.ask('GET', tenant())).toMatchObject({ code: 'api_scope_missing' })
  })

  it('whose command is overtaken by the demotion changes nothing in the home tenant', async () => {
    const person = await scene.current.join('operator')
    await give(person, 'support')
    const { homeId } = scene.current
    const commands = createTenantCommands(env.TENANT_GATE, { jurisdictions: false })
    const answer = await commands.run(
      { rootTenantId: homeId as TenantId, jurisdiction: 'none' },
      { kind: 'update_tenant', tenantId: homeId as TenantId, change: { name: 'Mine' } },
      {
        origin: {
          actor: { type: 'operator', id: person.id as UserId },
          requestId: 'req_late',
        },
      },
    )
    expect(answer).toEqual({ ok: false, refusal: { code: 'home_tenant_reserved' } })
  })

  it('is asked from a page of ours alone (R53)', async () => {
    const { first } = scene.current
    const headers = { ...OURS, origin: 'https://evil.example' }
    for (const path of ['/tenants', '/api-keys'])
      expect(await first.ask('POST', path, { body: { name: 'x' }, headers })).toMatchObject({
        status: 403,
        code: 'api_origin_foreign',
      })
  })
})

describe('the same roles in another tenant', () => {
  it('open nothing', async () => {
    const users = `${tenant()}/users`
    const body = { email: 'agent@customer.example', connector_ids: [], given_roles: ['operator'] }
    const { first } = scene.current
    const invited = await first.ask('POST', users, { body })
    const { url } = await scene.current.api('POST', `${users}/${invited.json.id}:invite_password`, {
      deliver: 'answer',
    })
    const browser = openBrowser(scene.current.app)
    await choosePassword(browser, String(url))
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const ask = async (path: string) =>
      (
        await scene.current.app.request(`http://localhost:8787/api/v1${path}`, {
          headers: { ...OURS, cookie },
        })
      ).json<Record<string, unknown>>()
    expect(await ask('/me')).toMatchObject({ kind: 'person', tenant: { id: customer } })
    expect(await ask(tenant())).toMatchObject({ code: 'api_scope_missing' })
    expect(await ask('/tenants')).toMatchObject({ code: 'api_scope_missing' })
  })
})

describe('support', () => {
  it('reads everything and changes nothing, on any tenant and of the deployment', async () => {
    const person = await scene.current.join('support')
    for (const path of [tenant(), `${tenant()}/users`, '/tenants', '/api-keys', '/audit'])
      expect((await person.ask('GET', path)).status, path).toBe(200)
    const writing = OPERATIONS.filter((one) => one.method !== 'GET' && opensToSessions(one))
    expect(writing.length).toBeGreaterThan(50)
    for (const { id, method, path } of writing) {
      const named = path.replace('{tenant_id}', customer).replaceAll(/\{\w+\}/g, 'x')
      expect(await person.ask(method, named, { body: {} }), id).toMatchObject({
        status: 403,
        code: 'api_scope_missing',
      })
    }
  })

  it('is refused by the gate too, if the API ever let a change through', async () => {
    const person = await scene.current.join('support')
    const tenantId = customer as TenantId
    const command = { kind: 'update_tenant', tenantId, change: { name: 'Mine' } } as const
    const of = {
      tenant: { id: tenantId, name: 'Customer', jurisdiction: 'none', createdAt: 1 },
      actor: { type: 'support', id: person.id as UserId },
    } as const
    await runInDurableObject(env.TENANT_GATE.getByName(customer), (_, { storage: { sql } }) => {
      expect(() => refuseActor(sql, command, of)).toThrow('Support gave the command')
      const look = { kind: 'open_response', tenantId, eventId: 'evt_1' } as const
      expect(refuseActor(sql, look, of)).toBeUndefined()
    })
  })
})

describe('GET /me', () => {
  it('says who an operator is, and until when they count as just authenticated', async () => {
    const { first, homeId } = scene.current
    const { json } = await first.ask('GET', '/me')
    expect(json).toEqual({
      kind: 'operator',
      user: { id: first.id, email: first.email, first_name: null, last_name: null },
      tenant: { id: homeId, name: 'Home' },
      setup_link: null,
      authenticated_at: expect.any(String),
      recent_until: expect.any(String),
      expires_at: expect.any(String),
      authentication_url: 'http://localhost:8787/login/password',
    })
    const [authenticated, recent] = [json.authenticated_at, json.recent_until].map(String)
    expect(Date.parse(recent ?? '') - Date.parse(authenticated ?? '')).toBe(15 * 60_000)
  })

  it('says what a key is, whatever its scopes, and that nobody is there', async () => {
    const bound = await scene.current.first.ask('POST', '/api-keys', {
      body: { name: 'bound', scopes: ['events'], tenant_id: customer },
    })
    const { json } = await scene.current.ask(String(bound.json.secret), 'GET', '/me')
    expect(json).toMatchObject({ kind: 'api_key', user: null, tenant: { id: customer } })
    const nobody = await scene.current.app.request('http://localhost:8787/api/v1/me')
    expect(nobody.status).toBe(401)
  })

  it('is the only operation that any credential opens', () => {
    const ids = (access: string) => OPERATIONS.filter((one) => one.access === access)
    expect(ids('signed_in').map(({ id }) => id)).toEqual(['getMe'])
    // Nobody is behind such a request: only the token of a set-up link makes it a command.
    const commands = ids('anybody').flatMap(({ command }) => command ?? [])
    expect(commands).toEqual(['open_setup_link'])
    expect(OPERATIONS.filter((one) => opensToPeople(one) && !opensToSessions(one))).toEqual([])
  })
})

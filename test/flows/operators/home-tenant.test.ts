import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../src/tenants/commands/commands.ts'
import { homeScene } from './home-scene.ts'

const scene = homeScene()
const home = () => `/tenants/${scene.current.homeId}`
const asOperatorKey = (method: string, path: string, body?: unknown) =>
  scene.current.ask(env.OPERATOR_KEY, method, path, body)

describe('the first start', () => {
  it('leads the first operator through password and second factor to the console', () => {
    expect(scene.current.ledTo).toBe('/console/')
  })

  it('is over, as anybody may know, and does not happen twice', async () => {
    const asked = await scene.current.app.request('http://localhost:8787/api/v1/first-start')
    expect(await asked.json()).toEqual({ needed: false })
    const body = { name: 'Another', email: 'other@home.example' }
    expect(await asOperatorKey('POST', '/home-tenant', body)).toMatchObject({
      status: 409,
      code: 'home_tenant_exists',
    })
  })

  it('takes OPERATOR_KEY: no API key and no session, of an operator either', async () => {
    const body = { name: 'Another', email: 'other@home.example' }
    for (const answer of [
      await scene.current.ask(scene.current.key, 'POST', '/home-tenant', body),
      await scene.current.first.ask('POST', '/home-tenant', { body }),
    ])
      expect(answer.status).toBe(401)
  })

  it('asks everybody of the home tenant for a second factor', async () => {
    const { first } = scene.current
    expect(await first.ask('GET', `${home()}/sign-in-policy`)).toMatchObject({
      json: { second_factor: 'everyone', enrolment_at_login: true },
    })
  })
})

describe('the home tenant', () => {
  it('is one of a deployment: D1 lets no second one in', async () => {
    const second = env.DB.prepare(
      `INSERT INTO tenants (id, name, jurisdiction, created_at, home) VALUES ('ten_x', 'x', 'none', 1, 1)`,
    )
    await expect(second.run()).rejects.toThrow(/UNIQUE/)
  })

  it('cannot be deleted', async () => {
    const path = `${home()}?confirm=Home`
    for (const answer of [
      await scene.current.first.ask('DELETE', path),
      await asOperatorKey('DELETE', path),
    ])
      expect(answer).toMatchObject({ status: 409, code: 'home_tenant_kept' })
  })

  it('is changed by no API key and by no administrator of its own (I11)', async () => {
    const admin = await scene.current.join('admin')
    expect(await admin.ask('GET', home())).toMatchObject({ json: { home: true } })
    const changes = [
      ['PATCH', home(), { name: 'Mine' }],
      ['POST', `${home()}/users`, { email: 'mole@home.example', connector_ids: [] }],
      ['PATCH', `${home()}/users/${admin.id}`, { given_roles: ['operator'] }],
      [
        'POST',
        `${home()}/users/${scene.current.first.id}:invite_password`,
        { deliver: 'mail' as const },
      ],
      ['POST', `${home()}/domains`, { domain: 'evil.example' }],
    ] as const
    for (const [method, path, body] of changes) {
      const reserved = { status: 403, code: 'home_tenant_reserved' }
      expect(await admin.ask(method, path, { body }), path).toMatchObject(reserved)
      const byKey = await scene.current.ask(scene.current.key, method, path, body)
      expect(byKey, path).toMatchObject(reserved)
    }
  })

  it('gets no child tenant from an API key', async () => {
    const body = { name: 'Child', parent_id: scene.current.homeId }
    const { ask, key, first } = scene.current
    expect(await ask(key, 'POST', '/tenants', body)).toMatchObject({ code: 'home_tenant_reserved' })
    expect((await first.ask('POST', '/tenants', { body })).status).toBe(201)
  })

  it('is read by API keys, and kept in order: what repairs storage chooses nothing', async () => {
    const { ask, key } = scene.current
    expect((await ask(key, 'GET', `${home()}/users`)).status).toBe(200)
    const resealed = await ask(key, 'POST', `${home()}:reseal`, {})
    expect(resealed).toMatchObject({ status: 200 })
    const lenient = Object.entries(COMMANDS)
      .filter(([, { onlyLooks, repairs }]) => onlyLooks || repairs)
      .map(([kind]) => kind)
    expect(lenient.toSorted()).toEqual([
      'open_response',
      'reconcile_tenant',
      'refresh_application',
      'reseal_tenant',
    ])
  })

  it('opens to OPERATOR_KEY, and no other tenant does', async () => {
    const other = await scene.current.api('POST', '/tenants', { name: 'Customer' })
    expect(await asOperatorKey('GET', home())).toMatchObject({ status: 200 })
    for (const path of [`/tenants/${other.id}`, '/tenants', `/tenants/ten_${'0'.repeat(24)}`])
      expect(await asOperatorKey('GET', path)).toMatchObject({
        status: 403,
        code: 'api_key_required',
      })
  })
})

describe('the last operator who can get in', () => {
  const user = () => `${home()}/users/${scene.current.first.id}`
  const locked = { status: 409, code: 'operators_locked_out' }

  it('is neither demoted, deactivated nor deleted, confirmed or not', async () => {
    const { first } = scene.current
    // They count only if they can get in, and this one has never set a password.
    const invited = { email: 'late@home.example', connector_ids: [], given_roles: ['operator'] }
    await first.ask('POST', `${home()}/users`, { body: invited })
    for (const query of ['', '?confirm=last_admin']) {
      const body = { given_roles: ['admin'] }
      expect(await first.ask('PATCH', user() + query, { body })).toMatchObject(locked)
    }
    await first.ask('PATCH', user(), { body: { given_roles: ['operator'] } })
    for (const [method, path] of [
      ['POST', `${user()}:deactivate?confirm=last_admin`],
      ['POST', `${user()}:remove_password?confirm=last_admin`],
      ['DELETE', `${user()}?confirm=last_admin`],
    ] as const) {
      expect(await first.ask(method, path), path).toMatchObject(locked)
      expect(await asOperatorKey(method, path), path).toMatchObject(locked)
    }
  })

  it('may go once another one can', async () => {
    const second = await scene.current.join('operator')
    const demoted = await second.ask('PATCH', `${user()}?confirm=last_admin`, {
      body: { given_roles: [] },
    })
    expect(demoted.status).toBe(200)
    expect(await scene.current.first.ask('GET', '/tenants')).toMatchObject({ status: 403 })
  })
})

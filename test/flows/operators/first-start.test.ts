import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { OPERATOR_KEY, openApi } from '../../support/api.ts'

const client = openApi()
const needed = async () => (await client.call('GET', '/first-start')).json
const make = (name: string, headers = {}) =>
  client.call('POST', '/home-tenant', {
    key: OPERATOR_KEY,
    body: { name, email: 'ada@home.example' },
    headers,
  })

it('makes one home tenant, whoever asks again, and answers a repetition again', async () => {
  expect(await needed()).toEqual({ needed: true })
  const checked = await client.call('POST', '/home-tenant?validate_only=true', {
    key: OPERATOR_KEY,
    body: { name: 'Checked', email: 'ada@home.example' },
  })
  expect(checked.status).toBe(200)
  expect(await needed()).toEqual({ needed: true })

  const key = { 'idempotency-key': 'first' }
  const first = await make('One', key)
  expect(first.status).toBe(201)
  const { tenant } = first.json as { tenant: { id: string } }
  expect(first.headers.get('location')).toBe(`/api/v1/tenants/${tenant.id}`)
  for (const name of ['Two', 'Three']) {
    const { status, json } = await make(name)
    expect(status).toBe(409)
    expect(json).toMatchObject({ code: 'home_tenant_exists' })
  }
  expect((await make('One', key)).json).toEqual(first.json)
  expect(await needed()).toEqual({ needed: false })

  const { results } = await env.DB.prepare('SELECT id FROM tenants WHERE home = 1').all()
  expect(results).toEqual([{ id: tenant.id }])
  const audit = await env.DB.prepare(
    "SELECT actor_type, actor_id, after FROM audit_entries WHERE action = 'tenant.created'",
  ).all()
  expect(audit.results).toEqual([
    { actor_type: 'operator', actor_id: null, after: expect.stringContaining('"home":true') },
  ])
  // Neither the address nor the link stands where it is never altered.
  expect(JSON.stringify(audit.results)).not.toMatch(/ada@|token/)
})

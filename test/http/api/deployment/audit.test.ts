import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR_KEY, openApi } from '../../../support/api.ts'
import {
  type Caller,
  callerOf,
  makeConnector,
  makeTenant,
  mintKey,
} from '../../../support/api-tenant.ts'

interface Entry {
  readonly id: string
  readonly action: string
  readonly actor: object
  readonly target: { readonly type: string; readonly id: string }
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

const client = openApi()
let caller: Caller
let keyId: string
beforeAll(async () => {
  const body = { name: 'auditor' }
  const minted = await client.call('POST', '/api-keys', { key: OPERATOR_KEY, body })
  const { id, secret } = minted.json as { id: string; secret: string }
  keyId = id
  caller = callerOf(client, secret)
})

const entries = async (path: string): Promise<readonly Entry[]> =>
  ((await caller.call('GET', path)).json as { data: readonly Entry[] }).data

describe('the audit log', () => {
  it('tells who changed what, before and after, with the id of the request', async () => {
    const { tenant, connector, base, path } = await makeConnector(caller)
    await caller.call('PATCH', path, { force_authn: true, name: 'Staff' })
    await caller.call('POST', `${path}:disable`)
    const listed = await entries(`${base}/audit`)
    expect(listed.map(({ action }) => action)).toEqual([
      'connector.switched',
      'connector.updated',
      'connector.created',
      'external_idp.created',
      'sso_key.issued',
      'tenant.created',
    ])
    expect(listed[1]).toEqual({
      id: expect.stringMatching(/^aud_[0-9a-z]{24}$/),
      tenant_id: tenant.id,
      at: expect.any(String),
      actor: { type: 'api_key', id: keyId },
      action: 'connector.updated',
      target: { type: 'connector', id: connector.id },
      before: { name: 'Login', force_authn: false, latest_version: connector.latest_version },
      after: { name: 'Staff', force_authn: true, latest_version: expect.any(String) },
      request_id: 'req_test',
    })
    expect(listed[0]).toMatchObject({ before: { enabled: true }, after: { enabled: false } })
    expect(listed[2]).toMatchObject({ before: null, after: { reference: 'login' } })
  })

  it('has no entry for a change that changes nothing, is refused, or is only checked', async () => {
    const { base, path } = await makeConnector(caller)
    const before = (await entries(`${base}/audit`)).length
    await caller.call('PATCH', path, { name: 'Login' })
    await caller.call('PATCH', path, { external_idp_id: `idp_${'0'.repeat(24)}` })
    await caller.call('PATCH', `${path}?validate_only=true`, { name: 'Other' })
    expect((await entries(`${base}/audit`)).length).toBe(before)
  })

  it('holds no secret', async () => {
    const { base } = await makeConnector(caller)
    const text = JSON.stringify(await entries(`${base}/audit`))
    expect(text).not.toMatch(/sealed|secret|private/i)
  })

  it('keeps its entries when the tenant is gone', async () => {
    const tenant = await makeTenant(caller)
    await caller.call('DELETE', `/tenants/${tenant.id}?confirm=${encodeURIComponent(tenant.name)}`)
    expect((await caller.call('GET', `/tenants/${tenant.id}/audit`)).status).toBe(404)
    const kept = await entries(`/audit?tenant_id=${tenant.id}`)
    expect(kept.map(({ action }) => action)).toEqual(['tenant.deleted', 'tenant.created'])
    expect(kept[0]).toMatchObject({ before: { name: tenant.name }, after: null })
  })

  it('tells of API keys and applications too', async () => {
    const tenant = await makeTenant(caller)
    const application = await caller.make('/applications', {
      name: 'Shop',
      landing_url: 'https://shop.example.com/',
      redirect_uris: ['https://shop.example.com/callback'],
      tenant_ids: [tenant.id],
      token_endpoint_auth_method: 'client_secret_basic',
    })
    await caller.call('DELETE', `/applications/${application.id}`)
    const told = await entries(`/audit?target=${application.id}`)
    expect(told.map(({ action }) => action)).toEqual([
      'application.deleted',
      'application.revoked',
      'application.granted',
      'application.created',
    ])
    expect(JSON.stringify(told)).not.toContain('ecs_')
    expect(await entries(`/audit?target=${keyId}`)).toMatchObject([
      { action: 'api_key.minted', actor: { type: 'operator', id: null }, tenant_id: null },
    ])
  })

  it('is filtered by actor, action, target and time, and read page by page', async () => {
    const { base, connector, path } = await makeConnector(caller)
    await caller.call('POST', `${path}:disable`)
    expect(await entries(`${base}/audit?actor=operator`)).toEqual([])
    expect(await entries(`${base}/audit?actor=${keyId}&action=connector.created`)).toHaveLength(1)
    expect(await entries(`${base}/audit?target=${connector.id}`)).toHaveLength(2)
    const now = new Date(Date.now() + 60_000).toISOString()
    expect(await entries(`${base}/audit?from=${now}`)).toEqual([])
    expect(await entries(`${base}/audit?until=${now}`)).toHaveLength(5)
    const all: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await caller.call('GET', `${base}/audit?limit=2${query}`)).json as {
        data: { id: string }[]
        next_cursor: string | null
      }
      all.push(...page.data.map(({ id }) => id))
      cursor = page.next_cursor
    }
    expect(all).toEqual((await entries(`${base}/audit`)).map(({ id }) => id))
  })

  it('cannot be altered, not even by who holds the database', async () => {
    await makeTenant(caller)
    for (const text of ["UPDATE audit_entries SET action = 'x'", 'DELETE FROM audit_entries']) {
      const fault = await env.DB.prepare(text)
        .run()
        .then(
          () => 'done',
          (error: Error) => error.message,
        )
      expect(fault).toContain('the audit log is append-only')
    }
  })

  it('shows a key that is bound to a tenant what that tenant did', async () => {
    const [mine, other] = [await makeTenant(caller), await makeTenant(caller)]
    const child = await caller.make('/tenants', { name: 'Child', parent_id: mine.id })
    const bound = callerOf(client, await mintKey(client, 'bound', { tenant_id: mine.id }))
    const { data } = (await bound.call('GET', '/audit')).json as { data: { tenant_id: string }[] }
    expect(new Set(data.map((entry) => entry.tenant_id))).toEqual(new Set([mine.id, child.id]))
    expect((await bound.call('GET', `/audit?tenant_id=${other.id}`)).json).toMatchObject({
      data: [],
    })
  })
})

import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR_KEY, openApi } from '../../../support/api.ts'
import {
  type Caller,
  callerOf,
  freshName,
  makeConnector,
  makeTenant,
  mintKey,
} from '../../../support/api-tenant.ts'
import { strikeHour } from '../../../support/schedule.ts'

const client = openApi()
let caller: Caller
let shared: Awaited<ReturnType<typeof makeConnector>>
beforeAll(async () => {
  caller = callerOf(client, await mintKey(client))
  shared = await makeConnector(caller)
})

const tagOf = async (path: string): Promise<string> =>
  (await caller.call('GET', path)).headers.get('etag') ?? ''
const once = () => ({ 'idempotency-key': crypto.randomUUID() })

describe('ETag and If-Match', () => {
  it('every resource has a strong tag, which stays while it stays', async () => {
    const { base, ssoKey, idp, path } = shared
    for (const one of [
      base,
      `${base}/sso-keys/${ssoKey.id}`,
      `${base}/external-idps/${idp.id}`,
      path,
    ]) {
      expect(await tagOf(one)).toMatch(/^"[A-Za-z0-9_-]{30,}"$/)
      expect(await tagOf(one)).toBe(await tagOf(one))
    }
  })

  it('a change answers the tag that reading answers next', async () => {
    const { path } = shared
    for (const reply of [
      await caller.call('PATCH', path, { force_authn: true }),
      await caller.call('POST', `${path}:disable`),
      await caller.call('POST', `${path}:enable`),
    ])
      expect(reply.headers.get('etag')).toMatch(/^"/)
    const last = await caller.call('PATCH', path, { force_authn: false })
    expect(last.headers.get('etag')).toBe(await tagOf(path))
  })

  it('a stale tag is refused, and the members are named that changed since', async () => {
    const { path } = await makeConnector(caller)
    const tag = await tagOf(path)
    await caller.call('PATCH', path, { clock_skew_seconds: 60 })
    const stale = await caller.call('PATCH', path, { name: 'Mine' }, { 'if-match': tag })
    expect(stale.json).toMatchObject({ status: 412, code: 'api_precondition_failed' })
    const { errors, detail } = stale.json as { errors: { pointer: string }[]; detail: string }
    expect(errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/clock_skew_seconds', '/latest_version']),
    )
    expect(errors.map(({ pointer }) => pointer)).not.toContain('/name')
    expect(detail).toMatch(/Changed: .*\/clock_skew_seconds/)
    expect(detail).not.toContain(tag)
    expect(((await caller.call('GET', path)).json as { name: string }).name).toBe('Login')
    const fresh = await caller.call(
      'PATCH',
      path,
      { name: 'Mine' },
      { 'if-match': await tagOf(path) },
    )
    expect(fresh.status).toBe(200)
  })

  it('of two editors at once exactly one wins', async () => {
    const { path } = await makeConnector(caller)
    const headers = { 'if-match': await tagOf(path) }
    const replies = await Promise.all(
      ['A', 'B', 'C'].map((name) => caller.call('PATCH', path, { name }, headers)),
    )
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
  })

  it('holds for verbs and deletions too', async () => {
    const { base, path, idp, ssoKey } = await makeConnector(caller)
    const headers = { 'if-match': '"old"' }
    for (const [method, one] of [
      ['POST', `${path}:disable`],
      ['POST', `${path}:test`],
      ['DELETE', path],
      ['DELETE', `${base}/external-idps/${idp.id}`],
      ['DELETE', `${base}/sso-keys/${ssoKey.id}?confirm=main`],
      ['DELETE', `${base}?confirm=x`],
    ] as const) {
      const reply = await caller.call(method, one, undefined, headers)
      expect(reply.json, `${method} ${one}`).toMatchObject({ code: 'api_precondition_failed' })
    }
    const known = { 'if-match': `W/"x", ${await tagOf(path)}` }
    expect((await caller.call('POST', `${path}:disable`, undefined, known)).status).toBe(200)
    expect((await caller.call('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(204)
  })

  it('a header of another form is refused', async () => {
    const reply = await caller.call('PATCH', shared.path, { name: 'x' }, { 'if-match': 'abc' })
    expect(reply.json).toMatchObject({ status: 400, code: 'api_header_invalid' })
  })
})

describe('Idempotency-Key', () => {
  it('the same request happens once and is answered the same', async () => {
    const headers = once()
    const body = { name: freshName('Once'), region: 'weur' }
    const first = await caller.call('POST', '/tenants', body, headers)
    const again = await caller.call(
      'POST',
      '/tenants',
      { region: 'weur', name: body.name },
      headers,
    )
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.text).toBe(first.text)
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
  })

  it('requests at once happen once', async () => {
    const headers = once()
    const body = { name: freshName('Once') }
    const replies = await Promise.all(
      [1, 2, 3].map(() => caller.call('POST', '/tenants', body, headers)),
    )
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    const rows = env.DB.prepare('SELECT id FROM tenants WHERE name = ?').bind(body.name)
    expect((await rows.all()).results).toHaveLength(1)
  })

  it('holds for everything that is created under a tenant', async () => {
    const { base, idp } = await makeConnector(caller)
    const key = await caller.make(`${base}/sso-keys`, { name: 's', environment: 'production' })
    const join = { type: 'saml', sso_id: key.id, external_idp_id: idp.id }
    for (const [path, body] of [
      [`${base}/sso-keys`, { name: 'k', environment: 'non_production' }],
      [`${base}/connectors`, { name: 'C', reference: 'c', ...join }],
    ] as const) {
      const headers = once()
      const first = await caller.call('POST', path, body, headers)
      // What was created may have changed since: the answer is still the first one.
      const { id } = first.json as { id: string }
      if (path.endsWith('connectors')) await caller.call('DELETE', `${path}/${id}`)
      const again = await caller.call('POST', path, body, headers)
      expect(again.text).toBe(first.text)
      expect(first.status).toBe(201)
    }
  })

  it('another request under the same key is refused', async () => {
    const headers = once()
    await caller.call('POST', '/tenants', { name: 'One' }, headers)
    const other = await caller.call('POST', '/tenants', { name: 'Two' }, headers)
    expect(other.json).toMatchObject({ status: 422, code: 'api_idempotency_mismatch' })
  })

  it('is of one caller: another may use the same', async () => {
    const headers = once()
    const other = callerOf(client, await mintKey(client))
    const body = { name: freshName('Two callers') }
    const replies = [
      await caller.call('POST', '/tenants', body, headers),
      await other.call('POST', '/tenants', body, headers),
    ]
    expect(new Set(replies.map(({ text }) => text)).size).toBe(2)
  })

  it('repeats a secret from a sealed copy', async () => {
    const headers = once()
    const sent = { key: OPERATOR_KEY, body: { name: 'once' }, headers }
    const first = await client.call('POST', '/api-keys', sent)
    const again = await client.call('POST', '/api-keys', sent)
    expect(again.text).toBe(first.text)
    const { secret } = first.json as { secret: string }
    const rows = await env.DB.prepare('SELECT * FROM idempotent_answers').all()
    expect(JSON.stringify(rows.results)).not.toContain(secret)
    const application = {
      name: 'Shop',
      landing_url: 'https://shop.example.com/',
      redirect_uris: ['https://shop.example.com/callback'],
      tenant_ids: [shared.tenant.id],
      token_endpoint_auth_method: 'client_secret_basic',
    }
    const made = await caller.call('POST', '/applications', application, headers)
    expect(made.json).toMatchObject({ client_secret: expect.stringMatching(/^ecs_/) })
    expect((await caller.call('POST', '/applications', application, headers)).text).toBe(made.text)
  })

  it('is forgotten after a day', async () => {
    const headers = once()
    const body = { name: freshName('Day') }
    const first = await caller.call('POST', '/tenants', body, headers)
    await env.DB.prepare('UPDATE idempotent_answers SET at = at - 86400001').run()
    const next = await caller.call('POST', '/tenants', body, headers)
    expect(next.status).toBe(201)
    expect(next.text).not.toBe(first.text)
    const left = await env.DB.prepare('SELECT COUNT(*) AS n FROM idempotent_answers').first('n')
    expect(left).toBe(1)
  })

  it('leaves nothing behind after a day, even if nothing is created again', async () => {
    await caller.call('POST', '/tenants', { name: freshName('Last') }, once())
    const count = () =>
      env.DB.prepare('SELECT COUNT(*) AS n FROM idempotent_answers').first<number>('n')
    await strikeHour({ clock: () => Date.now() + 86_000_000 })
    expect(await count()).toBeGreaterThan(0)
    await strikeHour({ clock: () => Date.now() + 86_400_001 })
    expect(await count()).toBe(0)
  })

  it('of another form is refused', async () => {
    for (const key of ['', 'a'.repeat(256), 'a b']) {
      const reply = await caller.call('POST', '/tenants', { name: 'x' }, { 'idempotency-key': key })
      expect(reply.json).toMatchObject({ status: 400, code: 'api_header_invalid' })
    }
  })
})

describe('validate_only', () => {
  it('answers what would be, and changes nothing', async () => {
    const { base, path, idp } = await makeConnector(caller)
    const before = await caller.call('GET', path)
    const change = await caller.call('PATCH', `${path}?validate_only=true`, { force_authn: true })
    expect(change.json).toMatchObject({ latest: { number: 2, settings: { force_authn: true } } })
    expect(change.headers.has('etag')).toBe(false)
    const key = await caller.make(`${base}/sso-keys`, { name: 's', environment: 'production' })
    const body = {
      name: 'C',
      reference: 'c',
      type: 'saml',
      sso_id: key.id,
      external_idp_id: idp.id,
    }
    const created = await caller.call('POST', `${base}/connectors?validate_only=true`, body)
    expect(created.status).toBe(200)
    expect(created.headers.has('location')).toBe(false)
    expect((await caller.call('DELETE', `${path}?validate_only=true`)).status).toBe(204)
    expect((await caller.call('GET', path)).text).toBe(before.text)
    const list = (await caller.call('GET', `${base}/connectors`)).json as { data: object[] }
    expect(list.data).toHaveLength(1)
  })

  it('refuses what would be refused', async () => {
    const { base } = shared
    const reply = await caller.call('POST', `${base}/sso-keys?validate_only=true`, {
      name: 'main',
      environment: 'production',
    })
    expect(reply.json).toMatchObject({ status: 409, code: 'sso_key_name_taken' })
    for (const value of ['yes', '', '1']) {
      const odd = await caller.call('POST', `/tenants?validate_only=${value}`, { name: 'x' })
      expect(odd.json).toMatchObject({
        code: 'api_members_invalid',
        errors: [{ parameter: 'validate_only' }],
      })
    }
    expect((await caller.call('GET', '/tenants?validate_only=true')).status).toBe(422)
  })

  it('leaves no key, no application and no answer behind', async () => {
    const count = async () =>
      (await client.call('GET', '/api-keys?limit=100', { key: OPERATOR_KEY })).text
    const before = await count()
    const body = { name: 'checked' }
    const sent = { key: OPERATOR_KEY, body, headers: once() }
    expect((await client.call('POST', '/api-keys?validate_only=true', sent)).status).toBe(200)
    expect(await count()).toBe(before)
    const real = await client.call('POST', '/api-keys', { ...sent, body: { name: 'real' } })
    expect(real.status).toBe(201)
  })
})

describe('a cursor', () => {
  it('is refused by another list, and by the same list under other filters', async () => {
    await makeTenant(caller)
    await makeTenant(caller)
    const page = (await caller.call('GET', '/tenants?limit=1')).json as { next_cursor: string }
    for (const path of ['/applications', '/audit', `${shared.base}/connectors`]) {
      const reply = await caller.call('GET', `${path}?cursor=${page.next_cursor}`)
      expect(reply.json).toMatchObject({
        status: 422,
        code: 'api_cursor_foreign',
        errors: [{ parameter: 'cursor' }],
      })
    }
    expect((await caller.call('GET', `/tenants?limit=2&cursor=${page.next_cursor}`)).status).toBe(
      200,
    )
  })
})

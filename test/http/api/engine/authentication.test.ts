import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { OPERATOR_KEY, openApi } from '../../../support/api.ts'
import { mintKey, openCaller } from '../../../support/api-tenant.ts'

const client = openApi()
const problem = (code: string) => ({
  type: `http://localhost:8787/refusals/${code}`,
  code,
  mend: expect.any(String),
  title: expect.any(String),
  detail: expect.any(String),
  request_id: 'req_test',
})

describe('API keys', () => {
  it('are minted by the operator, with a prefix and 32 random bytes', async () => {
    const reply = await client.call('POST', '/api-keys', {
      key: OPERATOR_KEY,
      body: { name: 'ci' },
    })
    expect(reply.json).toEqual({
      id: expect.stringMatching(/^key_[0-9a-z]{24}$/),
      name: 'ci',
      scopes: ['read', 'configure', 'users', 'events'],
      tenant_id: null,
      expires_at: null,
      last_used_at: null,
      created_at: expect.any(String),
      secret: expect.stringMatching(/^esk_[A-Za-z0-9_-]{43}$/),
    })
  })

  it('show their secret once, and are stored as its hash alone', async () => {
    const secret = await mintKey(client)
    const list = await client.call('GET', '/api-keys?limit=100', { key: OPERATOR_KEY })
    expect(list.text).not.toContain('secret')
    const rows = await env.DB.prepare('SELECT * FROM api_keys').all()
    const stored = JSON.stringify(rows.results)
    expect(stored).not.toContain(secret)
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
    expect(stored).toContain(
      [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    )
  })

  it('stop working when they are deleted', async () => {
    const minted = await client.call('POST', '/api-keys', {
      key: OPERATOR_KEY,
      body: { name: 'x' },
    })
    const { id, secret } = minted.json as { id: string; secret: string }
    expect((await client.call('GET', '/tenants', { key: secret })).status).toBe(200)
    const path = `/api-keys/${id}`
    expect((await client.call('DELETE', path, { key: OPERATOR_KEY })).status).toBe(204)
    expect((await client.call('GET', '/tenants', { key: secret })).status).toBe(401)
    const again = await client.call('DELETE', path, { key: OPERATOR_KEY })
    expect(again.json).toEqual({ ...problem('api_key_unknown'), status: 404 })
  })
})

describe('access', () => {
  it('is refused without credentials, with a challenge that names no error', async () => {
    const reply = await client.call('GET', '/tenants')
    expect(reply.json).toEqual({ ...problem('api_credentials_missing'), status: 401 })
    expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="edge-sso"')
  })

  it.each([
    ['an unknown key', `esk_${'A'.repeat(43)}`],
    ['a key that is none', 'secret'],
    ['a key that only begins like one', 'esk_short'],
  ])('is refused to %s', async (_, key) => {
    const reply = await client.call('GET', '/tenants', { key })
    expect(reply.json).toEqual({ ...problem('api_credentials_invalid'), status: 401 })
    expect(reply.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('takes bearer tokens and no other scheme', async () => {
    const authorization = `Basic ${btoa(`operator:${OPERATOR_KEY}`)}`
    const reply = await client.call('GET', '/api-keys', { headers: { authorization } })
    expect(reply.json).toEqual({ ...problem('api_credentials_invalid'), status: 401 })
  })

  it('does not let the operator key do what API keys do', async () => {
    const reply = await client.call('GET', '/tenants', { key: OPERATOR_KEY })
    expect(reply.json).toEqual({ ...problem('api_key_required'), status: 403 })
  })

  it('does not let an API key mint, list or delete keys', async () => {
    const { call } = await openCaller()
    const id = `key_${'0'.repeat(24)}`
    for (const [method, path, body] of [
      ['POST', '/api-keys', { name: 'more' }],
      ['GET', '/api-keys', undefined],
      ['DELETE', `/api-keys/${id}`, undefined],
    ] as const) {
      const reply = await call(method, path, body)
      expect(reply.json).toEqual({ ...problem('api_credentials_invalid'), status: 401 })
    }
  })

  it('is decided before a body is read', async () => {
    const reply = await client.call('POST', '/tenants', { body: '{' })
    expect(reply.status).toBe(401)
  })
})

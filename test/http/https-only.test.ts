// A deployment of https, asked over http: every route there is, through the whole application.

import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/env.ts'
import { mountApi } from '../../src/http/api/mounted.ts'
import { countBindings } from '../support/counted-bindings.ts'
import { buildApp } from '../support/stage.ts'
import { wholeDeps } from '../support/whole-app.ts'

const ORIGIN = 'https://sso.example.com'
const ALIAS = 'https://login.example.com:8443'
const bindings = countBindings()

const appWith = (variables: object) => {
  const vars = {
    ...{ ALLOW_LOOPBACK: 'off', PUBLIC_ORIGIN: ORIGIN, ALIAS_ORIGINS: ALIAS },
    // Secrets of this repository are good on loopback alone.
    ...{ MASTER_KEY: env.MASTER_KEY.toUpperCase(), OPERATOR_KEY: env.OPERATOR_KEY.toUpperCase() },
    DELIVERY_SECRET: `whsec_${btoa('not-one-of-those-that-are-published')}`,
    ...variables,
  }
  const read = readConfig({ ...env, ...vars })
  if (!('config' in read)) throw new Error(read.mistakes.join(' '))
  return buildApp(bindings, { config: read.config })
}
const app = appWith({})

/**
 * Every route, those that the shell loads later too, with something in the place of its parameters.
 */
const ROUTES = [
  ...new Map(
    [...app.routes, ...mountApi(wholeDeps(env)).routes]
      .filter(({ path }) => !path.endsWith('*'))
      .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+(\{[^}]*\})?/g, 'x') }))
      .map((route) => [`${route.method} ${route.path}`, route]),
  ).values(),
]
const PAGES = ROUTES.filter(({ path }) => !path.startsWith('/api/'))
const OPERATIONS = ROUTES.filter(({ path }) => path.startsWith('/api/'))
const HTML = { accept: 'text/html' }

describe('over http', () => {
  it('knows the routes', () => {
    expect(PAGES.length).toBeGreaterThan(30)
    expect(OPERATIONS.length).toBeGreaterThan(100)
  })

  it.each(PAGES.filter(({ method }) => method === 'GET'))(
    'a page is found again over https: $method $path',
    async ({ path }) => {
      bindings.reset()
      for (const method of ['GET', 'HEAD']) {
        const url = `http://sso.example.com${path}?a=1&b=%20`
        const answer = await app.request(url, { method, headers: HTML })
        expect(answer.status).toBe(308)
        expect(answer.headers.get('location')).toBe(`${ORIGIN}${path}?a=1&b=%20`)
        expect(answer.headers.get('strict-transport-security')).toBeNull()
        expect(answer.headers.get('set-cookie')).toBeNull()
        expect(answer.headers.get('cache-control')).toBe('no-store')
      }
      expect(bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
    },
  )

  it.each(PAGES.filter(({ method }) => method !== 'GET'))(
    'a form is refused: $method $path',
    async ({ method, path }) => {
      bindings.reset()
      const init = { method: method === 'ALL' ? 'POST' : method, body: 'password=x' }
      const url = `http://sso.example.com${path}`
      const page = await app.request(url, { ...init, headers: { ...HTML, origin: ORIGIN } })
      const text = await page.text()
      expect([page.status, text.includes('data-refusal="login_https_required"')]).toEqual([
        421,
        true,
      ])
      expect(text).toContain(`href="${ORIGIN}${path}"`)
      const problem = await app.request(url, init)
      expect([problem.status, await problem.json()]).toMatchObject([
        421,
        { code: 'login_https_required' },
      ])
      expect(bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
    },
  )

  it.each(OPERATIONS)(
    'the API is refused, and says what was seen: $method $path',
    async ({ method, path }) => {
      bindings.reset()
      const answer = await app.request(`http://sso.example.com${path}`, {
        method: method === 'ALL' ? 'PUT' : method,
        headers: { authorization: `Bearer ${env.OPERATOR_KEY}` },
      })
      expect(answer.status).toBe(421)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      const { code, detail } = await answer.json<{ code: string; detail: string }>()
      expect([code, detail.includes('revoke that key')]).toEqual(['api_https_required', true])
      expect(bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
    },
  )

  it('reads an alias by its own scheme and port', async () => {
    const answer = await app.request('http://login.example.com:8443/login')
    expect([answer.status, answer.headers.get('location')]).toEqual([308, `${ALIAS}/login`])
    for (const url of ['http://login.example.com/login', 'https://sso.example.com:8443/login'])
      expect((await app.request(url)).status).toBe(421)
  })

  it('is what loopback may have by configuration, and then nothing else', async () => {
    const loopback = appWith({ PUBLIC_ORIGIN: 'http://localhost:8787', ALIAS_ORIGINS: '' })
    expect((await loopback.request('http://localhost:8787/login')).status).toBe(200)
    expect((await loopback.request('https://localhost:8787/login')).status).toBe(421)
  })
})

describe('every answer over https', () => {
  it('binds the browser to https for two years, and sub-domains where that is wanted', async () => {
    const hsts = async (of: typeof app, path: string) =>
      (await of.request(`${ORIGIN}${path}`)).headers.get('strict-transport-security')
    for (const path of ['/', '/login', '/nothing', '/api/v1/tenants', '/oauth2/jwks'])
      expect(await hsts(app, path)).toBe('max-age=63072000')
    const all = appWith({ HSTS_SUBDOMAINS: 'on' })
    expect(await hsts(all, '/login')).toBe('max-age=63072000; includeSubDomains')
  })

  it.each(ROUTES.filter(({ method }) => method === 'GET'))(
    'stays out of other sites, of search engines and of caches: $path',
    async ({ path }) => {
      const answer = await app.request(`${ORIGIN}${path}`, { headers: HTML })
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex, nofollow',
        'cache-control': expect.stringMatching(/^(no-store|public, max-age=\d+)$/),
      })
      if (!answer.headers.get('content-type')?.startsWith('text/html')) return
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(answer.headers.get('permissions-policy')).toMatch(
        /camera=\(\).*publickey-credentials-get=\(self\)/,
      )
    },
  )
})

describe('security.txt', () => {
  it('says whom to tell, where the operator has said so', async () => {
    const url = `${ORIGIN}/.well-known/security.txt`
    expect((await app.request(url)).status).toBe(404)
    const told = appWith({ SECURITY_CONTACT: 'mailto:security@example.com' })
    const answer = await told.request(url)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const text = await answer.text()
    expect(text).toMatch(/^Contact: mailto:security@example\.com\nExpires: \S+Z\n/)
    const expires = Date.parse(/Expires: (\S+)/.exec(text)?.[1] ?? '')
    expect(expires).toBeGreaterThan(Date.now())
    expect(expires).toBeLessThan(Date.now() + 365 * 86_400_000)
  })

  it('takes no contact that would write other lines', () => {
    for (const contact of ['security@example.com', 'http://example.com/', 'https://a\nContact: b'])
      expect(() => appWith({ SECURITY_CONTACT: contact })).toThrow(/SECURITY_CONTACT/)
  })
})

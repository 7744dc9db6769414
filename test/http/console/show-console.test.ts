// The console's document: the same under every path, and nothing but our own files may run in it.

import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { countBindings } from '../../support/counted-bindings.ts'
import { buildApp } from '../../support/stage.ts'
import { wholeApp, wholeDeps } from '../../support/whole-app.ts'

const ORIGIN = 'http://localhost:8787'
const get = async (path: string, init?: RequestInit) =>
  wholeApp(wholeDeps(env)).request(`${ORIGIN}${path}`, init)

describe('the document of the console', () => {
  it.each(['/console/', '/console/t/ten_1/connectors?limit=5', '/console/index.html'])(
    'is served for %s',
    async (path) => {
      const answer = await get(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Content-Type')).toContain('text/html')
      const text = await answer.text()
      const scripts = [...text.matchAll(/<script\b[^>]*>[^<]*/g)].map(([tag]) => tag)
      expect(scripts.length).toBeGreaterThan(0)
      for (const tag of scripts) expect(tag).toMatch(/ src="\/console\/assets\/[^"]+\.js">$/)
      expect(text).not.toContain('<style')
    },
  )

  it('runs nothing but files of ours, and makes no markup of text', async () => {
    const policy = (await get('/console/')).headers.get('Content-Security-Policy')
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
  })

  it('is kept by nobody, framed by nobody, and tells nobody its address', async () => {
    const { headers } = await get('/console/setup')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('Referrer-Policy')).toBe('strict-origin')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it('asks neither KV, D1 nor a gate', async () => {
    const bindings = countBindings()
    await buildApp(bindings).request(`${ORIGIN}/console/`)
    expect(bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
  })

  it('has one address', async () => {
    const answer = await get('/console')
    expect([answer.status, answer.headers.get('Location')]).toEqual([308, '/console/'])
  })

  it('never stands in for a file that is missing after a deployment', async () => {
    expect((await get('/console/assets/index-of-before.js')).status).toBe(404)
  })

  it('is out of reach (503), and comes again, while its files are', async () => {
    const assets = { fetch: async () => new Response('', { status: 500 }) }
    const answer = await wholeApp({ ...wholeDeps(env), assets }).request(`${ORIGIN}/console/`)
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
  })

  it('is nothing that a form can be posted to', async () => {
    expect((await get('/console/', { method: 'POST' })).status).toBe(404)
  })
})

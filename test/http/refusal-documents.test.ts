// The pages that document refusals, and that nothing under /api/ is answered by a page.

import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { compose } from '../../src/compose.ts'
import { Problem } from '../../src/http/problem.ts'
import { REFUSAL_CODES } from '../../src/http/refusal-areas.ts'
import { Outage } from '../../src/outage.ts'
import { countBindings } from '../support/counted-bindings.ts'
import { buildApp } from '../support/stage.ts'

const ORIGIN = 'http://localhost:8787'
const app = buildApp(countBindings())

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = v.parse(Problem, await response.json())
  expect(problem.status).toBe(response.status)
  expect(response.headers.get('x-request-id')).toBe(problem.request_id)
  return problem
}

describe('the page of a refusal', () => {
  it('exists for every code, says how to mend it, and may be cached', async () => {
    expect(REFUSAL_CODES.length).toBeGreaterThan(200)
    for (const code of REFUSAL_CODES) {
      const response = await app.request(`${ORIGIN}/refusals/${code}`)
      expect(response.status, code).toBe(200)
      expect(response.headers.get('cache-control')).toBe('public, max-age=3600')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      const page = await response.text()
      expect(page).toContain(`<code>${code}</code>`)
      expect(page).toMatch(/How to mend it<\/h2><p>[A-Z]/)
      expect(page.length, code).toBeLessThan(16_384)
    }
  })

  it.each(['nothing', '__proto__', 'constructor', 'toString', '%00', 'api_fault%2F'])(
    'does not exist for %s',
    async (code) => {
      expect((await app.request(`${ORIGIN}/refusals/${code}`)).status).toBe(404)
    },
  )
})

describe('under /api/', () => {
  const PAGE = { headers: { accept: 'text/html' } }

  it.each([
    ['/api', 404, 'api_route_unknown'],
    ['/api/', 404, 'api_route_unknown'],
    ['/api/tenants', 404, 'api_route_unknown'],
    ['/api/v2/tenants', 404, 'api_route_unknown'],
    ['/api/v1', 404, 'api_route_unknown'],
    ['/api/v1/nothing', 404, 'api_route_unknown'],
    ['/api/v1/tenants', 401, 'api_credentials_missing'],
  ])('%s is answered by a problem, even to a browser', async (path, status, code) => {
    const response = await app.request(ORIGIN + path, PAGE)
    const problem = await problemOf(response)
    expect(problem).toMatchObject({ status, code })
    expect((await app.request(problem.type)).status).toBe(200)
  })

  it('a method that a path does not have is 405, with those it has', async () => {
    for (const [path, allow] of [
      ['/api/v1/tenants', 'POST, GET'],
      ['/api/v1/openapi.json', 'GET'],
    ] as const) {
      const response = await app.request(ORIGIN + path, { ...PAGE, method: 'PUT' })
      expect(response.headers.get('allow')).toBe(allow)
      const problem = await problemOf(response)
      expect(problem).toMatchObject({ status: 405, code: 'api_method_not_allowed' })
      expect(problem.detail).toContain(`Expected: ${allow}. Got: PUT.`)
    }
  })

  it('a foreign host name is 421', async () => {
    const response = await app.request('http://127.0.0.1:8787/api/v1/tenants', PAGE)
    const problem = await problemOf(response)
    expect(problem).toMatchObject({ status: 421, code: 'api_misdirected' })
    expect(problem.type).toBe(`${ORIGIN}/refusals/api_misdirected`)
  })

  it('a deployment without its variables is 503', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const unconfigured = compose({ ...countBindings().env, MASTER_KEY: '' })
    const response = await unconfigured.request(`${ORIGIN}/api/v1/tenants`, PAGE)
    expect(response.headers.get('retry-after')).toBe('60')
    const problem = v.parse(Problem, await response.json())
    expect(problem).toMatchObject({ status: 503, code: 'api_unavailable' })
    log.mockRestore()
  })

  it('an outage is 503 and a fault 500, wherever they happen', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    for (const [fault, status, code] of [
      [new Outage('D1', new Error('secret')), 503, 'api_unavailable'],
      [new TypeError('secret'), 500, 'api_fault'],
    ] as const) {
      const limit = () => {
        throw fault
      }
      const limiter = { limit: limit as never }
      const failing = buildApp(countBindings(), {
        rateLimits: { visitor: limiter, address: limiter, caller: limiter },
      })
      const headers = { ...PAGE.headers, 'cf-connecting-ip': '192.0.2.1' }
      const response = await failing.request(`${ORIGIN}/api/tenants`, { headers })
      expect(await problemOf(response)).toMatchObject({ status, code })
    }
    log.mockRestore()
  })
})

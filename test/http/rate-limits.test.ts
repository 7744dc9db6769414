// Floods over the platform's own limiter. It counts in fixed windows here, so a flood may straddle
// two of them, and a slow machine takes longer than one for as many requests as the limit allows.

import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AdministrationDeps } from '../../src/http/deps.ts'
import { RATE_POLICIES } from '../../src/http/rate-limits.ts'
import { networkOf } from '../../src/login/network.ts'
import { countBindings } from '../support/counted-bindings.ts'
import { buildApp, type Stage, setStage } from '../support/stage.ts'

const { visitor, caller } = RATE_POLICIES
const PAGE = 'text/html,application/xhtml+xml'

let stage: Stage
let other: { readonly entity_id: string; readonly tenant_id: string }
beforeAll(async () => {
  stage = await setStage()
  const { id } = await stage.api('POST', '/tenants', { name: 'Other' })
  const body = { name: 'main', environment: 'production' }
  const key = await stage.api('POST', `/tenants/${id}/sso-keys`, body)
  other = { entity_id: String(key.entity_id), tenant_id: String(id) }
})

const get = (app: Hono, url: string, ip: string | undefined, accept = PAGE) =>
  app.request(new URL(url, 'http://localhost:8787').href, {
    headers: { accept, ...(ip === undefined ? {} : { 'cf-connecting-ip': ip }) },
  })

/**
 * The app with the platform's own limiter, of five requests a minute, in the place of the ones
 * named.
 */
const limitedBy = (...names: readonly ('visitor' | 'address')[]): Hono => {
  const limiters = { visitor: undefined, address: undefined, caller: undefined }
  const few = Object.fromEntries(names.map((name) => [name, env.FEW_A_MINUTE]))
  return buildApp(countBindings(), { rateLimits: { ...limiters, ...few } })
}

/**
 * Asks until the answer is 429. If a window ends in between, the count begins anew: so twice a
 * window's quota is enough.
 */
async function askUntilRefused(ask: () => Response | Promise<Response>): Promise<Response> {
  for (let asked = 0; asked < 10; asked++) {
    const answer = await ask()
    if (answer.status === 429) return answer
  }
  throw new Error('No request was refused')
}

const metadata = () => stage.ssoKey.spEntityID

describe('a flood from one address on one tenant', () => {
  it('is told to wait, on a page that says where to start again', async () => {
    const app = limitedBy('visitor')
    const answer = await askUntilRefused(() => get(app, metadata(), '192.0.2.1'))
    expect(answer.headers.get('retry-after')).toBe(String(visitor.seconds))
    const page = await answer.text()
    expect(page).toContain('data-refusal="login_rate_limited"')
    expect(page).toContain(`href="/sso/${stage.ssoKey.id}/auth"`)
  })

  it('slows neither another tenant nor another address', async () => {
    const app = limitedBy('visitor')
    await askUntilRefused(() => get(app, metadata(), '192.0.2.2'))
    expect((await get(app, other.entity_id, '192.0.2.2')).status).toBe(200)
    expect((await get(app, metadata(), '192.0.2.3')).status).toBe(200)
  })

  it('is told in a problem where no page is wanted', async () => {
    const app = limitedBy('visitor')
    const answer = await askUntilRefused(() =>
      get(app, metadata(), '192.0.2.4', 'application/json'),
    )
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 429, code: 'login_rate_limited' })
  })

  it('counts the addresses of one /64 as one', async () => {
    const app = limitedBy('visitor')
    let n = 0
    const neighbour = () => `2001:db8:1:2::${(++n).toString(16)}`
    await askUntilRefused(() => get(app, metadata(), neighbour()))
    expect((await get(app, metadata(), '2001:db8:1:3::1')).status).toBe(200)
  })

  it('is no way around the limit when each request names another application', async () => {
    const somebodyOf = (app: Hono) => {
      let n = 0
      return () => get(app, `/oauth2/jwks?client_id=${++n}`, '192.0.2.5')
    }
    await askUntilRefused(somebodyOf(limitedBy('address')))
    // The limiter of one application alone would never refuse such a flood.
    await expect(askUntilRefused(somebodyOf(limitedBy('visitor')))).rejects.toThrow()
  })

  it('is counted under the SSO key and the address, and under the address alone', async () => {
    const asked: string[] = []
    const noting = (name: string) => ({
      limit: async ({ key }: { readonly key: string }) => {
        asked.push(`${name} ${key}`)
        return { success: true }
      },
    })
    const rateLimits = { visitor: noting('visitor'), address: noting('address'), caller: undefined }
    await get(buildApp(countBindings(), { rateLimits }), metadata(), '192.0.2.7')
    expect(asked).toEqual([`visitor ${stage.ssoKey.id} 192.0.2.7`, 'address 192.0.2.7'])
  })
})

describe('without damping', () => {
  const requests = visitor.quota + 1
  const statuses = async (change: Partial<AdministrationDeps>) => {
    const app = buildApp(countBindings(), change)
    const answers = Array.from({ length: requests }, () => get(app, '/', '192.0.2.6'))
    return new Set((await Promise.all(answers)).map(({ status }) => status))
  }

  it('everything goes on: where no limiter is bound', async () => {
    const rateLimits = { visitor: undefined, address: undefined, caller: undefined }
    expect(await statuses({ rateLimits })).toEqual(new Set([200]))
  })

  it('everything goes on: where the limiter fails', async () => {
    const limit = async (options: { key: string }) => {
      await env.VISITOR_RATE.limit(options)
      throw new Error('out of reach')
    }
    const rateLimits = { visitor: { limit }, address: { limit }, caller: { limit } }
    expect(await statuses({ rateLimits })).toEqual(new Set([200]))
  })

  it('everything goes on: where the platform names no address', async () => {
    const app = buildApp(countBindings())
    const answers = Array.from({ length: requests }, () => get(app, '/', undefined))
    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true)
  })
})

describe('an API key', () => {
  const ask = (secret: string) =>
    stage.app.request(`http://localhost:8787/api/v1/tenants/${stage.tenantId}`, {
      headers: { authorization: `Bearer ${secret}` },
    })
  const mint = async (): Promise<{ readonly id: string; readonly secret: string }> => {
    const answer = await stage.app.request('http://localhost:8787/api/v1/api-keys', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${env.OPERATOR_KEY}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'rate' }),
    })
    return answer.json()
  }
  const rateOf = ({ headers }: Response) => [
    headers.get('ratelimit-policy'),
    headers.get('ratelimit'),
  ]

  it('is told its limit and what remains with every answer', async () => {
    const { secret } = await mint()
    const policy = `"caller";q=${caller.quota};w=${caller.seconds}`
    const first = await ask(secret)
    expect(first.status).toBe(200)
    expect(rateOf(first)).toEqual([policy, expect.stringMatching(/^"caller";r=599;t=\d+$/)])
    const unknown = await stage.app.request('http://localhost:8787/api/v1/tenants/ten_x', {
      headers: { authorization: `Bearer ${secret}` },
    })
    expect(unknown.status).toBe(404)
    expect(rateOf(unknown)).toEqual([policy, expect.stringMatching(/^"caller";r=59\d;t=\d+$/)])
  })

  it('that asks too much waits until the window ends, and no other key does', async () => {
    const [busy, calm] = [await mint(), await mint()]
    const use = () => env.CALLER_RATE.limit({ key: busy.id })
    let answer: Response | undefined
    // A window may end in between; then it is exhausted once more.
    for (let windows = 0; windows < 5 && answer?.status !== 429; windows++) {
      await Promise.all(Array.from({ length: caller.quota }, use))
      answer = await ask(busy.secret)
    }
    if (answer === undefined) throw new Error('unreachable')
    expect(answer.status).toBe(429)
    expect(await answer.json()).toMatchObject({ code: 'api_rate_limited', status: 429 })
    const ends = /r=0;t=(\d+)$/.exec(answer.headers.get('ratelimit') ?? '')?.[1]
    expect(answer.headers.get('retry-after')).toBe(ends)
    expect((await ask(calm.secret)).status).toBe(200)
  })
})

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:12::1', '2001:db8:0:12'],
    ['2001:0db8:0000:0012:ffff:0:0:1', '2001:db8:0:12'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::', 'fe80:0:0:0'],
  ])('of %s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})

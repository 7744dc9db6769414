// Domains from the claim to the lapse, over the API and the schedule; the DNS is the outside, and
// answers as resolvers do.

import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { nameInQuery, writeTxtAnswer } from '../../../dev/dns/write-txt-answer.ts'
import { readConfig } from '../../../src/env.ts'
import { type Caller, makeTenant, openCaller } from '../../support/api-tenant.ts'
import { eventsOf, strikeHour } from '../../support/schedule.ts'

interface Shown {
  readonly id: string
  readonly state: string
  readonly record_name: string
  readonly record_value: string
  readonly [member: string]: unknown
}

/** The TXT records of the world. */
const records = new Map<string, readonly string[]>()
/** What the resolver answers instead; undefined when it does its duty. */
let failure: (() => Response) | undefined
const asked: Request[] = []

let caller: Caller
beforeAll(async () => {
  caller = await openCaller()
})
beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    asked.push(request.clone() as Request)
    if (failure) return failure()
    const query = new Uint8Array(await request.arrayBuffer())
    const texts = records.get(nameInQuery(query))
    return new Response(writeTxtAnswer(query, texts ?? [], texts ? 0 : 3))
  })
})
afterEach(() => {
  failure = undefined
  vi.restoreAllMocks()
})

let names = 0
async function claim(domain = `name${names++}.example`) {
  const tenant = await makeTenant(caller)
  const all = `/tenants/${tenant.id}/domains`
  const shown = (await caller.make(all, { domain })) as unknown as Shown
  const path = `${all}/${shown.id}`
  const verify = () => caller.call('POST', `${path}:verify`)
  return { tenant, all, path, shown, verify, domain }
}

async function own() {
  const claimed = await claim()
  const { record_name, record_value } = claimed.shown
  records.set(record_name, ['v=spf1 -all', record_value])
  expect((await claimed.verify()).json).toMatchObject({ state: 'verified' })
  return claimed
}

const stateAt = async (path: string) => ((await caller.call('GET', path)).json as Shown).state

/** A week passes for one domain, and the hour strikes. */
async function weekLater(id: string): Promise<void> {
  await env.DB.prepare(
    'UPDATE domains SET checked_at = checked_at - ?1, failing_since = failing_since - ?1, next_check_at = 0 WHERE id = ?2',
  )
    .bind(7 * 86_400_000, id)
    .run()
  await strikeHour()
}

/** As much time passes for a claim. */
const timePasses = (id: string, passed: number) =>
  env.DB.prepare(
    'UPDATE domains SET created_at = created_at - ?1, next_check_at = next_check_at - ?1 WHERE id = ?2',
  )
    .bind(passed, id)
    .run()

const dueAt = (id: string) =>
  env.DB.prepare('SELECT next_check_at FROM domains WHERE id = ?')
    .bind(id)
    .first<number>('next_check_at')

describe('a claim', () => {
  it('says which record proves it, under the domain as A-labels in lower case', async () => {
    const { shown, all, path, tenant } = await claim('MÜNCHEN.Example')
    expect(shown).toEqual({
      id: expect.stringMatching(/^dom_[0-9a-z]{24}$/),
      tenant_id: tenant.id,
      domain: 'xn--mnchen-3ya.example',
      state: 'pending',
      record_name: '_edge-sso.xn--mnchen-3ya.example',
      record_value: expect.stringMatching(/^edge-sso=[0-9a-f]{32}$/),
      verified_at: null,
      checked_at: null,
      failing_since: null,
      created_at: expect.any(String),
    })
    expect((await caller.call('GET', all)).json).toEqual({ data: [shown] })
    expect((await caller.call('GET', path)).json).toEqual(shown)
  })

  it.each([
    ...['example', '10.0.0.1', '[::1]', '0x7f.1', 'a b.example', '*.example.com', 'example.com.'],
    ...['@example.com', 'https://example.com', `${'x'.repeat(64)}.example`, 'a..b'],
    // The name of its record would be longer than a name can be.
    `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`,
  ])('is made of a domain, and not of %s', async (domain) => {
    const tenant = await makeTenant(caller)
    const reply = await caller.call('POST', `/tenants/${tenant.id}/domains`, { domain })
    expect(reply.json).toMatchObject({ code: 'api_members_invalid', status: 422 })
  })

  it('is refused while the record says something else, or says it elsewhere', async () => {
    const { shown, verify } = await claim()
    const { record_name, record_value } = shown
    const elsewhere = record_name.replace('_edge-sso.', '')
    for (const [name, text] of [
      [record_name, 'edge-sso='],
      [record_name, `${record_value} `],
      [record_name, `"${record_value}"`],
      [record_name, record_value.toUpperCase()],
      [elsewhere, record_value],
      [`x.${record_name}`, record_value],
    ] as const) {
      records.clear()
      records.set(name, [text])
      expect((await verify()).json).toMatchObject({ code: 'domain_record_missing', status: 409 })
    }
  })

  it('is not proven by the record of another claim to the same domain', async () => {
    const mine = await claim()
    const other = await claim(mine.domain)
    records.set(mine.shown.record_name, [mine.shown.record_value])
    expect((await other.verify()).json).toMatchObject({ code: 'domain_record_missing' })
    expect((await mine.verify()).status).toBe(200)
    records.set(mine.shown.record_name, [mine.shown.record_value, other.shown.record_value])
    expect((await other.verify()).json).toMatchObject({ code: 'domain_taken', status: 409 })
  })
})

describe('the resolver', () => {
  it('is asked as RFC 8484 §4.1 has it, and follows nobody elsewhere', async () => {
    const { verify } = await own()
    asked.length = 0
    await verify()
    expect(asked.map(({ url, method, redirect }) => [url, method, redirect])).toEqual([
      ['https://cloudflare-dns.com/dns-query', 'POST', 'manual'],
    ])
    expect(asked[0]?.headers.get('content-type')).toBe('application/dns-message')
    expect(asked[0]?.headers.get('accept')).toBe('application/dns-message')
  })

  it.each<[string, () => Response]>([
    [
      'is out of reach',
      () => {
        throw new TypeError('network')
      },
    ],
    ['fails', () => new Response('', { status: 500 })],
    ['sends elsewhere', () => Response.redirect('https://elsewhere.example/', 302)],
    ['answers nonsense', () => new Response('<html>')],
    ['answers without end', () => new Response(new Uint8Array(70_000))],
  ])('that %s changes nothing: 503', async (_, answer) => {
    const { path, verify, shown } = await own()
    failure = answer
    expect((await verify()).json).toMatchObject({ code: 'api_unavailable', status: 503 })
    // The schedule tries again an hour later, and not a week.
    await weekLater(shown.id)
    expect(await stateAt(path)).toBe('verified')
    expect(await dueAt(shown.id)).toBeLessThan(Date.now() + 2 * 3_600_000)
  })

  it('is of the operator’s choice: an https URL, or loopback in development', () => {
    const chosen = (DNS_RESOLVER: string, change = {}) => {
      const read = readConfig({ ...env, DNS_RESOLVER, ...change })
      return 'config' in read ? read.config.dnsResolver : read.mistakes.map((m) => m.slice(0, 12))
    }
    const deployed = { ALLOW_LOOPBACK: 'off' }
    expect(chosen('', deployed)).toBe('https://cloudflare-dns.com/dns-query')
    expect(chosen('https://9.9.9.9/dns-query', deployed)).toBe('https://9.9.9.9/dns-query')
    expect(chosen('http://127.0.0.1:8790/dns-query')).toBe('http://127.0.0.1:8790/dns-query')
    for (const wrong of [
      'http://127.0.0.1:8790/dns-query',
      'http://dns.example/',
      'udp://1.1.1.1',
      'x',
    ])
      expect(chosen(wrong, deployed), wrong).toEqual(['DNS_RESOLVER'])
    expect(chosen('http://dns.example/')).toEqual(['DNS_RESOLVER'])
  })

  it('that does not answer for two weeks lets no failing domain lapse', async () => {
    const { path, shown } = await own()
    records.delete(shown.record_name)
    await weekLater(shown.id)
    failure = () => new Response('', { status: 500 })
    for (const _ of [1, 2, 3]) await weekLater(shown.id)
    expect(await stateAt(path)).toBe('failing')
  })
})

describe('the schedule', () => {
  it('looks for the record of a domain every week', async () => {
    const { shown, path } = await own()
    asked.length = 0
    await strikeHour()
    expect(asked).toEqual([])
    await weekLater(shown.id)
    expect(asked.length).toBe(1)
    expect(await stateAt(path)).toBe('verified')
    expect(await dueAt(shown.id)).toBeGreaterThan(Date.now() + 6.9 * 86_400_000)
  })

  it('lets a domain lapse whose record is gone for two weeks, and says so before', async () => {
    const { tenant, shown, path } = await own()
    records.delete(shown.record_name)
    const states: string[] = []
    for (const _ of [1, 2, 3]) {
      await weekLater(shown.id)
      states.push(await stateAt(path))
    }
    expect(states).toEqual(['failing', 'failing', 'lapsed'])
    expect(await dueAt(shown.id)).toBeNull()
    expect(await eventsOf(tenant.id, 'domain.failing')).toMatchObject([
      { data: { domain: shown.domain, state_before: 'verified', fixed_by: 'sp_admin' } },
    ])
    expect(await eventsOf(tenant.id, 'domain.lapsed')).toHaveLength(1)
  })

  it('leaves claims alone for 30 days, and lets those lapse that are not proven by then', async () => {
    const [proven, other] = [await claim(), await claim()]
    asked.length = 0
    await strikeHour()
    expect(asked).toEqual([])
    records.set(proven.shown.record_name, [proven.shown.record_value])
    // An hour too early, whoever asks: a claim is not lost by that.
    await timePasses(other.shown.id, 30 * 86_400_000 - 3_600_000)
    expect((await other.verify()).json).toMatchObject({ code: 'domain_record_missing' })
    expect(await stateAt(other.path)).toBe('pending')
    for (const { shown } of [proven, other]) await timePasses(shown.id, 3_600_000 * 24 * 30)
    await strikeHour()
    expect([await stateAt(proven.path), await stateAt(other.path)]).toEqual(['verified', 'lapsed'])
    expect(await dueAt(other.shown.id)).toBeNull()
    expect(await eventsOf(other.tenant.id, 'domain.lapsed')).toMatchObject([
      { data: { state_before: 'pending', says: expect.stringContaining('30 days') } },
    ])
    records.set(other.shown.record_name, [other.shown.record_value])
    expect((await other.verify()).json).toMatchObject({ state: 'verified' })
  })
})

describe('a domain', () => {
  it('is not seen by other tenants, and is changed under the tag that was read', async () => {
    const { all, path, shown } = await own()
    const foreign = await makeTenant(caller)
    const there = path.replace(all, `/tenants/${foreign.id}/domains`)
    for (const [method, verb] of [
      ['GET', ''],
      ['POST', ':verify'],
      ['DELETE', ''],
    ] as const)
      expect((await caller.call(method, there + verb)).json).toMatchObject({
        code: 'domain_unknown',
      })
    const stale = { 'if-match': '"stale"' }
    expect((await caller.call('DELETE', path, undefined, stale)).status).toBe(412)
    const tag = (await caller.call('GET', path)).headers.get('etag') ?? ''
    expect((await caller.call('DELETE', path, undefined, { 'if-match': tag })).status).toBe(204)
    expect((await caller.call('GET', path)).json).toMatchObject({ code: 'domain_unknown' })
    expect(shown.state).toBe('pending')
  })
})

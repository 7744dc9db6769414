import * as v from 'valibot'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { readMembers } from '../../../../src/http/api/engine/read-members.ts'
import { Outage } from '../../../../src/outage.ts'
import { refuse } from '../../../../src/result.ts'
import { openApi } from '../../../support/api.ts'
import { type Caller, mintKey, openCaller } from '../../../support/api-tenant.ts'

const client = openApi()
let key: string
let caller: Caller
beforeAll(async () => {
  key = await mintKey(client)
  caller = await openCaller()
})

const invalid = (errors: readonly object[]) =>
  expect.objectContaining({ status: 422, code: 'api_members_invalid', errors })

describe('a body', () => {
  it('that is not JSON is refused', async () => {
    for (const body of ['{', '{"name":"a"}x', new Uint8Array([0x22, 0xff, 0x22])]) {
      const reply = await client.call('POST', '/tenants', { key, body })
      expect(reply.json).toMatchObject({ status: 400, code: 'api_json_malformed' })
    }
  })

  it('of another type is refused', async () => {
    const headers = { 'content-type': 'text/plain' }
    const reply = await client.call('POST', '/tenants', { key, body: { name: 'a' }, headers })
    expect(reply.json).toMatchObject({ status: 415, code: 'api_body_not_json' })
  })

  it('may name a charset and a suffix of its type', async () => {
    const headers = { 'content-type': 'application/problem+json; charset=utf-8' }
    const reply = await client.call('POST', '/tenants', { key, body: { name: 'a' }, headers })
    expect(reply.status).toBe(201)
  })

  it('in another encoding than UTF-8 is refused, whatever the bytes are', async () => {
    const types = [
      'application/json; charset=utf-16',
      'application/json;charset="UTF-16LE"',
      'application/json; x=y; CHARSET=iso-8859-1',
      'application/json; charset=utf-8; charset=utf-7',
      'application/json; charset=',
    ]
    for (const type of types) {
      const headers = { 'content-type': type }
      const reply = await client.call('POST', '/tenants', { key, body: { name: 'a' }, headers })
      expect(reply.json, type).toMatchObject({ status: 415, code: 'api_body_not_json' })
    }
    const headers = { 'content-type': 'application/json;charset="UTF-8"' }
    const reply = await client.call('POST', '/tenants', { key, body: { name: 'a' }, headers })
    expect(reply.status).toBe(201)
  })

  it('is read no further than its limit, whatever length it states', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 64 * 1024
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20))
        // A fault in bounding would otherwise never end.
        if (sent > 8 * 1024 * 1024) controller.close()
      },
    })
    const reply = await client.call('POST', '/tenants', {
      key,
      body: endless,
      headers: { 'content-length': '10' },
    })
    expect(reply.json).toMatchObject({ status: 413, code: 'api_body_too_large' })
    expect(sent).toBeLessThan(1024 * 1024)
  })

  it.each([
    ['an array', '[]', [{ pointer: '', detail: 'must be an object, not a list' }]],
    ['a text', '"name"', [{ pointer: '', detail: 'must be an object, not a string' }]],
    ['null', 'null', [{ pointer: '', detail: 'must be an object, not null' }]],
    ['nothing', '{}', [{ pointer: '/name', detail: 'is required' }]],
    [
      'another type',
      '{"name":5}',
      [{ pointer: '/name', detail: 'must be a string, not a number' }],
    ],
    ['white space', '{"name":"  "}', [{ pointer: '/name', detail: 'must not be empty' }]],
    [
      'an unknown member',
      '{"name":"a","a/b~c":1}',
      [{ pointer: '/a~1b~0c', detail: expect.stringMatching(/^is not known; known here: `/) }],
    ],
    [
      'a member that is no member',
      '{"name":"a","__proto__":{"region":"weur"}}',
      [{ pointer: '/__proto__', detail: expect.stringMatching(/^is not known/) }],
    ],
    [
      'several mistakes',
      `{"name":"${'a'.repeat(101)}","region":"mars"}`,
      [
        { pointer: '/name', detail: 'must have at most 100 characters' },
        { pointer: '/region', detail: expect.stringMatching(/^must be "wnam" or /) },
      ],
    ],
  ])('with %s is refused member by member', async (_, body, errors) => {
    const reply = await client.call('POST', '/tenants', { key, body })
    expect(reply.json).toEqual(invalid(errors))
  })

  it('is never repeated in what is said about it', async () => {
    const secret = 'esk_in_the_wrong_place'
    const bodies = [{ name: 'a', region: secret }, { name: [secret] }, { name: `${secret}\u0000` }]
    for (const body of bodies)
      expect((await client.call('POST', '/tenants', { key, body })).text).not.toContain(secret)
  })

  it('is not repeated by a rule without words of its own either', () => {
    const rule = v.strictObject({ minutes: v.pipe(v.number(), v.maxValue(5)) })
    expect(readMembers(rule, { minutes: 987_654 })).toEqual(
      refuse({
        code: 'api_members_invalid',
        errors: [{ pointer: '/minutes', detail: 'has a value that is not accepted' }],
      }),
    )
  })
})

describe('a name', () => {
  it('is trimmed and composed, so that names that look alike are equal', async () => {
    const tenant = await caller.make('/tenants', { name: '  Cafe\u0301 ' })
    expect(tenant.name).toBe('Caf\u00e9')
  })

  it.each([
    ['a line break', 'a\nb'],
    ['a control character', 'a\u0007'],
    ['half a surrogate pair', 'a\ud800'],
    ['an override of the writing direction', 'a\u202eb'],
  ])('with %s is refused', async (_, name) => {
    const reply = await caller.call('POST', '/tenants', { name })
    expect(reply.json).toEqual(
      invalid([{ pointer: '/name', detail: 'must be one line without control characters' }]),
    )
  })
})

describe('a query', () => {
  const limit = { parameter: 'limit', detail: 'must be a number from 1 to 100' }
  it.each([
    ['limit=0', [limit]],
    ['limit=101', [limit]],
    ['limit=ten', [limit]],
    ['limit=1&limit=2', [{ parameter: 'limit', detail: 'may be given once' }]],
    [
      'page=2',
      [
        {
          parameter: 'page',
          detail: expect.stringMatching(/^is not known; known here: `limit`, `cursor`/),
        },
      ],
    ],
    ['cursor=%3F', [{ parameter: 'cursor', detail: 'must be the next_cursor of the page before' }]],
  ])('?%s is refused', async (query, errors) => {
    expect((await caller.call('GET', `/tenants?${query}`)).json).toEqual(invalid(errors))
  })

  it('is refused where an operation takes none', async () => {
    const reply = await caller.call('GET', `/tenants/ten_${'0'.repeat(24)}?expand=all`)
    expect(reply.json).toEqual(
      invalid([{ parameter: 'expand', detail: 'is not known; there is none here' }]),
    )
  })
})

describe('a path', () => {
  it('that does not exist is 404, with or without a key', async () => {
    for (const path of ['/nothing', '/tenants/x/y', '']) {
      const reply = await client.call('GET', path)
      expect(reply.json).toMatchObject({ status: 404, code: 'api_route_unknown' })
    }
  })

  it('with another method is 405 and names those it has', async () => {
    const reply = await caller.call('PUT', '/tenants')
    expect(reply.json).toMatchObject({ status: 405, code: 'api_method_not_allowed' })
    expect(reply.headers.get('allow')).toBe('POST, GET')
  })

  it('with an id that has not even the form of one is answered as an unknown one', async () => {
    const reply = await caller.call('GET', "/tenants/1'%20OR%201=1")
    expect(reply.json).toMatchObject({ status: 404, code: 'tenant_unknown' })
  })
})

describe('a fault', () => {
  const failing = (fault: Error) =>
    openCaller({ reads: new Proxy({} as never, { get: () => () => Promise.reject(fault) }) })

  it('of our own making is 500, without Retry-After', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const reply = await (await failing(new TypeError('secret'))).call('GET', '/tenants')
    expect(reply.json).toMatchObject({ status: 500, code: 'api_fault' })
    expect(reply.text).not.toContain('secret')
    expect(reply.headers.has('retry-after')).toBe(false)
    log.mockRestore()
  })

  it('of storage is 503 with Retry-After and says nothing of its cause, outside or in the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const cause = new Error('Failed query: select * from tenants where secret = ?')
    const reply = await (await failing(new Outage('D1', cause))).call('GET', '/tenants')
    expect(reply.json).toEqual({
      type: 'http://localhost:8787/refusals/api_unavailable',
      mend: expect.any(String),
      code: 'api_unavailable',
      status: 503,
      title: expect.any(String),
      detail: expect.any(String),
      request_id: 'req_test',
    })
    expect(reply.headers.get('retry-after')).toBe('5')
    const logged = JSON.stringify(log.mock.calls)
    expect(logged).toContain('req_test')
    expect(logged).not.toContain('select')
    log.mockRestore()
  })
})

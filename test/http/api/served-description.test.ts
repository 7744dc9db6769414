// What an anonymous request for the description costs. Work is counted, not timed.

import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { serveDescription } from '../../../src/http/api/served-description.ts'
import { countBindings } from '../../support/counted-bindings.ts'
import { buildApp } from '../../support/stage.ts'

const PATH = 'http://localhost:8787/api/v1/openapi.json'

describe('the description of the API', () => {
  it('is made once, however often it is asked for', async () => {
    let conversions = 0
    const app = new Hono().get(
      '/',
      serveDescription(async () => ({ n: ++conversions })),
    )
    const answers = []
    for (let n = 0; n < 20; n++) answers.push(await (await app.request('/')).text())
    expect([conversions, new Set(answers).size]).toEqual([1, 1])
  })

  it('asks no storage, and is not sent again to whoever has it', async () => {
    const bindings = countBindings()
    const app = buildApp(bindings)
    const answer = await app.request(PATH)
    const text = await answer.text()
    const tag = answer.headers.get('etag') ?? ''
    expect([answer.status, text.length > 100_000]).toEqual([200, true])
    expect(tag).toMatch(/^"[0-9a-f]{32}"$/)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await app.request(PATH, { headers: { 'If-None-Match': known } })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
    }
    const other = await app.request(PATH, { headers: { 'If-None-Match': '"other"' } })
    expect([other.status, await other.text()]).toEqual([200, text])
    const head = await app.request(PATH, { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', tag])
    expect(bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
  })
})

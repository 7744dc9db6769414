import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { createApiKeys } from '../../src/storage/d1/api-keys.ts'
import { createIsolateCache } from '../../src/storage/isolate-cache.ts'
import { testKeyRing } from '../support/key-ring.ts'

describe('what is not there', () => {
  it('costs one read of D1 in thirty seconds, as an API key', async () => {
    const time = { now: 1_000_000 }
    const keys = createApiKeys({ d1: env.DB, keyring: testKeyRing(), clock: () => time.now })
    const prepare = vi.spyOn(env.DB, 'prepare')
    const hash = 'a'.repeat(64)
    for (let n = 0; n < 5; n++) expect(await keys.findBySecretHash(hash)).toBeUndefined()
    expect(prepare).toHaveBeenCalledTimes(1)
    time.now += 30_000
    await keys.findBySecretHash(hash)
    expect(prepare).toHaveBeenCalledTimes(2)
    prepare.mockRestore()
  })

  it('pushes nothing out that is there, and is forgotten when it comes to be', async () => {
    const stored = new Map([['there', 'value']])
    let reads = 0
    const cache = createIsolateCache<string | undefined>({ clock: () => 0, ttl: 1, size: 10 })
    const find = (key: string) =>
      cache.get(key, async () => {
        reads++
        return stored.get(key)
      })
    expect(await find('there')).toBe('value')
    for (let n = 0; n < 100; n++) expect(await find(`made up ${n}`)).toBeUndefined()
    expect(await find('made up 99')).toBeUndefined()
    expect(await find('there')).toBe('value')
    expect(reads).toBe(101)
    stored.set('made up 99', 'made')
    cache.forget('made up 99')
    expect(await find('made up 99')).toBe('made')
  })
})

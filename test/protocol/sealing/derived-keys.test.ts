import { describe, expect, it } from 'vitest'
import { createDerivedKeys } from '../../../src/protocol/sealing/derived-keys.ts'
import { MASTER_KEY } from '../../support/key-ring.ts'

const MAX_DAYS = 512

describe('a derived key (I8)', () => {
  it.each([
    ['AES-GCM', ['decrypt', 'encrypt']],
    ['HMAC', ['sign', 'verify']],
  ] as const)(
    'of %s leaves the runtime in no format, and does nothing else',
    async (algorithm, usages) => {
      const key = await createDerivedKeys([MASTER_KEY]).ofUse(0, 'session', algorithm)
      expect(key.extractable).toBe(false)
      expect(key.algorithm).toMatchObject({ name: algorithm, length: 256 })
      expect(key.usages.toSorted()).toEqual(usages)
      for (const format of ['raw', 'jwk'])
        await expect(crypto.subtle.exportKey(format, key)).rejects.toThrow()
    },
  )

  it('of a day leaves the runtime in no format', async () => {
    const { key } = await createDerivedKeys([MASTER_KEY]).ofDay(0, 'login-cookie', 20_000)
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })

  it('of a use is made once, and is another one for every master key, use and algorithm', async () => {
    const keys = createDerivedKeys([MASTER_KEY, `${MASTER_KEY}-2`])
    const first = await keys.ofUse(0, 'session', 'AES-GCM')
    expect(await keys.ofUse(0, 'session', 'AES-GCM')).toBe(first)
    expect(await keys.ofUse(1, 'session', 'AES-GCM')).not.toBe(first)
    expect(await keys.ofUse(0, 'factor', 'AES-GCM')).not.toBe(first)
  })
})

describe('keys of days', () => {
  it('are kept once they were right, 512 of them, and then the oldest goes', async () => {
    const keys = createDerivedKeys([MASTER_KEY])
    const ofDay = (day: number) => keys.ofDay(0, 'login-cookie', day)
    const passing = await ofDay(0)
    expect((await ofDay(0)).key).not.toBe(passing.key)
    const kept: CryptoKey[] = []
    for (let day = 0; day < MAX_DAYS; day++) {
      const found = await ofDay(day)
      found.keep()
      kept.push(found.key)
    }
    expect((await ofDay(0)).key).toBe(kept[0])
    ;(await ofDay(MAX_DAYS)).keep()
    expect((await ofDay(0)).key).not.toBe(kept[0])
    expect((await ofDay(1)).key).toBe(kept[1])
  })
})

import { describe, expect, it } from 'vitest'
import { testKeyRing } from '../../support/key-ring.ts'

const OLD = 'the-master-key-before-the-present-one-000001'

describe('sealing (I8)', () => {
  it('opens what it sealed, for the same use and record', async () => {
    const ring = testKeyRing()
    const sealed = await ring.seal('session', 'a', 'Grüße 🔑')
    expect(await ring.open('session', 'a', sealed)).toBe('Grüße 🔑')
  })

  it('opens nothing for another use', async () => {
    const ring = testKeyRing()
    expect(
      await ring.open('login-cookie', 'a', await ring.seal('session', 'a', 'x')),
    ).toBeUndefined()
  })

  it('opens nothing for another record', async () => {
    const ring = testKeyRing()
    expect(await ring.open('session', 'b', await ring.seal('session', 'a', 'x'))).toBeUndefined()
  })

  it('opens nothing that was changed in any byte', async () => {
    const ring = testKeyRing()
    const sealed = await ring.seal('session', 'a', 'x')
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      expect(await ring.open('session', 'a', changed)).toBeUndefined()
    }
  })

  it.each(['', 'x', '!!', 'AAAAAAAAAAAAAAAAAAAA'])('opens nothing from %j', async (text) => {
    expect(await testKeyRing().open('session', 'a', text)).toBeUndefined()
  })

  it('seals the same text differently each time', async () => {
    const ring = testKeyRing()
    expect(await ring.seal('session', 'a', 'x')).not.toBe(await ring.seal('session', 'a', 'x'))
  })

  it('opens with the previous master key, and seals with the present one', async () => {
    const sealedBefore = await testKeyRing(OLD).seal('session', 'a', 'x')
    const rotated = testKeyRing(undefined, OLD)
    expect(await rotated.open('session', 'a', sealedBefore)).toBe('x')
    expect(await testKeyRing().open('session', 'a', await rotated.seal('session', 'a', 'y'))).toBe(
      'y',
    )
    expect(await testKeyRing().open('session', 'a', sealedBefore)).toBeUndefined()
  })

  it('verifies a MAC under the present and the previous master key, and no other', async () => {
    const message = new Uint8Array([1, 2, 3])
    const mac = await testKeyRing(OLD).mac('request-id', message)
    expect(await testKeyRing(undefined, OLD).verifyMac('request-id', message, mac)).toBe(true)
    expect(await testKeyRing().verifyMac('request-id', message, mac)).toBe(false)
    expect(await testKeyRing(OLD).verifyMac('request-id', message, mac.slice(0, 16))).toBe(true)
    expect(await testKeyRing(OLD).verifyMac('request-id', message, mac.slice(0, 15))).toBe(false)
  })
})

import { afterEach, describe, expect, it, vi } from 'vitest'
import { decodeBase64Url, encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { createKeyRing } from '../../../src/protocol/sealing/keyring.ts'
import { MASTER_KEY, strongRandom, testKeyRing } from '../../support/key-ring.ts'

const OLD = 'the-master-key-before-the-present-one-000001'

describe('sealing (I8)', () => {
  it('opens what it sealed, for the same use and record', async () => {
    const ring = testKeyRing()
    const sealed = await ring.seal('session', 'a', 'Grüße 🔑')
    expect(await ring.open('session', 'a', sealed)).toBe('Grüße 🔑')
  })

  it('opens nothing that was sealed under an empty key, which everybody has', async () => {
    const anybody = createKeyRing({ masterKey: '', random: strongRandom })
    const sealed = await anybody.seal('session', 'a', 'x')
    for (const previousMasterKey of [undefined, ''])
      expect(
        await createKeyRing({
          masterKey: MASTER_KEY,
          ...(previousMasterKey === undefined ? {} : { previousMasterKey }),
          random: strongRandom,
        }).open('session', 'a', sealed),
      ).toBeUndefined()
    expect(await testKeyRing().open('session', 'a', sealed)).toBeUndefined()
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

describe('the key of a day (NIST SP 800-38D §8.3)', () => {
  const DAY = 86_400_000
  const NOW = Date.parse('2026-11-30T12:00:00Z')
  const ringAt = (now: number) =>
    createKeyRing({ masterKey: MASTER_KEY, random: strongRandom, clock: () => now })
  const bytesOf = (sealed: string) => decodeBase64Url(sealed) ?? new Uint8Array()
  const derivations = () => vi.spyOn(crypto.subtle, 'deriveKey')
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('is another one each day; whoever has the master key opens the records of all', async () => {
    const [today, tomorrow] = [ringAt(NOW), ringAt(NOW + DAY)]
    const sealed = await today.seal('session', 'a', 'x')
    const later = await tomorrow.seal('session', 'a', 'x')
    expect(await tomorrow.open('session', 'a', sealed)).toBe('x')
    expect(await today.open('session', 'a', later)).toBe('x')
    // The same record under the day that follows: the key does not fit.
    const moved = bytesOf(sealed)
    moved.set(bytesOf(later).subarray(0, 3))
    expect(await today.open('session', 'a', encodeBase64Url(moved))).toBeUndefined()
  })

  it('is derived once for each use and day, however much is sealed and opened', async () => {
    const spy = derivations()
    const ring = ringAt(NOW)
    for (let n = 0; n < 50; n++) {
      const sealed = await ring.seal('login-cookie', `${n}`, 'x')
      expect(await ring.open('login-cookie', `${n}`, sealed)).toBe('x')
    }
    expect(spy).toHaveBeenCalledTimes(1)
    await ring.seal('session', 'a', 'x')
    expect(spy).toHaveBeenCalledTimes(2)
  })

  it('stays known while somebody makes days up', async () => {
    const ring = ringAt(NOW)
    const sealed = await ring.seal('session', 'a', 'x')
    const forged = bytesOf(sealed)
    for (let day = 0; day < 600; day++) {
      new DataView(forged.buffer).setUint16(1, day)
      expect(await ring.open('session', 'a', encodeBase64Url(forged))).toBeUndefined()
    }
    const spy = derivations()
    expect(await ring.open('session', 'a', sealed)).toBe('x')
    expect(spy).not.toHaveBeenCalled()
  })

  it.each([0x00, 0xd1])(
    'is not needed for a record from before, whatever IV it has: %i',
    async (first) => {
      const sealed = await sealAsBefore('session', 'a', 'from before', first)
      expect(await testKeyRing().open('session', 'a', sealed)).toBe('from before')
      expect(await testKeyRing().open('session', 'b', sealed)).toBeUndefined()
      expect(
        await testKeyRing('another-master-key-of-the-tests-0000001', MASTER_KEY).open(
          'session',
          'a',
          sealed,
        ),
      ).toBe('from before')
    },
  )
})

/** What a key ring wrote before there were keys of days: base64url( IV | ciphertext and tag ). */
async function sealAsBefore(use: string, record: string, text: string, firstOfIv: number) {
  const encoder = new TextEncoder()
  const source = await crypto.subtle.importKey('raw', encoder.encode(MASTER_KEY), 'HKDF', false, [
    'deriveKey',
  ])
  const [salt, info] = [encoder.encode('edge-sso'), encoder.encode(`AES-GCM:${use}`)]
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt, info }
  const aes = { name: 'AES-GCM', length: 256 }
  const key = await crypto.subtle.deriveKey(hkdf, source, aes, false, ['encrypt'])
  const iv = Uint8Array.from(strongRandom(12))
  iv[0] = firstOfIv
  const additionalData = encoder.encode(`${use}\n${record}`)
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    encoder.encode(text),
  )
  return encodeBase64Url(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
}

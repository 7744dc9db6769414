import { beforeAll, describe, expect, it } from 'vitest'
import {
  namedPasskey,
  type Passkey,
  verifyNewPasskey,
  verifyPasskey,
} from '../../../src/protocol/second-factor/passkey.ts'
import { createSoftPasskey, type SoftPasskey } from '../../support/soft-passkey.ts'

const QUESTION = { challenge: 'Y2hhbGxlbmdlLW9mLTE4Yg', origin: 'https://sso.example.com' }
const NOT_VERIFIED = { ok: false, refusal: { code: 'passkey_not_verified' } }
const MALFORMED = { ok: false, refusal: { code: 'passkey_malformed' } }

let soft: SoftPasskey
let passkey: Passkey
beforeAll(async () => {
  soft = await createSoftPasskey()
  const registered = await verifyNewPasskey(await soft.register(QUESTION), QUESTION)
  if (!registered.ok) throw new Error(registered.refusal.code)
  passkey = registered.value
})

/** What the other question, site or gesture is, of an otherwise good answer. */
const WRONG: readonly (readonly [string, object])[] = [
  ['another challenge', { challenge: 'YW5vdGhlci1jaGFsbGVuZ2U' }],
  ['another origin', { origin: 'https://sso.example.com.evil.example', rpId: 'sso.example.com' }],
  ['another site', { rpId: 'evil.example' }],
  ['another ceremony', { type: 'webauthn.other' }],
  ['no verification of the person', { flags: 1 }],
]

describe('a new passkey (WebAuthn Level 3 §7.1)', () => {
  it('is kept by its id and its public key', () => {
    expect(passkey).toEqual({
      id: soft.id,
      publicKey: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
      algorithm: 'ES256',
      signCount: 0,
    })
  })

  it.each(WRONG)('is refused with %s', async (_, change) => {
    const answer = await soft.register({ ...QUESTION, ...change })
    expect(await verifyNewPasskey(answer, QUESTION)).toEqual(NOT_VERIFIED)
  })

  it('is refused with a key that nobody could use', async () => {
    const answer = JSON.parse(await soft.register(QUESTION))
    answer.response.publicKey = 'AAAA'
    expect(await verifyNewPasskey(JSON.stringify(answer), QUESTION)).toEqual(NOT_VERIFIED)
  })

  it('is refused with an algorithm that was not offered', async () => {
    const answer = JSON.parse(await soft.register(QUESTION))
    answer.response.publicKeyAlgorithm = -65535
    expect(await verifyNewPasskey(JSON.stringify(answer), QUESTION)).toEqual(MALFORMED)
  })
})

describe('an answer of a passkey (WebAuthn Level 3 §7.2)', () => {
  it('verifies, and brings its count', async () => {
    const answer = await soft.authenticate({ ...QUESTION, signCount: 7 })
    expect(namedPasskey(answer)).toBe(soft.id)
    expect(await verifyPasskey(answer, passkey, QUESTION)).toEqual({ ok: true, value: 7 })
  })

  it('verifies whatever the length of its signature: one in a hundred is shorter', async () => {
    const lengths = new Set<number>()
    for (let tries = 0; tries < 5_000 && Math.min(...lengths, 96) >= 93; tries++) {
      const answer = await soft.authenticate(QUESTION)
      lengths.add(JSON.parse(answer).response.signature.length)
      expect(await verifyPasskey(answer, passkey, QUESTION)).toMatchObject({ ok: true })
    }
    expect(Math.min(...lengths)).toBeLessThan(93)
  })

  it.each(WRONG)('is refused with %s', async (_, change) => {
    const answer = await soft.authenticate({ ...QUESTION, ...change })
    expect(await verifyPasskey(answer, passkey, QUESTION)).toEqual(NOT_VERIFIED)
  })

  it('is refused when another passkey gave it', async () => {
    const other = JSON.parse(await (await createSoftPasskey()).authenticate(QUESTION))
    expect(await verifyPasskey(JSON.stringify(other), passkey, QUESTION)).toEqual(NOT_VERIFIED)
    const posing = JSON.stringify({ ...other, id: soft.id, rawId: soft.id })
    expect(await verifyPasskey(posing, passkey, QUESTION)).toEqual(NOT_VERIFIED)
  })

  it('is refused when the count does not go on: the key has been copied', async () => {
    const answer = await soft.authenticate({ ...QUESTION, signCount: 7 })
    expect(await verifyPasskey(answer, { ...passkey, signCount: 7 }, QUESTION)).toEqual(
      NOT_VERIFIED,
    )
  })

  it.each([
    'null',
    '[]',
    '{}',
    '{"type":"public-key","id":"a"}',
    '{"type":"public-key","id":"a","response":{"clientDataJSON":1}}',
    '{"type":"public-key","id":"a","response":{"clientDataJSON":"!","authenticatorData":"a","signature":"a"}}',
    'x'.repeat(20_000),
  ])('is refused when it is %s', async (json) => {
    expect(await verifyPasskey(json, passkey, QUESTION)).toEqual(MALFORMED)
  })
})

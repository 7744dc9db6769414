import { beforeAll, describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
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

/** A registration by an RSA key of that size. */
async function registerRsa(modulusLength: number) {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('publicKey' in pair)) throw new Error('No key pair')
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  const answer = JSON.parse(await soft.register(QUESTION))
  answer.response.publicKey = encodeBase64Url(new Uint8Array(spki as ArrayBuffer))
  answer.response.publicKeyAlgorithm = -257
  return verifyNewPasskey(JSON.stringify(answer), QUESTION)
}

describe('a new passkey (WebAuthn Level 3 §7.1)', () => {
  it('of RSA has 2048 to 4096 bits (NIST SP 800-131A)', async () => {
    expect(await registerRsa(2048)).toMatchObject({ ok: true, value: { algorithm: 'RS256' } })
    for (const bits of [1024, 1920, 4224]) expect(await registerRsa(bits)).toEqual(NOT_VERIFIED)
  })

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

  it('is refused as a credential of another type', async () => {
    const answer = JSON.parse(await soft.register(QUESTION))
    expect(await verifyNewPasskey(JSON.stringify({ ...answer, type: 'x' }), QUESTION)).toEqual(
      MALFORMED,
    )
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

import { describe, expect, it } from 'vitest'
import type { ContentAlgorithm } from '../../../src/protocol/xmlenc/algorithms.ts'
import { decryptContent } from '../../../src/protocol/xmlenc/decrypt-content.ts'

const KEY = Uint8Array.from({ length: 16 }, (_, at) => at)
const IV = new Uint8Array(16).fill(7)
/** A key for which every content key is wrapped as it is. */
const UNWRAPPED = { unwrap: async (wrapped: Uint8Array<ArrayBuffer>) => wrapped }

const decrypt = (cipher: Uint8Array<ArrayBuffer>, mode: ContentAlgorithm['mode'] = 'AES-CBC') =>
  decryptContent(
    {
      algorithm: { mode, keyBytes: 16 },
      cipher,
      wrappedKeys: [
        { scheme: { digest: 'SHA-1', mgf: 'SHA-1', label: new Uint8Array() }, wrapped: KEY },
      ],
    },
    [UNWRAPPED],
  )

/** IV and AES-CBC of whole blocks. WebCrypto adds a block of its own padding, which is cut off. */
async function encryptCbc(blocks: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const name = 'AES-CBC'
  const key = await crypto.subtle.importKey('raw', KEY, name, false, ['encrypt'])
  const cipher = new Uint8Array(await crypto.subtle.encrypt({ name, iv: IV }, key, blocks))
  return Uint8Array.of(...IV, ...cipher.subarray(0, -16))
}

/** Two blocks whose last byte says how many bytes of them are padding. */
function padded(count: number): Uint8Array<ArrayBuffer> {
  const blocks = new Uint8Array(32).fill(99)
  blocks[31] = count
  return blocks
}

describe('padding of AES-CBC (XML Encryption §5.2)', () => {
  it.each(Array.from({ length: 16 }, (_, at) => at + 1))('may have %i bytes', async (count) => {
    const plaintext = new Uint8Array(32 - count).fill(99)
    expect(await decrypt(await encryptCbc(padded(count)))).toEqual(plaintext)
  })

  it.each([0, 17, 32, 255])('must not have %i bytes', async (count) => {
    expect(await decrypt(await encryptCbc(padded(count)))).toBeUndefined()
  })
})

describe('a ciphertext of AES-CBC', () => {
  it('may have one block beside its IV', async () => {
    expect(await decrypt(await encryptCbc(padded(1).slice(16)))).toEqual(
      new Uint8Array(15).fill(99),
    )
  })

  it('must have one, though', async () => expect(await decrypt(IV)).toBeUndefined())

  it('must have whole blocks', async () => {
    const cipher = await encryptCbc(padded(1))
    for (const length of [47, 33]) expect(await decrypt(cipher.slice(0, length))).toBeUndefined()
  })
})

describe('a ciphertext of AES-GCM (XML Encryption §5.2.4)', () => {
  it('may encrypt nothing, and must not be shorter than its IV and tag', async () => {
    const [name, iv] = ['AES-GCM' as const, IV.slice(0, 12)]
    const key = await crypto.subtle.importKey('raw', KEY, name, false, ['encrypt'])
    const tag = new Uint8Array(await crypto.subtle.encrypt({ name, iv }, key, new Uint8Array()))
    expect(await decrypt(Uint8Array.of(...iv, ...tag), name)).toEqual(new Uint8Array())
    expect(await decrypt(Uint8Array.of(...iv, ...tag.slice(1)), name)).toBeUndefined()
  })
})

import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inflateRaw } from '../../../src/protocol/bytes/inflate.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'

const deflate = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(deflateRawSync(bytes))
const TEXT = encodeUtf8('<samlp:Response/>'.repeat(50))

describe('inflateRaw (R50)', () => {
  it('returns what was deflated', async () => {
    expect(await inflateRaw(deflate(TEXT), TEXT.length)).toEqual({ ok: true, value: TEXT })
  })

  it('stops one byte past the limit', async () => {
    const refused = { ok: false, refusal: 'too_large' }
    expect(await inflateRaw(deflate(TEXT), TEXT.length - 1)).toEqual(refused)
  })

  it('stops a bomb at the limit', async () => {
    const bomb = deflate(new Uint8Array(20_000_000))
    expect(bomb.length).toBeLessThan(25_000)
    expect(await inflateRaw(bomb, 65_536)).toEqual({ ok: false, refusal: 'too_large' })
  })

  it.each([
    ['text', encodeUtf8('hello')],
    ['nothing', new Uint8Array()],
    ['a cut stream', deflate(TEXT).subarray(0, -2)],
    ['a byte after the end', Uint8Array.from([...deflate(TEXT), 0])],
  ])('refuses %s', async (_, bytes) => {
    expect(await inflateRaw(bytes, 1_000_000)).toEqual({ ok: false, refusal: 'malformed' })
  })
})

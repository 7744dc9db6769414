import { describe, expect, it } from 'vitest'
import {
  decodeBase64,
  decodeBase64Binary,
  encodeBase64,
} from '../../../src/protocol/bytes/base64.ts'
import { equalBytes } from '../../../src/protocol/bytes/equal.ts'
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'

describe('decodeBase64Binary (R28)', () => {
  it('leaves out the white space that XML allows', () => {
    expect(decodeBase64Binary(' SGVs\r\n\tbG8= \n')).toEqual(encodeUtf8('Hello'))
  })

  it.each(['SGVsbG8', 'SGVsbG8==', 'SGVs-G8=', 'SGVs\u00a0bG8=', 'SGVsbG9=', '=', 'SGVs!bG8'])(
    'refuses %j',
    (text) => expect(decodeBase64Binary(text)).toBeUndefined(),
  )

  it('decodes a message of 350 KB', () => {
    const bytes = new Uint8Array(262_144).map((_, i) => i * 31)
    expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
  })
})

describe('equalBytes', () => {
  it('is true only for the same bytes', () => {
    const bytes = Uint8Array.from([1, 2, 3])
    expect(equalBytes(bytes, Uint8Array.from([1, 2, 3]))).toBe(true)
    expect(equalBytes(bytes, Uint8Array.from([1, 2, 4]))).toBe(false)
    expect(equalBytes(bytes, Uint8Array.from([1, 2]))).toBe(false)
    expect(equalBytes(bytes, Uint8Array.from([1, 2, 3, 0]))).toBe(false)
  })
})

describe('decodeUtf8 (R2)', () => {
  it.each([[[0xff]], [[0xc3]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xf4, 0x90, 0x80, 0x80]]])(
    'refuses the bytes %j',
    (bytes) => expect(decodeUtf8(Uint8Array.from(bytes))).toBeUndefined(),
  )

  it('leaves out a byte order mark', () => {
    expect(decodeUtf8(Uint8Array.from([0xef, 0xbb, 0xbf, 0x41]))).toBe('A')
  })
})

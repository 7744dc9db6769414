import { describe, expect, it } from 'vitest'
import { decodeMetadata } from '../../../../src/protocol/saml/idp-metadata/decode-metadata.ts'

const utf16 = (text: string, endian: 'little' | 'big') =>
  Uint8Array.from(
    Array.from(text).flatMap((character) => {
      const [low, high] = [character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8]
      return endian === 'little' ? [low, high] : [high, low]
    }),
  )

describe('decodeMetadata (XML 1.0 appendix F)', () => {
  it.each([
    ['little', '\uFEFF<é/>'],
    ['little', '<é/>'],
    ['big', '\uFEFF<é/>'],
    ['big', '<é/>'],
  ] as const)('reads UTF-16, %s endian: %j', (endian, text) =>
    expect(decodeMetadata(utf16(text, endian))).toBe('<é/>'),
  )

  it('takes a byte order mark off once', () =>
    expect(decodeMetadata(utf16('\uFEFF\uFEFF<a/>', 'little'))).toBe('\uFEFF<a/>'))

  // Each has one byte of a mark of UTF-16, and no more.
  it.each([[[0xff, 0x3c, 0x61]], [[0x41, 0xfe, 0x3c]], [[0xfe, 0x3c, 0x61]], [[0x41, 0xff, 0x3c]]])(
    'reads no UTF-16 in %j',
    (bytes) => expect(decodeMetadata(Uint8Array.from(bytes))).toBeUndefined(),
  )

  it.each([
    [[0x41, 0x00, 0x42, 0x00], 'A\0B\0'],
    [[0x41, 0x3c, 0x42, 0x43], 'A<BC'],
    [[0x00, 0x41, 0x00, 0x42], '\0A\0B'],
    [[0x3c, 0x41, 0x2f, 0x3e], '<A/>'],
  ])('reads UTF-8 in %j', (bytes, text) =>
    expect(decodeMetadata(Uint8Array.from(bytes))).toBe(text),
  )

  it.each([
    ['ISO-8859-1', 0xe9, 'é'],
    ['iso-8859-15', 0xa4, '€'],
    ['Latin1', 0xe9, 'é'],
    ['windows-1252', 0x80, '€'],
  ])('reads %s if the declaration says so', (encoding, byte, letter) => {
    const written = (head: string) =>
      Uint8Array.from([...new TextEncoder().encode(`${head}<a>`), byte, 0x3c, 0x2f, 0x61, 0x3e])
    const declaration = `<?xml version='1.0' encoding = "${encoding}"?>`
    expect(decodeMetadata(written(declaration))).toBe(`${declaration}<a>${letter}</a>`)
    expect(decodeMetadata(written('<?xml version="1.0"?>'))).toBeUndefined()
    expect(decodeMetadata(written(` ${declaration}`))).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { decodeMetadata } from '../../../src/protocol/saml/idp-metadata/decode-metadata.ts'

const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const bytes = new Uint8Array(2 * text.length)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at, text.charCodeAt(at), littleEndian)
  return bytes
}
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))

const TEXT = '<?xml version="1.0" encoding="utf-16"?><a>Büro</a>'

describe('decodeMetadata', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(TEXT)],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\uFEFF${TEXT}`)],
    ['UTF-16, little end first, with a byte order mark', utf16(`\uFEFF${TEXT}`, true)],
    ['UTF-16, big end first, with a byte order mark', utf16(`\uFEFF${TEXT}`, false)],
    ['UTF-16, little end first', utf16(TEXT, true)],
    ['UTF-16, big end first', utf16(TEXT, false)],
  ])('reads %s', (_, bytes) => {
    expect(decodeMetadata(bytes)).toBe(TEXT)
  })

  it('reads an encoding of Western Europe if the declaration says so', () => {
    const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>Büro</a>`
    for (const encoding of ['ISO-8859-1', 'iso-8859-15', 'windows-1252'])
      expect(decodeMetadata(latin1(declared(encoding)))).toBe(declared(encoding))
    expect(decodeMetadata(latin1(declared('utf-8')))).toBeUndefined()
    expect(decodeMetadata(latin1(declared('koi8-r')))).toBeUndefined()
  })

  it('refuses half a character', () => {
    expect(decodeMetadata(utf16('\uFEFF<a/>\uD800', true))).toBeUndefined()
    expect(decodeMetadata(Uint8Array.of(0x3c, 0xc3))).toBeUndefined()
  })
})

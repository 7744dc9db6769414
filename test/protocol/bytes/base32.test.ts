import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from '../../../src/protocol/bytes/base32.ts'

describe('base32', () => {
  it('reads what it wrote, whatever the length', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length * 101) & 255)
      const text = encodeBase32(bytes)
      expect(text).toMatch(/^[0-9a-z]*$/)
      expect(decodeBase32(text)).toEqual(bytes)
    }
  })

  it.each(['u', 'A0', '0', '01', 'zz!', '00z'])(
    'reads nothing from %s, which it never writes',
    (text) => {
      expect(decodeBase32(text)).toBeUndefined()
    },
  )
})

import { describe, expect, it } from 'vitest'
import {
  decodeBase64,
  decodeBase64Url,
  encodeBase64,
  encodeBase64Url,
} from '../../../src/protocol/bytes/base64.ts'

describe('base64', () => {
  it('decodes what it encodes, whatever the length', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) % 256)
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes)
    }
  })

  it.each(['QQ', 'QQ=', 'Q Q=', 'QQ==\n', 'QR==', 'QUI', 'QUJ=', 'Q_==', '===='])(
    'refuses %j',
    (text) => {
      expect(decodeBase64(text)).toBeUndefined()
    },
  )

  it.each(['Q', 'QQ==', 'QR', 'QUJ', 'Q+'])('refuses %j as base64url', (text) => {
    expect(decodeBase64Url(text)).toBeUndefined()
  })
})

import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodeBase64, encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { readPostedMessage } from '../../../src/protocol/saml/posted-message.ts'
import { XML_LIMITS } from '../../../src/protocol/xml/limits.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'

/** Its base64 has both signs, and padding. */
const XML = '<a b="~~~???>>>\u00ff\u00fe">\u00fb\u00ff??</a>'
const BASE64 = encodeBase64(encodeUtf8(XML))
/** Its base64 has both signs as well. */
const DEFLATED = deflateRawSync('<a>otihqjmzwduvgbgvudwz</a>')
const base64 = (bytes: Uint8Array): string => encodeBase64(Uint8Array.from(bytes))

function read(field: string) {
  const posted = readPostedMessage(field, parseXml, 'not_base64')
  return posted.ok ? new TextDecoder().decode(posted.value.bytes) : posted.refusal
}

describe('a message in a form is base64 (SAML Bindings §3.5.4)', () => {
  it('with both signs and padding, in this test', () => {
    expect(BASE64).toMatch(/^(?=.*\+)(?=.*\/).*=$/)
    expect(base64(DEFLATED)).toMatch(/^(?=.*\+)(?=.*\/)/)
  })

  it.each([
    ['in one line', BASE64],
    ['in lines (RFC 2045 §6.8)', BASE64.replace(/.{20}/g, '$&\r\n')],
    ['in indented lines', BASE64.replace(/.{20}/g, '$&\n    ')],
    ['between blanks', ` ${BASE64}\n`],
  ])('%s', (_, field) => expect(read(field)).toBe(XML))
})

describe('a mistake of the encoding is refused by its name', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'post_message_empty'],
    ['blanks', ' \r\n', 'post_message_empty'],
    ['bare XML', XML, 'post_message_not_encoded'],
    ['bare XML behind white space', `\n${XML}`, 'post_message_not_encoded'],
    ['escaped XML', XML.replaceAll('<', '&lt;'), 'post_message_not_encoded'],
    ['lost plus signs', BASE64.replaceAll('+', ' '), 'post_message_plus_lost'],
    [
      'lost plus signs in lines',
      BASE64.replaceAll('+', ' ').replace(/.{20}/g, '$&\r\n'),
      'post_message_plus_lost',
    ],
    ['no padding', BASE64.replace(/=+$/, ''), 'post_message_padding_wrong'],
    [
      'no padding, in lines',
      BASE64.replace(/=+$/, '').replace(/.{20}/g, '$&\r\n'),
      'post_message_padding_wrong',
    ],
    [
      'no padding, each character in a line',
      BASE64.replace(/=+$/, '').replace(/./g, '$&\n'),
      'post_message_padding_wrong',
    ],
    [
      'no padding behind a byte order mark',
      encodeBase64(encodeUtf8(`\ufeff${XML}`)).replace(/=+$/, ''),
      'post_message_padding_wrong',
    ],
    ['too much padding', `${BASE64}==`, 'post_message_padding_wrong'],
    ['base64url', encodeBase64Url(encodeUtf8(XML)), 'post_message_base64url'],
    [
      'base64url with padding',
      BASE64.replaceAll('+', '-').replaceAll('/', '_'),
      'post_message_base64url',
    ],
    ['base64url of DEFLATE', encodeBase64Url(Uint8Array.from(DEFLATED)), 'post_message_base64url'],
    ['URL-encoded twice', encodeURIComponent(BASE64), 'post_message_url_encoded'],
    [
      'URL-encoded twice, in lines',
      encodeURIComponent(BASE64.replace(/.{20}/g, '$&\r\n')),
      'post_message_url_encoded',
    ],
    ['base64 twice', encodeBase64(encodeUtf8(BASE64)), 'post_message_encoded_twice'],
    [
      'base64 twice, in lines',
      encodeBase64(encodeUtf8(BASE64.replace(/.{20}/g, '$&\n'))),
      'post_message_encoded_twice',
    ],
    [
      'base64 twice, behind a no-break space',
      encodeBase64(encodeUtf8(`\u00a0${BASE64}`)),
      'post_message_encoded_twice',
    ],
    ['DEFLATE', base64(deflateRawSync(XML)), 'post_message_deflated'],
    ['zlib', base64(deflateSync(XML)), 'post_message_deflated'],
    ['gzip', base64(gzipSync(XML)), 'post_message_deflated'],
    [
      'DEFLATE of a form for HTTP-Redirect',
      encodeURIComponent(base64(deflateRawSync(XML + ' '.repeat(200)))),
      'post_message_url_encoded',
    ],
    ['something else', '***', 'not_base64'],
    ['escapes that are none', `${BASE64}%zz`, 'not_base64'],
    ['a cut message', `${BASE64}A`, 'not_base64'],
  ])('%s', (_, field, code) => expect(read(field)).toEqual({ code }))

  it('lost plus signs, also when as many characters remain as base64 may have', () => {
    for (let length = 0; length < 12; length++) {
      const field = encodeBase64(encodeUtf8(`<a b="${'~~>'.repeat(4 + length)}"/>`))
      const lost = field.replaceAll('+', ' ')
      if (field.includes('+')) expect(read(lost)).toEqual({ code: 'post_message_plus_lost' })
    }
  })

  it('lost plus signs, also when the message begins well without them', () => {
    const late = encodeBase64(encodeUtf8(`<a b="${'x'.repeat(300)}${'~~>'.repeat(24)}"/>`))
    expect(late.slice(0, 400)).not.toContain('+')
    expect(read(late.replaceAll('+', ' '))).toEqual({ code: 'post_message_plus_lost' })
  })

  it('and what is XML keeps the refusal of its reader', () => {
    expect(read(encodeBase64(encodeUtf8('<a>')))).toMatchObject({ code: 'xml_malformed' })
    expect(read(encodeBase64(encodeUtf8('\ufeff<!DOCTYPE a><a/>')))).toMatchObject({
      code: 'xml_dtd_forbidden',
    })
    const utf16 = Uint8Array.of(0xff, 0xfe, 0x3c, 0, 0x61, 0, 0x2f, 0, 0x3e, 0)
    expect(read(encodeBase64(utf16))).toEqual({ code: 'xml_not_utf8', got: 'UTF-16' })
    expect(read(encodeBase64(Uint8Array.of(0x80, 1, 2)))).toEqual({ code: 'xml_not_utf8' })
  })

  it('and a bomb is not inflated past the size of a message (R50)', () => {
    const bomb = deflateRawSync('<'.padEnd(XML_LIMITS.bytes * 64, ' '))
    expect(read(base64(bomb))).toMatchObject({ code: expect.stringMatching(/^xml_/) })
  })
})

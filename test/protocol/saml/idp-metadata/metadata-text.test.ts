import { describe, expect, it } from 'vitest'
import { encodeBase64 } from '../../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../../src/protocol/bytes/utf8.ts'
import {
  findMetadataText,
  MAX_METADATA,
} from '../../../../src/protocol/saml/idp-metadata/metadata-text.ts'

const EXPECTED = 'an EntityDescriptor or EntitiesDescriptor'
const found = (value: string) => ({ ok: true, value })
const named = (got: string) => ({
  ok: false,
  refusal: { code: 'metadata_not_saml', expected: EXPECTED, got },
})
const base64 = (text: string) => encodeBase64(encodeUtf8(text))
/** Its base64 has a plus, a slash and padding. */
const AWKWARD = '<a b="~~~???>>>~~??>"/>'

describe('what merely wraps a document is taken off', () => {
  it.each<[string, string, string]>([
    ['white space', ' \n<a/>\t', '<a/>'],
    ['base64', base64(AWKWARD), AWKWARD],
    ['base64 without padding', base64(AWKWARD).replace(/=+$/, ''), AWKWARD],
    [
      'base64url',
      base64(AWKWARD).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
      AWKWARD,
    ],
    ['base64 in lines', base64(AWKWARD).replaceAll(/.{8}/g, '$& \r\n'), AWKWARD],
    ['base64 of white space and a document', base64('\n <a/>'), '<a/>'],
    ['escapes', '&lt;a/&gt;', '<a/>'],
    ['a JSON string', '"<a b=\\"c\\"/>"', '<a b="c"/>'],
    ['a JSON string that begins with white space', '" \\u003ca/>"', '<a/>'],
    ['percent encoding', '%3Ca%2F%3E', '<a/>'],
    ['percent encoding with a byte order mark', '%EF%BB%BF%3Ca%2F%3E', '<a/>'],
    ['three wrappings', '&amp;amp;lt;a/>', '<a/>'],
  ])('%s', (_, text, document) => {
    expect(findMetadataText(text)).toEqual(found(document))
  })

  it('but not a fourth time', () =>
    expect(findMetadataText('&amp;amp;amp;lt;a/>')).toEqual(named('a document wrapped too often')))
})

describe('a document keeps what looks like a wrapping inside it', () => {
  it.each([
    '<a b="&lt;c"/>',
    '<a>"<b/>"</a>',
    '<a>%3C</a>',
    '<a b="c">d=\\"e</a>',
    '<!-- { --><a/>',
  ])('%s', (document) => expect(findMetadataText(document)).toEqual(found(document)))
})

describe('anything else is named for what it is', () => {
  it.each([
    ['nothing', ' \n '],
    ['JSON', '{"a":1}'],
    ['JSON', '["<a/>"]'],
    ['other text', 'see {this}'],
    ['other text', 'read "<a/>"'],
    ['other text', 'read &lt;a/&gt;'],
    ['other text', 'read %3Ca/>'],
    ['other text', 'x'.repeat(100)],
    ['base64 of no XML', 'x'.repeat(101)],
    ['other text', 'a sentence, which is long. '.repeat(10)],
    ['a web page', '<html><body>'],
    ['a web page', '<!-- a comment --><?x y?>\n <!DOCTYPE html><html>'],
    ['a web page', '<!----><html>'],
    ['a web page', '<??><html>'],
  ])('%s: %j', (got, text) => {
    expect(findMetadataText(text)).toEqual(named(got))
  })

  it('a comment or an instruction has to end behind its beginning', () => {
    for (const document of ['<!--><html>', '<?><html>'])
      expect(findMetadataText(document)).toEqual(found(document))
  })
})

it('is as long as metadata may be, and not longer', () => {
  const longest = `<a>${'x'.repeat(MAX_METADATA - 3)}`
  expect(findMetadataText(longest)).toEqual(found(longest))
  expect(findMetadataText(`${longest}x`)).toEqual({
    ok: false,
    refusal: { code: 'metadata_too_large', expected: MAX_METADATA, got: MAX_METADATA + 1 },
  })
})

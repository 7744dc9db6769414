import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { XML_LIMITS } from '../../../src/protocol/xml/limits.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { attributeOf, childElements, textOf } from '../../../src/protocol/xml/tree.ts'

const parse = (text: string) => parseXml(encodeUtf8(text))
const root = (text: string) => {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}
const refusal = (text: string) => {
  const parsed = parse(text)
  return parsed.ok ? 'accepted' : parsed.refusal.code
}

describe('bytes that are no UTF-8', () => {
  it.each([[[0xff, 0xfe, 0x3c, 0x00]], [[0xfe, 0xff, 0x00, 0x3c]]])(
    'are called UTF-16 by its byte order mark: %j',
    (bytes) =>
      expect(parseXml(Uint8Array.from(bytes))).toEqual({
        ok: false,
        refusal: { code: 'xml_not_utf8', got: 'UTF-16' },
      }),
  )

  it.each([
    [[0xff, 0x3c, 0x61]],
    [[0x3c, 0xfe, 0x61]],
    [[0xfe, 0x3c, 0x61]],
    [[0x3c, 0xff, 0x61]],
    [[0xff, 0xff, 0x3c]],
    [[0xfe, 0xfe, 0x3c]],
  ])('are called nothing else: %j', (bytes) =>
    expect(parseXml(Uint8Array.from(bytes))).toEqual({
      ok: false,
      refusal: { code: 'xml_not_utf8' },
    }),
  )
})

describe('a document', () => {
  it('has up to 262,144 bytes, and not one more', () => {
    const longest = '<a></a>'.padEnd(XML_LIMITS.bytes)
    expect(refusal(longest)).toBe('accepted')
    expect(parse(`${longest} `)).toEqual({
      ok: false,
      refusal: { code: 'xml_too_large', expected: 262_144, got: 262_145 },
    })
  })

  it('has no illegal character, where it begins either', () => {
    for (const got of [0, 3])
      expect(parse(`${'<a>'.slice(0, got)}\u0001<a/>`)).toEqual({
        ok: false,
        refusal: { code: 'xml_illegal_character', got },
      })
  })

  it('may have brackets in its text, other than the end of CDATA', () => {
    for (const text of [']', ']]', ']>', ']x>', ']]x>', '>'])
      expect(textOf(root(`<a>${text}</a>`))).toBe(text)
    expect(refusal('<a>]]></a>')).toBe('xml_malformed')
  })

  it('has nothing but white space in an end tag', () => {
    expect(refusal('<a><b></b \n></a>')).toBe('accepted')
    for (const end of ['</b x>', '</b/>', '</b'])
      expect(refusal(`<a><b>${end}</a>`), end).toBe('xml_malformed')
  })
})

describe('parseXml reads', () => {
  it('elements, attributes and text with their namespaces', () => {
    const a = root('<p:a xmlns:p="urn:p" xmlns="urn:d" x="1" p:x="2">t<b/>u</p:a>')
    expect(a).toMatchObject({ name: 'p:a', localName: 'a', namespace: 'urn:p' })
    expect(a.attributes).toEqual([
      { name: 'x', localName: 'x', namespace: '', value: '1' },
      { name: 'p:x', localName: 'x', namespace: 'urn:p', value: '2' },
    ])
    expect(a.children).toMatchObject(['t', { name: 'b', namespace: 'urn:d', parent: a }, 'u'])
  })

  it('a declaration as ending with its element', () => {
    const a = root('<a xmlns="urn:1"><b xmlns="urn:2"><c xmlns=""/></b><d/></a>')
    const names = childElements(a).map((e) => e.namespace)
    expect(names).toEqual(['urn:2', 'urn:1'])
    expect(childElements(a).flatMap(childElements)).toMatchObject([{ name: 'c', namespace: '' }])
  })

  it('references, CDATA and text as one text', () => {
    expect(textOf(root('<a>1&amp;&lt;<![CDATA[<&]]>&#x41;&#66;</a>'))).toBe('1&<<&AB')
  })

  it('only CR and CRLF as line ends (R5)', () => {
    expect(textOf(root('<a>1\r\n2\r3\u00854\u2028</a>'))).toBe('1\n2\n3\u00854\u2028')
  })

  it('literal white space in an attribute as spaces, referenced white space as it is', () => {
    expect(attributeOf(root('<a x="1\t2\n3&#10;4&#13;"/>'), 'x')).toBe('1 2 3\n4\r')
  })

  it.each([
    '<?xml version="1.0"?><a/>',
    "<?xml version='1.0' encoding='utf-8' standalone='no' ?>\n<a/>\n",
    '\ufeff<?xml version="1.0" encoding="UTF-8"?><a/>',
    '<?xml version="1.0" encoding="us-ascii"?><a/>',
    '<?xml version="1.0" encoding="US-ASCII" standalone="yes"?><a/>',
    "<?xml version='1.0' encoding='ASCII'?>\n<a/>",
    '<?xml version="1.0" encoding="UTF8"?><a/>',
    "<a x = '1' y\n=\n'2' ></a >",
    '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="en"/>',
    '<é-·.1 xmlns="urn:é"/>'.replace('urn:é', 'urn:e'),
  ])('%s', (text) => expect(refusal(text)).toBe('accepted'))
})

describe('parseXml refuses', () => {
  it.each([
    ['xml_declaration_unsupported', '<?xml version="1.1"?><a/>'],
    ['xml_declaration_unsupported', '<?xml VERSION="1.0"?><a/>'],
    ['xml_declaration_unsupported', '<?xml version="1.0" standalone="YES"?><a/>'],
    ['xml_declaration_unsupported', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ['xml_declaration_unsupported', '<?xml version="1.0" encoding="utf-16"?><a/>'],
    ['xml_declaration_unsupported', '<?xml version="1.0" encoding="UTF-7"?><a/>'],
    ['xml_declaration_unsupported', '<?xml version="1.0" encoding="UTF-8 "?><a/>'],
    ['xml_declaration_unsupported', '<?xml version="1.0" encoding=""?><a/>'],
    ['xml_declaration_unsupported', '<?xml version="1.0" encoding="UTF-8\'?><a/>'],
    ['xml_malformed', '\ufeff\ufeff<a/>'],
    ['xml_processing_instruction_forbidden', '<?xml-stylesheet href="x"?><a/>'],
    ['xml_processing_instruction_forbidden', ' <?xml version="1.0"?><a/>'],
    ['xml_processing_instruction_forbidden', '<a><?pi x?></a>'],
    ['xml_processing_instruction_forbidden', '<a/><?pi x?>'],
    ['xml_processing_instruction_forbidden', '<?xml version="1.0"?><?xml version="1.0"?><a/>'],
    ['xml_comment_forbidden', '<!-- c --><a/>'],
    ['xml_comment_forbidden', '<a>adm<!-- c -->in</a>'],
    ['xml_comment_forbidden', '<a/><!-- c -->'],
    ['xml_dtd_forbidden', '<!DOCTYPE a><a/>'],
    ['xml_dtd_forbidden', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['xml_dtd_forbidden', '<a><!ELEMENT a ANY></a>'],
    ['xml_dtd_forbidden', '<![CDATA[x]]><a/>'],
    ['xml_malformed', ''],
    ['xml_malformed', 'x<a/>'],
    ['xml_malformed', '<a/>x'],
    ['xml_malformed', '<a/><b/>'],
    ['xml_malformed', '<a>'],
    ['xml_malformed', '<a></b>'],
    ['xml_malformed', '<a></ab>'],
    ['xml_malformed', '<a><b></a></b>'],
    ['xml_malformed', '</a>'],
    ['xml_malformed', '<a x/>'],
    ['xml_malformed', '<a x=1/>'],
    ['xml_malformed', '<a x="1/>'],
    ['xml_malformed', '<a x="<"/>'],
    ['xml_malformed', '<a x="1"y="2"/>'],
    ['xml_malformed', '<a / >'],
    ['xml_malformed', '<a>]]></a>'],
    ['xml_malformed', '<a><![CDATA[x</a>'],
    ['xml_name_invalid', '<1/>'],
    ['xml_name_invalid', '< a/>'],
    ['xml_name_invalid', '<a:b:c xmlns:a="urn:a"/>'],
    ['xml_name_invalid', '<:a/>'],
    ['xml_name_invalid', '<a: xmlns:a="urn:a"/>'],
    ['xml_name_invalid', '<a\u00d7/>'],
    ['xml_illegal_character', '<a>\u0000</a>'],
    ['xml_illegal_character', '<a>\u000b</a>'],
    ['xml_illegal_character', '<a>\uffff</a>'],
    ['xml_illegal_character', '<a>&#0;</a>'],
    ['xml_illegal_character', '<a>&#xD800;</a>'],
    ['xml_illegal_character', '<a x="&#xFFFE;"/>'],
    ['xml_illegal_character', '<a>&#x110000;</a>'],
    ['xml_reference_forbidden', '<a>&nbsp;</a>'],
    ['xml_reference_forbidden', '<a>&amp</a>'],
    ['xml_reference_forbidden', '<a>a & b</a>'],
    ['xml_reference_forbidden', '<a>&constructor;</a>'],
    ['xml_reference_forbidden', '<a>&#-1;</a>'],
    ['xml_reference_forbidden', '<a>&#65x;</a>'],
    ['xml_reference_forbidden', '<a>&#x41g;</a>'],
    ['xml_reference_forbidden', '<a>&x#65;</a>'],
    ['xml_reference_forbidden', '<a x="&#x;"/>'],
    ['xml_attribute_duplicate', '<a x="1" x="2"/>'],
    ['xml_attribute_duplicate', '<a xmlns:p="urn:1" xmlns:q="urn:1" p:x="1" q:x="2"/>'],
    ['xml_attribute_duplicate', '<a xmlns:p="urn:1" xmlns:p="urn:2"/>'],
    ['xml_attribute_duplicate', '<a xmlns="urn:1" xmlns="urn:1"/>'],
    ['xml_prefix_unbound', '<p:a/>'],
    ['xml_prefix_unbound', '<a p:x="1"/>'],
    ['xml_prefix_unbound', '<a><b xmlns:p="urn:p"/><p:c/></a>'],
    ['xml_prefix_reserved', '<a xmlns:xml="urn:x"/>'],
    ['xml_prefix_reserved', '<a xmlns:x="http://www.w3.org/XML/1998/namespace"/>'],
    ['xml_prefix_reserved', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>'],
    ['xml_prefix_reserved', '<a xmlns:xmlns="urn:x"/>'],
    ['xml_prefix_reserved', '<a xmlns:x="http://www.w3.org/2000/xmlns/"/>'],
    ['xml_namespace_name_invalid', '<a xmlns:p=""/>'],
    ['xml_namespace_name_invalid', '<a xmlns="relative"/>'],
    ['xml_namespace_name_invalid', '<a xmlns="urn:a&amp;b"/>'],
    ['xml_namespace_name_invalid', '<a xmlns="urn:a b"/>'],
    ['xml_namespace_name_invalid', '<a xmlns="/path/urn:a"/>'],
    ['xml_namespace_name_invalid', '<a xmlns="1urn:a"/>'],
    ['xml_namespace_name_invalid', '<a xmlns="urn:&lt;"/>'],
    ['xml_namespace_name_invalid', '<a xmlns="urn:&quot;"/>'],
    ['xml_namespace_name_invalid', '<a xmlns="urn:\u0080"/>'],
  ])('%s: %j', (code, text) => expect(refusal(text)).toBe(code))

  it('bytes that are no UTF-8', () => {
    const bytes = Uint8Array.from([...encodeUtf8('<a>'), 0xff, ...encodeUtf8('</a>')])
    expect(parseXml(bytes)).toEqual({ ok: false, refusal: { code: 'xml_not_utf8' } })
  })

  it('and says where', () => {
    expect(parse('<a><b></c></a>')).toEqual({
      ok: false,
      refusal: { code: 'xml_malformed', got: 6 },
    })
  })
})

describe('parseXml keeps the limits (R7)', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth)
  const attributes = (count: number) =>
    `<a ${Array.from({ length: count }, (_, i) => `x${i}="1"`).join(' ')}/>`
  const declarations = (count: number) =>
    `<a>${Array.from({ length: count }, (_, i) => `<b xmlns:n${i}="urn:${i}"/>`).join('')}</a>`

  it.each([
    ['xml_too_deep', 'depth', nested],
    ['xml_too_many_attributes', 'attributes', attributes],
    ['xml_too_many_namespaces', 'namespaceDeclarations', declarations],
    ['xml_too_many_elements', 'elements', (count: number) => `<a>${'<b/>'.repeat(count - 1)}</a>`],
  ] as const)('%s', (code, limit, document) => {
    const expected = XML_LIMITS[limit]
    expect(refusal(document(expected))).toBe('accepted')
    expect(parse(document(expected + 1))).toEqual({ ok: false, refusal: { code, expected } })
  })

  it('xml_too_large', () => {
    const text = (bytes: number) => `<a>${'x'.repeat(bytes - 7)}</a>`
    expect(refusal(text(XML_LIMITS.bytes))).toBe('accepted')
    expect(parse(text(XML_LIMITS.bytes + 1))).toEqual({
      ok: false,
      refusal: { code: 'xml_too_large', expected: XML_LIMITS.bytes, got: XML_LIMITS.bytes + 1 },
    })
  })

  it('a list of groups may declare the same two namespaces on every value', () => {
    const value = '<v xmlns:xs="urn:xs" xmlns:xsi="urn:xsi" xsi:type="xs:string">g</v>'
    expect(refusal(`<a>${value.repeat(1000)}</a>`)).toBe('accepted')
  })
})

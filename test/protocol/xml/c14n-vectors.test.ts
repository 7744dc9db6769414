// The examples of the Recommendations, byte for byte: Canonical XML 1.0 and 1.1 §3, Exclusive C14N
// §2. What they show with a document type is left out of the inputs, and what consists of it is
// refused.

import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { type C14nAlgorithm, canonicalize } from '../../../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { childElements, type XmlElement } from '../../../src/protocol/xml/tree.ts'

const WHITE_SPACE = `<doc>
   <clean>   </clean>
   <dirty>   A   B   </dirty>
   <mixed>
      A
      <clean>   </clean>
      B
      <dirty>   A   B   </dirty>
      C
   </mixed>
</doc>`

const TAGS = `<doc>
   <e1   />
   <e2   ></e2>
   <e3   name = "elem3"   id="elem3"   />
   <e4   name="elem4"   id="elem4"   ></e4>
   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I'm"
      xmlns:b="http://www.ietf.org"
      xmlns:a="http://www.w3.org"
      xmlns="http://example.org"/>
   <e6 xmlns="" xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="" xmlns:a="http://www.w3.org">
            <e9 xmlns="" xmlns:a="http://www.ietf.org"/>
         </e8>
      </e7>
   </e6>
</doc>`
const CANONICAL_TAGS = `<doc>
   <e1></e1>
   <e2></e2>
   <e3 id="elem3" name="elem3"></e3>
   <e4 id="elem4" name="elem4"></e4>
   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I'm" attr2="all" b:attr="sorted" a:attr="out"></e5>
   <e6 xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="">
            <e9 xmlns:a="http://www.ietf.org"></e9>
         </e8>
      </e7>
   </e6>
</doc>`

const CHARACTERS = `<doc>
   <text>First line&#x0d;&#10;Second line</text>
   <value>&#x32;</value>
   <compute><![CDATA[value>"0" && value<"10" ?"valid":"error"]]></compute>
   <compute expr='value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"'>valid</compute>
   <norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>
</doc>`
const CANONICAL_CHARACTERS = `<doc>
   <text>First line&#xD;
Second line</text>
   <value>2</value>
   <compute>value&gt;"0" &amp;&amp; value&lt;"10" ?"valid":"error"</compute>
   <compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute>
   <norm attr=" '    &#xD;&#xA;&#x9;   ' "></norm>
</doc>`

const SIMPLE =
  '<n0:pdu xmlns:n0="http://a.example"><n1:elem1 xmlns:n1="http://b.example">content</n1:elem1></n0:pdu>'
const LOCAL = `<n0:local xmlns:n0="foo:bar"
          xmlns:n3="ftp://example.org">
   <n1:elem2 xmlns:n1="http://example.net"
             xml:lang="en">
       <n3:stuff xmlns:n3="ftp://example.org"/>
   </n1:elem2>
</n0:local>`
const PDU = `<n2:pdu xmlns:n1="http://example.com"
           xmlns:n2="http://foo.example"
           xml:lang="fr"
           xml:space="retain">
   <n1:elem2 xmlns:n1="http://example.net"
             xml:lang="en">
       <n3:stuff xmlns:n3="ftp://example.org"/>
   </n1:elem2>
</n2:pdu>`
const EXCLUSIVE = `<n1:elem2 xmlns:n1="http://example.net" xml:lang="en">
       <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>
   </n1:elem2>`

function rootOf(text: string): XmlElement {
  const parsed = parseXml(encodeUtf8(text))
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}

function childOf(text: string): XmlElement {
  const [child] = childElements(rootOf(text))
  if (child === undefined) throw new Error('No child')
  return child
}

const written = (element: XmlElement, algorithm: C14nAlgorithm): string | undefined =>
  decodeUtf8(canonicalize(element, { algorithm }))

describe.each(['c14n', 'c14n11'] as const)('%s of a whole document', (algorithm) => {
  it.each([
    ['§3.2 white space in content', WHITE_SPACE, WHITE_SPACE],
    ['§3.3 start and end tags', TAGS, CANONICAL_TAGS],
    ['§3.4 character modifications', CHARACTERS, CANONICAL_CHARACTERS],
    ['§3.6 UTF-8', '<?xml version="1.0" encoding="UTF-8"?>\n<doc>&#169;</doc>', '<doc>©</doc>'],
  ])('%s', (_, text, canonical) => {
    expect(written(rootOf(text), algorithm)).toBe(canonical)
  })
})

describe('an element out of its document', () => {
  it.each([
    [
      'Exclusive C14N §2.1, inclusive',
      SIMPLE,
      'c14n',
      '<n1:elem1 xmlns:n0="http://a.example" xmlns:n1="http://b.example">content</n1:elem1>',
    ],
    [
      'Exclusive C14N §2.1, inclusive 1.1',
      SIMPLE,
      'c14n11',
      '<n1:elem1 xmlns:n0="http://a.example" xmlns:n1="http://b.example">content</n1:elem1>',
    ],
    [
      'Exclusive C14N §2.1, exclusive',
      SIMPLE,
      'exc-c14n',
      '<n1:elem1 xmlns:n1="http://b.example">content</n1:elem1>',
    ],
    [
      'Exclusive C14N §2.2, inclusive in the first document',
      LOCAL,
      'c14n',
      `<n1:elem2 xmlns:n0="foo:bar" xmlns:n1="http://example.net" xmlns:n3="ftp://example.org" xml:lang="en">
       <n3:stuff></n3:stuff>
   </n1:elem2>`,
    ],
    [
      'Exclusive C14N §2.2, inclusive in the second document',
      PDU,
      'c14n',
      `<n1:elem2 xmlns:n1="http://example.net" xmlns:n2="http://foo.example" xml:lang="en" xml:space="retain">
       <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>
   </n1:elem2>`,
    ],
    ['Exclusive C14N §2.2, exclusive in the first document', LOCAL, 'exc-c14n', EXCLUSIVE],
    ['Exclusive C14N §2.2, exclusive in the second document', PDU, 'exc-c14n', EXCLUSIVE],
  ] as const)('%s', (_, text, algorithm, canonical) => {
    expect(written(childOf(text), algorithm)).toBe(canonical)
  })
})

describe('what is refused in place of being canonicalised', () => {
  it.each([
    [
      '§3.1 a processing instruction',
      '<?xml-stylesheet href="doc.xsl"?><doc/>',
      'xml_processing_instruction_forbidden',
    ],
    ['§3.1 a comment', '<doc>Hello, world!<!-- Comment 1 --></doc>', 'xml_comment_forbidden'],
    [
      '§3.5 entity references',
      '<!DOCTYPE doc [<!ENTITY ent1 "Hello">]><doc>&ent1;</doc>',
      'xml_dtd_forbidden',
    ],
  ])('%s', (_, text, code) => {
    expect(parseXml(encodeUtf8(text))).toMatchObject({ ok: false, refusal: { code } })
  })
})

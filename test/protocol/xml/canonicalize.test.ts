import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import type { Canonicalization } from '../../../src/protocol/xml/canonicalize.ts'
import {
  canonicalize,
  canonicalizeReceived,
  inheritsXmlAttributes,
} from '../../../src/protocol/xml/canonicalize.ts'
import { XML_LIMITS } from '../../../src/protocol/xml/limits.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { childElements, type XmlElement } from '../../../src/protocol/xml/tree.ts'

const root = (text: string): XmlElement => {
  const parsed = parseXml(encodeUtf8(text))
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}
const first = (element: XmlElement): XmlElement => {
  const [child] = childElements(element)
  if (child === undefined) throw new Error('no child')
  return child
}
const written = (element: XmlElement, canonicalization: Canonicalization) =>
  decodeUtf8(canonicalize(element, canonicalization))
const exclusive = (text: string) => written(root(text), { algorithm: 'exc-c14n' })
const inclusive = (text: string) => written(root(text), { algorithm: 'c14n' })

describe('canonicalize (Canonical XML 1.0 §2.3)', () => {
  it('writes empty elements with an end tag and CDATA as text', () => {
    expect(inclusive('<a><b/><![CDATA[<&>]]></a>')).toBe('<a><b></b>&lt;&amp;&gt;</a>')
  })

  it('escapes text and attributes each in their own way', () => {
    expect(inclusive('<a x="&#9;&#10;&#13;&quot;\'&lt;>">&#9;&#13;"\'&gt;</a>')).toBe(
      '<a x="&#x9;&#xA;&#xD;&quot;\'&lt;>">\t&#xD;"\'&gt;</a>',
    )
  })

  it('orders declarations by prefix, attributes by namespace and then name', () => {
    const text = '<a z="1" b:y="2" a:y="3" c="4" xmlns:b="urn:1" xmlns:a="urn:2" xmlns="urn:3"/>'
    expect(inclusive(text)).toBe(
      '<a xmlns="urn:3" xmlns:a="urn:2" xmlns:b="urn:1" c="4" z="1" b:y="2" a:y="3"></a>',
    )
  })

  it('orders by code point, not by UTF-16 unit', () => {
    expect(inclusive('<a \u{10000}="1" \uf900="2"/>')).toBe('<a \uf900="2" \u{10000}="1"></a>')
    expect(inclusive('<a \u{103ff}="3" \u{103fe}="2" \uf900="1" z="0"/>')).toBe(
      '<a z="0" \uf900="1" \u{103fe}="2" \u{103ff}="3"></a>',
    )
  })

  it('leaves out a declaration that the output has in scope', () => {
    const text =
      '<a xmlns="urn:1" xmlns:p="urn:2"><b xmlns="urn:1" xmlns:p="urn:2"/><c xmlns=""/></a>'
    expect(inclusive(text)).toBe('<a xmlns="urn:1" xmlns:p="urn:2"><b></b><c xmlns=""></c></a>')
  })

  it('gives an inner element the namespaces and xml:* attributes around it', () => {
    const text = '<a xmlns:p="urn:1" xml:lang="en" xml:space="preserve"><b xml:lang="de"/></a>'
    expect(written(first(root(text)), { algorithm: 'c14n' })).toBe(
      '<b xmlns:p="urn:1" xml:lang="de" xml:space="preserve"></b>',
    )
  })

  it('takes the nearest of what stands around an element', () => {
    const text =
      '<a xmlns:p="urn:far" xml:lang="en"><b xmlns:p="urn:near" xml:lang="de"><c/></b></a>'
    expect(written(first(first(root(text))), { algorithm: 'c14n' })).toBe(
      '<c xmlns:p="urn:near" xml:lang="de"></c>',
    )
  })

  it('takes an attribute without a prefix for no xml:* attribute', () => {
    const text = '<a xml:lang="en"><b lang="de"/></a>'
    expect(written(first(root(text)), { algorithm: 'c14n' })).toBe(
      '<b lang="de" xml:lang="en"></b>',
    )
  })

  it('leaves out an empty default namespace where none is in scope (§2.3)', () => {
    expect(inclusive('<a xmlns=""><b xmlns=""/></a>')).toBe('<a><b></b></a>')
  })

  it('leaves out the enveloped signature and nothing else', () => {
    const a = root('<a>1<s>x</s>2<s>y</s></a>')
    expect(written(a, { algorithm: 'c14n', omit: first(a) })).toBe('<a>12<s>y</s></a>')
  })
})

describe('Exclusive C14N', () => {
  it('shows a namespace where it is used, and again after another meaning', () => {
    const text =
      '<a xmlns:p="urn:1" xmlns:q="urn:2"><p:b/><p:c p:x="1"><p:d xmlns:p="urn:3"/></p:c></a>'
    expect(exclusive(text)).toBe(
      '<a><p:b xmlns:p="urn:1"></p:b><p:c xmlns:p="urn:1" p:x="1"><p:d xmlns:p="urn:3"></p:d></p:c></a>',
    )
  })

  it('has the outer meaning of a prefix in scope again behind an inner one', () => {
    expect(exclusive('<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"/><p:c/></p:a>')).toBe(
      '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"></p:b><p:c></p:c></p:a>',
    )
  })

  it('shows a namespace of an attribute once, however deep it is used', () => {
    expect(exclusive('<a xmlns:p="urn:1" p:x="1"><b p:y="2"/></a>')).toBe(
      '<a xmlns:p="urn:1" p:x="1"><b p:y="2"></b></a>',
    )
  })

  it('treats listed prefixes as inclusive, #default for the default namespace', () => {
    const a = root('<a xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q"><q:b/></a>')
    const inclusivePrefixes = ['p', '#default', 'unknown']
    expect(written(first(a), { algorithm: 'exc-c14n', inclusivePrefixes })).toBe(
      '<q:b xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q"></q:b>',
    )
  })

  it('does not inherit xml:* attributes', () => {
    expect(written(first(root('<a xml:lang="en"><b/></a>')), { algorithm: 'exc-c14n' })).toBe(
      '<b></b>',
    )
  })
})

describe('Canonical XML 1.1', () => {
  it('is like 1.0 where no xml:* attribute is inherited', () => {
    const b = first(root('<a xmlns:p="urn:1"><b xml:id="x"/></a>'))
    expect(inheritsXmlAttributes(b)).toBe(false)
    expect(written(b, { algorithm: 'c14n11' })).toBe(written(b, { algorithm: 'c14n' }))
  })

  it('is not written where one is', () => {
    const b = first(root('<a xml:base="http://x/"><b/></a>'))
    expect(inheritsXmlAttributes(b)).toBe(true)
    expect(() => canonicalize(b, { algorithm: 'c14n11' })).toThrow('inherited xml:*')
  })
})

describe('canonicalizeReceived', () => {
  it('is idempotent', () => {
    const text = '<a xmlns:p="urn:1" x="&#10;"><p:b p:y="1">&amp;&#13;</p:b><c xmlns="urn:2"/></a>'
    expect(exclusive(exclusive(text) ?? '')).toBe(exclusive(text))
  })

  it('writes up to the limit and not one character more', () => {
    const around = '<a><b></b></a>'.length
    const long = (more: number) =>
      root(`<a>${'x'.repeat(XML_LIMITS.canonicalBytes - around + more)}<b/></a>`)
    const exc = { algorithm: 'exc-c14n' } as const
    expect(canonicalizeReceived(long(0), exc)).toHaveLength(XML_LIMITS.canonicalBytes)
    expect(canonicalizeReceived(long(1), exc)).toBeUndefined()
    expect(() => canonicalize(long(1), exc)).toThrow('The canonical form is too long')
  })

  it('gives up on a small document with a huge canonical form', () => {
    const a = root(`<a xmlns:p="urn:${'x'.repeat(10_000)}">${'<p:b/>'.repeat(10_000)}</a>`)
    expect(canonicalizeReceived(a, { algorithm: 'exc-c14n' })).toBeUndefined()
  })
})

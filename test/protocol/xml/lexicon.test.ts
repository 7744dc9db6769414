// The reader remembers names from one message to the next. What it remembers is spelling, never
// meaning: these messages would be read wrongly if anything else stayed.

import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { namespaceOf, tidyLexicon } from '../../../src/protocol/xml/lexicon.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { allElements, type XmlElement } from '../../../src/protocol/xml/tree.ts'

const parse = (text: string) => parseXml(encodeUtf8(text))
const read = (text: string): readonly XmlElement[] => {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return allElements(parsed.value)
}
const names = (text: string) => read(text).map(({ name, namespace }) => [name, namespace])
const many = (count: number, name: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `<${name(i)}/>`).join('')

describe('the reader', () => {
  it('gives a prefix no meaning that another message declared', () => {
    expect(names('<p:a xmlns:p="urn:1" p:b="c"/>')).toEqual([['p:a', 'urn:1']])
    expect(parse('<p:a/>')).toEqual({
      ok: false,
      refusal: { code: 'xml_prefix_unbound', got: 'p' },
    })
    expect(names('<p:a xmlns:p="urn:2"/>')).toEqual([['p:a', 'urn:2']])
  })

  it('gives a prefix no meaning that a message declared which broke off', () => {
    expect(parse('<a xmlns="urn:1" xmlns:p="urn:1"><p:b')).toMatchObject({ ok: false })
    expect(names('<a/>')).toEqual([['a', '']])
    expect(parse('<a><p:b/></a>')).toMatchObject({ refusal: { code: 'xml_prefix_unbound' } })
  })

  it('reads nothing of the message before behind the end of this one', () => {
    const whole = '<a x="1"><b>text</b><c/></a>'
    for (let end = 0; end < whole.length; end++) {
      expect(parse(whole)).toMatchObject({ ok: true })
      expect(parse(whole.slice(0, end)), whole.slice(0, end)).toMatchObject({ ok: false })
    }
  })

  it('checks a declaration in every message', () => {
    expect(names('<a xmlns:p="urn:1"/>')).toHaveLength(1)
    for (let i = 0; i < 2; i++)
      expect(parse('<a xmlns:p="relative"/>')).toMatchObject({
        refusal: { code: 'xml_namespace_name_invalid' },
      })
  })

  it('knows names apart that only differ in one letter, whichever it is', () => {
    const alike = Array.from({ length: 40 }, (_, i) => {
      const letters = 'n'.repeat(40).split('')
      letters[i] = 'm'
      return letters.join('')
    })
    const text = `<r>${[...alike, ...alike].map((name) => `<${name}/>`).join('')}</r>`
    expect(names(text).slice(1)).toEqual([...alike, ...alike].map((name) => [name, '']))
  })

  it('knows a name apart from a longer one that it begins', () => {
    for (const text of ['<ab><a/><a/></ab>', '<a><a/><ab/><a/></a>', '<a><a/><a-b/><a/></a>'])
      expect(read(text).map(({ name }) => name)).toEqual(
        text.match(/[a-b-]+(?=[>/])/g)?.slice(0, -1),
      )
  })

  it('reads a message right after it forgot all names, and while it learns more than it keeps', () => {
    const crowded = `<r xmlns:p0="urn:0">${many(3000, (i) => `n${i % 1500}`)}<p0:end/></r>`
    for (let round = 0; round < 3; round++) {
      const all = names(crowded)
      expect(all[1501]).toEqual(['n0', ''])
      expect(all.at(-1)).toEqual(['p0:end', 'urn:0'])
      expect(names('<p0:a xmlns:p0="urn:other"/>')).toEqual([['p0:a', 'urn:other']])
    }
  })

  it('reads the names that it no longer learns like the others', () => {
    const strangers = Array.from({ length: 300 }, (_, i) => `p:stranger${i}`)
    const text = `<p:r xmlns:p="urn:1">${strangers.map((name) => `<${name} p:x${name.slice(2)}="1"/>`).join('')}<q xmlns:p="urn:2"><p:stranger299/></q></p:r>`
    const all = read(text)
    expect(all.slice(1, 301).map(({ name, namespace }) => [name, namespace])).toEqual(
      strangers.map((name) => [name, 'urn:1']),
    )
    expect(all[300]?.attributes).toEqual([
      { name: 'p:xstranger299', localName: 'xstranger299', namespace: 'urn:1', value: '1' },
    ])
    expect(all.at(-1)).toMatchObject({ name: 'p:stranger299', namespace: 'urn:2' })
    expect(parse(text.replace('p:stranger250', '1stranger'))).toMatchObject({
      refusal: { code: 'xml_name_invalid' },
    })
  })

  it('keeps a namespace name from one message to the next, unless it is long', () => {
    const [short, longest, long] = ['urn:s', `urn:${'l'.repeat(252)}`, `urn:${'l'.repeat(253)}`]
    tidyLexicon()
    const kept = [short, longest].map(namespaceOf)
    tidyLexicon()
    expect([short, longest].map(namespaceOf).map((known, i) => known === kept[i])).toEqual([
      true,
      true,
    ])
    const oversized = namespaceOf(long)
    tidyLexicon()
    expect(namespaceOf(long)).not.toBe(oversized)
  })

  it('reads names longer than it keeps', () => {
    const long = 'l'.repeat(5000)
    expect(names(`<${long}><${long}x/></${long}>`)).toEqual([
      [long, ''],
      [`${long}x`, ''],
    ])
  })

  it('keeps text beyond ASCII where it is', () => {
    const text = '<ü:ä xmlns:ü="urn:u" x="é😀"> 😀<ü:ä>\u2028</ü:ä>ß</ü:ä>'
    const [root, child] = read(text)
    expect(root?.children).toEqual([' 😀', child, 'ß'])
    expect(root?.attributes[0]?.value).toBe('é😀')
    expect(child).toMatchObject({ namespace: 'urn:u', children: ['\u2028'] })
  })
})

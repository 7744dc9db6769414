import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { attributeOf, textOf } from '../../../src/protocol/xml/tree.ts'
import { escapeAttribute, escapeText } from '../../../src/protocol/xml/write.ts'

describe('escapeText and escapeAttribute', () => {
  it.each(['', 'plain', `<&>"'`, '\t\n\r', ']]>', '&amp;', 'é€😀'])('%j is read back', (value) => {
    const text = `<a x="${escapeAttribute(value)}">${escapeText(value)}</a>`
    const parsed = parseXml(encodeUtf8(text))
    expect(parsed.ok && attributeOf(parsed.value, 'x')).toBe(value)
    expect(parsed.ok && textOf(parsed.value)).toBe(value)
  })
})

// Character and entity references (XML 1.0 §4.1): the five names and legal code points, nothing
// else (R5).

import type { XmlRefusalCode } from './xml-refusals.ts'

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}
/** Seven digits hold every code point with zeros to spare. */
const NUMERIC = /^#(?:x([0-9A-Fa-f]{1,7})|([0-9]{1,7}))$/
const LONGEST = '#x10FFFFF'.length

/** Replaces every reference in `raw`; or the code of the refusal. */
export function resolveReferences(
  raw: string,
): { readonly text: string } | { readonly code: XmlRefusalCode } {
  let text = ''
  let from = 0
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', from)) {
    const end = raw.slice(at + 1, at + 2 + LONGEST).indexOf(';')
    if (end < 0) return { code: 'xml_reference_forbidden' }
    const character = referredBy(raw.slice(at + 1, at + 1 + end))
    if (character === undefined) return { code: 'xml_reference_forbidden' }
    if (character === '') return { code: 'xml_illegal_character' }
    text += raw.slice(from, at) + character
    from = at + end + 2
  }
  return { text: text + raw.slice(from) }
}

/**
 * The character meant; empty for one that XML does not allow, undefined for no reference we know.
 */
function referredBy(reference: string): string | undefined {
  if (Object.hasOwn(NAMED, reference)) return NAMED[reference]
  const match = NUMERIC.exec(reference)
  if (match === null) return undefined
  const point = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16)
  return isLegal(point) ? String.fromCodePoint(point) : ''
}

/** XML 1.0 §2.2, production Char. */
function isLegal(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd
  return (
    point <= 0xd7ff ||
    (point >= 0xe000 && point <= 0xfffd) ||
    (point >= 0x10000 && point <= 0x10ffff)
  )
}

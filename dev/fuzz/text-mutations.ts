// Changes of the text and of its bytes: the same document spelled otherwise, and what is a document
// no more.

import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import type { Random } from './random.ts'

export type TextMutation = (text: string, random: Random) => string

const FRAGMENTS = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '&amp;',
  '&lt;',
  '&#x41;',
  '&#65;',
  '&#0;',
  '&#xD;',
  '&#xFFFE;',
  '&nobody;',
  '<a/>',
  '<a>',
  '</a>',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\u0000',
  '\u000b',
  '\u0085',
  '\u2028',
  '\u00e9',
  '\ufeff',
  'mallory',
  '<!---->',
  '<!-- -- -->',
  '<?pi?>',
  '<?xml version="1.0"?>',
  '<![CDATA[]]>',
  '<![CDATA[<a>]]>',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE a>',
  '<!ENTITY a "b">',
  ' ID="x"',
  ' xmlns="urn:x"',
  ' xmlns:saml=""',
  '#',
  ':',
]
const PROLOGS = [
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>',
  "<?xml version='1.0' encoding='utf-8' standalone='no' ?>\n",
  '<?xml version="1.1"?>',
  '<?xml version="1.0" encoding="ISO-8859-1"?>',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<?xml version="1.0" encoding="us-ascii"?>',
  "<?xml version='1.0' encoding='ASCII'?>\r\n",
  '<?xml version="1.0" encoding="UTF8"?>',
  '\ufeff<?xml version="1.0" encoding="utf-8"?>',
  '\ufeff\ufeff',
  '<?xml version="1.0"?><?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-7"?>',
  ' <?xml version="1.0"?>',
  '<!DOCTYPE samlp:Response>',
  '<!DOCTYPE a [<!ENTITY b "mallory">]>',
  '<!DOCTYPE a [<!ATTLIST saml:Assertion Id ID #IMPLIED>]>',
  '<!-- -->',
  '<?pi?>',
  '\ufeff',
  '\n \n',
  'x',
]

/** Where text stands between tags, as ranges; attribute values are no text here. */
const textRanges = (text: string): readonly (readonly [number, number])[] =>
  [...text.matchAll(/>([^<]+)</g)].map(({ index, 1: inner = '' }) => [
    index + 1,
    index + 1 + inner.length,
  ])

const splice = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to)

/** The same text in other words, at a random place of some text. */
function respell(text: string, random: Random, spell: (inner: string) => string): string {
  const ranges = textRanges(text)
  if (ranges.length === 0) return text
  const [from, to] = random.pick(ranges)
  const at = from + random.below(to - from)
  const end = random.oneIn(2) ? to : Math.min(to, at + 1 + random.below(8))
  return splice(text, at, end, spell(text.slice(at, end)))
}

const inCData = (inner: string): string => `<![CDATA[${inner}]]>`

/** Code points, so that no surrogate is written as a character by itself. */
const asReferences = (inner: string, radix: 10 | 16): string =>
  Array.from(inner, (c) => {
    const point = c.codePointAt(0) ?? 0
    return radix === 16 ? `&#x${point.toString(16)};` : `&#${point};`
  }).join('')

/** Spelled otherwise; most of these mean the same to every reader. */
export const SPELLINGS: Readonly<Record<string, TextMutation>> = {
  cdata: (text, random) => respell(text, random, inCData),
  references: (text, random) =>
    respell(text, random, (inner) => asReferences(inner, random.pick([10, 16]))),
  quotes: (text, random) =>
    random.oneIn(2)
      ? text.replaceAll(/="([^"']*)"/g, "='$1'")
      : nth(text, random, /="([^"']*)"/g, ([, value = '']) => `='${value}'`),
  spaceInTags: (text, random) =>
    nth(text, random, /\s?\/?>/g, ([tag]) => random.pick([' ', '\n', '\t ', '\r\n']) + tag.trim()),
  spaceAroundEquals: (text, random) => nth(text, random, /="/g, () => ' = "'),
  spaceBetweenAttributes: (text, random) => nth(text, random, / (?=[\w:]+=")/g, () => '\n\t'),
  spaceBetweenTags: (text, random) => nth(text, random, /></g, () => '>\n<'),
  lineEnds: (text, random) => text.replaceAll('\n', random.pick(['\r\n', '\r'])),
  emptyTags: (text) => text.replaceAll(/<([^\s/>]+)([^>]*)><\/\1>/g, '<$1$2/>'),
  prolog: (text, random) => random.pick(PROLOGS) + text,
  epilog: (text, random) => text + random.pick([...PROLOGS, text]),
}

/** Changes without sense. */
export const EDITS: Readonly<Record<string, TextMutation>> = {
  insertFragment: (text, random) => {
    const at = random.below(text.length + 1)
    return splice(text, at, at, random.pick(FRAGMENTS))
  },
  insertIntoText: (text, random) =>
    respell(text, random, (inner) => random.pick(FRAGMENTS) + inner),
  cut: (text, random) => {
    const at = random.below(text.length)
    return splice(text, at, at + 1 + random.below(random.oneIn(8) ? 400 : 4), '')
  },
  replaceCharacter: (text, random) => {
    const at = random.below(text.length)
    return splice(text, at, at + 1, String.fromCharCode(33 + random.below(94)))
  },
  repeat: (text, random) => {
    const from = random.below(text.length)
    const to = from + random.below(random.oneIn(4) ? 2000 : 40)
    const at = random.below(text.length)
    return splice(text, at, at, text.slice(from, to))
  },
  truncate: (text, random) => text.slice(0, random.below(text.length)),
}

/** More than anyone needs; rare, because it costs time. */
export const FLOODS: Readonly<Record<string, TextMutation>> = {
  bytes: (text) => text.replace('</', `${' '.repeat(300_000)}</`),
  depth: (text) => text.replace('</', `${'<a>'.repeat(70)}${'</a>'.repeat(70)}</`),
  elements: (text) => text.replace('</', `${'<a/>'.repeat(20_001)}</`),
  attributes: (text) =>
    text.replace('</', `<a ${Array.from({ length: 70 }, (_, i) => `a${i}=""`).join(' ')}/></`),
  namespaces: (text) =>
    text.replace(
      '</',
      `${Array.from({ length: 410 }, (_, i) => `<a xmlns:n${i}="urn:n${i}"/>`).join('')}</`,
    ),
}

/** The bytes of a text; now and then in an encoding that is not ours, or with one byte changed. */
export function encodeSomehow(text: string, random: Random): Uint8Array<ArrayBuffer> {
  const way = random.below(200)
  if (way === 0) return utf16(text, true)
  if (way === 1) return utf16(`\ufeff${text}`, false)
  const bytes = encodeUtf8(way === 2 ? `\ufeff${text}` : text)
  if (way < 3 || way > 8) return bytes
  const at = random.below(bytes.length)
  bytes[at] = way < 6 ? random.below(256) : (bytes[at] ?? 0) ^ (1 << random.below(8))
  return bytes
}

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian)
  return new Uint8Array(view.buffer)
}

/** Replaces one match, whichever. */
function nth(
  text: string,
  random: Random,
  pattern: RegExp,
  by: (match: RegExpExecArray) => string,
): string {
  const matches = [...text.matchAll(pattern)]
  if (matches.length === 0) return text
  const match = random.pick(matches)
  return splice(text, match.index, match.index + match[0].length, by(match))
}

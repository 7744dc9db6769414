// Finds where a text stops being JSON (RFC 8259), and says what is wrong there. It runs only on a
// text that JSON.parse has refused: the message of the engine quotes the text, which may hold a
// secret, and often gives no position.

/** What is wrong, and where: the first line and the first column are 1. */
export interface JsonMistake {
  readonly line: number
  readonly column: number
  readonly message: string
}

type Expected = 'value' | 'item' | 'member' | 'name' | 'colon' | 'separator'

const WHITE_SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /(?:true|false|null)/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const TYPOGRAPHIC_QUOTE = /[\u2018-\u201f\u00ab\u00bb]/
const ENDS_EARLY = 'the text ends before the value does'

/** Finds the first mistake; `undefined` if there is none. Depth costs no stack. */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const found = scan(text)
  if (found === undefined) return undefined
  const before = text.slice(0, found.at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, message: found.message }
}

interface Found {
  readonly at: number
  readonly message: string
}

function scan(text: string): Found | undefined {
  if (text.startsWith('\ufeff'))
    return { at: 0, message: 'a byte order mark stands before the value' }
  const open: string[] = []
  let expected: Expected = 'value'
  let comma = -1
  for (let at = 0; ; ) {
    at = behind(WHITE_SPACE, text, at) ?? at
    if (expected === 'separator' && open.length === 0)
      return at === text.length
        ? undefined
        : { at, message: 'text stands behind the end of the value' }
    if (at === text.length) return { at, message: ENDS_EARLY }
    const character = text[at] ?? ''
    const closes = character === '}' || character === ']'
    if (closes && (expected === 'item' || expected === 'member' || expected === 'separator')) {
      if (open.pop() !== character) return { at, message: `\`${character}\` closes nothing here` }
      expected = 'separator'
      at += 1
    } else if (closes && comma !== -1 && comma === lastSolid(text, at))
      return { at: comma, message: `a comma stands before \`${character}\`` }
    else if (expected === 'separator') {
      if (character !== ',')
        return { at, message: strange(text, at) ?? `a comma or \`${open.at(-1)}\` is missing` }
      comma = at
      expected = open.at(-1) === '}' ? 'name' : 'value'
      at += 1
    } else if (expected === 'colon') {
      if (character !== ':') return { at, message: 'a colon is missing' }
      expected = 'value'
      at += 1
    } else if (expected === 'member' || expected === 'name') {
      if (character !== '"')
        return { at, message: strange(text, at) ?? 'a name in double quotes is missing' }
      const string = readString(text, at)
      if (typeof string !== 'number') return string
      at = string
      expected = 'colon'
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']')
      expected = character === '{' ? 'member' : 'item'
      at += 1
    } else {
      const end = readScalar(text, at)
      if (typeof end !== 'number') return end
      at = end
      expected = 'separator'
    }
  }
}

/** The position behind a string, a number or a word. */
function readScalar(text: string, at: number): number | Found {
  if (text[at] === '"') return readString(text, at)
  const end = behind(WORD, text, at) ?? behind(NUMBER, text, at)
  if (end !== undefined && !/[\w.+-]/.test(text[end] ?? '')) return end
  const message = /[\d.+-]/.test(text[at] ?? '')
    ? 'this is no number of JSON'
    : 'no value of JSON begins here'
  return { at, message: strange(text, at) ?? message }
}

function readString(text: string, start: number): number | Found {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === '"') return at + 1
    if (character < ' ')
      return { at, message: 'a line break or another control character stands inside a string' }
    if (character !== '\\') continue
    const end = behind(ESCAPE, text, at)
    if (end === undefined) return { at, message: 'a backslash begins no escape of JSON' }
    at = end - 1
  }
  return { at: start, message: 'a string begins here that never ends' }
}

/** Names what other notations have and JSON has not. */
function strange(text: string, at: number): string | undefined {
  const character = text[at] ?? ''
  if (character === "'") return 'single quotes stand where JSON takes double quotes'
  if (TYPOGRAPHIC_QUOTE.test(character))
    return 'a typographic quote stands in place of a straight one'
  if (text.startsWith('//', at) || text.startsWith('/*', at) || character === '#')
    return 'a comment stands here, and JSON has none'
  return undefined
}

/** Where a pattern that begins at `at` ends; `undefined` if it does not begin there. */
function behind(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** The position of the last character before `at` that is no white space. */
function lastSolid(text: string, at: number): number {
  let before = at - 1
  while (/\s/.test(text[before] ?? '')) before -= 1
  return before
}

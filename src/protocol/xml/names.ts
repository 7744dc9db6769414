// Names: NCName and QName of Namespaces in XML 1.0 §3-4 (R5). ASCII names take a table, others the
// full expression.

export interface QName {
  /** As written. */
  readonly name: string
  readonly prefix: string
  readonly localName: string
}

const START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
const REST = '\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}'
const NCNAME = new RegExp(`^[${START}][${START}${REST}]*$`, 'u')

const NAME_START = 1
const NAME_PART = 2
const ASCII = asciiTable()

/** Tells whether a text is an NCName: a name without colon, as an ID has to be. */
export function isNCName(text: string): boolean {
  if (ASCII[text.charCodeAt(0)] !== NAME_START) return NCNAME.test(text)
  for (let at = 1; at < text.length; at++) if (!ASCII[text.charCodeAt(at)]) return NCNAME.test(text)
  return true
}

/** Splits a qualified name; undefined when it, or either side of its colon, is no name. */
export function parseQName(name: string): QName | undefined {
  const colon = name.indexOf(':')
  const prefix = colon < 0 ? '' : name.slice(0, colon)
  const localName = name.slice(colon + 1)
  if (!isNCName(localName) || (colon >= 0 && !isNCName(prefix))) return undefined
  return { name, prefix, localName }
}

function asciiTable(): Uint8Array {
  const table = new Uint8Array(128)
  for (let unit = 0; unit < table.length; unit++) {
    const character = String.fromCharCode(unit)
    if (/[A-Za-z_]/.test(character)) table[unit] = NAME_START
    else if (/[-.0-9]/.test(character)) table[unit] = NAME_PART
  }
  return table
}

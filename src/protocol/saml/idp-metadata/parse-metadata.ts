// Metadata text -> tree. Metadata is configuration that an administrator reviews, and real
// documents carry comments and processing instructions, so a common parser reads it instead of the
// strict one. It never sees a login message (R1), and everything it could interpret is off:
// entities and namespaces are resolved here.

import type { Refusal } from '../../../refusal.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { resolveReferences } from '../../xml/references.ts'
import { XML_NS } from '../../xml/tree.ts'
import type { MetadataRefusalCode } from './metadata-refusals.ts'
import { findMetadataText } from './metadata-text.ts'

/**
 * An element of a metadata document. Everything read there is a URI, a token or base64, so white
 * space around is dropped.
 */
export interface MetadataElement {
  readonly namespace: string
  readonly localName: string
  /** Those without prefix; no other one has a meaning here. */
  readonly attributes: ReadonlyMap<string, string>
  /** Its own character data, without that of its children. */
  readonly text: string
  readonly children: readonly MetadataElement[]
}

/**
 * One entry of the parser's ordered output: text, CDATA, or an element under its name with its
 * attributes beside it.
 */
interface Entry {
  readonly ':@'?: Readonly<Record<string, string>>
  readonly '#text'?: string
  readonly '#cdata'?: readonly Entry[]
  readonly [element: string]: unknown
}

/** Start and end tags, comments and so on; a real document has at most half of that in 2 MiB. */
const MAX_MARKUP = 100_000
const OPTIONS = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  maxNestedTags: 64,
}

/** Parses a document to its root element. */
export async function parseMetadata(
  text: string,
): Promise<Result<MetadataElement, Refusal<MetadataRefusalCode>>> {
  const found = findMetadataText(text)
  if (!found.ok) return found
  const document = found.value
  if (document.split('<', MAX_MARKUP + 2).length > MAX_MARKUP + 1)
    return refuse({ code: 'metadata_too_large', expected: MAX_MARKUP })
  if (hasDeclaration(document)) return refuse({ code: 'metadata_dtd_forbidden' })

  // Loaded on first use: no login needs it, so no cold start pays for it.
  const { XMLParser, XMLValidator } = await import('./fast-xml.ts')
  const valid = XMLValidator.validate(document)
  if (valid !== true) return refuse({ code: 'metadata_malformed', got: `line ${valid.err.line}` })
  const roots = parseEntries(new XMLParser(OPTIONS), document)?.filter(isElement)
  const building: Building = { malformed: roots?.length !== 1 }
  const root = roots?.[0] && toElement(building, roots[0], OUTERMOST)
  return root && !building.malformed ? ok(root) : refuse({ code: 'metadata_malformed' })
}

/** What may hold any text, `<!` too (XML 1.0 §2.5-2.7): begin and end. */
const OPAQUE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

/** A tag, whose attributes hold no `<` (XML 1.0 §3.1). */
const TAG = /<[^<>"']*(?:(?:"[^<"]*"|'[^<']*')[^<>"']*)*>/y
const DECLARATION = /<!(?!--|\[CDATA\[)/

/**
 * Finds a markup declaration: only comments and CDATA may begin with `<!`. Looks at each character
 * once. Where anything else than a tag begins, as in `<a b="<!--">`, the parser may see other
 * comments than these, so from there on none hides a declaration.
 */
function hasDeclaration(document: string): boolean {
  for (let at = document.indexOf('<'); at >= 0; at = document.indexOf('<', at)) {
    const opaque = OPAQUE.find(([begin]) => document.startsWith(begin, at))
    if (opaque === undefined) {
      TAG.lastIndex = at
      if (!TAG.test(document)) return DECLARATION.test(document.slice(at))
      if (document.startsWith('<!', at)) return true
      at = TAG.lastIndex
      continue
    }
    const [begin, end] = opaque
    const closed = document.indexOf(end, at + begin.length)
    // Without an end it is not well-formed; the parser says in which line.
    if (closed < 0) return false
    at = closed + end.length
  }
  return false
}

/** Set once an unbound prefix or an unknown entity is met; the whole document is then refused. */
interface Building {
  malformed: boolean
}

/**
 * Namespaces in scope: what an element declares, then what stands around it. Depth is bounded, so a
 * look-up is too.
 */
interface Scope {
  readonly declared: ReadonlyMap<string, string>
  readonly outer: Scope | undefined
}

const OUTERMOST: Scope = {
  declared: new Map([
    ['', ''],
    ['xml', XML_NS],
  ]),
  outer: undefined,
}

function parseEntries(
  parser: { parse(text: string): readonly Entry[] },
  document: string,
): readonly Entry[] | undefined {
  try {
    return parser.parse(document)
  } catch {
    // It throws for what its validator lets pass, such as elements nested too deep.
    return undefined
  }
}

/** The name of an element; `?` begins a processing instruction or the declaration. */
const nameOf = (entry: Entry): string | undefined =>
  Object.keys(entry).find((key) => !/^[:#?]/.test(key))

const isElement = (entry: Entry): boolean => nameOf(entry) !== undefined

function toElement(building: Building, entry: Entry, outer: Scope): MetadataElement {
  const name = nameOf(entry) ?? ''
  const attributes = Object.entries(entry[':@'] ?? {}).map(
    // XML 1.0 §3.3.3: a line break in an attribute is a space, unless a reference wrote it.
    ([name, value]) => [name, resolve(building, value.replace(/[\t\r\n]/g, ' ')).trim()] as const,
  )
  const scope = declare(attributes, outer)
  const colon = name.indexOf(':')
  const namespace = namespaceOf(name.slice(0, Math.max(colon, 0)), scope)
  if (namespace === undefined) building.malformed = true
  const content: readonly Entry[] = Array.isArray(entry[name]) ? entry[name] : []
  return {
    namespace: namespace ?? '',
    localName: name.slice(colon + 1),
    attributes: new Map(attributes.filter(([name]) => !name.includes(':'))),
    text: content
      .map((part) => characterData(building, part))
      .join('')
      .trim(),
    children: content.filter(isElement).map((child) => toElement(building, child, scope)),
  }
}

function declare(attributes: readonly (readonly [string, string])[], outer: Scope): Scope {
  const declared = attributes.filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (declared.length === 0) return outer
  return { declared: new Map(declared.map(([name, value]) => [name.slice(6), value])), outer }
}

function namespaceOf(prefix: string, scope: Scope): string | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const namespace = at.declared.get(prefix)
    if (namespace !== undefined) return namespace
  }
  return undefined
}

/**
 * Comments are gone by now and text on both sides is joined, so a comment can cut no value short.
 */
const characterData = (building: Building, entry: Entry): string =>
  entry['#cdata']?.map((part) => part['#text'] ?? '').join('') ??
  resolve(building, entry['#text'] ?? '')

function resolve(building: Building, raw: string): string {
  if (!raw.includes('&')) return raw
  const resolved = resolveReferences(raw)
  if ('text' in resolved) return resolved.text
  building.malformed = true
  return ''
}

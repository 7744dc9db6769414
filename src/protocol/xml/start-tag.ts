// Start tags: names, attributes, namespace declarations (XML 1.0 §3.1, Namespaces in XML §2-6).

import { XML_LIMITS } from './limits.ts'
import type { QName } from './names.ts'
import { endOfName, parseQName } from './names.ts'
import type { OpenElement, Reader } from './reader.ts'
import { fail, failLimit, isSpace, skipSpace } from './reader.ts'
import { resolveReferences } from './references.ts'
import type { NamespaceDeclaration, XmlAttribute } from './tree.ts'
import { XML_NS, XMLNS_NS } from './tree.ts'

const EQUALS = 0x3d
const GREATER = 0x3e
const SLASH = 0x2f
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27

/** An absolute URI in URI characters, quotes and white space left out (R6): canonical forms differ over anything else. */
const NAMESPACE_NAME = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$()*+,;=%]+$/
/** `<` is forbidden; the others need work: references, and literal white space, which reads as a space. */
const NEEDS_WORK = /[<&\t\n]/

const NO_ATTRIBUTES: readonly XmlAttribute[] = []
const NO_RAW: RawAttribute[] = []
const NO_DECLARATIONS: readonly NamespaceDeclaration[] = []

interface RawAttribute {
  readonly name: QName
  readonly value: string
}

/** Reads the start tag at the reader, up to and with its `>`. */
export function readStartTag(
  reader: Reader,
  parent: OpenElement | undefined,
): OpenElement | undefined {
  const { text } = reader
  reader.at++
  if (++reader.elements > XML_LIMITS.elements)
    return failLimit(reader, 'xml_too_many_elements', 'elements')
  if (++reader.depth > XML_LIMITS.depth) return failLimit(reader, 'xml_too_deep', 'depth')
  const name = readName(reader)
  if (name === undefined) return undefined
  let raw = NO_RAW
  let declarations = NO_DECLARATIONS
  for (let count = 0; ; count++) {
    const before = reader.at
    skipSpace(reader)
    const unit = text.charCodeAt(reader.at)
    if (unit === GREATER || unit === SLASH) break
    if (reader.at === before) return fail(reader, 'xml_malformed')
    if (count === XML_LIMITS.attributes)
      return failLimit(reader, 'xml_too_many_attributes', 'attributes')
    const attribute = readAttribute(reader)
    if (attribute === undefined) return undefined
    const declaration = declarationIn(attribute)
    if (declaration !== undefined) declarations = declare(reader, declarations, declaration)
    else if (raw === NO_RAW) raw = [attribute]
    else raw.push(attribute)
  }
  if (text.charCodeAt(reader.at) === SLASH) reader.at++
  if (text.charCodeAt(reader.at) !== GREATER) return fail(reader, 'xml_malformed')
  reader.at++
  return resolve(reader, name, raw, declarations, parent)
}

/** Reads a name. Documents repeat a few names, so what a slot remembers mostly saves making and checking a string. */
function readName(reader: Reader): QName | undefined {
  const { text, at, names } = reader
  const end = endOfName(text, at)
  const slot =
    (end - at + 31 * text.charCodeAt(end - 1) + 7 * text.charCodeAt((at + end) >> 1)) & 127
  const known = names[slot]
  reader.at = end
  if (known !== undefined && known.name.length === end - at && text.startsWith(known.name, at))
    return known
  const name = parseQName(text.slice(at, end))
  if (name === undefined) return fail(reader, 'xml_name_invalid')
  names[slot] = name
  return name
}

function readAttribute(reader: Reader): RawAttribute | undefined {
  const name = readName(reader)
  if (name === undefined) return undefined
  const { text } = reader
  if (isSpace(text.charCodeAt(reader.at))) skipSpace(reader)
  if (text.charCodeAt(reader.at) !== EQUALS) return fail(reader, 'xml_malformed')
  reader.at++
  if (isSpace(text.charCodeAt(reader.at))) skipSpace(reader)
  const quote = text.charCodeAt(reader.at)
  if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return fail(reader, 'xml_malformed')
  const from = reader.at + 1
  const end = text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", from)
  if (end < 0) return fail(reader, 'xml_malformed')
  const value = attributeValue(reader, text.slice(from, end))
  reader.at = end + 1
  return value === undefined ? undefined : { name, value }
}

/** XML 1.0 §3.3.3: literal white space becomes a space, referenced white space stays. */
function attributeValue(reader: Reader, raw: string): string | undefined {
  if (!NEEDS_WORK.test(raw)) return raw
  if (raw.includes('<')) return fail(reader, 'xml_malformed')
  const resolved = resolveReferences(raw.replace(/[\t\n]/g, ' '))
  return 'code' in resolved ? fail(reader, resolved.code) : resolved.text
}

function declarationIn({ name, value }: RawAttribute): NamespaceDeclaration | undefined {
  if (name.prefix === 'xmlns') return { prefix: name.localName, namespace: value }
  return name.name === 'xmlns' ? { prefix: '', namespace: value } : undefined
}

/** Adds a declaration to the element's own and to the scope. */
function declare(
  reader: Reader,
  own: readonly NamespaceDeclaration[],
  declaration: NamespaceDeclaration,
): readonly NamespaceDeclaration[] {
  const { prefix, namespace } = declaration
  if (own.some((other) => other.prefix === prefix)) fail(reader, 'xml_attribute_duplicate')
  const spelling = prefix + '=' + namespace
  if (!reader.declared.has(spelling)) {
    checkDeclaration(reader, declaration)
    reader.declared.add(spelling)
    if (reader.declared.size > XML_LIMITS.namespaceDeclarations)
      failLimit(reader, 'xml_too_many_namespaces', 'namespaceDeclarations')
  }
  reader.hidden.push(reader.scope.get(prefix))
  reader.scope.set(prefix, namespace)
  return [...own, declaration]
}

/** Namespaces in XML §2.2 and §3, and R6. */
function checkDeclaration(reader: Reader, { prefix, namespace }: NamespaceDeclaration): void {
  if (prefix === 'xmlns' || namespace === XMLNS_NS || (prefix === 'xml') !== (namespace === XML_NS))
    fail(reader, 'xml_prefix_reserved')
  // xmlns="" is the one empty name: it takes the default namespace away. A prefix cannot be taken away in version 1.0.
  if (!NAMESPACE_NAME.test(namespace) && (prefix !== '' || namespace !== ''))
    fail(reader, 'xml_namespace_name_invalid')
}

/** Gives element and attributes their namespaces, once all declarations of the tag are known. */
function resolve(
  reader: Reader,
  { name, prefix, localName }: QName,
  raw: readonly RawAttribute[],
  declarations: readonly NamespaceDeclaration[],
  parent: OpenElement | undefined,
): OpenElement | undefined {
  const namespace = prefix === '' ? (reader.scope.get('') ?? '') : reader.scope.get(prefix)
  if (namespace === undefined) return fail(reader, 'xml_prefix_unbound', prefix)
  const attributes = raw.length === 0 ? NO_ATTRIBUTES : resolveAttributes(reader, raw)
  if (attributes === undefined) return undefined
  return { name, prefix, localName, namespace, attributes, declarations, children: [], parent }
}

function resolveAttributes(
  reader: Reader,
  raw: readonly RawAttribute[],
): readonly XmlAttribute[] | undefined {
  const attributes: XmlAttribute[] = []
  for (const { name, value } of raw) {
    const namespace = name.prefix === '' ? '' : reader.scope.get(name.prefix)
    if (namespace === undefined) return fail(reader, 'xml_prefix_unbound', name.prefix)
    // At most 64 of them: comparing each with each is cheaper than hashing.
    for (const other of attributes)
      if (other.localName === name.localName && other.namespace === namespace)
        return fail(reader, 'xml_attribute_duplicate')
    attributes.push({ name: name.name, localName: name.localName, namespace, value })
  }
  return attributes
}

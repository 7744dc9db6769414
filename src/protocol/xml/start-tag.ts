// Start tags: names, attributes, namespace declarations (XML 1.0 §3.1, Namespaces in XML §2-6).

import { endOfName, endOfPlainValue } from './characters.ts'
import { type KnownNamespace, type MessageName, nameAt, namespaceOf } from './lexicon.ts'
import { XML_LIMITS } from './limits.ts'
import type { OpenElement, Reader } from './reader.ts'
import { fail, failLimit, skipSpace } from './reader.ts'
import { resolveReferences } from './references.ts'
import { bind } from './scope.ts'
import type { NamespaceDeclaration, XmlAttribute } from './tree.ts'
import { XML_NS, XMLNS_NS } from './tree.ts'

const AMPERSAND = 0x26
const EQUALS = 0x3d
const GREATER = 0x3e
const SLASH = 0x2f
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27

/** More than a message has bytes: numbers of prefix and namespace fit into one. */
const MAX_NAMESPACES = 2 ** 20

const NO_ATTRIBUTES: readonly XmlAttribute[] = []
const NO_DECLARATIONS: readonly NamespaceDeclaration[] = []

/** Reads the start tag at the reader, up to and with its `>`. */
export function readStartTag(
  reader: Reader,
  parent: OpenElement | undefined,
): OpenElement | undefined {
  const { units } = reader
  const from = ++reader.at
  if (++reader.elements > XML_LIMITS.elements)
    return failLimit(reader, 'xml_too_many_elements', 'elements')
  if (++reader.depth > XML_LIMITS.depth) return failLimit(reader, 'xml_too_deep', 'depth')
  const name = readName(reader)
  if (name === undefined) return undefined
  let declarations = NO_DECLARATIONS
  let attributes = 0
  for (let count = 0; ; count++) {
    const before = reader.at
    skipSpace(reader)
    const unit = units[reader.at]
    if (unit === GREATER || unit === SLASH) break
    if (reader.at === before) return fail(reader, 'xml_malformed')
    if (count === XML_LIMITS.attributes)
      return failLimit(reader, 'xml_too_many_attributes', 'attributes')
    const attribute = readName(reader)
    const value = attribute && readValue(reader)
    if (attribute === undefined || value === undefined) return undefined
    if (attribute.declares === undefined) {
      reader.attributeNames[attributes] = attribute
      reader.attributeValues[attributes++] = value
    } else declarations = declare(reader, declarations, attribute, value)
  }
  if (units[reader.at] === SLASH) reader.at++
  if (units[reader.at] !== GREATER) return fail(reader, 'xml_malformed')
  reader.at++
  return resolve(reader, name, attributes, { declarations, parent, from })
}

function readName(reader: Reader): MessageName | undefined {
  const name = nameAt(reader.units, reader.at, reader.text)
  reader.at = name === undefined ? endOfName(reader.units, reader.at) : reader.at + name.name.length
  return name ?? fail(reader, 'xml_name_invalid')
}

/** Reads `="…"`, with white space around the equals sign (XML 1.0 §2.3, production AttValue). */
function readValue(reader: Reader): string | undefined {
  const { text, units } = reader
  if (units[reader.at] !== EQUALS) skipSpace(reader)
  if (units[reader.at] !== EQUALS) return fail(reader, 'xml_malformed')
  reader.at++
  if (units[reader.at] !== DOUBLE_QUOTE) skipSpace(reader)
  const quote = units[reader.at]
  if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return fail(reader, 'xml_malformed')
  const from = reader.at + 1
  let at = from
  let plain = true
  for (;;) {
    at = endOfPlainValue(units, at)
    if (units[at] === quote) break
    if (!mayStandInValue(units[at] ?? 0)) return fail(reader, 'xml_malformed')
    plain = false
    at++
  }
  const raw = text.slice(from, at)
  const value = plain ? raw : normalise(reader, raw)
  reader.at = at + 1
  return value
}

/**
 * What needs work: the other quote, references, white space. Of the rest `<` and the end of the
 * text are malformed.
 */
const mayStandInValue = (unit: number): boolean =>
  unit === AMPERSAND ||
  unit === DOUBLE_QUOTE ||
  unit === SINGLE_QUOTE ||
  unit === 0xa ||
  unit === 0x9

/** XML 1.0 §3.3.3: literal white space becomes a space, referenced white space stays. */
function normalise(reader: Reader, raw: string): string | undefined {
  const resolved = resolveReferences(raw.replace(/[\t\n]/g, ' '))
  return 'code' in resolved ? fail(reader, resolved.code) : resolved.text
}

/** Adds a declaration to the element's own and to the scope. */
function declare(
  reader: Reader,
  own: readonly NamespaceDeclaration[],
  { prefix: xmlns, localName, declares = 0 }: MessageName,
  written: string,
): readonly NamespaceDeclaration[] {
  const prefix = xmlns === '' ? '' : localName
  for (const other of own) if (other.prefix === prefix) fail(reader, 'xml_attribute_duplicate')
  const namespace = namespaceOf(written)
  const declaration = { prefix, namespace: namespace.name }
  const pair = declares * MAX_NAMESPACES + namespace.number
  if (!reader.declared.has(pair)) {
    reader.declared.add(pair)
    checkDeclaration(reader, prefix, namespace)
  }
  bind(reader.scope, declares, namespace.name)
  return own.length === 0 ? [declaration] : [...own, declaration]
}

/** Namespaces in XML §2.2 and §3, R6, and R7. */
function checkDeclaration(reader: Reader, prefix: string, namespace: KnownNamespace): void {
  const { name, isAbsoluteUri } = namespace
  if (prefix === 'xmlns' || name === XMLNS_NS || (prefix === 'xml') !== (name === XML_NS))
    fail(reader, 'xml_prefix_reserved')
  // xmlns="" is the one empty name: it takes the default namespace away. A prefix cannot be taken
  // away in version 1.0.
  if (!isAbsoluteUri && (prefix !== '' || name !== '')) fail(reader, 'xml_namespace_name_invalid')
  if (reader.declared.size > XML_LIMITS.namespaceDeclarations)
    failLimit(reader, 'xml_too_many_namespaces', 'namespaceDeclarations')
}

/** Gives element and attributes their namespaces, once all declarations of the tag are known. */
function resolve(
  reader: Reader,
  { name, prefix, localName, prefixNumber }: MessageName,
  count: number,
  { declarations, parent, from }: Pick<OpenElement, 'declarations' | 'parent' | 'from'>,
): OpenElement | undefined {
  const namespace = reader.scope.namespaces[prefixNumber]
  if (namespace === undefined) return fail(reader, 'xml_prefix_unbound', prefix)
  const attributes = count === 0 ? NO_ATTRIBUTES : resolveAttributes(reader, count)
  if (attributes === undefined) return undefined
  return {
    name,
    prefix,
    localName,
    namespace,
    attributes,
    declarations,
    children: [],
    parent,
    from,
  }
}

function resolveAttributes(reader: Reader, count: number): readonly XmlAttribute[] | undefined {
  const attributes: XmlAttribute[] = []
  for (let i = 0; i < count; i++) {
    const known = reader.attributeNames[i]
    const value = reader.attributeValues[i]
    if (known === undefined || value === undefined) throw new Error('An attribute was lost')
    const { name, prefix, localName } = known
    // An attribute without prefix is in no namespace, whatever the default one is (Namespaces in
    // XML §6.2).
    const namespace = prefix === '' ? '' : reader.scope.namespaces[known.prefixNumber]
    if (namespace === undefined) return fail(reader, 'xml_prefix_unbound', prefix)
    // At most 64 of them: comparing each with each is cheaper than hashing.
    for (const other of attributes)
      if (other.localName === localName && other.namespace === namespace)
        return fail(reader, 'xml_attribute_duplicate')
    attributes.push({ name, localName, namespace, value })
  }
  return attributes
}

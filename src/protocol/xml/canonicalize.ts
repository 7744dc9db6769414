// Canonical XML: Exclusive 1.0 with PrefixList, inclusive 1.0, and inclusive 1.1 where it cannot
// differ from 1.0 (R24, R27). Always without comments, which the reader refuses anyway. One pass,
// linear in what is written.

import { encodeUtf8 } from '../bytes/utf8.ts'
import { XML_LIMITS } from './limits.ts'
import type { NamespaceDeclaration, XmlAttribute, XmlElement } from './tree.ts'
import { XML_NS } from './tree.ts'
import { escapeAttribute, escapeText } from './write.ts'

export type C14nAlgorithm = 'exc-c14n' | 'c14n' | 'c14n11'

export interface Canonicalization {
  readonly algorithm: C14nAlgorithm
  /**
   * PrefixList of Exclusive C14N §4: treated as inclusive c14n would; `#default` names the default
   * namespace.
   */
  readonly inclusivePrefixes?: readonly string[]
  /** Left out with everything in it: the enveloped signature (XML Signature §6.6.4). */
  readonly omit?: XmlElement
}

/** The state of one run. `rendered` is what the output has in scope. */
interface Writer {
  out: string
  readonly omit: XmlElement | undefined
  /** The prefixes that are treated as inclusive c14n would. */
  readonly inclusive: ReadonlySet<string> | 'all'
  readonly rendered: Map<string, string>
}

/** Writes the canonical form of a document of our own; one past the limit is a bug. */
export function canonicalize(
  element: XmlElement,
  canonicalization: Canonicalization,
): Uint8Array<ArrayBuffer> {
  const bytes = canonicalizeReceived(element, canonicalization)
  if (bytes === undefined) throw new Error('The canonical form is too long')
  return bytes
}

/**
 * Writes the canonical form of an element, in the namespace context of its document; undefined when
 * it grows past the limit (R7).
 */
export function canonicalizeReceived(
  element: XmlElement,
  { algorithm, inclusivePrefixes = [], omit }: Canonicalization,
): Uint8Array<ArrayBuffer> | undefined {
  const writer: Writer = {
    out: '',
    omit,
    inclusive: algorithm === 'exc-c14n' ? inclusiveOf(inclusivePrefixes) : 'all',
    rendered: new Map(),
  }
  const inherited = algorithm === 'exc-c14n' ? [] : inheritedXmlAttributes(element)
  // C14N 1.1 §2.4 treats xml:id and xml:base of the surroundings differently. Callers ask
  // `inheritsXmlAttributes` first.
  if (algorithm === 'c14n11' && inherited.length > 0)
    throw new Error('Canonical XML 1.1 with inherited xml:* attributes is not written')
  // Where no prefix is inclusive, declarations show only where they are used.
  const declarations = writer.inclusive === NO_PREFIXES ? NONE : inScope(element)
  const { attributes } = element
  const shown = inherited.length === 0 ? attributes : [...attributes, ...inherited]
  writeElement(writer, element, declarations, shown)
  return writer.out.length > XML_LIMITS.canonicalBytes ? undefined : encodeUtf8(writer.out)
}

/**
 * Tells whether an element stands under xml:* attributes, over which Canonical XML 1.0 and 1.1
 * disagree.
 */
export const inheritsXmlAttributes = (element: XmlElement): boolean =>
  inheritedXmlAttributes(element).length > 0

function writeElement(
  writer: Writer,
  element: XmlElement,
  declarations: readonly NamespaceDeclaration[],
  attributes: readonly XmlAttribute[],
): void {
  if (writer.out.length > XML_LIMITS.canonicalBytes) return
  const added = namespacesToRender(writer, element, declarations)
  const outer = added.length === 0 ? NONE : shadow(writer.rendered, added)
  let tag = '<' + element.name
  // R27: a namespace name is escaped like any value, whatever the reader has let through.
  for (const { prefix, namespace } of added)
    tag += (prefix === '' ? ' xmlns="' : ` xmlns:${prefix}="`) + escapeAttribute(namespace) + '"'
  for (const { name, value } of inOrder(attributes, compareAttributes))
    tag += ' ' + name + '="' + escapeAttribute(value) + '"'
  writer.out += tag + '>'
  for (const child of element.children) {
    if (typeof child === 'string') writer.out += escapeText(child)
    else if (child !== writer.omit)
      writeElement(writer, child, child.declarations, child.attributes)
  }
  writer.out += '</' + element.name + '>'
  for (const { prefix, namespace } of outer) writer.rendered.set(prefix, namespace)
}

/**
 * Brings declarations into the output's scope; returns what they hide there. Nothing is the same as
 * the empty name.
 */
function shadow(
  rendered: Map<string, string>,
  added: readonly NamespaceDeclaration[],
): readonly NamespaceDeclaration[] {
  const hidden: NamespaceDeclaration[] = []
  for (const { prefix, namespace } of added) {
    hidden.push({ prefix, namespace: rendered.get(prefix) ?? '' })
    rendered.set(prefix, namespace)
  }
  return hidden
}

/**
 * The namespace nodes that an element shows: those it visibly uses (Exclusive C14N §3) and, of the
 * inclusive ones, those declared here; each only where the output does not have it in scope
 * already.
 */
function namespacesToRender(
  { rendered, inclusive }: Writer,
  element: XmlElement,
  declarations: readonly NamespaceDeclaration[],
): readonly NamespaceDeclaration[] {
  let added = NONE
  if ((rendered.get(element.prefix) ?? '') !== element.namespace) added = [element]
  for (const { name, namespace } of element.attributes) {
    if (namespace === '' || namespace === XML_NS) continue
    const prefix = name.slice(0, name.indexOf(':'))
    if (rendered.get(prefix) !== namespace) added = withPrefix(added, { prefix, namespace })
  }
  if (inclusive === NO_PREFIXES) return inOrder(added, comparePrefixes)
  for (const declaration of declarations) {
    const { prefix, namespace } = declaration
    const isInclusive = inclusive === 'all' || inclusive.has(prefix)
    if (isInclusive && (rendered.get(prefix) ?? '') !== namespace)
      added = withPrefix(added, declaration)
  }
  return inOrder(added, comparePrefixes)
}

const NONE: readonly NamespaceDeclaration[] = []
const NO_PREFIXES: ReadonlySet<string> = new Set()

const inclusiveOf = (prefixes: readonly string[]): ReadonlySet<string> =>
  prefixes.length === 0 ? NO_PREFIXES : new Set(prefixes.map((p) => (p === '#default' ? '' : p)))

/**
 * Within one element a prefix has one meaning, so a prefix that is there already is the same
 * declaration.
 */
function withPrefix(
  added: readonly NamespaceDeclaration[],
  declaration: NamespaceDeclaration,
): readonly NamespaceDeclaration[] {
  for (const { prefix } of added) if (prefix === declaration.prefix) return added
  return [...added, declaration]
}

/** What is in scope at an element, the nearest declaration of each prefix. */
function inScope(element: XmlElement): readonly NamespaceDeclaration[] {
  const nearest = new Map<string, NamespaceDeclaration>()
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent)
    for (const declaration of at.declarations)
      if (!nearest.has(declaration.prefix)) nearest.set(declaration.prefix, declaration)
  return [...nearest.values()]
}

/**
 * C14N 1.0 §2.4: the xml:* attributes of the surroundings that the element does not have itself.
 */
function inheritedXmlAttributes(element: XmlElement): readonly XmlAttribute[] {
  const nearest = new Map<string, XmlAttribute>()
  for (let at = element.parent; at !== undefined; at = at.parent)
    for (const attribute of at.attributes)
      if (attribute.namespace === XML_NS && !nearest.has(attribute.localName))
        nearest.set(attribute.localName, attribute)
  for (const own of element.attributes) if (own.namespace === XML_NS) nearest.delete(own.localName)
  return [...nearest.values()]
}

/** Most writers put things in order already. */
function inOrder<T>(items: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  for (let i = 1; i < items.length; i++) {
    const [before, item] = [items[i - 1], items[i]]
    if (before !== undefined && item !== undefined && compare(before, item) > 0)
      return items.toSorted(compare)
  }
  return items
}

const comparePrefixes = (a: NamespaceDeclaration, b: NamespaceDeclaration): number =>
  compareCodePoints(a.prefix, b.prefix)

const compareAttributes = (a: XmlAttribute, b: XmlAttribute): number =>
  compareCodePoints(a.namespace, b.namespace) || compareCodePoints(a.localName, b.localName)

/** C14N orders by code point; JavaScript by UTF-16 unit, which puts surrogates before U+E000. */
function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0
  let at = 0
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return rank(a, at) - rank(b, at)
}

/**
 * End of text first, then units in code point order: surrogates stand for points above all others.
 */
function rank(text: string, at: number): number {
  if (at >= text.length) return -1
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

// The tree that the reader makes: immutable (R8), names resolved, no comments, no processing
// instructions. It is read along the child axis with a namespace and a local name; there is no
// search at depth (R9).

export interface XmlAttribute {
  /** As written, prefix included. */
  readonly name: string
  readonly localName: string
  /** Empty for an attribute without prefix. */
  readonly namespace: string
  readonly value: string
}

export interface NamespaceDeclaration {
  /** Empty for the default namespace. */
  readonly prefix: string
  /** Empty where `xmlns=""` takes the default namespace away. */
  readonly namespace: string
}

export interface XmlElement {
  /** As written, prefix included. */
  readonly name: string
  readonly prefix: string
  readonly localName: string
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  readonly declarations: readonly NamespaceDeclaration[]
  /** Elements, and text between them: never two texts in a row, never an empty one. */
  readonly children: readonly (XmlElement | string)[]
  readonly parent: XmlElement | undefined
}

export const XML_NS = 'http://www.w3.org/XML/1998/namespace'
export const XMLNS_NS = 'http://www.w3.org/2000/xmlns/'

const ONLY_SPACE = /^[ \t\r\n]*$/

/** Tells whether an element has this expanded name. */
export const isNamed = (element: XmlElement, namespace: string, localName: string): boolean =>
  element.localName === localName && element.namespace === namespace

// Loops, not callbacks, in all of these: every login runs them hundreds of times, and workerd takes
// most of a microsecond to make a function.

/** Namespace and local name in one, as in `{urn:example}Name`. */
export const expandedName = ({ namespace, localName }: XmlElement): string =>
  `{${namespace}}${localName}`

/** The child elements, in document order. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  const elements: XmlElement[] = []
  for (const child of element.children) if (typeof child !== 'string') elements.push(child)
  return elements
}

/** The child elements with this expanded name, in document order. */
export function childrenNamed(
  element: XmlElement,
  namespace: string,
  localName: string,
): readonly XmlElement[] {
  const named: XmlElement[] = []
  for (const child of element.children)
    if (typeof child !== 'string' && isNamed(child, namespace, localName)) named.push(child)
  return named
}

/** The value of an attribute in no namespace. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  for (const attribute of element.attributes) if (attribute.name === name) return attribute.value
  return undefined
}

/**
 * The text of an element that holds nothing but text; undefined when there is an element inside it.
 */
export function textOf(element: XmlElement): string | undefined {
  const { children } = element
  const first = children[0] ?? ''
  return typeof first === 'string' && children.length < 2 ? first : undefined
}

/** Tells whether there is no text but white space between the child elements. */
export function hasElementContent(element: XmlElement): boolean {
  for (const child of element.children)
    if (typeof child === 'string' && !ONLY_SPACE.test(child)) return false
  return true
}

/**
 * An element and everything below it, in document order. For a census ("how many?"), never to
 * select what is read.
 */
export function allElements(root: XmlElement): readonly XmlElement[] {
  const all: XmlElement[] = []
  addElements(all, root)
  return all
}

function addElements(all: XmlElement[], element: XmlElement): void {
  all.push(element)
  for (const child of element.children) if (typeof child !== 'string') addElements(all, child)
}

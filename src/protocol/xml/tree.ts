// The tree that the reader makes: immutable (R8), names resolved, no comments, no processing instructions. It is read
// along the child axis with a namespace and a local name; there is no search at depth (R9).

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

/** The child elements, in document order. */
export const childElements = (element: XmlElement): readonly XmlElement[] =>
  element.children.filter((child) => typeof child !== 'string')

/** The child elements with this expanded name, in document order. */
export const childrenNamed = (
  element: XmlElement,
  namespace: string,
  localName: string,
): readonly XmlElement[] =>
  element.children.filter(
    (child): child is XmlElement =>
      typeof child !== 'string' && isNamed(child, namespace, localName),
  )

/** The value of an attribute in no namespace. */
export const attributeOf = (element: XmlElement, name: string): string | undefined =>
  element.attributes.find((attribute) => attribute.name === name)?.value

/** The text of an element that holds nothing but text; undefined when there is an element inside it. */
export function textOf(element: XmlElement): string | undefined {
  const [first = '', ...more] = element.children
  return typeof first === 'string' && more.length === 0 ? first : undefined
}

/** Tells whether there is no text but white space between the child elements. */
export const hasElementContent = (element: XmlElement): boolean =>
  element.children.every((child) => typeof child !== 'string' || ONLY_SPACE.test(child))

/** Calls `visit` for an element and everything below it. For a census ("how many?"), never to select what is read. */
export function visitElements(element: XmlElement, visit: (element: XmlElement) => void): void {
  visit(element)
  for (const child of element.children) if (typeof child !== 'string') visitElements(child, visit)
}

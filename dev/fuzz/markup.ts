// A document as a tree of raw text, to move parts of it about. It shares nothing with the reader
// under test, and it can be written back as something that no reader should take.

export interface Attribute {
  name: string
  /** As written between its quotes. */
  value: string
}

export interface Node {
  name: string
  attributes: Attribute[]
  /** Elements, and raw text between them. */
  children: (Node | string)[]
}

/** An element with the element that holds it; the root is held by none. */
export interface Place {
  readonly node: Node
  readonly parent: Node | undefined
}

/**
 * A tag, or the text in front of one. Valid documents have no comment, no CDATA and no `>` inside
 * of values.
 */
const TOKEN = /<(\/?)([^\s/>]+)([^>]*?)(\/?)>|[^<]+/g
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** Reads a valid document; its XML declaration is left out. */
export function readMarkup(xml: string): Node {
  const holder: Node = { name: '', attributes: [], children: [] }
  const open = [holder]
  for (const [token, end, name, rest, closed] of xml.replace(/^<\?.*?\?>/, '').matchAll(TOKEN)) {
    const parent = open.at(-1)
    if (name === undefined) parent?.children.push(token)
    else if (end === '/') open.pop()
    else {
      const attributes = [...(rest ?? '').matchAll(ATTRIBUTE)].map(([, key = '', a, b]) => ({
        name: key,
        value: a ?? b ?? '',
      }))
      const node: Node = { name, attributes, children: [] }
      parent?.children.push(node)
      if (closed !== '/') open.push(node)
    }
  }
  const root = holder.children.find((child) => typeof child !== 'string')
  if (root === undefined || open.length !== 1) throw new Error('Not a document to start from')
  return root
}

/** A copy that can be changed by itself. */
export const copyOf = ({ name, attributes, children }: Node): Node => ({
  name,
  attributes: attributes.map((attribute) => ({ ...attribute })),
  children: children.map((child) => (typeof child === 'string' ? child : copyOf(child))),
})

/** Writes a tree as it is, well formed or not. */
export function writeMarkup(node: Node): string {
  let text = '<' + node.name
  for (const { name, value } of node.attributes) text += ` ${name}="${value}"`
  text += '>'
  for (const child of node.children) text += typeof child === 'string' ? child : writeMarkup(child)
  return text + `</${node.name}>`
}

/** Every element in document order, the root first. */
export function placesIn(root: Node): readonly Place[] {
  const places: Place[] = []
  const walk = (node: Node, parent: Node | undefined): void => {
    places.push({ node, parent })
    for (const child of node.children) if (typeof child !== 'string') walk(child, node)
  }
  walk(root, undefined)
  return places
}

/** The name without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Whether `inner` is `outer` or stands in it. */
export const holds = (outer: Node, inner: Node): boolean =>
  outer === inner ||
  outer.children.some((child) => typeof child !== 'string' && holds(child, inner))

// Changes of elements and attributes, without regard to what they mean: moved, doubled, wrapped,
// renamed, edited.

import {
  copyOf,
  detach,
  insert,
  type Mutation,
  replace,
  someNode,
  somePlace,
  somewhereElse,
  wrapper,
} from './draft.ts'
import { localName, placesIn } from './markup.ts'

const NAMES = [
  'saml:Assertion',
  'saml:EncryptedAssertion',
  'samlp:Response',
  'samlp:LogoutResponse',
  'samlp:Extensions',
  'saml:Advice',
  'saml:Subject',
  'saml:NameID',
  'saml:Attribute',
  'saml:AttributeValue',
  'ds:Signature',
  'ds:SignedInfo',
  'ds:Reference',
  'ds:KeyInfo',
  'ds:Object',
  'a',
]
const PREFIXES = ['saml', 'samlp', 'ds', 'p', 'xml', 'xmlns', 'nobody', '']
const ATTRIBUTES = [
  'ID',
  'Id',
  'id',
  'xml:id',
  'ds:Id',
  'saml:ID',
  'URI',
  'Algorithm',
  'Version',
  'Format',
  'Name',
  'InResponseTo',
  'Recipient',
  'NotOnOrAfter',
  'xml:base',
  'xml:space',
]
const VALUES = [
  '',
  ' ',
  '_assertion1',
  '_response1',
  '#_assertion1',
  '_request1',
  'mallory@example.org',
  '2.0',
  '2099-01-01T00:00:00Z',
  '&#x5f;assertion1',
  '&lt;',
  '&#0;',
  '&nobody;',
  '<',
]
const NAMESPACES = [
  'urn:oasis:names:tc:SAML:2.0:assertion',
  'urn:oasis:names:tc:SAML:2.0:protocol',
  'http://www.w3.org/2000/09/xmldsig#',
  'http://www.w3.org/XML/1998/namespace',
  'http://www.w3.org/2000/xmlns/',
  'urn:other',
  '1',
  '',
  'urn:a&quot;b',
  'urn:a&amp;b',
  'relative/path',
]

/** Changes that need nothing but a tree. */
export const ELEMENT_MUTATIONS: Readonly<Record<string, Mutation>> = {
  move(draft) {
    const place = somePlace(draft)
    const into = somewhereElse(draft, place.node)
    if (into === undefined || place.parent === undefined) return
    detach(place)
    insert(into, place.node, draft.random)
  },
  double(draft) {
    const { node, parent } = somePlace(draft)
    insert(draft.random.oneIn(2) && parent ? parent : someNode(draft), copyOf(node), draft.random)
  },
  remove(draft) {
    const place = somePlace(draft)
    if (place.parent !== undefined) detach(place)
  },
  wrap(draft) {
    const place = somePlace(draft)
    replace(draft, place, [wrapper(draft.random.pick(NAMES), place.node)])
  },
  unwrap(draft) {
    const place = somePlace(draft)
    const inside = place.node.children.filter((child) => typeof child !== 'string')
    if (inside.length > 0) replace(draft, place, inside)
  },
  swap(draft) {
    const { children } = someNode(draft)
    if (children.length < 2) return
    const [one] = children.splice(draft.random.below(children.length), 1)
    if (one !== undefined) children.splice(draft.random.below(children.length + 1), 0, one)
  },
  rename(draft) {
    const node = someNode(draft)
    node.name = draft.random.oneIn(2)
      ? draft.random.pick(NAMES)
      : `${draft.random.pick(PREFIXES)}:${localName(node.name)}`.replace(/^:/, '')
  },
  editAttribute(draft) {
    const attribute = someAttribute(draft)
    const another = someAttribute(draft)
    if (attribute === undefined || another === undefined) return
    attribute.value = draft.random.oneIn(2) ? another.value : draft.random.pick(VALUES)
  },
  addAttribute(draft) {
    const value = draft.random.oneIn(2)
      ? draft.random.pick(VALUES)
      : (someAttribute(draft)?.value ?? '')
    insertAttribute(draft, draft.random.pick(ATTRIBUTES), value)
  },
  doubleAttribute(draft) {
    const attribute = someAttribute(draft)
    if (attribute !== undefined) insertAttribute(draft, attribute.name, attribute.value)
  },
  removeAttribute(draft) {
    const { attributes } = someNode(draft)
    attributes.splice(draft.random.below(attributes.length + 1), 1)
  },
  orderAttributes(draft) {
    const { attributes } = someNode(draft)
    const [one] = attributes.splice(0, 1)
    if (one !== undefined) attributes.push(one)
  },
  declareNamespace(draft) {
    const prefix = draft.random.pick(PREFIXES)
    const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`
    insertAttribute(draft, name, draft.random.pick(NAMESPACES))
  },
  moveDeclaration(draft) {
    const from = someNode(draft)
    const at = from.attributes.findIndex(({ name }) => name.startsWith('xmlns'))
    const [declaration] = at < 0 ? [] : from.attributes.splice(at, 1)
    if (declaration !== undefined) someNode(draft).attributes.push(declaration)
  },
  renamePrefix(draft) {
    const from = draft.random.pick(['saml', 'samlp', 'ds'])
    const to = draft.random.pick(['q', 'Z', 'saml', 'samlp', 'ds'])
    for (const { node } of placesIn(draft.root)) {
      node.name = node.name.replace(new RegExp(`^${from}:`), `${to}:`)
      for (const one of node.attributes) if (one.name === `xmlns:${from}`) one.name = `xmlns:${to}`
    }
  },
  editText(draft) {
    const { children } = someNode(draft)
    const at = children.findIndex((child) => typeof child === 'string')
    const value = draft.random.pick(VALUES)
    if (at < 0) insert(someNode(draft), value, draft.random)
    else children[at] = draft.random.oneIn(2) ? value : value + String(children[at])
  },
}

function someAttribute(draft: Parameters<Mutation>[0]) {
  const all = placesIn(draft.root).flatMap(({ node }) => node.attributes)
  return all.length === 0 ? undefined : draft.random.pick(all)
}

function insertAttribute(draft: Parameters<Mutation>[0], name: string, value: string): void {
  const { attributes } = someNode(draft)
  attributes.splice(draft.random.below(attributes.length + 1), 0, { name, value })
}

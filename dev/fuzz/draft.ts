// A document while it is being changed, and what changes of its elements have in common.

import { copyOf, holds, localName, type Node, type Place, placesIn } from './markup.ts'
import type { Random } from './random.ts'

export interface Draft {
  root: Node
  /** What an attacker can take parts from, besides the document itself. */
  readonly stranger: Node
  readonly forgery: Node
  readonly random: Random
}

/** Changes a draft in place; where there is nothing to change, it does nothing. */
export type Mutation = (draft: Draft) => void

/** Some element. */
export const somePlace = ({ root, random }: Draft): Place => random.pick(placesIn(root))

export const someNode = (draft: Draft): Node => somePlace(draft).node

/** Some element with one of these local names. */
export const someNamed = (
  { root, random }: Draft,
  ...names: readonly string[]
): Place | undefined => someNamedIn(root, random, ...names)

/** The same in a document of one's choice. */
export function someNamedIn(
  root: Node,
  random: Random,
  ...names: readonly string[]
): Place | undefined {
  const places = placesIn(root).filter(({ node }) => names.includes(localName(node.name)))
  return places.length === 0 ? undefined : random.pick(places)
}

/** Takes an element out of the one that holds it. */
export function detach({ node, parent }: Place): void {
  parent?.children.splice(parent.children.indexOf(node), 1)
}

/** Puts something at a random place among an element's children. */
export function insert(into: Node, child: Node | string, random: Random): void {
  into.children.splice(random.below(into.children.length + 1), 0, child)
}

/** Puts `by` where the element stands; the root becomes it. */
export function replace(draft: Draft, { node, parent }: Place, by: readonly Node[]): void {
  const [first] = by
  if (parent !== undefined) parent.children.splice(parent.children.indexOf(node), 1, ...by)
  else if (first !== undefined) draft.root = first
}

/** Some element that is not inside of `node`. */
export function somewhereElse(draft: Draft, node: Node): Node | undefined {
  const places = placesIn(draft.root).filter((place) => !holds(node, place.node))
  return places.length === 0 ? undefined : draft.random.pick(places).node
}

/** A wrapper that declares whatever its prefix may be. */
export const wrapper = (name: string, ...children: (Node | string)[]): Node => ({
  name,
  attributes: [
    { name: 'xmlns:saml', value: 'urn:oasis:names:tc:SAML:2.0:assertion' },
    { name: 'xmlns:samlp', value: 'urn:oasis:names:tc:SAML:2.0:protocol' },
    { name: 'xmlns:ds', value: 'http://www.w3.org/2000/09/xmldsig#' },
  ],
  children,
})

/** Sets an attribute, which may be new. */
export function setAttribute(node: Node, name: string, value: string): void {
  const attribute = node.attributes.find((one) => one.name === name)
  if (attribute === undefined) node.attributes.push({ name, value })
  else attribute.value = value
}

export const attributeOf = (node: Node | undefined, name: string): string | undefined =>
  node?.attributes.find((one) => one.name === name)?.value

export { copyOf }

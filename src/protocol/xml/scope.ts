// Which namespace each prefix means at the reader's place (Namespaces in XML §6). Prefixes have
// numbers, so that resolving one takes no lookup, however many there are.

import { DEFAULT_PREFIX, XML_PREFIX } from './lexicon.ts'
import { XML_NS } from './tree.ts'

export interface Scope {
  /** By the number of the prefix; undefined while it is not declared. */
  readonly namespaces: (string | undefined)[]
  /** What each declaration that is open hides, the innermost last. */
  readonly hidden: { readonly prefix: number; readonly namespace: string | undefined }[]
}

/**
 * The scope outside the root: the default namespace is none, and `xml` is bound (Namespaces in XML
 * §3).
 */
export function createScope(): Scope {
  const namespaces: (string | undefined)[] = []
  namespaces[DEFAULT_PREFIX] = ''
  namespaces[XML_PREFIX] = XML_NS
  return { namespaces, hidden: [] }
}

/** Binds a prefix from here on. */
export function bind({ namespaces, hidden }: Scope, prefix: number, namespace: string): void {
  hidden.push({ prefix, namespace: namespaces[prefix] })
  namespaces[prefix] = namespace
}

/** Takes the last declarations back. */
export function unbind({ namespaces, hidden }: Scope, declarations: number): void {
  for (let i = 0; i < declarations; i++) {
    const last = hidden.pop()
    if (last !== undefined) namespaces[last.prefix] = last.namespace
  }
}

// Documents with their canonical forms, recorded by another implementation, compared with ours byte
// for byte.

import * as v from 'valibot'
import { type Canonicalization, canonicalize } from '../../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../../src/protocol/xml/parse.ts'
import { childElements, type XmlElement } from '../../src/protocol/xml/tree.ts'

/** A document and the canonical forms of the first child of its root. */
export const CanonicalCaseSchema = v.object({
  xml: v.string(),
  exc: v.string(),
  inc: v.string(),
  /** The PrefixList of `excpl`. */
  pl: v.array(v.string()),
  excpl: v.string(),
})
export type CanonicalCase = v.InferOutput<typeof CanonicalCaseSchema>

/** What the reader has to refuse in place of canonicalising it (R4, R6). */
const REFUSED = new Set([
  'xml_comment_forbidden',
  'xml_processing_instruction_forbidden',
  'xml_namespace_name_invalid',
])

/**
 * Compares one case; `mistaken` when ours differs from a recorded form that is no canonical form of
 * its document.
 */
export function compareCase(one: CanonicalCase): 'equal' | 'different' | 'mistaken' {
  const document = parseXml(Buffer.from(one.xml))
  if (!document.ok) return REFUSED.has(document.refusal.code) ? 'equal' : 'different'
  const [element] = childElements(document.value)
  if (element === undefined) return 'different'
  const ours = (canonicalization: Canonicalization): string =>
    Buffer.from(canonicalize(element, canonicalization)).toString('utf8')
  const exclusive =
    ours({ algorithm: 'exc-c14n' }) === one.exc &&
    ours({ algorithm: 'exc-c14n', inclusivePrefixes: one.pl }) === one.excpl
  if (!exclusive) return 'different'
  if (ours({ algorithm: 'c14n' }) === one.inc) return 'equal'
  return keepsNamespaces(one.inc, element) ? 'different' : 'mistaken'
}

/**
 * Canonical XML 1.0 §2.3: an inclusive form has the namespaces of its document in scope, each
 * written where it changes.
 */
function keepsNamespaces(form: string, original: XmlElement): boolean {
  const read = parseXml(Buffer.from(form))
  return read.ok && areAlike(read.value, original, scopeOf(original.parent), new Map())
}

type Scope = ReadonlyMap<string, string>

function areAlike(copy: XmlElement, original: XmlElement, around: Scope, written: Scope): boolean {
  const scope = enter(around, original)
  const ours = enter(written, copy)
  const repeats = copy.declarations.some((d) => (written.get(d.prefix) ?? '') === d.namespace)
  const same = scope.size === ours.size && [...scope].every(([p, ns]) => ours.get(p) === ns)
  const copies = childElements(copy)
  const originals = childElements(original)
  return (
    same &&
    !repeats &&
    copies.length === originals.length &&
    copies.every((child, at) => {
      const twin = originals[at]
      return twin !== undefined && areAlike(child, twin, scope, ours)
    })
  )
}

const scopeOf = (element: XmlElement | undefined): Scope =>
  element === undefined ? new Map() : enter(scopeOf(element.parent), element)

/** The namespaces in scope inside an element; an undeclared default is none. */
const enter = (scope: Scope, { declarations }: XmlElement): Scope =>
  new Map(
    [...scope, ...declarations.map((d) => [d.prefix, d.namespace] as const)].filter(
      ([prefix, namespace], at, all) =>
        all.findLastIndex(([other]) => other === prefix) === at && namespace !== '',
    ),
  )

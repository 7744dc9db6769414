// IDs (R23, R25). A signature names what it signs by ID, so an ID that two readers could find in
// two places is refused.

import type { Refusal } from '../../refusal.ts'
import type { XmlElement } from '../xml/tree.ts'
import { collapse, tokenOf } from '../xml/white-space.ts'
import type { DsigRefusalCode } from './xmldsig-refusals.ts'

/** SAML's ID attribute, of type xs:ID; other spellings are ids to other readers. */
export const idOf = (element: XmlElement): string | undefined => tokenOf(element, 'ID')

/**
 * Refuses a document, given by all its elements, in which an id, in any of its spellings, is not
 * unique or has a prefix (`xml:id` has one).
 */
export function checkIds(elements: readonly XmlElement[]): Refusal<DsigRefusalCode> | undefined {
  const seen = new Set<string>()
  for (const { attributes } of elements)
    for (const { name, localName, value } of attributes) {
      if (localName !== 'ID' && localName !== 'Id' && localName !== 'id') continue
      const id = collapse(value)
      if (name !== localName || seen.has(id)) return { code: 'dsig_id_ambiguous', got: name }
      seen.add(id)
    }
  return undefined
}

// White space in values of a type that collapses it: xs:anyURI, xs:dateTime and what derives from
// xs:token, as NCName and ID (XML Schema 2 §4.3.6). Pretty-printers break such values into lines.
// xs:string keeps every character: Issuer, NameID and attribute values never come here (R42, R47).

import type { XmlElement } from './tree.ts'
import { attributeOf, textOf } from './tree.ts'

const SPACE = /[\t\n\r ]/
const RUNS = /[\t\n\r ]+/g
const ENDS = /^ | $/g

/**
 * Collapses white space as XML Schema 2 §4.3.6 does. Only these four characters count, no other
 * blank of Unicode.
 */
export const collapse = (value: string): string =>
  SPACE.test(value) ? value.replace(RUNS, ' ').replace(ENDS, '') : value

/** The value of an attribute whose type collapses white space. */
export function tokenOf(element: XmlElement, name: string): string | undefined {
  const value = attributeOf(element, name)
  return value === undefined ? undefined : collapse(value)
}

/**
 * The text of an element whose type collapses white space; undefined if there is an element inside
 * it.
 */
export function tokenTextOf(element: XmlElement): string | undefined {
  const text = textOf(element)
  return text === undefined ? undefined : collapse(text)
}

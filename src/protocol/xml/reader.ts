// What the parts of the reader share: where it stands, and how it stops.

import type { Fact, Refusal } from '../../refusal.ts'
import { XML_LIMITS } from './limits.ts'
import type { QName } from './names.ts'
import type { XmlRefusalCode } from './refusals.ts'
import type { NamespaceDeclaration, XmlAttribute, XmlElement } from './tree.ts'
import { XML_NS } from './tree.ts'

/** An element while its children are read. Outside the reader it is only known as the immutable XmlElement. */
export interface OpenElement {
  readonly name: string
  readonly prefix: string
  readonly localName: string
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  readonly declarations: readonly NamespaceDeclaration[]
  readonly children: (XmlElement | string)[]
  readonly parent: OpenElement | undefined
}

/** The reader's place in the text. Its functions fail by setting `refusal`; the first one stays. */
export interface Reader {
  readonly text: string
  at: number
  depth: number
  elements: number
  /** The different namespace declarations so far, as `prefix=name`. */
  readonly declared: Set<string>
  /** Character data since the last tag. */
  pending: string
  /** Prefix -> namespace at this place, and what each open declaration hides: constant time, however many there are. */
  readonly scope: Map<string, string>
  readonly hidden: (string | undefined)[]
  /** Names seen lately, by a hash of their spelling. */
  readonly names: (QName | undefined)[]
  refusal: Refusal<XmlRefusalCode> | undefined
}

/** A reader at the beginning of a text. */
export const createReader = (text: string): Reader => ({
  text,
  at: 0,
  depth: 0,
  elements: 0,
  declared: new Set(),
  pending: '',
  scope: new Map([['xml', XML_NS]]),
  hidden: [],
  names: [],
  refusal: undefined,
})

/** Stops the reader. `got` defaults to the position, counted in characters. */
export function fail(reader: Reader, code: XmlRefusalCode, got: Fact = reader.at): undefined {
  reader.refusal ??= { code, got }
}

/** Stops the reader because a limit is passed. */
export function failLimit(
  reader: Reader,
  code: XmlRefusalCode,
  limit: keyof typeof XML_LIMITS,
): undefined {
  reader.refusal ??= { code, expected: XML_LIMITS[limit] }
}

/** Moves past white space (line ends are LF by now). */
export function skipSpace(reader: Reader): void {
  const { text } = reader
  let { at } = reader
  for (let unit = text.charCodeAt(at); isSpace(unit); unit = text.charCodeAt(++at));
  reader.at = at
}

/** XML 1.0 §2.3, production S, after line ends were normalised. */
export const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0xa || unit === 0x9

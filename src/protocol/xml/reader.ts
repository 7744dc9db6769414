// What the parts of the reader share: where it stands, and how it stops.

import type { Fact, Refusal } from '../../refusal.ts'
import type { MessageName } from './lexicon.ts'
import { XML_LIMITS } from './limits.ts'
import { createScope, type Scope } from './scope.ts'
import type { NamespaceDeclaration, XmlAttribute, XmlElement } from './tree.ts'
import type { XmlRefusalCode } from './xml-refusals.ts'

/**
 * An element while its children are read. Outside the reader it is only known as the immutable
 * XmlElement.
 */
export interface OpenElement {
  readonly name: string
  readonly prefix: string
  readonly localName: string
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  readonly declarations: readonly NamespaceDeclaration[]
  readonly children: (XmlElement | string)[]
  readonly parent: OpenElement | undefined
  /** Where its name stands: the end tag has to repeat it. */
  readonly from: number
}

/** The reader's place in the text. Its functions fail by setting `refusal`; the first one stays. */
export interface Reader {
  readonly text: string
  /** The units of the text, zeros behind it. */
  readonly units: Uint16Array
  at: number
  depth: number
  elements: number
  /** Character data since the last tag. */
  pending: string
  readonly scope: Scope
  /** The different namespace declarations so far: the numbers of prefix and namespace in one. */
  readonly declared: Set<number>
  /** Of the tag that is being read. */
  readonly attributeNames: MessageName[]
  readonly attributeValues: string[]
  refusal: Refusal<XmlRefusalCode> | undefined
}

/** A reader at the beginning of a text. */
export const createReader = (text: string, units: Uint16Array): Reader => ({
  text,
  units,
  at: 0,
  depth: 0,
  elements: 0,
  pending: '',
  scope: createScope(),
  declared: new Set(),
  attributeNames: [],
  attributeValues: [],
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

/** Moves past white space: XML 1.0 §2.3, production S, after line ends were normalised. */
export function skipSpace(reader: Reader): void {
  const { units } = reader
  let { at } = reader
  for (let unit = units[at]; unit === 0x20 || unit === 0xa || unit === 0x9; unit = units[++at]);
  reader.at = at
}

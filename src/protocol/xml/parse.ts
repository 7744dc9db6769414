// The reader: bytes -> tree, in one pass over one string (R1-R7). It knows the subset of XML that
// login messages need; everything else is refused by name, so that no two readers of the same bytes
// can disagree.

import type { Refusal } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { endOfPlainText, ILLEGAL_CHARACTER } from './characters.ts'
import { declaredIn, endOfDeclaration } from './declaration.ts'
import { tidyLexicon } from './lexicon.ts'
import { XML_LIMITS } from './limits.ts'
import type { OpenElement, Reader } from './reader.ts'
import { createReader, fail, skipSpace } from './reader.ts'
import { resolveReferences } from './references.ts'
import { unbind } from './scope.ts'
import { readStartTag } from './start-tag.ts'
import type { XmlElement } from './tree.ts'
import { sameUnits, unitsOf } from './units.ts'
import type { XmlRefusalCode } from './xml-refusals.ts'

const BANG = 0x21
const AMPERSAND = 0x26
const SLASH = 0x2f
const LESS = 0x3c
const GREATER = 0x3e
const QUESTION = 0x3f
const CLOSING_BRACKET = 0x5d

const CDATA_START = '<![CDATA['
const CDATA_END = ']]>'

/**
 * Reads a document strictly and returns its root element. The one parser of login messages and of
 * canonical bytes (R1).
 */
export function parseXml(bytes: Uint8Array): Result<XmlElement, Refusal<XmlRefusalCode>> {
  if (bytes.length > XML_LIMITS.bytes)
    return refuse({ code: 'xml_too_large', expected: XML_LIMITS.bytes, got: bytes.length })
  const decoded = decodeUtf8(bytes)
  if (decoded === undefined) {
    const isUtf16 =
      (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    return refuse({ code: 'xml_not_utf8', ...(isUtf16 ? { got: 'UTF-16' } : {}) })
  }
  // XML 1.0 §2.11. Nothing else is a line end: NEL and U+2028 are text (R5).
  const text = decoded.includes('\r') ? decoded.replace(/\r\n?/g, '\n') : decoded
  const ascii = text === decoded && text.length === bytes.length ? bytes : undefined
  const reader = createReader(text, unitsOf(text, ascii))
  const root = readDocument(reader)
  tidyLexicon()
  if (root !== undefined && reader.refusal === undefined) return ok(root)
  // The reader stops at an illegal character wherever it is; this says so by name.
  const illegal = decoded.search(ILLEGAL_CHARACTER)
  if (illegal >= 0) return refuse({ code: 'xml_illegal_character', got: illegal })
  return refuse(reader.refusal ?? { code: 'xml_malformed' })
}

/** R3: one root, and only white space around it. */
function readDocument(reader: Reader): XmlElement | undefined {
  readDeclaration(reader)
  skipSpace(reader)
  if (!isTagAhead(reader)) return undefined
  const root = readElement(reader)
  if (root === undefined) return undefined
  skipSpace(reader)
  if (reader.at < reader.text.length && isTagAhead(reader)) fail(reader, 'xml_malformed')
  return root
}

function readDeclaration(reader: Reader): void {
  const end = endOfDeclaration(reader.text)
  if (end === undefined) fail(reader, 'xml_declaration_unsupported', declaredIn(reader.text))
  else reader.at = end
}

/**
 * Whether an element begins here; what else may stand between tags is refused under its own name.
 */
function isTagAhead(reader: Reader): boolean {
  const { text, at } = reader
  if (text.charCodeAt(at + 1) === QUESTION) fail(reader, 'xml_processing_instruction_forbidden')
  else if (text.startsWith('<!--', at)) fail(reader, 'xml_comment_forbidden')
  else if (text.startsWith('<!', at)) fail(reader, 'xml_dtd_forbidden')
  else if (text[at] !== '<') fail(reader, 'xml_malformed')
  return reader.refusal === undefined
}

/**
 * Reads the element at the reader with all its content. The nesting is in `parent`, not on the call
 * stack.
 */
function readElement(reader: Reader): XmlElement | undefined {
  const { units } = reader
  let root: OpenElement | undefined
  let open: OpenElement | undefined
  for (;;) {
    const next = units[reader.at + 1]
    if (next === SLASH) open = readEndTag(reader, open)
    else if (next === BANG || next === QUESTION) readCData(reader)
    else {
      flushText(reader, open)
      const element = readStartTag(reader, open)
      if (element === undefined) return undefined
      root ??= element
      open?.children.push(element)
      const closed = units[reader.at - 2] === SLASH
      open = closed ? closeElement(reader, element) : element
    }
    if (reader.refusal !== undefined) return undefined
    if (open === undefined) return root
    if (units[reader.at] !== LESS && !readText(reader)) return undefined
  }
}

/** Reads character data up to the next tag. */
function readText(reader: Reader): boolean {
  const { text, units, at: from } = reader
  let at = from
  let [referring, cdataEnd] = [false, false]
  for (;;) {
    at = endOfPlainText(units, at)
    const unit = units[at]
    if (unit === LESS) break
    if (unit === AMPERSAND) referring = true
    else if (unit !== CLOSING_BRACKET) return fail(reader, 'xml_malformed') ?? false
    else if (units[at + 1] === CLOSING_BRACKET && units[at + 2] === GREATER) cdataEnd = true
    at++
  }
  const raw = text.slice(from, at)
  if (cdataEnd) fail(reader, 'xml_malformed')
  const resolved = referring ? resolveReferences(raw) : { text: raw }
  if ('code' in resolved) fail(reader, resolved.code)
  else reader.pending += resolved.text
  reader.at = at
  return reader.refusal === undefined
}

function readCData(reader: Reader): void {
  const { text, at } = reader
  if (!text.startsWith(CDATA_START, at)) {
    isTagAhead(reader)
    return
  }
  const end = text.indexOf(CDATA_END, at)
  const content = text.slice(at + CDATA_START.length, end)
  if (end < 0 || ILLEGAL_CHARACTER.test(content)) {
    fail(reader, 'xml_malformed')
    return
  }
  reader.pending += content
  reader.at = end + CDATA_END.length
}

function readEndTag(reader: Reader, open: OpenElement | undefined): OpenElement | undefined {
  const { units, at } = reader
  if (open === undefined || !sameUnits(units, open.from, at + 2, open.name.length))
    return fail(reader, 'xml_malformed')
  reader.at = at + 2 + open.name.length
  if (units[reader.at] !== GREATER) skipSpace(reader)
  if (units[reader.at] !== GREATER) return fail(reader, 'xml_malformed')
  reader.at++
  flushText(reader, open)
  return closeElement(reader, open)
}

/** Ends the scope of an element's declarations and goes back to its parent. */
function closeElement(reader: Reader, element: OpenElement): OpenElement | undefined {
  if (element.declarations.length > 0) unbind(reader.scope, element.declarations.length)
  reader.depth--
  return element.parent
}

function flushText(reader: Reader, open: OpenElement | undefined): void {
  if (reader.pending === '') return
  open?.children.push(reader.pending)
  reader.pending = ''
}

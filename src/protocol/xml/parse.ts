// The reader: bytes -> tree, in one pass over one string (R1-R7). It knows the subset of XML that login messages need;
// everything else is refused by name, so that no two readers of the same bytes can disagree.

import type { Refusal } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { XML_LIMITS } from './limits.ts'
import type { OpenElement, Reader } from './reader.ts'
import { createReader, fail, skipSpace } from './reader.ts'
import { resolveReferences } from './references.ts'
import type { XmlRefusalCode } from './refusals.ts'
import { readStartTag } from './start-tag.ts'
import type { XmlElement } from './tree.ts'

const BANG = 0x21
const QUESTION = 0x3f
const SLASH = 0x2f

/** What XML 1.0 §2.2 leaves out of Unicode; UTF-8 has excluded lone surrogates already. */
const ILLEGAL_CHARACTER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/
const DECLARATION =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])1\.0\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])[Uu][Tt][Ff]-8\2)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\3)?[ \t\n]*\?>/
const CDATA_START = '<![CDATA['
const CDATA_END = ']]>'

/** Reads a document strictly and returns its root element. The one parser of login messages and of canonical bytes (R1). */
export function parseXml(bytes: Uint8Array): Result<XmlElement, Refusal<XmlRefusalCode>> {
  if (bytes.length > XML_LIMITS.bytes)
    return refuse({ code: 'xml_too_large', expected: XML_LIMITS.bytes, got: bytes.length })
  const decoded = decodeUtf8(bytes)
  if (decoded === undefined) return refuse({ code: 'xml_not_utf8' })
  const illegal = decoded.search(ILLEGAL_CHARACTER)
  if (illegal >= 0) return refuse({ code: 'xml_illegal_character', got: illegal })

  // XML 1.0 §2.11. Nothing else is a line end: NEL and U+2028 are text (R5).
  const reader = createReader(decoded.includes('\r') ? decoded.replace(/\r\n?/g, '\n') : decoded)
  const root = readDocument(reader)
  if (root === undefined || reader.refusal !== undefined)
    return refuse(reader.refusal ?? { code: 'xml_malformed' })
  return ok(root)
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
  if (!/^<\?xml[ \t\n?]/.test(reader.text.slice(0, 6))) return
  const declaration = DECLARATION.exec(reader.text)
  if (declaration === null) fail(reader, 'xml_declaration_unsupported')
  else reader.at = declaration[0].length
}

/** Whether an element begins here; what else may stand between tags is refused under its own name. */
function isTagAhead(reader: Reader): boolean {
  const { text, at } = reader
  if (text.charCodeAt(at + 1) === QUESTION) fail(reader, 'xml_processing_instruction_forbidden')
  else if (text.startsWith('<!--', at)) fail(reader, 'xml_comment_forbidden')
  else if (text.startsWith('<!', at)) fail(reader, 'xml_dtd_forbidden')
  else if (text[at] !== '<') fail(reader, 'xml_malformed')
  return reader.refusal === undefined
}

/** Reads the element at the reader with all its content. The nesting is in `parent`, not on the call stack. */
function readElement(reader: Reader): XmlElement | undefined {
  const { text } = reader
  let root: OpenElement | undefined
  let open: OpenElement | undefined
  for (;;) {
    const next = text.charCodeAt(reader.at + 1)
    if (next === SLASH) open = readEndTag(reader, open)
    else if (next === BANG || next === QUESTION) readCData(reader)
    else {
      flushText(reader, open)
      const element = readStartTag(reader, open)
      if (element === undefined) return undefined
      root ??= element
      open?.children.push(element)
      const closed = text.charCodeAt(reader.at - 2) === SLASH
      open = closed ? closeElement(reader, element) : element
    }
    if (reader.refusal !== undefined) return undefined
    if (open === undefined) return root
    if (!readText(reader)) return undefined
  }
}

/** Reads character data up to the next tag. */
function readText(reader: Reader): boolean {
  const { text, at } = reader
  const end = text.indexOf('<', at)
  if (end < 0) fail(reader, 'xml_malformed')
  else if (end > at) {
    const raw = text.slice(at, end)
    if (raw.includes(CDATA_END)) fail(reader, 'xml_malformed')
    const resolved = raw.includes('&') ? resolveReferences(raw) : { text: raw }
    if ('code' in resolved) fail(reader, resolved.code)
    else reader.pending += resolved.text
    reader.at = end
  }
  return reader.refusal === undefined
}

function readCData(reader: Reader): void {
  const { text, at } = reader
  if (!text.startsWith(CDATA_START, at)) {
    isTagAhead(reader)
    return
  }
  const end = text.indexOf(CDATA_END, at)
  if (end < 0) {
    fail(reader, 'xml_malformed')
    return
  }
  reader.pending += text.slice(at + CDATA_START.length, end)
  reader.at = end + CDATA_END.length
}

function readEndTag(reader: Reader, open: OpenElement | undefined): OpenElement | undefined {
  const { text, at } = reader
  if (open === undefined || !text.startsWith(open.name, at + 2))
    return fail(reader, 'xml_malformed')
  reader.at = at + 2 + open.name.length
  skipSpace(reader)
  if (text[reader.at] !== '>') return fail(reader, 'xml_malformed')
  reader.at++
  flushText(reader, open)
  return closeElement(reader, open)
}

/** Ends the scope of an element's declarations and goes back to its parent. */
function closeElement(reader: Reader, element: OpenElement): OpenElement | undefined {
  for (let i = element.declarations.length - 1; i >= 0; i--) {
    const prefix = element.declarations[i]?.prefix ?? ''
    const outer = reader.hidden.pop()
    if (outer === undefined) reader.scope.delete(prefix)
    else reader.scope.set(prefix, outer)
  }
  reader.depth--
  return element.parent
}

function flushText(reader: Reader, open: OpenElement | undefined): void {
  if (reader.pending === '') return
  open?.children.push(reader.pending)
  reader.pending = ''
}

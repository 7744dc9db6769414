// What somebody pasted as metadata, or a server delivered in its place. What merely wraps the
// document (base64, escapes) is taken off, because the document itself says the same; anything else
// is named for what it is.

import type { Refusal } from '../../../refusal.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { decodeBase64 } from '../../bytes/base64.ts'
import { resolveReferences } from '../../xml/references.ts'
import { decodeMetadata } from './decode-metadata.ts'
import type { MetadataRefusalCode } from './metadata-refusals.ts'

/** In characters; the fetch counts bytes. */
export const MAX_METADATA = 2 * 1024 * 1024

/** How many wrappings are taken off, one inside the other. */
const MAX_WRAPPINGS = 3
const EXPECTED = 'an EntityDescriptor or EntitiesDescriptor'
/** What begins a web page, or a piece of one, behind comments and processing instructions. */
const HTML =
  /^<(?:!doctype\s+html|(?:html|head|body|title|meta|script|style|div|p|h[1-6]|center|form)(?=[\s>/]))/i
const URL_ALONE = /^(?:https?|file|ftp):\/\/\S+$/i
const BASE64 = /^[A-Za-z0-9+/=_\s-]+$/
const BASE64_URL = /^data:[^,]{0,100};base64,/i
const PEM = /^[\s\S]{0,2000}-----BEGIN [A-Z0-9 ]+-----/
/** DER of a certificate begins with a long SEQUENCE. */
const DER_BASE64 = /^MI[IH]/

type MetadataRefusal = Refusal<MetadataRefusalCode>

/** The XML text of a document, without white space around it. */
export function findMetadataText(text: string): Result<string, MetadataRefusal> {
  let document = text
  for (let wrappings = 0; wrappings <= MAX_WRAPPINGS; wrappings++) {
    if (document.length > MAX_METADATA)
      return refuse({ code: 'metadata_too_large', expected: MAX_METADATA, got: document.length })
    document = document.trim()
    const inner = unwrap(document)
    if (inner === undefined) return judge(document)
    document = inner
  }
  return notSaml('a document wrapped too often')
}

/** One wrapping less; undefined if there is none. */
function unwrap(document: string): string | undefined {
  if (document.startsWith('<')) return unescapeQuotes(document)
  if (/^&(?:amp;)*(?:lt|#60|#x3c);/i.test(document)) {
    const resolved = resolveReferences(document)
    return 'text' in resolved ? resolved.text : undefined
  }
  if (/^"\s*(?:<|&lt;|\\u003c)/i.test(document)) return readJsonText(document)
  if (/^%(?:EF%BB%BF%)?3C/i.test(document)) return decodePercent(document)
  return decodeDocument(document.replace(BASE64_URL, ''))
}

/** A string literal without its quotation marks: `<a b=\"c\">\n`. */
const unescapeQuotes = (document: string): string | undefined =>
  /^<[^>"]*=\\"/.test(document)
    ? document.replace(/\\(["'\\/nrt])/g, (_, escaped: string) => LITERALS[escaped] ?? escaped)
    : undefined

const LITERALS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function readJsonText(document: string): string | undefined {
  try {
    const value: unknown = JSON.parse(document)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

function decodePercent(document: string): string | undefined {
  try {
    return decodeURIComponent(document)
  } catch {
    return undefined
  }
}

/** Base64, by either alphabet and with or without padding, of something that begins as XML does. */
function decodeDocument(document: string): string | undefined {
  if (!BASE64.test(document)) return undefined
  const compact = document.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  const padded = compact.padEnd(Math.ceil(compact.length / 4) * 4, '=')
  const bytes = decodeBase64(padded)
  const text = bytes && decodeMetadata(bytes)
  return text?.trimStart().startsWith('<') ? text : undefined
}

function judge(document: string): Result<string, MetadataRefusal> {
  if (document.startsWith('<'))
    return HTML.test(afterProlog(document)) ? notSaml('a web page') : ok(withLineEnds(document))
  if (URL_ALONE.test(document)) return refuse({ code: 'metadata_is_url' })
  if (PEM.test(document) || DER_BASE64.test(document))
    return refuse({ code: 'metadata_is_certificate' })
  if (document === '') return notSaml('nothing')
  if (/^[{[]/.test(document)) return notSaml('JSON')
  return notSaml(BASE64.test(document) && document.length > 100 ? 'base64 of no XML' : 'other text')
}

/** A carriage return by its number, which no value in metadata means. */
const WRITTEN_RETURN = /&#(?:0*13|x0*d);/gi
/** Line ends written out between two tags, or after the last one. */
const WRITTEN_LINE_END = />(?:\\[rn])+(?=\s*(?:<|$))/g

/** Line ends are line ends again: around the root nothing else may stand. */
const withLineEnds = (document: string): string =>
  document.replace(WRITTEN_RETURN, '\r').replace(WRITTEN_LINE_END, '>\n')

const notSaml = (got: string): Result<never, MetadataRefusal> =>
  refuse({ code: 'metadata_not_saml', expected: EXPECTED, got })

/**
 * What follows comments and processing instructions; those without an end are left for the parser.
 */
function afterProlog(document: string): string {
  let at = 0
  for (;;) {
    const end = document.startsWith('<!--', at)
      ? document.indexOf('-->', at + 4) + 3
      : document.startsWith('<?', at)
        ? document.indexOf('?>', at + 2) + 2
        : 0
    if (end <= at) return document.slice(at, at + 200)
    at = end
    while (/\s/.test(document[at] ?? '')) at++
  }
}

// Reads the JSON body of a request, bounded while reading: a length that a client states is only a
// hint.

import { ok, type Result, refuse } from '../../../result.ts'
import { findJsonMistake } from './find-json-mistake.ts'
import type { ApiRefusal } from './operation.ts'

/** Bytes that a body may have unless its operation says otherwise. */
export const DEFAULT_BODY_LIMIT = 256 * 1024

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json *(?:;|$)/i
/** Of a media type, whatever parameters stand before it (RFC 9110 §8.3.2). */
const CHARSET = /; *charset *= *"?([^\s";]*)/gi

/**
 * Tells whether a request says that it is JSON, in UTF-8. The type knows no other encoding (RFC
 * 8259 §8.1, §11): bytes in another one would mean to us what they did not mean to their writer.
 */
export function isJson({ headers }: Request): boolean {
  const type = headers.get('content-type') ?? ''
  const charsets = [...type.matchAll(CHARSET)].map(([, charset = '']) => charset.toLowerCase())
  return JSON_TYPE.test(type) && charsets.every((charset) => UTF_8.has(charset))
}

/** ASCII is UTF-8 as far as it goes; a byte beyond it is read as UTF-8, or refused. */
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii'])

/** Reads and parses a body. An empty one counts as `{}`: a verb without members needs none. */
export async function readBody(
  request: Request,
  limit: number,
): Promise<Result<unknown, ApiRefusal>> {
  const bytes = await readBounded(request, limit)
  if (bytes === undefined) return refuse({ code: 'api_body_too_large', expected: limit })
  if (bytes.length === 0) return ok({})
  if (!isJson(request)) return refuse({ code: 'api_body_not_json' })
  const parsed = parseJson(bytes)
  if (parsed !== undefined) return ok(parsed.json)
  return refuse({
    code: 'api_json_malformed',
    errors: [{ pointer: '', detail: mistakeIn(bytes) }],
  })
}

/** Says where the bytes stop being JSON in UTF-8, and why. */
function mistakeIn(bytes: Uint8Array): string {
  const length = validLength(bytes)
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
  // Streaming leaves out the beginning of a character that does not go on.
  const text = decoder.decode(bytes.subarray(0, length), { stream: true })
  if (length < bytes.length) return `is not UTF-8 ${placeOf(text)}`
  const mistake = findJsonMistake(text)
  if (mistake === undefined) return 'is not JSON'
  return `is not JSON at line ${mistake.line}, column ${mistake.column}: ${mistake.message}`
}

function placeOf(text: string): string {
  const lines = text.split('\n')
  return `at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`
}

/**
 * How many bytes at the beginning are whole characters of UTF-8: found by halving, since a decoder
 * says only yes or no.
 */
function validLength(bytes: Uint8Array): number {
  if (isUtf8(bytes, { stream: false })) return bytes.length
  let [valid, invalid] = [0, bytes.length + 1]
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isUtf8(bytes.subarray(0, middle), { stream: true })) valid = middle
    else invalid = middle
  }
  return valid
}

function isUtf8(bytes: Uint8Array, { stream }: { readonly stream: boolean }): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream })
    return true
  } catch {
    // The decoder has no other way to say no.
    return false
  }
}

async function readBounded(request: Request, limit: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return undefined
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.length
    if (length > limit) return undefined
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function parseJson(bytes: Uint8Array): { readonly json: unknown } | undefined {
  try {
    return {
      json: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)),
    }
  } catch {
    // Neither the decoder nor the parser has another way to say no.
    return undefined
  }
}

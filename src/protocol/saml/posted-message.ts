// HTTP-POST binding, receiving (SAML Bindings §3.5.4): a field of a form holds a message as base64,
// which white space may break into lines (RFC 2045 §6.8). Nothing else is mended: what a sender did
// wrong is found out and named instead. That is looked for only after a message could not be read,
// so an honest one costs nothing.

import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { Refusal } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeBase64, decodeBase64Binary } from '../bytes/base64.ts'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { XML_LIMITS } from '../xml/limits.ts'
import type { PostRefusalCode } from './post-refusals.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A message that was read, with the bytes that it was read from. */
export interface PostedMessage<T> {
  readonly message: T
  readonly bytes: Bytes
}

/**
 * Decodes a field and reads the message in it. If that fails, the refusal names the mistake of the
 * encoding; otherwise it is the reader's, or `notBase64`.
 */
export function readPostedMessage<T, Refused extends Refusal, Code extends string>(
  field: string,
  read: (bytes: Bytes) => Result<T, Refused>,
  notBase64: Code,
): Result<PostedMessage<T>, Refused | Refusal<PostRefusalCode | Code>> {
  const bytes = decodeBase64Binary(field)
  if (bytes === undefined || bytes.length === 0)
    return refuse({ code: mistakeInText(field) ?? notBase64 })
  const message = read(bytes)
  if (message.ok) return ok({ message: message.value, bytes })
  // Of a message that begins as XML, only what it says with its plus signs tells whether some were
  // lost.
  const respelled = field.includes(' ') ? decodeBase64(withPluses(field)) : undefined
  if (respelled !== undefined && read(respelled).ok)
    return refuse({ code: 'post_message_plus_lost' })
  const code = looksLikeXml(bytes) ? undefined : mistakeInBytes(bytes)
  return code === undefined ? message : refuse({ code })
}

const XML_SPACE = /[ \t\r\n]+/g
const LINE_BREAKS = /[\t\r\n]+/g
/** An own attempt at each: what decodes to XML this way is what the sender meant. */
const RESPELLINGS: readonly (readonly [PostRefusalCode, (field: string) => string])[] = [
  ['post_message_plus_lost', withPluses],
  ['post_message_url_encoded', unescaped],
  ['post_message_padding_wrong', padded],
  ['post_message_base64url', (field) => padded(field.replaceAll('-', '+').replaceAll('_', '/'))],
]

function mistakeInText(field: string): PostRefusalCode | undefined {
  const text = field.trim()
  if (text === '') return 'post_message_empty'
  if (text.startsWith('<') || text.startsWith('&lt;')) return 'post_message_not_encoded'
  for (const [code, respell] of RESPELLINGS)
    if (isMessage(decodeBase64(respell(field).replace(XML_SPACE, '')))) return code
  return undefined
}

/** The bytes are no XML, so they may be something that holds XML. */
function mistakeInBytes(bytes: Bytes): PostRefusalCode | undefined {
  if (inflated(bytes)) return 'post_message_deflated'
  const text = decodeUtf8(bytes)?.trim()
  const inner = text === undefined ? undefined : decodeBase64Binary(text)
  return isMessage(inner) ? 'post_message_encoded_twice' : undefined
}

/** Tells whether bytes are XML, or compressed XML. */
const isMessage = (bytes: Bytes | undefined): boolean =>
  bytes !== undefined && (looksLikeXml(bytes) || inflated(bytes))

const FIRST_OF_XML = /^\ufeff?[ \t\r\n]*</
const LOOKED_AT = 64

function looksLikeXml(bytes: Bytes): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, LOOKED_AT))
  return FIRST_OF_XML.test(head.replace('\u00ef\u00bb\u00bf', '\ufeff'))
}

/**
 * Tells whether bytes are DEFLATE data of XML, bare or in the wrapping of zlib or gzip. Bounded
 * (R50).
 */
function inflated(bytes: Bytes): boolean {
  for (const inflate of [inflateRawSync, inflateSync, gunzipSync])
    try {
      const limit = { maxOutputLength: XML_LIMITS.bytes }
      if (looksLikeXml(Uint8Array.from(inflate(bytes, limit).subarray(0, LOOKED_AT)))) return true
    } catch {
      // Not in this wrapping.
    }
  return false
}

function withPluses(field: string): string {
  return field.replace(LINE_BREAKS, '').replaceAll(' ', '+')
}

function unescaped(field: string): string {
  try {
    return field.includes('%') ? decodeURIComponent(field) : ''
  } catch {
    return ''
  }
}

function padded(field: string): string {
  const bare = field.replace(XML_SPACE, '').replace(/=+$/, '')
  return bare.padEnd(4 * Math.ceil(bare.length / 4), '=')
}

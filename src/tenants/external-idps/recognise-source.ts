// Tells apart what somebody pasted or dropped to describe an IdP: the address of metadata,
// metadata, or certificates, each in the wrappings in which it arrives. Anything else is named for
// what it is.

import { decodeBase64 } from '../../protocol/bytes/base64.ts'
import { hexOf } from '../../protocol/bytes/hex.ts'
import type { MetadataRefusalCode } from '../../protocol/saml/idp-metadata/metadata-refusals.ts'
import { findMetadataText, MAX_METADATA } from '../../protocol/saml/idp-metadata/metadata-text.ts'
import { readCertificateText } from '../../protocol/x509/certificate-texts.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { PreviewRefusalCode } from './preview-refusals.ts'

/** What a source turned out to be. */
export type RecognisedSource =
  | { readonly kind: 'metadata_url'; readonly url: string }
  | { readonly kind: 'metadata_xml'; readonly xml: string }
  | { readonly kind: 'certificates'; readonly text: string }

export const SOURCE_KINDS = ['metadata_url', 'metadata_xml', 'certificates'] as const

type SourceRefusal = Refusal<PreviewRefusalCode | MetadataRefusalCode>

/** Marks and quotation marks that the clipboard puts around a value. */
const AROUND = /^[\s\u200b-\u200d\u2060\ufeff"'`]+|[\s\u200b-\u200d\u2060\ufeff"'`]+$/g
const BRACKETED_URL = /^<([a-z]+:\/\/[^\s<>]+)>$/i
const WITH_SCHEME = /^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i
/** An address whose scheme was left out. Base64 has no dots. */
const WITHOUT_SCHEME = /^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}(?::\d+)?\/\S*$/i
const DATA_URL = /^data:[^,]{0,100};base64,/i
const BASE64 = /^[A-Za-z0-9+/=_\s-]+$/
/** How files begin that people drop by mistake, in hex. */
const FILES = [
  ['ffd8ff', 'a JPEG image'],
  ['89504e47', 'a PNG image'],
  ['47494638', 'a GIF image'],
  ['52494646', 'an image or a sound'],
  ['25504446', 'a PDF document'],
  ['504b0304', 'a ZIP archive or an Office document'],
  ['1f8b', 'a compressed file'],
] as const

/** Tells what a source is. Nothing is fetched, and nothing is parsed that is longer than 2 MiB. */
export function recogniseSource(source: string): Result<RecognisedSource, SourceRefusal> {
  if (source.length > MAX_METADATA)
    return refuse({ code: 'metadata_too_large', expected: MAX_METADATA, got: source.length })
  const text = source.replace(AROUND, '')
  const url = readUrl(text)
  if (url !== undefined) return ok({ kind: 'metadata_url', url })
  // The quotation marks of a JSON string belong to its escapes.
  const found = findMetadataText(source)
  if (found.ok) return ok({ kind: 'metadata_xml', xml: source })
  const { code, got } = found.refusal
  if (code === 'metadata_too_large' || got === 'a web page') return found
  const certificates = text.replace(DATA_URL, '')
  return holdsCertificates(certificates)
    ? ok({ kind: 'certificates', text: certificates })
    : refuse({ code: 'source_unrecognised', got: nameOf(certificates, got) })
}

function readUrl(text: string): string | undefined {
  const bare = BRACKETED_URL.exec(text)?.[1] ?? text
  if (WITH_SCHEME.test(bare)) return bare
  return WITHOUT_SCHEME.test(bare) ? `https://${bare}` : undefined
}

/**
 * PEM of any label, or anything in ASN.1. The reader of certificates then says what it is.
 */
function holdsCertificates(text: string): boolean {
  const { blocks, labels } = readCertificateText(text)
  if (labels.length > 0) return true
  return blocks.some(({ certificates, privateKey }) => privateKey || certificates.length > 0)
}

function nameOf(text: string, got: Refusal['got']): string {
  const file = BASE64.test(text) ? nameOfFile(text) : undefined
  return file ?? (typeof got === 'string' ? got : 'other text')
}

function nameOfFile(text: string): string | undefined {
  const head = text.slice(0, 400).replace(/\s+/g, '').slice(0, 16)
  const bytes = head.length === 16 ? decodeBase64(head) : undefined
  const hex = bytes && hexOf(bytes)
  return FILES.find(([begins]) => hex?.startsWith(begins))?.[1]
}

// The wrappings in which certificates arrive: environment variables, mail, JSON, consoles and word
// processors each leave their marks on PEM. None of it can change a certificate, because its DER
// says how long it is and has to fit to the byte.

import { decodeBase64, encodeBase64 } from '../bytes/base64.ts'
import { DER, readDer, readDerAll } from './der.ts'

/**
 * What one block of a text holds: a certificate and perhaps those that issued it, or nothing that
 * can be read.
 */
export interface CertificateBlock {
  /** DER of each, in order; empty if the block cannot be read. */
  readonly certificates: readonly Uint8Array<ArrayBuffer>[]
  /** It begins as a private key does. */
  readonly privateKey: boolean
}

export interface CertificateText {
  readonly blocks: readonly CertificateBlock[]
  /** Labels of all PEM blocks, those that are no certificates too. */
  readonly labels: readonly string[]
}

const DASHES = '[-\u2010-\u2015\u2212]{1,10}'
const LABEL = new RegExp(`${DASHES} ?BEGIN ([A-Z0-9 ]{1,40}?) ?${DASHES}`, 'g')
const BLOCK = new RegExp(
  `${DASHES} ?BEGIN ((?:X509 |TRUSTED |)CERTIFICATE|PKCS7|CMS) ?${DASHES}([^-\u2010-\u2015\u2212]*)${DASHES} ?END \\1 ?${DASHES}`,
  'g',
)
/** Line ends written out: `\n`, `\\r\\n`, `&#13;`, `&amp;#xA;`. */
const WRITTEN_LINE_END = /\\+[rn]|&(?:amp;)*#(?:0*1[03]|[xX]0*[aAdD]);/g
/** White space, zero-width characters, quotation marks, and what mail puts before a line. */
const AROUND = /[\s\u200b-\u200d\u2060"'>,]+/g
const MAX_CHAIN = 16

/** Takes a text apart. A text without PEM lines is one block of base64. */
export function readCertificateText(text: string): CertificateText {
  const plain = unwrap(text)
  const labels = [...plain.matchAll(LABEL)].map(([, label = '']) => label)
  const bodies = [...plain.matchAll(BLOCK)].map(([, , body = '']) => body)
  return { blocks: (labels.length > 0 ? bodies : [plain]).map(readBlock), labels }
}

/** Line ends are line ends again, and what was encoded whole is decoded. */
function unwrap(text: string): string {
  const lines = text.replace(WRITTEN_LINE_END, '\n')
  const decoded = /%[0-9A-Fa-f]{2}/.test(lines) ? decodePercent(lines) : lines
  if (decoded.includes('BEGIN')) return decoded
  // LS0tLS is base64 of -----: somebody encoded the whole file.
  const compact = decoded.replace(AROUND, '')
  if (!compact.startsWith('LS0tLS')) return decoded
  const bytes = decodeBase64(pad(compact))
  return bytes === undefined ? decoded : new TextDecoder().decode(bytes)
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readBlock(body: string): CertificateBlock {
  // Padding inside is where the base64 of two certificates was put together.
  const segments = body
    .replace(AROUND, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .split(/(?<==)(?!=)/)
  const decoded = segments.map((segment) => decodeBase64(pad(segment)))
  if (decoded.some((part) => part === undefined)) return UNREADABLE
  const bytes = join(decoded.filter((part) => part !== undefined))
  const certificates: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at < bytes.length; ) {
    const value = readDer(bytes, at)
    if (value?.tag !== DER.sequence || certificates.length === MAX_CHAIN) return UNREADABLE
    if (isPrivateKey(value.contents)) return { certificates: [], privateKey: true }
    const signed = readSignedData(value.contents)
    certificates.push(...(signed ?? [bytes.slice(at, value.end)]))
    if (certificates.length > MAX_CHAIN) return UNREADABLE
    at = value.end
  }
  return { certificates, privateKey: false }
}

/**
 * PKCS #1, #8 and #12 begin with a version number where a certificate has its TBSCertificate. An
 * encrypted key (RFC 5958 §3) has an algorithm and an octet string.
 */
function isPrivateKey(contents: Uint8Array<ArrayBuffer>): boolean {
  const first = readDer(contents)
  if (first?.tag === DER.integer) return true
  return first?.tag === DER.sequence && readDer(contents, first.end)?.tag === DER.octetString
}

/** Contents of the OID signedData, 1.2.840.113549.1.7.2, in base64. */
const SIGNED_DATA = 'KoZIhvcNAQcC'

/**
 * The certificates of a P7B file: SignedData that signs nothing (RFC 5652 §5.1). Undefined for
 * anything else; empty if it cannot be read.
 */
function readSignedData(
  contents: Uint8Array<ArrayBuffer>,
): readonly Uint8Array<ArrayBuffer>[] | undefined {
  const type = readDer(contents)
  if (type?.tag !== DER.oid || encodeBase64(type.contents) !== SIGNED_DATA) return undefined
  const explicit = readDer(contents, type.end)
  const signedData = explicit && readDer(explicit.contents)
  const members = signedData && readDerAll(signedData.contents)
  const set = members?.find(({ tag }) => tag === DER.context0)?.contents
  const values = set && readDerAll(set)
  if (set === undefined || values === undefined) return []
  const starts = [0, ...values.map(({ end }) => end)]
  return values.map(({ end }, at) => set.slice(starts[at], end))
}

const UNREADABLE: CertificateBlock = { certificates: [], privateKey: false }

/** RFC 4648 §3.2: padding may be left out where the length is known, and here the DER knows it. */
const pad = (base64: string): string =>
  base64.endsWith('=') ? base64 : base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

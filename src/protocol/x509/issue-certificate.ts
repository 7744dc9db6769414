// The self-signed certificate of an SSO key (RFC 5280 §4): what an IdP's administrator uploads so
// that our requests can be verified. IdPs pin the certificate itself, so it names nobody and chains
// to nothing.

import { DER, writeDer, writeOid } from './der.ts'

export interface CertificateInput {
  readonly commonName: string
  /** An RSASSA-PKCS1-v1_5 pair with SHA-256; the public key must be extractable. */
  readonly keyPair: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey }
  /** Milliseconds since the epoch; certificates count whole seconds. */
  readonly notBefore: number
  readonly notAfter: number
  /** 16 to 20 random bytes; the sign bit is cleared. */
  readonly serial: Uint8Array
}

const MAX_COMMON_NAME = 64 // ub-common-name, RFC 5280 appendix A.1
const SHA256_WITH_RSA = writeDer(
  DER.sequence,
  writeOid('1.2.840.113549.1.1.11'),
  writeDer(DER.null),
)
const VERSION_3 = writeDer(DER.context0, writeDer(DER.integer, Uint8Array.of(2)))
const TRUE = writeDer(DER.boolean, Uint8Array.of(0xff))
/**
 * digitalSignature and keyEncipherment: one key serves both, so offering encryption later needs no
 * new certificate.
 */
const KEY_USAGE = writeDer(DER.bitString, Uint8Array.of(5, 0b1010_0000))

/**
 * Issues an X.509 v3 certificate, signed by its own key with RSA and SHA-256; the result is DER.
 */
export async function issueSelfSignedCertificate(
  input: CertificateInput,
): Promise<Uint8Array<ArrayBuffer>> {
  // exportKey is typed for every format at once; `spki` always gives bytes.
  const spki = new Uint8Array(
    (await crypto.subtle.exportKey('spki', input.keyPair.publicKey)) as ArrayBuffer,
  )
  const name = writeName(input.commonName)
  const body = writeDer(
    DER.sequence,
    VERSION_3,
    writeSerial(input.serial),
    SHA256_WITH_RSA,
    name,
    writeDer(DER.sequence, writeTime(input.notBefore), writeTime(input.notAfter)),
    name,
    spki,
    writeDer(DER.context3, writeDer(DER.sequence, ...(await writeExtensions(spki)))),
  )
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', input.keyPair.privateKey, body)
  return writeDer(DER.sequence, body, SHA256_WITH_RSA, writeBits(new Uint8Array(signature)))
}

async function writeExtensions(
  spki: Uint8Array<ArrayBuffer>,
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  // RFC 7093 §2 method 1, over the whole SubjectPublicKeyInfo: only uniqueness matters, and SHA-1
  // stays out of the house.
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', spki)).subarray(0, 20)
  return [
    writeExtension('2.5.29.19', [TRUE], writeDer(DER.sequence)), // basicConstraints: no CA
    writeExtension('2.5.29.15', [TRUE], KEY_USAGE),
    writeExtension('2.5.29.14', [], writeDer(DER.octetString, digest)), // subjectKeyIdentifier
  ]
}

const writeExtension = (
  oid: string,
  critical: readonly Uint8Array[],
  value: Uint8Array,
): Uint8Array<ArrayBuffer> =>
  writeDer(DER.sequence, writeOid(oid), ...critical, writeDer(DER.octetString, value))

function writeName(commonName: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode([...commonName].slice(0, MAX_COMMON_NAME).join(''))
  const attribute = writeDer(DER.sequence, writeOid('2.5.4.3'), writeDer(DER.utf8String, text))
  return writeDer(DER.sequence, writeDer(DER.set, attribute))
}

/**
 * A positive integer in the fewest octets (RFC 5280 §4.1.2.2); setting the second bit keeps it
 * non-zero and minimal.
 */
function writeSerial(random: Uint8Array): Uint8Array<ArrayBuffer> {
  const serial = Uint8Array.from(random)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  return writeDer(DER.integer, serial)
}

/** UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5). */
function writeTime(ms: number): Uint8Array<ArrayBuffer> {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')
  const encoder = new TextEncoder()
  return new Date(ms).getUTCFullYear() < 2050
    ? writeDer(DER.utcTime, encoder.encode(text.slice(2)))
    : writeDer(DER.generalizedTime, encoder.encode(text))
}

const writeBits = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  writeDer(DER.bitString, Uint8Array.of(0), bytes)

// Certificates as people hand them over: PEM, bare base64, several blocks in one paste. A certificate is only a way to
// carry a public key (R10): chain, name and dates are facts for people, never part of the verification.

import { type KeyObject, X509Certificate } from 'node:crypto'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts'
import { DER, readDer } from './der.ts'
import type { CertificateRefusalCode } from './refusals.ts'

export interface CertificateFacts {
  /** Standard base64 on one line. */
  readonly der: string
  /** Lower-case hex. */
  readonly fingerprintSha256: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
  /** As in `RSA 2048` or `EC P-256`. */
  readonly key: string
  /** RSA under 2048 bits (R13). */
  readonly weakKey: boolean
  /** Signed with SHA-1 or MD5. Nobody verifies that signature here, but it tells of an old key. */
  readonly weakHash: boolean
}

type CertificateRefusal = Refusal<CertificateRefusalCode>

const MAX_TEXT = 64 * 1024
const MAX_SUBJECT = 300
const MIN_RSA_BITS = 2048
const LABEL = /-----BEGIN ([A-Z0-9 ]+)-----/g
const BLOCK = /-----BEGIN (X509 |)CERTIFICATE-----([^-]*)-----END \1CERTIFICATE-----/g
/** OpenSSL's names of the curves that XML signatures use. */
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
}
/** Contents of the OIDs md5WithRSA, sha1WithRSA, sha1WithRSA (OIW), ecdsa-with-SHA1, dsa-with-sha1, in base64. */
const WEAK_SIGNATURES = ['KoZIhvcNAQEE', 'KoZIhvcNAQEF', 'Kw4DAh0=', 'KoZIzj0EAQ==', 'KoZIzjgEAw==']

/** Reads every certificate of a text, at least one. One private key among them refuses the whole text. */
export function readCertificates(
  text: string,
): Result<readonly CertificateFacts[], CertificateRefusal> {
  if (text.length > MAX_TEXT) {
    return refuse({ code: 'certificate_too_long', expected: MAX_TEXT, got: text.length })
  }
  const labels = [...text.matchAll(LABEL)].map(([, label = '']) => label)
  if (labels.some((label) => label.endsWith('PRIVATE KEY')))
    return refuse({ code: 'certificate_is_private_key' })
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST')))
    return refuse({ code: 'certificate_is_request' })

  const blocks = [...text.matchAll(BLOCK)].map(([, , body = '']) => body)
  const certificates: CertificateFacts[] = []
  for (const body of labels.length > 0 ? blocks : [text]) {
    const read = readOne(body.replace(/\s+/g, ''))
    if (!read.ok) return read
    certificates.push(read.value)
  }
  return certificates.length > 0 ? ok(certificates) : refuse({ code: 'certificate_unreadable' })
}

/** Writes a certificate as PEM (RFC 7468 §5.1) from its DER in base64. */
export function toPem(der: string): string {
  const lines = der.match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function readOne(base64: string): Result<CertificateFacts, CertificateRefusal> {
  const bytes = decodeBase64(base64)
  const outer = bytes && readDer(bytes)
  if (!bytes || outer?.tag !== DER.sequence || outer.end !== bytes.length)
    return refuse({ code: 'certificate_unreadable' })
  // PKCS #1 and #8 begin with a version number where a certificate has its TBSCertificate.
  const body = readDer(outer.contents)
  if (body?.tag === DER.integer) return refuse({ code: 'certificate_is_private_key' })

  const certificate = openCertificate(bytes)
  if (!body || !certificate) return refuse({ code: 'certificate_unreadable' })
  const key = describeKey(certificate)
  if (key === undefined) return refuse({ code: 'certificate_key_unsupported' })

  const algorithm = readDer(outer.contents, body.end)
  const oid = algorithm && readDer(algorithm.contents)
  return ok({
    der: encodeBase64(bytes),
    fingerprintSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: (certificate.subject ?? '').replaceAll('\n', ', ').slice(0, MAX_SUBJECT),
    // workerd has neither validFromDate nor validToDate.
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    key: key.name,
    weakKey: key.weak,
    weakHash: oid !== undefined && WEAK_SIGNATURES.includes(encodeBase64(oid.contents)),
  })
}

function openCertificate(bytes: Uint8Array<ArrayBuffer>): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes)
  } catch {
    return undefined
  }
}

function describeKey(certificate: X509Certificate): { name: string; weak: boolean } | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = openKey(certificate) ?? {}
  const curve = CURVES[details?.namedCurve ?? '']
  if (type === 'ec' && curve !== undefined) return { name: `EC ${curve}`, weak: false }
  const bits = details?.modulusLength
  if (type !== 'rsa' || bits === undefined) return undefined
  return { name: `RSA ${bits}`, weak: bits < MIN_RSA_BITS }
}

function openKey(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey
  } catch {
    // workerd throws for keys that it does not know, such as secp256k1 or DSA.
    return undefined
  }
}

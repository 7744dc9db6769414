// Certificates as people hand them over: PEM, bare base64, several blocks in one paste. A
// certificate is only a way to carry a public key (R10): chain, name and dates are facts for
// people, never part of the verification.

import { X509Certificate } from 'node:crypto'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { encodeBase64 } from '../bytes/base64.ts'
import type { CertificateRefusalCode } from './certificate-refusals.ts'
import { type CertificateBlock, readCertificateText } from './certificate-texts.ts'
import { readDer } from './der.ts'
import { readCertificateParts, type SubjectPublicKey } from './subject-public-key.ts'

export interface CertificateFacts {
  /** Standard base64 on one line. */
  readonly der: string
  /** Lower-case hex. */
  readonly fingerprintSha256: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
  /** As in `RSA 2048`, `RSA-PSS 2048` or `EC P-256`. */
  readonly key: string
  /** RSA under 2048 bits (R13). */
  readonly weakKey: boolean
  /** Signed with SHA-1 or MD5. Nobody verifies that signature here, but it tells of an old key. */
  readonly weakHash: boolean
}

/** A certificate that is left out, and why. */
interface UnusableCertificate {
  /** In the text, or in the metadata, counted from 1. */
  readonly position: number
  /** Absent if it cannot be read. */
  readonly subject?: string
  readonly reason: CertificateRefusalCode
}

export interface ReadCertificates {
  /** At least one. */
  readonly usable: readonly CertificateFacts[]
  readonly unusable: readonly UnusableCertificate[]
}

type CertificateRefusal = Refusal<CertificateRefusalCode>

const MAX_TEXT = 64 * 1024
const MAX_BLOCKS = 200
const MAX_SUBJECT = 300
const MIN_RSA_BITS = 2048
/**
 * Contents of the OIDs md5WithRSA, sha1WithRSA, sha1WithRSA (OIW), ecdsa-with-SHA1, dsa-with-sha1,
 * in base64.
 */
const WEAK_SIGNATURES = ['KoZIhvcNAQEE', 'KoZIhvcNAQEF', 'Kw4DAh0=', 'KoZIzj0EAQ==', 'KoZIzjgEAw==']

/**
 * Reads the certificates of a text: one or more PEM blocks, or bare base64. Takes the usable ones
 * and names the others. Refuses a text without a usable one, and any text that holds a private key.
 */
export async function readCertificates(
  text: string,
): Promise<Result<ReadCertificates, CertificateRefusal>> {
  const read = await readBlocks(text)
  if (!read.ok) return read
  // Several blocks are several certificates, but one that issued another of them belongs to its
  // chain (R10).
  const { certificates } = read.value
  const leaves = certificates.filter((one) => !certificates.some((other) => issued(one, other)))
  return taken(read.value, leaves.length > 0 ? leaves : certificates)
}

/**
 * Reads what stands in one X509Certificate element. It holds one certificate (XML Signature
 * §4.5.4.1); of a chain that was put there as a whole, the leaf is taken.
 */
export async function readCertificateElement(
  text: string,
): Promise<Result<ReadCertificates, CertificateRefusal>> {
  const read = await readBlocks(text)
  if (!read.ok) return read
  const { certificates } = read.value
  const leaf = certificates.find((one) => !certificates.some((other) => issued(one, other)))
  return taken(read.value, leaf ? [leaf] : certificates.slice(0, 1))
}

/** Writes a certificate as PEM (RFC 7468 §5.1) from its DER in base64. */
export function toPem(der: string): string {
  const lines = der.match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** A certificate that could be opened. */
interface OpenedCertificate {
  readonly position: number
  readonly facts: CertificateFacts
  readonly issuer: string
  readonly subject: string
}

interface ReadBlocks {
  readonly certificates: readonly OpenedCertificate[]
  readonly unusable: readonly UnusableCertificate[]
}

/**
 * Tells whether a certificate issued another one. One that issued itself is nobody's intermediate.
 */
const issued = (one: OpenedCertificate, other: OpenedCertificate): boolean =>
  other.issuer !== other.subject && other.issuer === one.subject

function taken(
  { certificates, unusable }: ReadBlocks,
  leaves: readonly OpenedCertificate[],
): Result<ReadCertificates, CertificateRefusal> {
  const [first] = unusable
  if (leaves.length === 0) {
    const subject = first?.subject
    const code = first?.reason ?? 'certificate_unreadable'
    return refuse(subject === undefined ? { code } : { code, got: subject })
  }
  const chain = certificates
    .filter((one) => !leaves.includes(one))
    .map(({ position, facts }): UnusableCertificate => {
      return { position, subject: facts.subject, reason: 'certificate_of_chain' }
    })
  return ok({ usable: leaves.map(({ facts }) => facts), unusable: [...unusable, ...chain] })
}

async function readBlocks(text: string): Promise<Result<ReadBlocks, CertificateRefusal>> {
  if (text.length > MAX_TEXT) {
    return refuse({ code: 'certificate_too_long', expected: MAX_TEXT, got: text.length })
  }
  const { blocks, labels } = readCertificateText(text)
  if (labels.some((label) => label.endsWith('PRIVATE KEY')))
    return refuse({ code: 'certificate_is_private_key' })
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST')))
    return refuse({ code: 'certificate_is_request' })
  if (blocks.some(({ privateKey }) => privateKey))
    return refuse({ code: 'certificate_is_private_key' })
  if (blocks.length > MAX_BLOCKS)
    return refuse({ code: 'certificate_too_long', expected: MAX_BLOCKS, got: blocks.length })
  const opened = await Promise.all(blocks.map((block, at) => openBlock(block, at + 1)))
  return ok({
    certificates: opened.flat().filter((one) => 'facts' in one),
    unusable: opened.flat().filter((one) => 'reason' in one),
  })
}

function openBlock(
  { certificates }: CertificateBlock,
  position: number,
): Promise<readonly (OpenedCertificate | UnusableCertificate)[]> {
  const nothing: UnusableCertificate = { position, reason: 'certificate_unreadable' }
  return certificates.length === 0
    ? Promise.resolve([nothing])
    : Promise.all(certificates.map((bytes) => open(bytes, position)))
}

async function open(
  bytes: Uint8Array<ArrayBuffer>,
  position: number,
): Promise<OpenedCertificate | UnusableCertificate> {
  const certificate = openX509(bytes)
  const parts = certificate && readCertificateParts(bytes)
  if (certificate === undefined || parts === undefined)
    return { position, reason: 'certificate_unreadable' }
  const subject = (certificate.subject ?? '').replaceAll('\n', ', ').slice(0, MAX_SUBJECT)
  if (parts.key === undefined || !(await canImport(parts.key)))
    return { position, subject, reason: 'certificate_key_unsupported' }
  const facts = {
    der: encodeBase64(bytes),
    fingerprintSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject,
    // workerd has neither validFromDate nor validToDate.
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    key: nameKey(parts.key),
    weakKey: parts.key.type === 'RSA' && parts.key.bits < MIN_RSA_BITS,
    weakHash: isWeaklySigned(bytes),
  }
  return { position, facts, issuer: parts.issuer, subject: parts.subject }
}

function openX509(bytes: Uint8Array<ArrayBuffer>): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes)
  } catch {
    return undefined
  }
}

/**
 * A login will have to import the key, so it is imported before anybody relies on it: a point off
 * its curve is no key.
 */
async function canImport(key: SubjectPublicKey): Promise<boolean> {
  const algorithm =
    key.type === 'EC'
      ? { name: 'ECDSA', namedCurve: key.curve }
      : { name: key.pss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: key.pss?.hash ?? 'SHA-256' }
  try {
    await crypto.subtle.importKey('spki', key.spki, algorithm, false, ['verify'])
    return true
  } catch {
    return false
  }
}

const nameKey = (key: SubjectPublicKey): string =>
  key.type === 'EC' ? `EC ${key.curve}` : `${key.pss ? 'RSA-PSS' : 'RSA'} ${key.bits}`

/** Tells whether a certificate (DER) is signed with SHA-1 or MD5. */
export function isWeaklySigned(bytes: Uint8Array<ArrayBuffer>): boolean {
  const outer = readDer(bytes)
  const body = outer && readDer(outer.contents)
  const algorithm = body && readDer(outer.contents, body.end)
  const oid = algorithm && readDer(algorithm.contents)
  return oid !== undefined && WEAK_SIGNATURES.includes(encodeBase64(oid.contents))
}

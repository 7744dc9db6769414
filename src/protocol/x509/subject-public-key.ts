// The public key in a certificate (RFC 5280 §4.1.2.7), read and written anew here: Node and workerd
// take different ones, and a certificate that only one of them can use would end logins. What comes
// out has the form that both import.

import { hexOf } from '../bytes/hex.ts'
import { CURVES, type Curve } from './curves.ts'
import { DER, type DerValue, readDer, readDerAll, writeDer, writeOid } from './der.ts'

/** A key of a type that XML signatures use, as SubjectPublicKeyInfo that Web Crypto imports. */
export type SubjectPublicKey =
  | {
      readonly type: 'RSA'
      /** Of the modulus. */
      readonly bits: number
      /** The certificate allows RSA-PSS alone (RFC 4055 §1.2), perhaps with one hash. */
      readonly pss?: { readonly hash?: PssHash }
      readonly spki: Uint8Array<ArrayBuffer>
    }
  | {
      readonly type: 'EC'
      readonly curve: Curve['name']
      readonly bits: number
      readonly spki: Uint8Array<ArrayBuffer>
    }

type PssHash = 'SHA-256' | 'SHA-384' | 'SHA-512'

/** The parts of a certificate that matter here, each with its tag and length. */
export interface CertificateParts {
  readonly issuer: string
  readonly subject: string
  readonly key: SubjectPublicKey | undefined
}

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const RSASSA_PSS = '1.2.840.113549.1.1.10'
const EC_PUBLIC_KEY = '1.2.840.10045.2.1'
const PRIME_FIELD = '1.2.840.10045.1.1'
const PSS_HASHES: readonly (readonly [string, PssHash])[] = [
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]
const RSA_ALGORITHM = writeDer(DER.sequence, writeOid(RSA_ENCRYPTION), writeDer(DER.null))

/** Reads issuer, subject and key of a certificate in DER; undefined for anything else. */
export function readCertificateParts(
  certificate: Uint8Array<ArrayBuffer>,
): CertificateParts | undefined {
  const outer = readDer(certificate)
  const body = outer && readDer(outer.contents)
  const fields = body?.tag === DER.sequence ? readDerAll(body.contents) : undefined
  // The version is left out of a certificate of version 1.
  const [, , issuer, , subject, spki] =
    fields?.[0]?.tag === DER.context0 ? fields.slice(1) : (fields ?? [])
  if (issuer?.tag !== DER.sequence || subject?.tag !== DER.sequence) return undefined
  return {
    issuer: hexOf(issuer.contents),
    subject: hexOf(subject.contents),
    key: spki?.tag === DER.sequence ? readKey(spki.contents) : undefined,
  }
}

function readKey(contents: Uint8Array<ArrayBuffer>): SubjectPublicKey | undefined {
  const [algorithm, bits] = readDerAll(contents) ?? []
  const [oid, parameters] = (algorithm && readDerAll(algorithm.contents)) ?? []
  // No unused bits: keys are whole octets.
  if (oid === undefined || bits?.tag !== DER.bitString || bits.contents[0] !== 0) return undefined
  const key = bits.contents.subarray(1)
  if (isOid(oid, RSA_ENCRYPTION)) return readRsa(key)
  if (isOid(oid, RSASSA_PSS)) {
    const pss = readPss(parameters)
    const rsa = readRsa(key)
    return pss && rsa && { ...rsa, pss }
  }
  return isOid(oid, EC_PUBLIC_KEY) ? readEc(parameters, key) : undefined
}

function readRsa(key: Uint8Array<ArrayBuffer>) {
  const outer = readDer(key)
  const [modulus, exponent] = (outer && readDerAll(outer.contents)) ?? []
  if (modulus?.tag !== DER.integer || exponent?.tag !== DER.integer) return undefined
  const bits = bitLength(modulus.contents)
  if (bits === 0) return undefined
  const spki = writeDer(DER.sequence, RSA_ALGORITHM, writeBits(key))
  return { type: 'RSA' as const, bits, spki }
}

/**
 * RFC 4055 §3.1: parameters bind the key to a hash; without them any will do. SHA-1, their default,
 * is none of ours.
 */
function readPss(parameters: DerValue | undefined): { readonly hash?: PssHash } | undefined {
  if (parameters === undefined) return {}
  const [first] = readDerAll(parameters.contents) ?? []
  const algorithm = first?.tag === DER.context0 ? readDer(first.contents) : undefined
  const oid = algorithm && readDer(algorithm.contents)
  const hash = PSS_HASHES.find(([dotted]) => oid && isOid(oid, dotted))?.[1]
  return hash && { hash }
}

function readEc(
  parameters: DerValue | undefined,
  point: Uint8Array<ArrayBuffer>,
): SubjectPublicKey | undefined {
  const curve = CURVES.find(
    (one) => parameters && (isOid(parameters, one.oid) || writesOut(parameters, one)),
  )
  if (curve === undefined) return undefined
  const whole = wholePoint(point, curve)
  if (whole === undefined) return undefined
  const algorithm = writeDer(DER.sequence, writeOid(EC_PUBLIC_KEY), writeOid(curve.oid))
  const spki = writeDer(DER.sequence, algorithm, writeBits(whole))
  return { type: 'EC', curve: curve.name, bits: curve.bits, spki }
}

/**
 * SEC 1 §C.2: version, field, coefficients, generator and order, each of which has to be that of
 * the curve.
 */
function writesOut(parameters: DerValue, curve: Curve): boolean {
  const [, field, coefficients, generator, order, cofactor] =
    parameters.tag === DER.sequence ? (readDerAll(parameters.contents) ?? []) : []
  const [kind, prime] = (field && readDerAll(field.contents)) ?? []
  const [a, b] = (coefficients && readDerAll(coefficients.contents)) ?? []
  return (
    kind !== undefined &&
    isOid(kind, PRIME_FIELD) &&
    numberOf(prime) === hex(curve.p) &&
    numberOf(a) === hex(curve.p) - 3n &&
    numberOf(b) === hex(curve.b) &&
    isGenerator(generator, curve) &&
    numberOf(order) === hex(curve.n) &&
    (cofactor === undefined || numberOf(cofactor) === 1n)
  )
}

/** SEC 1 §2.3.3: uncompressed, or the first coordinate with the parity of the second. */
function isGenerator(generator: DerValue | undefined, { gx, gy }: Curve): boolean {
  const written = generator && hexOf(generator.contents)
  const parity = Number.parseInt(gy.slice(-1), 16) % 2
  return written === `04${gx}${gy}` || written === `0${2 + parity}${gx}`
}

/**
 * A point with both coordinates (SEC 1 §2.3.4). Whether it lies on the curve is found out by
 * importing it.
 */
function wholePoint(
  point: Uint8Array<ArrayBuffer>,
  curve: Curve,
): Uint8Array<ArrayBuffer> | undefined {
  const [form = 0] = point
  const width = Math.ceil(curve.bits / 8)
  if (form === 4 && point.length === 1 + 2 * width) return point
  if ((form !== 2 && form !== 3) || point.length !== 1 + width) return undefined
  const x = hex(hexOf(point.subarray(1)))
  const p = hex(curve.p)
  // p is 3 modulo 4 for each of the three, so this power is a square root if there is one.
  const root = power((x ** 3n - 3n * x + hex(curve.b)) % p, (p + 1n) / 4n, p)
  const y = root % 2n === BigInt(form % 2) ? root : p - root
  const written = new Uint8Array(1 + 2 * width)
  written[0] = 4
  written.set(point.subarray(1), 1)
  const digits = y.toString(16).padStart(2 * width, '0')
  for (let at = 0; at < width; at++)
    written[1 + width + at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16)
  return written
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = ((base % modulus) + modulus) % modulus
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

const hex = (digits: string): bigint => BigInt(`0x${digits}`)

/** The unsigned number in an INTEGER or an OCTET STRING. */
const numberOf = (value: DerValue | undefined): bigint | undefined =>
  value === undefined || value.contents.length === 0 ? undefined : hex(hexOf(value.contents))

const isOid = ({ tag, contents }: DerValue, dotted: string): boolean =>
  tag === DER.oid && hexOf(contents) === hexOf(writeOid(dotted).subarray(2))

const writeBits = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  writeDer(DER.bitString, Uint8Array.of(0), bytes)

/** How many bits an INTEGER has, without its sign. */
function bitLength(integer: Uint8Array): number {
  const first = integer.findIndex((byte) => byte !== 0)
  if (first < 0) return 0
  return 8 * (integer.length - first) - Math.clz32(integer[first] ?? 0) + 24
}

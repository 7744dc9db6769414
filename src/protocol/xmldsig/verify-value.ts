// The public-key half of a signature: bytes, a value, and the keys that are registered (R10-R13).
// The same for signatures inside XML and for those over a query.

import type { Refusal } from '../../refusal.ts'
import type { CertificateKey } from '../x509/public-key.ts'
import { certificateKey } from '../x509/public-key.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import type { DsigRefusalCode } from './xmldsig-refusals.ts'

export interface Trust {
  /** DER, standard base64. Every one whose key fits is tried. */
  readonly certificates: readonly string[]
  /** SHA-1, and RSA from 1,024 to 2,047 bits (R13). */
  readonly allowWeakAlgorithms: boolean
}

const RSA_BITS = 2048
const WEAK_RSA_BITS = 1024

/** Tries every registered key that fits (R10-R13); undefined when one verifies. */
export async function verifyValue(
  algorithm: SignatureAlgorithm,
  bytes: Uint8Array<ArrayBuffer>,
  value: Uint8Array<ArrayBuffer>,
  trust: Trust,
): Promise<Refusal<DsigRefusalCode> | undefined> {
  const keys: CertificateKey[] = []
  for (const certificate of trust.certificates) {
    const key = certificateKey(certificate)
    if (key !== undefined && fits(key, algorithm, trust)) keys.push(key)
  }
  if (keys.length === 0)
    return {
      code: 'dsig_no_fitting_key',
      expected: wanted(algorithm, trust),
      got: trust.certificates.map(kindOf),
    }
  for (const key of keys) {
    const cryptoKey = await key.importFor(algorithm.name, algorithm.hash)
    if (await crypto.subtle.verify(algorithm, cryptoKey, value, bytes)) return undefined
  }
  return { code: 'dsig_signature_mismatch', expected: keys.map((key) => key.fingerprintSha256) }
}

/** The kind of key that would fit, as a fact. */
const wanted = ({ name }: SignatureAlgorithm, trust: Trust): string =>
  name === 'ECDSA' ? 'EC' : `RSA ${leastBits(trust)} or more`

const leastBits = ({ allowWeakAlgorithms }: Trust): number =>
  allowWeakAlgorithms ? WEAK_RSA_BITS : RSA_BITS

/** The kind of a certificate's key, as a fact: `RSA 1024`. */
function kindOf(certificate: string): string {
  const key = certificateKey(certificate)
  return key === undefined ? 'unreadable' : `${key.type} ${key.bits}`
}

function fits(key: CertificateKey, { name, hash }: SignatureAlgorithm, trust: Trust): boolean {
  if (name === 'ECDSA') return key.type === 'EC'
  if (key.type !== 'RSA' || key.bits < leastBits(trust)) return false
  // RFC 4055 §1.2: a key for RSA-PSS verifies nothing else.
  return key.pss === undefined || (name === 'RSA-PSS' && (key.pss.hash ?? hash) === hash)
}

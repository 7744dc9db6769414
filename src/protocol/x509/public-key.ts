// From a registered certificate to a key that verifies. The certificate only carries the key:
// chain, names and dates play no part (SAML Metadata IOP §2.6.1), the registration is the trust
// (R10).

import { X509Certificate } from 'node:crypto'
import { decodeBase64 } from '../bytes/base64.ts'
import { readCertificateParts } from './subject-public-key.ts'

export interface CertificateKey {
  readonly type: 'RSA' | 'EC'
  /** Of the modulus, or of the curve. */
  readonly bits: number
  /** How long a signature of it is: the modulus, or r and s. */
  readonly signatureBytes: number
  /** Lower-case hex, of the certificate. */
  readonly fingerprintSha256: string
  /** The certificate allows RSA-PSS alone (RFC 4055 §1.2), perhaps with one hash. */
  readonly pss?: { readonly hash?: string }
  /** Imports the key for one algorithm, once. */
  readonly importFor: (name: string, hash: string) => Promise<CryptoKey>
}

const REMEMBERED = 256

/**
 * Parsing a certificate costs several times a signature check; an isolate sees the same few again
 * and again.
 */
const remembered = new Map<string, CertificateKey | undefined>()

/**
 * The public key of a certificate (DER, base64); undefined when there is none, or none of a type we
 * use.
 */
export function certificateKey(certificate: string): CertificateKey | undefined {
  if (remembered.has(certificate)) return remembered.get(certificate)
  const key = readCertificateKey(certificate)
  const oldest = remembered.keys().next()
  if (remembered.size >= REMEMBERED && !oldest.done) remembered.delete(oldest.value)
  remembered.set(certificate, key)
  return key
}

function readCertificateKey(certificate: string): CertificateKey | undefined {
  const der = decodeBase64(certificate)
  const x509 = der && readX509(der)
  const key = der && readCertificateParts(der)?.key
  if (x509 === undefined || key === undefined) return undefined
  const fingerprintSha256 = x509.fingerprint256.replaceAll(':', '').toLowerCase()
  const { bits, spki } = key
  return key.type === 'RSA'
    ? {
        type: 'RSA',
        bits,
        signatureBytes: Math.ceil(bits / 8),
        fingerprintSha256,
        ...(key.pss === undefined ? {} : { pss: key.pss }),
        importFor: importer(spki, undefined),
      }
    : {
        type: 'EC',
        bits,
        signatureBytes: 2 * Math.ceil(bits / 8),
        fingerprintSha256,
        importFor: importer(spki, key.curve),
      }
}

function readX509(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

/** Keeps keys, not promises: a promise of one request must not be awaited by another (workerd). */
function importer(
  spki: Uint8Array<ArrayBuffer>,
  namedCurve: string | undefined,
): CertificateKey['importFor'] {
  const imported = new Map<string, CryptoKey>()
  return async (name, hash) => {
    const known = imported.get(name + hash)
    if (known !== undefined) return known
    const algorithm = namedCurve === undefined ? { name, hash } : { name, namedCurve }
    const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify'])
    imported.set(name + hash, key)
    return key
  }
}

// From a registered certificate to a key that verifies. The certificate only carries the key: chain, names and dates play
// no part (SAML Metadata IOP §2.6.1), the registration is the trust (R10).

import { X509Certificate } from 'node:crypto'
import { decodeBase64 } from '../bytes/base64.ts'

export interface CertificateKey {
  readonly type: 'RSA' | 'EC'
  /** Of the modulus, or of the curve. */
  readonly bits: number
  /** How long a signature of it is: the modulus, or r and s. */
  readonly signatureBytes: number
  /** Lower-case hex, of the certificate. */
  readonly fingerprintSha256: string
  /** Imports the key for one algorithm, once. */
  readonly importFor: (name: string, hash: string) => Promise<CryptoKey>
}

/** OpenSSL's names of the curves that XML signatures use. */
const CURVES: ReadonlyMap<string, { readonly name: string; readonly bits: number }> = new Map([
  ['prime256v1', { name: 'P-256', bits: 256 }],
  ['secp384r1', { name: 'P-384', bits: 384 }],
  ['secp521r1', { name: 'P-521', bits: 521 }],
])
const REMEMBERED = 256

/** Parsing a certificate costs several times a signature check; an isolate sees the same few again and again. */
const remembered = new Map<string, CertificateKey | undefined>()

/** The public key of a certificate (DER, base64); undefined when there is none, or none of a type we use. */
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
  if (x509 === undefined) return undefined
  const { publicKey } = x509
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  const spki = Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }))
  const fingerprintSha256 = x509.fingerprint256.replaceAll(':', '').toLowerCase()
  if (publicKey.asymmetricKeyType === 'rsa' && modulusLength !== undefined)
    return {
      type: 'RSA',
      bits: modulusLength,
      signatureBytes: Math.ceil(modulusLength / 8),
      fingerprintSha256,
      importFor: importer(spki, undefined),
    }
  const curve = CURVES.get(namedCurve ?? '')
  if (publicKey.asymmetricKeyType !== 'ec' || curve === undefined) return undefined
  const { name, bits } = curve
  const signatureBytes = 2 * Math.ceil(bits / 8)
  return { type: 'EC', bits, signatureBytes, fingerprintSha256, importFor: importer(spki, name) }
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

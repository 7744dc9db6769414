// The keys that sign our tokens: ES256, that is ECDSA with P-256 and SHA-256 (RFC 7518 §3.4).

import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'

export const SIGNING_ALGORITHM = 'ES256'

/** The public half, as the JWKS publishes it (RFC 7517 §4). */
export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: typeof SIGNING_ALGORITHM
}

/** A key that signs; its private half never leaves WebCrypto again. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
}

/** A new key pair: the public half, and the private one as text to seal. */
export interface NewSigningKey {
  readonly publicJwk: PublicJwk
  readonly privateJwk: string
}

/** Generates a key pair; its `kid` is its thumbprint, so that no two keys share one (RFC 7638). */
export async function generateSigningKey(): Promise<NewSigningKey> {
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true })
  const { x, y } = await exportJWK(pair.publicKey)
  if (x === undefined || y === undefined) throw new Error('A generated EC key has no coordinates')
  const kid = await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x, y })
  return {
    publicJwk: { kty: 'EC', crv: 'P-256', x, y, kid, use: 'sig', alg: SIGNING_ALGORITHM },
    privateJwk: JSON.stringify(await exportJWK(pair.privateKey)),
  }
}

/** Imports the private half that was sealed as text. */
export async function importSigningKey(kid: string, privateJwk: string): Promise<SigningKey> {
  const key = await importJWK(JSON.parse(privateJwk), SIGNING_ALGORITHM, { extractable: false })
  if (key instanceof Uint8Array) throw new Error('A signing key is not symmetric')
  return { kid, privateKey: key }
}

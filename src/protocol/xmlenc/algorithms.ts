// The algorithms that we decrypt (R34, R35). What is not in these tables does not exist: no RSA
// 1.5, no 3DES, no key agreement, no symmetric key wrap. Identifiers: XML Encryption 1.1 §5.

import type { Hash } from '../xmldsig/algorithms.ts'

export const XENC_NS = 'http://www.w3.org/2001/04/xmlenc#'
export const XENC11_NS = 'http://www.w3.org/2009/xmlenc11#'

export interface ContentAlgorithm {
  readonly mode: 'AES-GCM' | 'AES-CBC'
  readonly keyBytes: 16 | 24 | 32
}

/** What to choose at an identity provider, as a fact. */
export const RECOMMENDED_CONTENT = `${XENC11_NS}aes256-gcm`

export const CONTENT_ALGORITHMS: ReadonlyMap<string, ContentAlgorithm> = new Map([
  [`${XENC11_NS}aes128-gcm`, { mode: 'AES-GCM', keyBytes: 16 }],
  [`${XENC11_NS}aes192-gcm`, { mode: 'AES-GCM', keyBytes: 24 }],
  [`${XENC11_NS}aes256-gcm`, { mode: 'AES-GCM', keyBytes: 32 }],
  [`${XENC_NS}aes128-cbc`, { mode: 'AES-CBC', keyBytes: 16 }],
  [`${XENC_NS}aes192-cbc`, { mode: 'AES-CBC', keyBytes: 24 }],
  [`${XENC_NS}aes256-cbc`, { mode: 'AES-CBC', keyBytes: 32 }],
])

/** The parameters of RSA-OAEP (RFC 8017 §7.1). */
export interface OaepScheme {
  readonly digest: Hash
  /** The hash of MGF1. */
  readonly mgf: Hash
  readonly label: Uint8Array<ArrayBuffer>
}

/** RSA-OAEP whose mask generation is MGF1 with SHA-1 and cannot be another. */
export const OAEP_MGF1P = `${XENC_NS}rsa-oaep-mgf1p`
/** RSA-OAEP with an MGF of its own. */
export const OAEP_11 = `${XENC11_NS}rsa-oaep`

export const MGF_ALGORITHMS: ReadonlyMap<string, Hash> = new Map([
  [`${XENC11_NS}mgf1sha1`, 'SHA-1'],
  [`${XENC11_NS}mgf1sha256`, 'SHA-256'],
  [`${XENC11_NS}mgf1sha384`, 'SHA-384'],
  [`${XENC11_NS}mgf1sha512`, 'SHA-512'],
])

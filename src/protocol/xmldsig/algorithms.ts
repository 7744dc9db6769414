// The algorithms we know (R12, R13, R24). What is not in these tables does not exist: no HMAC, no
// XPath, no XSLT, no variant with comments. Identifiers: XML Signature §6, RFC 9231 §2, Exclusive
// C14N §4.

import type { C14nAlgorithm } from '../xml/canonicalize.ts'

export const DSIG_NS = 'http://www.w3.org/2000/09/xmldsig#'
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const C14N_11 = 'http://www.w3.org/2006/12/xml-c14n11'
export const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** The two that every identity provider offers. */
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

export type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export interface SignatureAlgorithm {
  readonly name: 'RSASSA-PKCS1-v1_5' | 'RSA-PSS' | 'ECDSA'
  readonly hash: Hash
  /** RSA-PSS: as long as the hash (RFC 9231 §2.3.10). */
  readonly saltLength?: number
  /** Only by a connector's switch (R13). */
  readonly weak?: true
}

export interface DigestAlgorithm {
  readonly hash: Hash
  readonly weak?: true
}

export const SIGNATURE_ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [RSA_SHA256, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  ],
  [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
  ],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', { name: 'ECDSA', hash: 'SHA-256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { name: 'ECDSA', hash: 'SHA-384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', { name: 'ECDSA', hash: 'SHA-512' }],
  [
    'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
    { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  ],
  [
    'http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1',
    { name: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 },
  ],
  [
    'http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1',
    { name: 'RSA-PSS', hash: 'SHA-512', saltLength: 64 },
  ],
  [
    'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1', weak: true },
  ],
])

export const DIGEST_ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  [SHA256, { hash: 'SHA-256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', { hash: 'SHA-384' }],
  ['http://www.w3.org/2001/04/xmlenc#sha512', { hash: 'SHA-512' }],
  ['http://www.w3.org/2000/09/xmldsig#sha1', { hash: 'SHA-1', weak: true }],
])

export const C14N_ALGORITHMS: ReadonlyMap<string, C14nAlgorithm> = new Map([
  [EXC_C14N, 'exc-c14n'],
  ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'c14n'],
  [C14N_11, 'c14n11'],
])

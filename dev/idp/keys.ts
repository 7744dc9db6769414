// The demo IdP's key pair and certificate: made at the first start, kept in the state folder.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { issueSelfSignedCertificate } from '../../src/protocol/x509/issue-certificate.ts'
import { idpCrypto } from './idp-crypto.ts'

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}
const TEN_YEARS_MS = 3652 * 24 * 60 * 60 * 1000

/** What signs, and the certificate (DER, base64) that the metadata publishes for it. */
export interface IdpKey {
  readonly privateKey: CryptoKey
  readonly certificate: string
}

/** Reads the key of this folder, or makes it when there is none. */
export async function loadIdpKey(folder: string): Promise<IdpKey> {
  const file = path.join(folder, 'idp-key.json')
  if (existsSync(file)) {
    const stored: { pkcs8: string; certificate: string } = JSON.parse(readFileSync(file, 'utf8'))
    const privateKey = await idpCrypto.subtle.importKey(
      'pkcs8',
      Buffer.from(stored.pkcs8, 'base64'),
      RSA,
      true,
      ['sign'],
    )
    return { privateKey, certificate: stored.certificate }
  }
  const key = await generateIdpKey('Demo IdP')
  const pkcs8 = await idpCrypto.subtle.exportKey('pkcs8', key.privateKey)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    file,
    JSON.stringify({
      pkcs8: Buffer.from(pkcs8).toString('base64'),
      certificate: key.certificate,
    }),
    { mode: 0o600 },
  )
  return key
}

/** Makes an RSA-2048 key with a self-signed certificate. */
export async function generateIdpKey(commonName: string): Promise<IdpKey> {
  const pair = await idpCrypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const [pkcs8, spki] = await Promise.all([
    idpCrypto.subtle.exportKey('pkcs8', pair.privateKey),
    idpCrypto.subtle.exportKey('spki', pair.publicKey),
  ])
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('pkcs8', pkcs8, RSA, false, ['sign']),
    crypto.subtle.importKey('spki', spki, RSA, true, ['verify']),
  ])
  const notBefore = Date.now() - 60_000
  const der = await issueSelfSignedCertificate({
    commonName,
    keyPair: { privateKey, publicKey },
    notBefore,
    notAfter: notBefore + TEN_YEARS_MS,
    serial: crypto.getRandomValues(new Uint8Array(16)),
  })
  return { privateKey: pair.privateKey, certificate: Buffer.from(der).toString('base64') }
}

/** The certificate as people paste it. */
export const toPem = (certificate: string): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`

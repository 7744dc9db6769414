// The key pair of an SSO key, its self-signed certificate, and the private key sealed before it is
// written anywhere (I8).

import { encodeBase64 } from '../../../protocol/bytes/base64.ts'
import { toPem } from '../../../protocol/x509/certificate.ts'
import { issueSelfSignedCertificate } from '../../../protocol/x509/issue-certificate.ts'
import type { SsoId } from '../../../tenants/ids.ts'
import type { Scope } from '../../intents/plan.ts'

/** IdPs pin the certificate, so its end is an outage: ten years, as IdPs themselves do it. */
const CERTIFICATE_YEARS = 10
/** An IdP whose clock is behind must not find the certificate not yet valid. */
const CERTIFICATE_BACKDATED_MS = 86_400_000
const SERIAL_BYTES = 16
const RSA_2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
} as const

/** Issues an RSA-2048 pair with its certificate, named after the SSO key. */
export async function issuePair({ keyring, clock, random }: Scope, id: SsoId) {
  // generateKey is typed for every algorithm at once; RSA always makes a pair.
  const keyPair = (await crypto.subtle.generateKey(RSA_2048, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const notAfter = new Date(clock())
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + CERTIFICATE_YEARS)
  const certificate = await issueSelfSignedCertificate({
    commonName: id,
    keyPair,
    notBefore: clock() - CERTIFICATE_BACKDATED_MS,
    notAfter: notAfter.getTime(),
    serial: random(SERIAL_BYTES),
  })
  // exportKey, too, is typed for every format; PKCS #8 is always bytes.
  const pkcs8 = (await crypto.subtle.exportKey('pkcs8', keyPair.privateKey)) as ArrayBuffer
  return {
    certificatePem: toPem(encodeBase64(certificate)),
    certificateNotAfter: notAfter.getTime(),
    sealedPrivateKey: await keyring.seal('sso-key', id, encodeBase64(new Uint8Array(pkcs8))),
  }
}

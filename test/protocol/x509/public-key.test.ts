import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { certificateKey } from '../../../src/protocol/x509/public-key.ts'
import { SIGNATURE_ALGORITHMS } from '../../../src/protocol/xmldsig/algorithms.ts'
import { verifyValue } from '../../../src/protocol/xmldsig/verify-value.ts'
import { derOf, EXPLICIT_CURVE, RSA_PSS_SHA256 } from './samples.ts'

/** Both over these bytes, by openssl. */
const BYTES = Uint8Array.from(new TextEncoder().encode('signed bytes'))
const PSS_SIGNATURE =
  'FUbTl8mpaQZQHiaOYTbBvz3QctSoruaAyoDjBGGiWb5o/WVoxK+CL1zad7BAAYYU83d4n+TlMJZpOCspUQdYaWfHDYduq6UToxUVj3bEOtgUFMZvZToyHJVkzCInynbWx2T11g4sHK8MmvrMWc7DOL8NpF2vix8BpJVyVaAAAaud/IdTZejGBgQ9lS2AZBi7IbGb2azvb/gnfV4bqLhOGLbRUVp09I4UcyjihwuIZH5FsyCoGRgCP2YHLCfwsKEmQm0zhWh2EO1YdpZK7K0D8DG8SyGKG6GfBicreZEaMLaj34dsMbOS6xjqZ/UbljJQQlVWkxK3oH7KQs2E9bq/jg=='
const EC_SIGNATURE =
  '1GyLkpW1K3i5PXwhYullKSC23AimB/gZVWEaWlno6s0w3Kpc/iGb8ZdVUceO+UdHQQmD3svssBpX59Ad7nPYNw=='

const verify = (uri: string, certificate: string, signature: string) => {
  const algorithm = SIGNATURE_ALGORITHMS.get(uri)
  if (algorithm === undefined) throw new Error(uri)
  const value = Uint8Array.from(atob(signature), (c) => c.charCodeAt(0))
  const trust = { certificates: [derOf(certificate)], allowWeakAlgorithms: false }
  return verifyValue(algorithm, BYTES, value, trust)
}

// In Node and in workerd: the keys of these certificates are opened by neither on its own.
describe('the key of a certificate', () => {
  it('for RSA-PSS verifies RSA-PSS with its hash', async () => {
    const pss = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'
    expect(await verify(pss, RSA_PSS_SHA256, PSS_SIGNATURE)).toBeUndefined()
    expect(await verify(pss, RSA_PSS_SHA256, PSS_SIGNATURE.replace(/^./, 'x'))).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
  })

  it.each([
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1',
  ])('for RSA-PSS with SHA-256 fits no %s (RFC 4055 §1.2)', async (uri) => {
    expect(await verify(uri, RSA_PSS_SHA256, PSS_SIGNATURE)).toMatchObject({
      code: 'dsig_no_fitting_key',
    })
  })

  it('is known by the SHA-256 fingerprint of its certificate, in lower case', () => {
    const key = certificateKey(derOf(EXPLICIT_CURVE))
    const { fingerprint256 } = new X509Certificate(EXPLICIT_CURVE)
    expect(key?.fingerprintSha256).toBe(fingerprint256.replaceAll(':', '').toLowerCase())
  })

  it('on a curve that is written out verifies ECDSA', async () => {
    const ecdsa = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'
    expect(await verify(ecdsa, EXPLICIT_CURVE, EC_SIGNATURE)).toBeUndefined()
  })
})

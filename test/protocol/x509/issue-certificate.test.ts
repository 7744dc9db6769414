import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { readCertificates, toPem } from '../../../src/protocol/x509/certificate.ts'
import { issueSelfSignedCertificate } from '../../../src/protocol/x509/issue-certificate.ts'
import { newRsaKeyPair } from './rsa-key-pair.ts'

describe('issueSelfSignedCertificate', () => {
  let keyPair: Awaited<ReturnType<typeof newRsaKeyPair>>
  beforeAll(async () => {
    keyPair = await newRsaKeyPair()
  })

  const issue = async (
    changes: { notAfter?: number; serial?: Uint8Array; commonName?: string } = {},
  ) =>
    encodeBase64(
      await issueSelfSignedCertificate({
        commonName: 'Büro & Söhne',
        keyPair,
        notBefore: Date.parse('2026-01-15T12:00:00Z'),
        notAfter: Date.parse('2036-01-15T12:00:00Z'),
        serial: new Uint8Array(16).fill(0xff),
        ...changes,
      }),
    )

  it('issues a certificate that its own key verifies', async () => {
    const certificate = new X509Certificate(toPem(await issue()))
    expect(certificate.verify(certificate.publicKey)).toBe(true)
  })

  it('carries name, dates, serial and an RSA key of 2048 bits', async () => {
    const der = await issue()
    expect(await readCertificates(der)).toEqual({
      ok: true,
      value: {
        unusable: [],
        usable: [
          {
            der,
            fingerprintSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            subject: 'CN=Büro & Söhne',
            notBefore: Date.parse('2026-01-15T12:00:00Z'),
            notAfter: Date.parse('2036-01-15T12:00:00Z'),
            key: 'RSA 2048',
            weakKey: false,
            weakHash: false,
          },
        ],
      },
    })
    const certificate = new X509Certificate(toPem(der))
    expect(certificate.serialNumber).toBe(`7F${'FF'.repeat(15)}`)
    expect(certificate.ca).toBe(false)
  })

  it.each([
    ['2049-12-31T23:59:59Z', '491231235959Z'],
    ['2050-01-01T00:00:00Z', '20500101000000Z'],
    ['2051-12-31T23:59:59Z', '20511231235959Z'],
  ])('writes %s as %s: dates from 2050 on are GeneralizedTime', async (date, written) => {
    const notAfter = Date.parse(date)
    const der = await issue({ notAfter })
    const read = await readCertificates(der)
    expect(read.ok && read.value.usable[0]?.notAfter).toBe(notAfter)
    const length = String.fromCharCode(written.length)
    expect(atob(der)).toContain(`${length}${written}`)
  })

  it('makes a positive, non-zero serial of any random bytes', async () => {
    const certificate = new X509Certificate(toPem(await issue({ serial: new Uint8Array(16) })))
    expect(certificate.serialNumber).toBe(`40${'00'.repeat(15)}`)
  })

  it('keeps a long common name within 64 characters', async () => {
    const read = await readCertificates(await issue({ commonName: '😀'.repeat(70) }))
    expect(read.ok && read.value.usable[0]?.subject).toBe(`CN=${'😀'.repeat(64)}`)
  })
})

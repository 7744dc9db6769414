import { describe, expect, it } from 'vitest'
import { encodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { readCertificates, toPem } from '../../../src/protocol/x509/certificate.ts'
import { derOf, ED25519, P256, REQUEST, SECP256K1, WEAK } from './samples.ts'

const facts = {
  der: derOf(P256),
  fingerprintSha256: '47e399f39183f7a3dc488b4fe64042994453b938ce64e2dda026c08725192a9f',
  subject: 'CN=IdP on a curve',
  notBefore: Date.parse('2026-11-21T00:27:04Z'),
  notAfter: Date.parse('2036-11-18T00:27:04Z'),
  key: 'EC P-256',
  weakKey: false,
  weakHash: false,
}

describe('readCertificates', () => {
  it.each([
    ['PEM', P256],
    [
      'PEM with Windows line ends and text around it',
      `Bag Attributes\r\n${P256.replaceAll('\n', '\r\n')}\r\n`,
    ],
    ['PEM with the old label', P256.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
    ['PEM that lost its line ends', P256.replaceAll('\n', '')],
    ['base64 on one line', derOf(P256)],
    [
      'base64 with line breaks and indentation',
      `\n   ${derOf(P256).replace(/(.{76})/g, '$1\r\n\t')}\n`,
    ],
  ])('reads %s', (_, text) => {
    expect(readCertificates(text)).toEqual({ ok: true, value: [facts] })
  })

  it('reads every block of a paste, in order', () => {
    const read = readCertificates(P256 + WEAK)
    expect(read.ok && read.value.map(({ subject }) => subject)).toEqual([
      'CN=IdP on a curve',
      'O=Old, CN=weak',
    ])
  })

  it('tells of RSA under 2048 bits and of a SHA-1 signature', () => {
    const read = readCertificates(WEAK)
    expect(read.ok && read.value[0]).toMatchObject({
      key: 'RSA 1024',
      weakKey: true,
      weakHash: true,
      notAfter: Date.parse('2126-10-28T00:27:04Z'),
    })
  })

  it.each([
    ['nothing', ''],
    ['words', 'the certificate'],
    ['base64 of something else', btoa('not a certificate at all')],
    ['a certificate that is cut off', derOf(P256).slice(0, 400)],
    [
      'a certificate with bytes after it',
      encodeBase64(Uint8Array.from([...atob(derOf(P256))].map((c) => c.charCodeAt(0)).concat(0))),
    ],
    ['a BEGIN line without its END', P256.replace(/-----END.*/, '')],
    ['a good block beside a broken one', P256 + P256.replace('MIIB', 'MIIC')],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----'],
  ])('refuses %s', (_, text) => {
    expect(readCertificates(text)).toEqual({
      ok: false,
      refusal: { code: 'certificate_unreadable' },
    })
  })

  it('refuses a private key, with or without PEM lines, even beside a certificate', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ])
    if (!('privateKey' in pair)) throw new Error('generateKey makes a pair')
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
    if (!(pkcs8 instanceof ArrayBuffer)) throw new Error('pkcs8 is bytes')
    const base64 = encodeBase64(new Uint8Array(pkcs8))
    const refused = { ok: false, refusal: { code: 'certificate_is_private_key' } }
    expect(readCertificates(base64)).toEqual(refused)
    for (const label of ['PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']) {
      const pem = `-----BEGIN ${label}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${base64}\n-----END ${label}-----\n`
      expect(readCertificates(P256 + pem)).toEqual(refused)
    }
  })

  it('refuses a signing request', () => {
    expect(readCertificates(REQUEST)).toEqual({
      ok: false,
      refusal: { code: 'certificate_is_request' },
    })
  })

  it.each([
    ['secp256k1', SECP256K1],
    ['Ed25519', ED25519],
  ])('refuses a key of type %s', (_, pem) => {
    expect(readCertificates(pem)).toEqual({
      ok: false,
      refusal: { code: 'certificate_key_unsupported' },
    })
  })

  it('refuses more than 64 KiB before it looks at them', () => {
    expect(readCertificates('A'.repeat(65_537))).toEqual({
      ok: false,
      refusal: { code: 'certificate_too_long', expected: 65_536, got: 65_537 },
    })
  })
})

describe('toPem', () => {
  it('writes the PEM that openssl writes', () => {
    expect(toPem(derOf(P256))).toBe(P256)
  })
})

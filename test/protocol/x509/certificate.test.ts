import { describe, expect, it } from 'vitest'
import { encodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { hexOf } from '../../../src/protocol/bytes/hex.ts'
import {
  readCertificateElement,
  readCertificates,
  toPem,
} from '../../../src/protocol/x509/certificate.ts'
import { DER, readDer, readDerAll, writeDer, writeOid } from '../../../src/protocol/x509/der.ts'
import { readCertificateParts } from '../../../src/protocol/x509/subject-public-key.ts'
import {
  derOf,
  ED25519,
  ENCRYPTED_KEY,
  EXPLICIT_CURVE,
  ISSUER,
  LEAF,
  OTHER_EXPLICIT_CURVE,
  P7B,
  P256,
  REQUEST,
  RSA_PSS,
  RSA_PSS_SHA256,
  SECP256K1,
  SHORT_GENERATOR,
  SHORT_POINT,
  WEAK,
} from './samples.ts'

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

const subjectsOf = (read: Awaited<ReturnType<typeof readCertificates>>) =>
  read.ok ? read.value.usable.map(({ subject }) => subject) : read.refusal.code

const bytesOf = (pem: string) => Uint8Array.from(atob(derOf(pem)), (c) => c.charCodeAt(0))

describe('readCertificates', () => {
  it.each([
    ['PEM', P256],
    [
      'PEM with Windows line ends and text around it',
      `Bag Attributes\r\n    localKeyID: 01\r\nsubject=CN = idp\r\n${P256.replaceAll('\n', '\r\n')}\r\n`,
    ],
    ['PEM with the old label', P256.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
    ['PEM that lost its line ends', P256.replaceAll('\n', '')],
    ['PEM with spaces for line ends', P256.replaceAll('\n', ' ')],
    ['PEM with \\n for line ends', P256.replaceAll('\n', '\\n')],
    ['PEM with \\r\\n for line ends', P256.replaceAll('\n', '\\r\\n')],
    ['PEM with \\\\n for line ends', P256.replaceAll('\n', '\\\\n')],
    ['PEM with &#13; in it', P256.replaceAll('\n', '&#13;\n')],
    ['PEM with &amp;#xA; for line ends', P256.replaceAll('\n', '&amp;#xA;')],
    ['PEM with &#010; for line ends', P256.replaceAll('\n', '&#010;')],
    ['PEM with &#x0d; in it', P256.replaceAll('\n', '&#x0d;\n')],
    ['PEM with dashes of every kind', P256.replaceAll('-----', '\u2010\u2012\u2013\u2015\u2212')],
    ['PEM with one dash', P256.replaceAll('-----', '-')],
    [
      'PEM with blanks inside its lines',
      P256.replaceAll(/-----(BEGIN|END) CERTIFICATE-----/g, '----- $1 CERTIFICATE -----'),
    ],
    [
      'PEM of a certificate with trust settings',
      P256.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'),
    ],
    ['base64 of PEM, without padding', btoa(`${P256}\n`.padEnd(1000)).replace(/=+$/, '')],
    [
      'PEM in single quotation marks and JSON',
      `['${P256.replaceAll('\n', "',\n'")}']`.slice(1, -1),
    ],
    ['PEM in quotation marks', `"${P256.replaceAll('\n', '\\n')}"`],
    ['PEM as mail quotes it', P256.replace(/^/gm, '> ')],
    ['PEM for a query', encodeURIComponent(P256)],
    ['PEM after a word processor', P256.replaceAll('-----', '——-')],
    ['base64 of PEM', btoa(P256)],
    ['base64 of PEM, in lines', btoa(P256).replace(/(.{76})/g, '$1\n')],
    ['base64 on one line', derOf(P256)],
    ['base64 without padding', derOf(P256).replace(/=+$/, '')],
    ['base64url', derOf(P256).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')],
    ['base64 with \\n in it', derOf(P256).replace(/(.{64})/g, '$1\\n')],
    ['base64 with zero-width characters', `\u200b${derOf(P256)}\ufeff`],
    [
      'base64 with line breaks and indentation',
      `\n   ${derOf(P256).replace(/(.{76})/g, '$1\r\n\t')}\n`,
    ],
  ])('reads %s', async (_, text) => {
    const read = { ok: true, value: { usable: [facts], unusable: [] } }
    expect(await readCertificates(text)).toEqual(read)
    expect(await readCertificateElement(text)).toEqual(read)
  })

  it('reads every block of a paste, in order', async () => {
    expect(subjectsOf(await readCertificates(P256 + WEAK))).toEqual([
      'CN=IdP on a curve',
      'O=Old, CN=weak',
    ])
  })

  it('takes the usable ones and names the others', async () => {
    const broken = P256.replace('MIIB', 'MIIC')
    expect(await readCertificates(ED25519 + P256 + broken)).toEqual({
      ok: true,
      value: {
        usable: [facts],
        unusable: [
          { position: 1, subject: 'CN=ed', reason: 'certificate_key_unsupported' },
          { position: 3, reason: 'certificate_unreadable' },
        ],
      },
    })
  })

  it('tells of RSA under 2048 bits and of a SHA-1 signature', async () => {
    const read = await readCertificates(WEAK)
    expect(read.ok && read.value.usable[0]).toMatchObject({
      key: 'RSA 1024',
      weakKey: true,
      weakHash: true,
      notAfter: Date.parse('2126-10-28T00:27:04Z'),
    })
  })

  it.each([
    ['md5WithRSA', '1.2.840.113549.1.1.4', true],
    ['sha1WithRSA', '1.2.840.113549.1.1.5', true],
    ['sha1WithRSA of OIW', '1.3.14.3.2.29', true],
    ['ecdsa-with-SHA1', '1.2.840.10045.4.1', true],
    ['dsa-with-sha1', '1.2.840.10040.4.3', true],
    ['sha256WithRSA', '1.2.840.113549.1.1.11', false],
  ])('tells of a signature by %s', async (_, oid, weakHash) => {
    const outer = readDer(bytesOf(P256))
    const [body, , signature] = (outer && readDerAll(outer.contents)) ?? []
    if (body === undefined || signature === undefined) throw new Error('No certificate')
    const parts = [
      writeDer(body.tag, body.contents),
      writeDer(DER.sequence, writeOid(oid)),
      writeDer(signature.tag, signature.contents),
    ]
    const read = await readCertificates(encodeBase64(writeDer(DER.sequence, ...parts)))
    expect(read.ok && read.value.usable[0]).toMatchObject({ weakHash })
  })

  it.each([
    ['nothing', ''],
    ['words', 'the certificate'],
    ['base64 of something else', btoa('not a certificate at all')],
    ['a certificate that is cut off', derOf(P256).slice(0, 400)],
    ['a certificate with bytes after it', encodeBase64(Uint8Array.from([...bytesOf(P256), 0]))],
    ['a BEGIN line without its END', P256.replace(/-----END.*/, '')],
    [
      'a SET that holds what a private key begins with',
      encodeBase64(Uint8Array.of(0x31, 3, 2, 1, 0)),
    ],
    ['an END line of another label', P256.replace('END CERT', 'END X509 CERT')],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----'],
    ['a percent sign that encodes nothing', '%ZZ%41'],
  ])('refuses %s', async (_, text) => {
    const refused = { ok: false, refusal: { code: 'certificate_unreadable' } }
    expect(await readCertificates(text)).toEqual(refused)
    expect(await readCertificateElement(text)).toEqual(refused)
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
    expect(await readCertificates(base64)).toEqual(refused)
    for (const label of ['PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']) {
      const pem = `-----BEGIN ${label}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${base64}\n-----END ${label}-----\n`
      expect(await readCertificates(P256 + pem)).toEqual(refused)
      expect(await readCertificates((P256 + pem).replaceAll('\n', '\\n'))).toEqual(refused)
      expect(await readCertificates(btoa(P256 + pem))).toEqual(refused)
    }
    expect(await readCertificates(derOf(LEAF) + base64)).toEqual(refused)
  })

  it('refuses a signing request', async () => {
    expect(await readCertificates(REQUEST)).toEqual({
      ok: false,
      refusal: { code: 'certificate_is_request' },
    })
  })

  it('reads 200 blocks, and not one more', async () => {
    const empty = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    const read = await readCertificates(P256 + empty.repeat(199))
    expect(read.ok && [read.value.usable.length, read.value.unusable.length]).toEqual([1, 199])
    expect(await readCertificates(P256 + empty.repeat(200))).toEqual({
      ok: false,
      refusal: { code: 'certificate_too_long', expected: 200, got: 201 },
    })
  })

  it('refuses more than 64 KiB before it looks at them', async () => {
    expect(await readCertificates('A'.repeat(65_537))).toEqual({
      ok: false,
      refusal: { code: 'certificate_too_long', expected: 65_536, got: 65_537 },
    })
  })
})

// Node imports more than workerd does, so these run in both: what one of them took and the other
// did not would end logins.
describe('keys of certificates', () => {
  it.each([
    ['RSA-PSS', RSA_PSS, 'RSA-PSS 2048'],
    ['RSA-PSS with one hash', RSA_PSS_SHA256, 'RSA-PSS 2048'],
    ['a curve that is written out', EXPLICIT_CURVE, 'EC P-256'],
    ['a curve with a compressed generator', SHORT_GENERATOR, 'EC P-384'],
    ['a compressed point', SHORT_POINT, 'EC P-256'],
  ])('takes %s', async (_, pem, key) => {
    const read = await readCertificates(pem)
    expect(read.ok && read.value.usable.map((one) => one.key)).toEqual([key])
  })

  it.each([
    ['secp256k1', SECP256K1, 'CN=k1'],
    ['Ed25519', ED25519, 'CN=ed'],
    ['a curve that is written out and none of ours', OTHER_EXPLICIT_CURVE, 'CN=Another curve'],
  ])('refuses %s', async (_, pem, got) => {
    expect(await readCertificates(pem)).toEqual({
      ok: false,
      refusal: { code: 'certificate_key_unsupported', got },
    })
  })

  const indexOf = (bytes: Uint8Array, hex: string): number => {
    const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    return text.indexOf(hex) / 2
  }

  it.each([
    ['prime', 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'],
    ['coefficient a', 'ffffffff00000001000000000000000000000000fffffffffffffffffffffffc'],
    ['coefficient b', '5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b'],
    ['generator', '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'],
    ['order', 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'],
  ])('refuses a curve that is P-256 but for its %s', async (_, parameter) => {
    const bytes = bytesOf(EXPLICIT_CURVE)
    const at = indexOf(bytes, parameter)
    expect(at).toBeGreaterThan(0)
    bytes[at + 31] = (bytes[at + 31] ?? 0) ^ 1
    expect(await readCertificates(encodeBase64(bytes))).toEqual({
      ok: false,
      refusal: { code: 'certificate_key_unsupported', got: 'CN=Curve written out' },
    })
  })

  it('takes a compressed point whose second coordinate begins with zeros', async () => {
    const bytes = bytesOf(SHORT_POINT)
    const at = indexOf(bytes, '02ef4ba513')
    // 43 times the generator.
    const point = '03986ae2506f1ff104d04230861d8f4b498f4bc4c6d009b30f7544dc129b82d28d'
    bytes.set(Buffer.from(point, 'hex'), at)
    const y = '003cccc0a6460e0ae328a4d97d3c7b61d86fc6289c189f2525110c441bb07e97'
    const { key } = readCertificateParts(bytes) ?? {}
    expect(key && hexOf(key.spki).slice(-130)).toBe(`04${point.slice(2)}${y}`)
    const read = await readCertificates(encodeBase64(bytes))
    expect(read.ok && read.value.usable.map((one) => one.key)).toEqual(['EC P-256'])
  })

  it.each([
    [1, { hash: 'SHA-256' }],
    [2, { hash: 'SHA-384' }],
    [3, { hash: 'SHA-512' }],
  ])('of RSA-PSS say their hash: id-sha %i', (last, pss) => {
    const sha = '608648016503040201'
    const bytes = bytesOf(RSA_PSS_SHA256)
    for (let at = indexOf(bytes, sha); at > 0; at = indexOf(bytes, sha)) {
      bytes[at + 8] = last
      if (last === 1) break
    }
    expect(readCertificateParts(bytes)?.key).toMatchObject({ pss })
  })

  it('refuses a point that is not on its curve', async () => {
    const bytes = bytesOf(P256)
    const at = indexOf(bytes, 'c8959e297a6c4bd2')
    bytes[at] = (bytes[at] ?? 0) ^ 1
    expect(await readCertificates(encodeBase64(bytes))).toMatchObject({
      ok: false,
      refusal: { code: 'certificate_key_unsupported' },
    })
  })
})

describe('a chain', () => {
  const chain = { position: 1, subject: 'CN=Issuer', reason: 'certificate_of_chain' }

  it.each([
    ['DER put together', encodeBase64(Uint8Array.from([...bytesOf(LEAF), ...bytesOf(ISSUER)]))],
    ['base64 put together', derOf(LEAF) + derOf(ISSUER)],
    ['the issuer first', derOf(ISSUER) + derOf(LEAF)],
  ])('in one element gives its leaf: %s', async (_, text) => {
    const read = await readCertificateElement(text)
    expect(subjectsOf(read)).toEqual(['CN=Leaf'])
    expect(read.ok && read.value.unusable).toEqual([chain])
  })

  it('in one element has at most 16 certificates', async () => {
    const together = (count: number) => derOf(LEAF) + derOf(ISSUER).repeat(count - 1)
    expect(subjectsOf(await readCertificateElement(together(16)))).toEqual(['CN=Leaf'])
    expect(await readCertificateElement(together(17))).toEqual({
      ok: false,
      refusal: { code: 'certificate_unreadable' },
    })
  })

  it('in one element is refused whole if a part of it cannot be read', async () => {
    expect(derOf(P256)).toMatch(/=$/)
    expect(await readCertificateElement(`${derOf(P256)}A`)).toEqual({
      ok: false,
      refusal: { code: 'certificate_unreadable' },
    })
  })

  it('in one element is the first of certificates that have nothing to do with each other', async () => {
    const read = await readCertificateElement(P256 + WEAK)
    expect(subjectsOf(read)).toEqual(['CN=IdP on a curve'])
  })

  it('in PEM gives its leaf, and keeps two certificates of the same name', async () => {
    expect(subjectsOf(await readCertificates(LEAF + ISSUER))).toEqual(['CN=Leaf'])
    expect(subjectsOf(await readCertificates(P256 + P256))).toHaveLength(2)
    expect(subjectsOf(await readCertificates(P256 + P256 + LEAF))).toHaveLength(3)
  })
})

describe('toPem', () => {
  it('writes the PEM that openssl writes', () => {
    expect(toPem(derOf(P256))).toBe(P256)
  })
})
describe('a P7B file', () => {
  it.each([
    ['in PEM', P7B],
    ['in base64 alone', derOf(P7B)],
    ['without line ends', P7B.replaceAll('\n', '')],
    ['with line ends written out', P7B.replaceAll('\n', '\\n')],
  ])('%s gives its leaf, and names the chain', async (_, text) => {
    expect(await readCertificates(text)).toMatchObject({
      ok: true,
      value: {
        usable: [{ subject: 'CN=Leaf', der: derOf(LEAF) }],
        unusable: [{ subject: 'CN=Issuer', reason: 'certificate_of_chain' }],
      },
    })
  })

  it.each([
    ['is cut off', derOf(P7B).slice(0, 400)],
    ['has none', 'MCMGCSqGSIb3DQEHAqAWMBQCAQExADALBgkqhkiG9w0BBwGhADEA'],
  ])('that %s is refused', async (_, text) => {
    const refusal = { code: 'certificate_unreadable' }
    expect(await readCertificates(text)).toMatchObject({ ok: false, refusal })
  })

  it('of keys, or a key under a password, is a private key', async () => {
    for (const text of [
      ENCRYPTED_KEY,
      `-----BEGIN CERTIFICATE-----${ENCRYPTED_KEY}-----END CERTIFICATE-----`,
    ])
      expect(await readCertificates(text)).toEqual({
        ok: false,
        refusal: { code: 'certificate_is_private_key' },
      })
  })
})

import { describe, expect, it } from 'vitest'
import { RSA_SHA256, SHA256 } from '../../../../src/protocol/xmldsig/algorithms.ts'
import type { ResponseOptions } from '../../../support/signed-response.ts'
import { TEST_KEYS } from '../../../support/test-keys.ts'
import { ALICE, inAssertion, judge } from './judge.ts'

const ASSERTION = /<saml:Assertion.*<\/saml:Assertion>/
const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/
const MALLORY = (xml: string) => xml.replaceAll('alice@', 'mallory@')
const fingerprintOf = async (certificate: string): Promise<string> => {
  const der = Uint8Array.from(atob(certificate), (c) => c.charCodeAt(0))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', der))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
const part = (xml: string, pattern: RegExp): string => pattern.exec(xml)?.[0] ?? ''

describe('keys (R10, R11)', () => {
  it('refuses a signature by another key and names the certificates that were tried', async () => {
    expect(await judge({ key: TEST_KEYS.other })).toEqual({
      code: 'dsig_signature_mismatch',
      expected: [await fingerprintOf(TEST_KEYS.idp.certificate)],
      got: 'Signature in Assertion',
    })
  })

  it('ignores KeyInfo, whatever certificate it shows', async () => {
    const shown = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${TEST_KEYS.other.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
    const edit = (xml: string) => xml.replace('</ds:Signature>', shown)
    expect(await judge({ edit })).toEqual(ALICE)
    expect(await judge({ edit, key: TEST_KEYS.other })).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
  })

  it('tries every registered certificate that fits', async () => {
    const certificates = [TEST_KEYS.ec, TEST_KEYS.other, TEST_KEYS.idp].map((k) => k.certificate)
    expect(await judge({}, { certificates })).toEqual(ALICE)
    expect(await judge({ algorithm: 'ecdsa-sha256' }, { certificates })).toEqual(ALICE)
  })

  it.each(['none', 'assertion', 'response', 'both'] as const)(
    'refuses without a registered certificate, signed: %s',
    async (sign) => {
      const code = sign === 'none' ? 'saml_signature_missing' : 'saml_certificate_missing'
      expect(await judge({ sign }, { certificates: [] })).toEqual({ code })
    },
  )

  it.each([
    ['a certificate that is none', ['AAAA'], 'unreadable'],
    ['text', ['not base64'], 'unreadable'],
    ['a key of another type', [TEST_KEYS.ec.certificate], 'EC 256'],
  ])('refuses when only %s is registered', async (_, certificates, kind) => {
    expect(await judge({}, { certificates })).toEqual({
      code: 'dsig_no_fitting_key',
      expected: 'RSA 2048 or more',
      got: [kind],
    })
  })

  it('refuses an unsigned response', async () => {
    expect(await judge({ sign: 'none' })).toEqual({ code: 'saml_signature_missing' })
  })
})

describe('algorithms (R12, R13)', () => {
  it.each<ResponseOptions>([
    { algorithm: 'rsa-sha256', digest: 'SHA-512' },
    { algorithm: 'rsa-sha384', digest: 'SHA-384' },
    { algorithm: 'rsa-sha512', digest: 'SHA-256' },
    { algorithm: 'rsa-pss-sha256' },
  ])('accepts %j', async (options) => expect(await judge(options)).toEqual(ALICE))

  it.each<[ResponseOptions, object]>([
    [
      { algorithm: 'rsa-sha1' },
      {
        code: 'dsig_signature_algorithm_forbidden',
        expected: RSA_SHA256,
        got: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      },
    ],
    [
      { digest: 'SHA-1' },
      {
        code: 'dsig_digest_algorithm_forbidden',
        expected: SHA256,
        got: 'http://www.w3.org/2000/09/xmldsig#sha1',
      },
    ],
    [
      { key: TEST_KEYS.weak },
      { code: 'dsig_no_fitting_key', expected: 'RSA 2048 or more', got: ['RSA 1024'] },
    ],
  ])('accepts %j only by the switch', async (options, refusal) => {
    const certificates = [(options.key ?? TEST_KEYS.idp).certificate]
    expect(await judge(options, { certificates })).toEqual(refusal)
    expect(await judge(options, { certificates, allowWeakAlgorithms: true })).toEqual(ALICE)
  })

  it.each([
    'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
    'http://www.w3.org/2000/09/xmldsig#dsa-sha1',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
    '',
  ])('refuses the signature algorithm %j, switch or not', async (algorithm) => {
    const editSignedInfo = (xml: string) => xml.replace(RSA_SHA256, algorithm)
    const refused = await judge({ editSignedInfo }, { allowWeakAlgorithms: true })
    expect(refused).toEqual({
      code: 'dsig_signature_algorithm_forbidden',
      expected: RSA_SHA256,
      got: algorithm,
    })
  })
})

describe('what was signed is what is read (R26-R32)', () => {
  it.each([
    ['assertion', 'Assertion'],
    ['response', 'Response'],
    ['both', 'Response'],
  ] as const)('refuses a change, signed: %s', async (sign, got) => {
    expect(await judge({ sign, edit: MALLORY })).toEqual({
      code: 'dsig_digest_mismatch',
      got: `Signature in ${got}`,
    })
  })

  it('refuses a signature that fails beside one that verifies (R31, R32)', async () => {
    const edit = (xml: string) => xml.replace('Destination=', 'Consent="x" Destination=')
    expect(await judge({ sign: 'both', edit })).toEqual({
      code: 'dsig_digest_mismatch',
      got: 'Signature in Response',
    })
  })

  it('refuses a bad signature of the assertion inside a genuine one of the response (R31, R32)', async () => {
    const editResponse = (xml: string) =>
      xml.replace(/<ds:SignatureValue>.{4}/, '<ds:SignatureValue>AAAA')
    expect(await judge({ sign: 'both', editResponse })).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
  })

  it('refuses a changed SignedInfo', async () => {
    const edit = (xml: string) => xml.replace('<ds:DigestValue>', '<ds:DigestValue>\n')
    expect(await judge({ edit })).toMatchObject({ code: 'dsig_signature_mismatch' })
  })

  it('tells a changed message from another key', async () => {
    expect(await judge({ key: TEST_KEYS.other, edit: MALLORY })).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
  })

  it('reads the envelope from signed bytes when the response is signed', async () => {
    const edit = (xml: string) => xml.replace(/ InResponseTo="[^"]*"/, ' InResponseTo="_other"')
    expect(await judge({ sign: 'response', edit })).toEqual({
      code: 'dsig_digest_mismatch',
      got: 'Signature in Response',
    })
  })
})

describe('wrapping (R20-R25)', () => {
  const evil = (xml: string) => MALLORY(part(xml, ASSERTION)).replace(SIGNATURE, '')

  it.each<[string, (xml: string) => string]>([
    [
      'before the signed one',
      (xml) =>
        xml.replace(
          '<saml:Assertion',
          `${evil(xml).replace('_assertion1', '_evil')}<saml:Assertion`,
        ),
    ],
    [
      'after it',
      (xml) =>
        xml.replace(
          '</samlp:Response>',
          `${evil(xml).replace('_assertion1', '_evil')}</samlp:Response>`,
        ),
    ],
    [
      'around it',
      (xml) =>
        xml.replace(
          ASSERTION,
          evil(xml).replace(
            '</saml:Assertion>',
            `<saml:Advice>${part(xml, ASSERTION)}</saml:Advice></saml:Assertion>`,
          ),
        ),
    ],
    [
      'with the signed one in its KeyInfo',
      (xml) =>
        xml.replace('</ds:Signature>', `<ds:KeyInfo>${evil(xml)}</ds:KeyInfo></ds:Signature>`),
    ],
    [
      'of another namespace',
      (xml) => xml.replace('<saml:Assertion', '<e:Assertion xmlns:e="urn:e"/><saml:Assertion'),
    ],
    [
      'that is encrypted',
      (xml) =>
        xml.replace('<saml:Assertion', '<e:EncryptedAssertion xmlns:e="urn:e"/><saml:Assertion'),
    ],
  ])('refuses a second assertion %s', async (_, edit) => {
    for (const sign of ['assertion', 'response', 'both'] as const)
      expect(await judge({ sign, edit })).toEqual({
        code: 'saml_assertion_not_single',
        expected: 1,
        got: 2,
      })
  })

  it('refuses an assertion that is no child of the response', async () => {
    const edit = (xml: string) =>
      xml.replace(ASSERTION, `<samlp:Extensions>${part(xml, ASSERTION)}</samlp:Extensions>`)
    expect(await judge({ edit })).toEqual({
      code: 'saml_assertion_not_single',
      expected: 1,
      got: 1,
    })
  })

  it.each<[string, (xml: string) => string, string[]]>([
    [
      'elsewhere in the assertion',
      (xml) =>
        xml
          .replace(SIGNATURE, '')
          .replace('<saml:Subject>', `<saml:Subject>${part(xml, SIGNATURE)}`),
      ['Subject'],
    ],
    [
      'elsewhere in the response',
      (xml) =>
        xml
          .replace(SIGNATURE, '')
          .replace('<samlp:Status>', `<samlp:Status>${part(xml, SIGNATURE)}`),
      ['Status'],
    ],
    [
      'twice',
      (xml) => xml.replace(SIGNATURE, part(xml, SIGNATURE) + part(xml, SIGNATURE)),
      ['Assertion', 'Assertion'],
    ],
  ])('refuses a signature %s (R22)', async (_, edit, got) => {
    expect(await judge({ edit })).toEqual({ code: 'saml_signature_misplaced', got })
  })

  it('refuses the signature of the assertion in the response', async () => {
    const edit = (xml: string) =>
      xml.replace(SIGNATURE, '').replace('</saml:Issuer>', `</saml:Issuer>${part(xml, SIGNATURE)}`)
    expect(await judge({ edit })).toEqual({
      code: 'dsig_reference_mismatch',
      expected: '#_response1',
      got: '#_assertion1',
    })
  })

  it.each([
    ['ID', '<x ID="_assertion1"/>'],
    ['Id', '<x Id="_assertion1"/>'],
    ['id', '<x id="_response1"/>'],
    ['xml:id', '<x xml:id="_other"/>'],
    ['e:ID', '<x xmlns:e="urn:e" e:ID="_other"/>'],
  ])('refuses an ambiguous %s (R25)', async (got, element) => {
    const edit = (xml: string) => xml.replace('</samlp:Response>', `${element}</samlp:Response>`)
    expect(await judge({ edit })).toEqual({ code: 'dsig_id_ambiguous', got })
  })

  it.each(['1a', 'a:b', ''])('refuses to sign by the ID %j (R23)', async (assertionId) => {
    expect(await judge({ assertionId })).toEqual({ code: 'dsig_id_invalid', got: assertionId })
  })

  it('refuses an assertion without ID', async () => {
    expect(await judge(inAssertion(' ID="_assertion1"', ''))).toEqual({
      code: 'dsig_id_invalid',
    })
  })
})

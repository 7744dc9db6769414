import { describe, expect, it } from 'vitest'
import { decodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import type { Expectation } from '../../../src/protocol/saml/response/expectation.ts'
import { createDecryptionKey } from '../../../src/protocol/xmlenc/decryption-key.ts'
import { type EncryptionOptions, encryptedResponse } from '../../support/encrypted-response.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import { TEST_KEYS, type TestKey } from '../../support/test-keys.ts'
import { ALICE, judgeBytes } from '../saml/response/judge.ts'

const keyOf = ({ pkcs8 }: TestKey) => createDecryptionKey(decodeBase64(pkcs8) ?? new Uint8Array())
const SP = keyOf(TEST_KEYS.sp)
const OURS = { decryptionKeys: async () => [SP] }
const CBC = { content: 'aes256-cbc' } as const

async function judge(
  options: ResponseOptions & EncryptionOptions = {},
  circumstances: Partial<Expectation> = {},
) {
  const { bytes } = await encryptedResponse(options)
  return judgeBytes(bytes, { ...OURS, ...circumstances })
}

describe('an encrypted assertion is accepted (R33-R35)', () => {
  it.each([
    ['signed itself', { sign: 'assertion' }],
    ['in a signed response', { sign: 'response' }],
    ['signed itself, in a signed response', { sign: 'both' }],
  ] as const)('%s', async (_, options) => expect(await judge(options)).toEqual(ALICE))

  it.each(['aes128-gcm', 'aes192-gcm', 'aes256-gcm'] as const)('with %s', async (content) =>
    expect(await judge({ content })).toEqual(ALICE),
  )

  it.each(['aes128-cbc', 'aes192-cbc', 'aes256-cbc'] as const)(
    'with %s, where the connector allows it, whatever its padding is made of',
    async (content) => {
      for (const padding of ['pkcs7', 'random'] as const)
        expect(await judge({ content, padding }, { allowAesCbc: true })).toEqual(ALICE)
    },
  )

  const hashes = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const
  const pairs = hashes.flatMap((digest) => hashes.map((mgf) => [digest, mgf] as const))
  it.each(pairs)('with RSA-OAEP, digest %s, MGF1 %s', async (oaepDigest, mgf) => {
    const options = { transport: 'rsa-oaep', oaepDigest, mgf } as const
    expect(await judge(options)).toEqual(ALICE)
    expect(await judge({ ...options, label: 'a label' })).toEqual(ALICE)
  })

  it.each(hashes)('with rsa-oaep-mgf1p, digest %s', async (oaepDigest) =>
    expect(await judge({ oaepDigest })).toEqual(ALICE),
  )

  it('with SHA-1 in RSA-OAEP where nothing is named', async () =>
    expect(await judge({ transport: 'rsa-oaep' })).toEqual(ALICE))

  it.each(['inside', 'beside', 'retrieval'] as const)('with its EncryptedKey %s', async (place) => {
    expect(await judge({ place })).toEqual(ALICE)
    expect(await judge({ place, sign: 'response' })).toEqual(ALICE)
  })

  it.each([
    ['the first', [SP, keyOf(TEST_KEYS.other)]],
    ['the last', [keyOf(TEST_KEYS.other), keyOf(TEST_KEYS.idp), SP]],
  ])('for %s of several keys, as in a rotation', async (_, keys) => {
    const decryptionKeys = async () => keys
    expect(await judge({}, { decryptionKeys })).toEqual(ALICE)
    expect(await judge({ oaepDigest: 'SHA-256' }, { decryptionKeys })).toEqual(ALICE)
  })

  const other = { recipient: TEST_KEYS.other }
  it.each<[string, EncryptionOptions]>([
    ['before ours', { others: [other] }],
    ['before and around ours', { others: [other, { recipient: TEST_KEYS.idp }, other] }],
    ['and twice for us, as in a rotation', { others: [{ oaepDigest: 'SHA-256' }, other] }],
    [
      'in a way that we never open',
      {
        others: [other],
        editEncrypted: (xml) => xml.replace('rsa-oaep-mgf1p', 'rsa-1_5'),
      },
    ],
  ])('with EncryptedKeys for others %s (SAML Core §2.2.4)', async (_, options) => {
    for (const place of ['inside', 'beside'] as const)
      expect(await judge({ place, ...options })).toEqual(ALICE)
    expect(await judge({ ...options, content: 'aes256-cbc' }, { allowAesCbc: true })).toEqual(ALICE)
  })

  const DS = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
  const inKey = (hint: string): EncryptionOptions => ({
    editEncrypted: (xml) =>
      xml.replace('</xenc:EncryptedKey>', `<ds:KeyInfo ${DS}>${hint}</ds:KeyInfo>$&`),
  })
  const inData = (hint: string): EncryptionOptions => ({
    editEncrypted: (xml) => xml.replace(/(?=<\/ds:KeyInfo><xenc:CipherData>)/, hint),
  })
  const KEY_NAME = '<ds:KeyName>our key</ds:KeyName>'
  const REFERENCE =
    '<wsse:SecurityTokenReference xmlns:wsse="urn:wsse"><wsse:KeyIdentifier>x</wsse:KeyIdentifier></wsse:SecurityTokenReference>'
  it.each<[string, EncryptionOptions]>([
    ['a KeyName in the key', inKey(KEY_NAME)],
    ['X509Data in the key', inKey('<ds:X509Data><ds:X509SKI>AAAA</ds:X509SKI></ds:X509Data>')],
    ['a reference of WS-Security in the key', inKey(REFERENCE)],
    ['a KeyName in the data', inData(KEY_NAME)],
    ['a reference of WS-Security in the data', inData(REFERENCE)],
    [
      'a RetrievalMethod to the key',
      inData('<ds:RetrievalMethod URI="#_key"></ds:RetrievalMethod>'),
    ],
    [
      'RetrievalMethods to several keys beside the data',
      {
        place: 'retrieval',
        others: [other],
        ...inData('<ds:RetrievalMethod URI=" #_other0"></ds:RetrievalMethod>'),
      },
    ],
  ])('with a hint which key is meant: %s', async (_, options) =>
    expect(await judge(options)).toEqual(ALICE),
  )

  it.each<[string, string, string]>([
    ['of the content', 'EncryptedData', '128'],
    ['of the RSA key', 'EncryptedKey', '2048'],
    ['of the wrapped key', 'EncryptedKey', '128'],
    ['in a line of its own', 'EncryptedData', '\n  128\n'],
  ])('with the KeySize %s', async (_, element, size) => {
    const method = new RegExp(`(<xenc:${element} .*?<xenc:EncryptionMethod [^>]*>)`)
    const editEncrypted = (xml: string) =>
      xml.replace(method, `$1\n<xenc:KeySize>${size}</xenc:KeySize>\n`)
    expect(await judge({ editEncrypted })).toEqual(ALICE)
  })

  it('with line breaks in its methods', async () => {
    const editEncrypted = (xml: string) =>
      xml.replaceAll('</xenc:EncryptionMethod>', '\n  </xenc:EncryptionMethod>')
    expect(await judge({ editEncrypted })).toEqual(ALICE)
  })

  it.each([
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>'],
    ['a declaration in a line of its own', "<?xml version='1.0' encoding='utf-8'?>\r\n"],
    ['a byte order mark', '\ufeff'],
    ['both', '\ufeff<?xml version="1.0" encoding="us-ascii" standalone="yes"?>\n'],
    ['white space', '\n  '],
  ])('with %s before what was encrypted', async (_, prolog) => {
    const editPlaintext = (xml: string) => prolog + xml
    expect(await judge({ editPlaintext })).toEqual(ALICE)
    expect(await judge({ editPlaintext, sign: 'response' })).toEqual(ALICE)
  })

  it('with prefixes that are declared around it', async () => {
    const editPlaintext = (xml: string) => xml.replace(/ xmlns:saml="[^"]*"/, '')
    expect(await judge({ editPlaintext })).toEqual(ALICE)
  })
})

describe('an encrypted assertion is refused by what can be read without a key', () => {
  const replaced = (from: string | RegExp, to: string): EncryptionOptions => ({
    editEncrypted: (xml) => {
      if (xml.search(from) < 0) throw new Error(`${from} is not there`)
      return xml.replace(from, to)
    },
  })
  const key = /<xenc:EncryptedKey .*?<\/xenc:EncryptedKey>/
  const misshapen = (got: string) => ({ code: 'xmlenc_structure_invalid', got })
  const xenc = 'http://www.w3.org/2001/04/xmlenc#'
  const gcm = 'http://www.w3.org/2009/xmlenc11#aes256-gcm'
  const oaep = `${xenc}rsa-oaep-mgf1p`
  const other = { recipient: TEST_KEYS.other }

  it('before the signature around it is verified', async () => {
    const forged = { ...CBC, sign: 'response', key: TEST_KEYS.other } as const
    expect(await judge(forged)).toMatchObject({ code: 'xmlenc_cbc_not_allowed' })
    expect(await judge(forged, { allowAesCbc: true })).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
  })

  it.each<[string, EncryptionOptions, object]>([
    [
      'AES-CBC without the switch',
      CBC,
      { code: 'xmlenc_cbc_not_allowed', expected: gcm, got: `${xenc}aes256-cbc` },
    ],
    [
      '3DES',
      replaced(/Algorithm="[^"]*gcm"/, `Algorithm="${xenc}tripledes-cbc"`),
      { code: 'xmlenc_content_algorithm_forbidden', expected: gcm, got: `${xenc}tripledes-cbc` },
    ],
    [
      'RSA 1.5 (R35)',
      replaced('rsa-oaep-mgf1p', 'rsa-1_5'),
      { code: 'xmlenc_key_algorithm_forbidden', expected: oaep, got: `${xenc}rsa-1_5` },
    ],
    [
      'a digest that we do not know',
      { oaepDigest: 'SHA-256', ...replaced('xmlenc#sha256', 'xmlenc#ripemd160') },
      { code: 'xmlenc_key_algorithm_forbidden', expected: oaep, got: [`${xenc}ripemd160`, ''] },
    ],
    [
      'an MGF in rsa-oaep-mgf1p',
      { transport: 'rsa-oaep-mgf1p', mgf: 'SHA-1' },
      misshapen('EncryptionMethod'),
    ],
    [
      'a CipherReference (R35)',
      replaced(
        /<xenc:CipherValue>.*?<\/xenc:CipherValue>/,
        '<xenc:CipherReference URI="https://x.example"></xenc:CipherReference>',
      ),
      misshapen('CipherData'),
    ],
    ['no EncryptedKey', replaced(key, ''), misshapen('EncryptedKey')],
    [
      'an EncryptedKey of nothing beside ours',
      replaced(key, '$&<xenc:EncryptedKey></xenc:EncryptedKey>'),
      misshapen('EncryptedKey'),
    ],
    ['content of another type', replaced('#Element"', '#Content"'), misshapen('EncryptedData')],
    [
      'unknown content in EncryptedData',
      replaced(
        '</xenc:EncryptedData>',
        '<xenc:EncryptionProperties></xenc:EncryptionProperties></xenc:EncryptedData>',
      ),
      misshapen('EncryptedData'),
    ],
    [
      'a RetrievalMethod that leads elsewhere',
      { place: 'retrieval', ...replaced('URI="#_key"', 'URI="#_other"') },
      misshapen('EncryptedKey'),
    ],
    [
      'a RetrievalMethod to another host beside an EncryptedKey',
      replaced(
        '</ds:KeyInfo>',
        '<ds:RetrievalMethod URI="https://evil.example/#_key"></ds:RetrievalMethod></ds:KeyInfo>',
      ),
      misshapen('EncryptedKey'),
    ],
    [
      'a RetrievalMethod in the EncryptedKey',
      replaced(
        '</xenc:EncryptedKey>',
        '<ds:KeyInfo><ds:RetrievalMethod URI="#_key"></ds:RetrievalMethod></ds:KeyInfo></xenc:EncryptedKey>',
      ),
      misshapen('EncryptedKey'),
    ],
    [
      'a wrapped key in a wrapped key',
      replaced(
        '</xenc:EncryptedKey>',
        '<ds:KeyInfo><xenc:EncryptedKey></xenc:EncryptedKey></ds:KeyInfo></xenc:EncryptedKey>',
      ),
      misshapen('EncryptedKey'),
    ],
    [
      'something else beside the data',
      replaced('</xenc:EncryptedData>', '</xenc:EncryptedData><saml:x></saml:x>'),
      misshapen('EncryptedKey'),
    ],
    [
      'more EncryptedKeys than are tried (R34)',
      { others: Array.from({ length: 8 }, () => other) },
      { code: 'xmlenc_too_many_keys', expected: 8, got: 9 },
    ],
    [
      'no EncryptedKey in a way that we open (R35)',
      { others: [{ editWrapped: (bytes) => bytes }], ...replaced(/rsa-oaep-mgf1p/g, 'rsa-1_5') },
      { code: 'xmlenc_key_algorithm_forbidden', expected: oaep, got: `${xenc}rsa-1_5` },
    ],
    [
      'a KeySize of another algorithm',
      replaced(
        /(<xenc:EncryptedData .*?<xenc:EncryptionMethod [^>]*>)/,
        '$1<xenc:KeySize>256</xenc:KeySize>',
      ),
      misshapen('EncryptionMethod'),
    ],
    [
      'a KeySize of another key',
      replaced(
        /(<xenc:EncryptedKey .*?<xenc:EncryptionMethod [^>]*>)/,
        '$1<xenc:KeySize>4096</xenc:KeySize>',
      ),
      misshapen('EncryptionMethod'),
    ],
    [
      'two KeySizes',
      replaced(
        /(<xenc:EncryptedData .*?<xenc:EncryptionMethod [^>]*>)/,
        '$1<xenc:KeySize>128</xenc:KeySize><xenc:KeySize>128</xenc:KeySize>',
      ),
      misshapen('EncryptionMethod'),
    ],
    [
      'text in an EncryptionMethod',
      replaced(/(<xenc:EncryptionMethod [^>]*>)/, '$1x'),
      misshapen('EncryptionMethod'),
    ],
    [
      'a RetrievalMethod with a transform',
      {
        place: 'retrieval',
        ...replaced(
          '</ds:RetrievalMethod>',
          '<ds:Transforms></ds:Transforms></ds:RetrievalMethod>',
        ),
      },
      misshapen('EncryptedKey'),
    ],
    [
      'a CipherValue that is not base64',
      replaced('<xenc:CipherValue>', '<xenc:CipherValue>*'),
      { code: 'xmlenc_value_not_base64', got: 'CipherValue' },
    ],
    [
      'an empty CipherValue',
      replaced(/<xenc:CipherValue>[^<]*/, '<xenc:CipherValue>'),
      { code: 'xmlenc_value_not_base64', got: 'CipherValue' },
    ],
  ])('%s', async (_, options, refusal) => {
    expect(await judge(options)).toEqual(refusal)
    const decryptionKeys = () => Promise.reject(new Error('a key was opened'))
    expect(await judge(options, { decryptionKeys })).toEqual(refusal)
  })

  it('a response to another request, before any key is opened (R34)', async () => {
    const decryptionKeys = () => Promise.reject(new Error('a key was opened'))
    expect(await judge({ inResponseTo: '_other' }, { decryptionKeys, allowAesCbc: true })).toEqual({
      code: 'saml_in_response_to_mismatch',
      expected: '_request1',
      got: '_other',
    })
  })

  it('a NameID that is encrypted by itself', async () => {
    const encryptedId = '<saml:EncryptedID></saml:EncryptedID>'
    const editAssertion = (xml: string) => xml.replace(/<saml:NameID.*<\/saml:NameID>/, encryptedId)
    expect(await judge({ editAssertion })).toEqual({ code: 'saml_name_id_encrypted' })
  })

  it('an encrypted assertion whose response does not say who issued it (R42)', async () => {
    const editResponse = (xml: string) => xml.replace(/<saml:Issuer xmlns.*?<\/saml:Issuer>/, '')
    expect(await judge({ editResponse })).toMatchObject({ code: 'saml_issuer_mismatch' })
  })

  it('an outer signature that fails, before any key is opened (R33)', async () => {
    const decryptionKeys = () => Promise.reject(new Error('a key was opened'))
    const options = { sign: 'response', key: TEST_KEYS.other } as const
    expect(await judge(options, { decryptionKeys })).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
  })
})

import { describe, expect, it, vi } from 'vitest'
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

describe('whatever fails from the first use of a key on is one refusal, after the same steps (R34)', () => {
  const FAILED = { code: 'xmlenc_decryption_failed' }
  const MALLORY = (xml: string) => xml.replaceAll('alice@', 'mallory@')
  const ADVICE = '<saml:Advice><saml:Assertion></saml:Assertion></saml:Advice>'
  const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/
  const flipped = (at: number) => (bytes: Uint8Array<ArrayBuffer>) => {
    const changed = bytes.slice()
    changed.set([(changed.at(at) ?? 0) ^ 1], (at + bytes.length) % bytes.length)
    return changed
  }

  /** What is asked of the platform, in order: every use of a key, and the digests from the signature on. */
  async function stepsOf(
    options: ResponseOptions & EncryptionOptions,
    circumstances: Partial<Expectation> = {},
  ) {
    const { bytes } = await encryptedResponse(options)
    const steps: string[] = []
    const subtle = crypto.subtle
    const spies = (['decrypt', 'encrypt', 'verify', 'digest'] as const).map((method) => {
      const original = subtle[method] as (...args: unknown[]) => Promise<unknown>
      return vi.spyOn(subtle, method).mockImplementation(((...args: unknown[]) => {
        const [algorithm, , value] = args as [{ name: string } | string, unknown, Uint8Array]
        const name = typeof algorithm === 'string' ? algorithm : algorithm.name
        const length = method === 'verify' ? ` of ${value.length} bytes` : ''
        const verifying = steps.some((step) => step.startsWith('verify'))
        if (method !== 'digest' || verifying) steps.push(`${method} ${name}${length}`)
        return original.apply(subtle, args)
      }) as never)
    })
    const unwrapping = {
      unwrap: (...args: Parameters<typeof SP.unwrap>) => {
        steps.push('unwrap')
        return SP.unwrap(...args)
      },
    }
    const decryptionKeys = async () => [unwrapping]
    const expected = { decryptionKeys, allowAesCbc: true, ...circumstances }
    const outcome = await judgeBytes(bytes, expected)
    for (const spy of spies) spy.mockRestore()
    return { outcome, steps }
  }

  const failures: readonly (readonly [string, ResponseOptions & EncryptionOptions])[] = [
    ['a key wrapped for somebody else', { recipient: TEST_KEYS.other }],
    ['a changed wrapped key', { editWrapped: flipped(20) }],
    // At its end: OpenSSL takes a number whose leading zeros were left out.
    ['a wrapped key that is cut', { editWrapped: (bytes) => bytes.subarray(0, -1) }],
    ['a wrapped key larger than the modulus', { editWrapped: (bytes) => bytes.map(() => 255) }],
    ['OAEP that begins with a one', { editEncoded: flipped(0) }],
    ['OAEP with another seed', { editEncoded: flipped(5) }],
    ['OAEP with another block', { editEncoded: flipped(60) }],
    ['OAEP with another label', { editBlock: flipped(0) }],
    [
      'OAEP with something between label and message',
      { editBlock: (block) => block.map((byte, at) => (at === 100 ? 2 : byte)) },
    ],
    ['a content key of another length', { editContentKey: (key) => key.subarray(1) }],
    ['another content key', { editContentKey: flipped(0) }],
    ['a changed IV', { editCipher: flipped(0) }],
    ['a changed block', { editCipher: flipped(40) }],
    ['a changed last byte', { editCipher: flipped(-1) }],
    ['a cut tag or block', { editCipher: (bytes) => bytes.subarray(0, -16) }],
    ['text', { editPlaintext: () => 'no XML at all' }],
    ['two byte order marks', { editPlaintext: (xml) => `\ufeff\ufeff${xml}` }],
    ['a byte order mark behind', { editPlaintext: (xml) => `${xml}\ufeff` }],
    ['two declarations', { editPlaintext: (xml) => '<?xml version="1.0"?>'.repeat(2) + xml }],
    [
      'a declaration of another encoding',
      { editPlaintext: (xml) => `<?xml version="1.0" encoding="utf-16"?>${xml}` },
    ],
    [
      'a declaration behind white space',
      { editPlaintext: (xml) => ` <?xml version="1.0"?>${xml}` },
    ],
    ['a declaration and nothing', { editPlaintext: () => '<?xml version="1.0"?>' }],
    ['a document type', { editPlaintext: (xml) => `<?xml version="1.0"?><!DOCTYPE a>${xml}` }],
    ['nothing', { editPlaintext: () => '' }],
    ['an end tag too many', { editPlaintext: (xml) => xml + '</in-place><in-place>' }],
    ['two assertions', { editPlaintext: (xml) => xml + xml.replaceAll('_assertion1', '_2') }],
    [
      'another element beside the assertion',
      { editPlaintext: (xml) => xml + '<saml:Advice></saml:Advice>' },
    ],
    [
      'an assertion inside the signed one',
      {
        editAssertion: (xml) =>
          xml.replace('<saml:AuthnStatement', ADVICE + '<saml:AuthnStatement'),
      },
    ],
    ['text beside the assertion', { editPlaintext: (xml) => xml + 'x' }],
    ['another element', { editPlaintext: (xml) => `<saml:Advice>${xml}</saml:Advice>` }],
    ['no signature', { editPlaintext: (xml) => xml.replace(SIGNATURE, '') }],
    ['a changed assertion', { editPlaintext: MALLORY }],
    ['a signature by another key', { key: TEST_KEYS.other }],
    [
      'another assertion around the signed one',
      {
        editPlaintext: (xml) =>
          MALLORY(xml.replace(SIGNATURE, ''))
            .replace('</saml:Assertion>', `${xml}</saml:Assertion>`)
            .replace('_assertion1', '_evil'),
      },
    ],
    [
      'nested encryption',
      { editPlaintext: (xml) => xml.replaceAll('saml:Assertion', 'saml:EncryptedAssertion') },
    ],
  ]
  const VERIFY = ['verify RSASSA-PKCS1-v1_5 of 256 bytes', 'digest SHA-256']
  const GCM = ['decrypt AES-GCM']
  const CBC_STEPS = ['encrypt AES-CBC', 'decrypt AES-CBC']

  it('where the registered key is an elliptic curve', async () => {
    const signer = { key: TEST_KEYS.ec, algorithm: 'ecdsa-sha256' } as const
    const certificates = [TEST_KEYS.ec.certificate]
    const rest = [...GCM, 'verify ECDSA of 64 bytes', 'digest SHA-256']
    for (const [name, options] of failures.filter(([, { key }]) => key === undefined)) {
      const ended = await stepsOf({ ...options, ...signer }, { certificates })
      const steps = ['unwrap', 'decrypt RSA-OAEP', ...rest]
      expect({ name, ...ended }).toEqual({ name, outcome: FAILED, steps })
    }
  })

  it.each([
    ['aes128-gcm', [...GCM, ...VERIFY]],
    ['aes256-cbc', [...CBC_STEPS, ...VERIFY]],
  ] as const)('%s', async (content, rest) => {
    for (const [name, options] of failures) {
      const native = await stepsOf({ content, ...options })
      const steps = ['unwrap', 'decrypt RSA-OAEP', ...rest]
      expect({ name, ...native }).toEqual({ name, outcome: FAILED, steps })
      // SHA-256 beside MGF1 with SHA-1 is taken apart by ourselves.
      const mixed = await stepsOf({ content, oaepDigest: 'SHA-256', ...options })
      expect({ name, ...mixed }).toEqual({ name, outcome: FAILED, steps: ['unwrap', ...rest] })
    }
  })

  it('with several EncryptedKeys, each is tried once, whichever is ours', async () => {
    const theirs = { recipient: TEST_KEYS.other }
    const unwraps = ['unwrap', 'decrypt RSA-OAEP', 'unwrap', 'decrypt RSA-OAEP']
    for (const options of [
      { others: [theirs] },
      { others: [{}], ...theirs },
      { others: [theirs], ...theirs },
      { others: [{ editContentKey: flipped(0) }] },
    ]) {
      const { steps } = await stepsOf(options)
      expect(steps).toEqual([...unwraps, ...GCM, ...VERIFY])
    }
    expect((await stepsOf({ others: [theirs], ...theirs })).outcome).toEqual(FAILED)
    // The first that opens counts: a key of an attacker's in front of ours only spoils the message.
    expect((await stepsOf({ others: [{ editContentKey: flipped(0) }] })).outcome).toEqual(FAILED)
    expect((await stepsOf({ others: [{}], editContentKey: flipped(0) })).outcome).toEqual(ALICE)
  })

  it.each(failures)('in a signed response: %s', async (name, options) => {
    const { outcome } = await stepsOf({ ...options, sign: 'both', key: TEST_KEYS.idp })
    const genuine = name === 'no signature' || name === 'a signature by another key'
    expect(outcome).toEqual(genuine ? ALICE : FAILED)
  })
})

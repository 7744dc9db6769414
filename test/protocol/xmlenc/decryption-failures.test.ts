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

  /**
   * What is asked of the platform, in order: every use of a key, and the digests from the signature
   * on.
   */
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

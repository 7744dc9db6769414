import { describe, expect, it } from 'vitest'
import { decodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { createDecryptionKey } from '../../../src/protocol/xmlenc/decryption-key.ts'
import { type EncryptionOptions, encryptedResponse } from '../../support/encrypted-response.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'
import { ALICE, judgeBytes } from '../saml/response/judge.ts'

const SP = createDecryptionKey(decodeBase64(TEST_KEYS.sp.pkcs8) ?? new Uint8Array())

async function judge(options: EncryptionOptions) {
  return judgeBytes((await encryptedResponse(options)).bytes, { decryptionKeys: async () => [SP] })
}

const edited = (from: string | RegExp, to: string): EncryptionOptions => ({
  editEncrypted: (xml) => {
    if (xml.search(from) < 0) throw new Error(`${from} is not there`)
    return xml.replace(from, to)
  },
})
const withChild = (child: string) => edited('</xenc:EncryptedKey>', `${child}</xenc:EncryptedKey>`)
const misshapen = (got: string) => ({ code: 'xmlenc_structure_invalid', got })
const wrongBase64 = (got: string) => ({ code: 'xmlenc_value_not_base64', got })

describe('an EncryptedKey (XML Encryption §3.5.1)', () => {
  it.each([
    '<xenc:CarriedKeyName>a key</xenc:CarriedKeyName>',
    '<xenc:ReferenceList><xenc:DataReference URI="#_data"></xenc:DataReference></xenc:ReferenceList>',
  ])('may hold %s', async (child) => expect(await judge(withChild(child))).toEqual(ALICE))

  it.each([
    '<ds:CarriedKeyName>a key</ds:CarriedKeyName>',
    '<xenc:EncryptionProperties></xenc:EncryptionProperties>',
    '<ds:Other></ds:Other>',
  ])('may not hold %s', async (child) =>
    expect(await judge(withChild(child))).toEqual(misshapen('EncryptedKey')),
  )

  it('names an algorithm', async () => {
    const none = edited(/(Id="_key"><xenc:EncryptionMethod) Algorithm="[^"]*"/, '$1')
    expect(await judge(none)).toMatchObject({ code: 'xmlenc_key_algorithm_forbidden', got: '' })
  })

  it('has a label in base64, without an element in it', async () => {
    const label = 'a label'
    const broken = edited(/<xenc:OAEPParams>[^<]*/, '<xenc:OAEPParams>*')
    expect(await judge({ label, ...broken })).toEqual(wrongBase64('OAEPParams'))
    const nested = edited('<xenc:OAEPParams>', '<xenc:OAEPParams><ds:X></ds:X>')
    expect(await judge({ label, ...nested })).toEqual(wrongBase64('OAEPParams'))
  })

  it('has a ciphertext without an element in it', async () => {
    const nested = edited('<xenc:CipherValue>', '<xenc:CipherValue><ds:X></ds:X>')
    expect(await judge(nested)).toEqual(wrongBase64('CipherValue'))
  })

  it('has a digest with a name', async () => {
    const nameless = edited(/DigestMethod Algorithm="[^"]*"/, 'DigestMethod')
    expect(await judge({ oaepDigest: 'SHA-256', ...nameless })).toMatchObject({
      code: 'xmlenc_key_algorithm_forbidden',
      got: ['', ''],
    })
  })
})

describe('what stands beside EncryptedData', () => {
  it('is an EncryptedKey, each of it', async () => {
    const other = edited('</saml:EncryptedAssertion>', '<ds:X xmlns:ds="urn:x"></ds:X>$&')
    expect(await judge({ place: 'beside', ...other })).toEqual(misshapen('EncryptedKey'))
    expect(await judge({ place: 'inside', ...other })).toEqual(misshapen('EncryptedKey'))
  })

  it('is pointed at by a RetrievalMethod of that type alone', async () => {
    const typed = edited(/(<ds:RetrievalMethod) Type="[^"]*"/, '$1 Type="urn:other"')
    expect(await judge({ place: 'retrieval', ...typed })).toEqual(misshapen('EncryptedKey'))
    const untyped = edited(/(<ds:RetrievalMethod) Type="[^"]*"/, '$1')
    expect(await judge({ place: 'retrieval', ...untyped })).toEqual(ALICE)
  })

  it('is not pointed at by what has no URI, where the key has no Id', async () => {
    const nameless: EncryptionOptions = {
      editEncrypted: (xml) => xml.replace(' URI="#_key"', ' URI="#"').replace(' Id="_key"', ''),
    }
    expect(await judge({ place: 'retrieval', ...nameless })).toEqual(misshapen('EncryptedKey'))
  })
})

it('EncryptedData names an algorithm', async () => {
  const none = edited(/EncryptionMethod Algorithm="[^"]*gcm"/, 'EncryptionMethod')
  expect(await judge(none)).toMatchObject({ code: 'xmlenc_content_algorithm_forbidden', got: '' })
})

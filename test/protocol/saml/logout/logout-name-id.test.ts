import { describe, expect, it } from 'vitest'
import { decodeBase64 } from '../../../../src/protocol/bytes/base64.ts'
import { createDecryptionKey } from '../../../../src/protocol/xmlenc/decryption-key.ts'
import { type EncryptionOptions, encryptAssertion } from '../../../support/encrypted-response.ts'
import { TEST_KEYS } from '../../../support/test-keys.ts'
import { BINDINGS, spEntityID } from './both-bindings.ts'
import { ALICE_LEAVES, edited, judgePosted, post, REQUEST } from './logout-message.ts'

describe('an encrypted NameID (SAML Core §2.2.4, R34)', () => {
  const SP = createDecryptionKey(decodeBase64(TEST_KEYS.sp.pkcs8) ?? new Uint8Array())
  const OURS = { decryptionKeys: async () => [SP] }
  const NAME_ID = /<saml:NameID.*<\/saml:NameID>/
  const FAILED = { code: 'logout_decryption_failed' }

  async function withEncrypted(options: EncryptionOptions = {}): Promise<string> {
    const [nameId = ''] = NAME_ID.exec(REQUEST) ?? []
    const encrypted = await encryptAssertion(nameId, options)
    return edited(REQUEST, NAME_ID, encrypted.replaceAll('EncryptedAssertion', 'EncryptedID'))
  }

  it.each<[string, EncryptionOptions]>([
    ['alone', {}],
    ['for others too', { others: [{ recipient: TEST_KEYS.other }] }],
    ['with a declaration inside', { editPlaintext: (xml) => `<?xml version="1.0"?>${xml}` }],
    [
      'with its namespace declared around it',
      { editPlaintext: (xml) => xml.replace(/ xmlns:saml="[^"]*"/, '') },
    ],
  ])('is decrypted: %s', async (_, options) => {
    const xml = await withEncrypted(options)
    for (const send of Object.values(BINDINGS)) expect(await send(xml, OURS)).toEqual(ALICE_LEAVES)
  })

  it('keeps every byte and its qualifiers', async () => {
    const editPlaintext = (xml: string) =>
      xml.replace('>alice@example.org', ` SPNameQualifier="${spEntityID}">\n 00123`)
    expect(await post(await withEncrypted({ editPlaintext }), OURS)).toMatchObject({
      nameId: { value: '\n 00123', spNameQualifier: spEntityID },
    })
    const other = (xml: string) => xml.replace('>alice', ' SPNameQualifier="urn:other">alice')
    expect(await post(await withEncrypted({ editPlaintext: other }), OURS)).toMatchObject({
      code: 'logout_sp_name_qualifier_mismatch',
    })
  })

  it.each<[string, EncryptionOptions]>([
    ['for somebody else', { recipient: TEST_KEYS.other }],
    ['with a changed tag', { editCipher: (bytes) => bytes.subarray(0, -1) }],
    [
      'with a changed key',
      { editWrapped: (bytes) => bytes.map((byte, at) => byte ^ Number(at === 9)) },
    ],
    ['of nothing', { editPlaintext: () => '' }],
    ['of text', { editPlaintext: () => 'alice@example.org' }],
    ['of two NameIDs', { editPlaintext: (xml) => xml + xml }],
    ['of a NameID and text', { editPlaintext: (xml) => `${xml}x` }],
    ['of an element in it', { editPlaintext: (xml) => xml.replace('alice', '<a/>alice') }],
    ['of a comment in it', { editPlaintext: (xml) => xml.replace('@', '<!---->@') }],
    ['of something else', { editPlaintext: (xml) => xml.replaceAll('NameID', 'BaseID') }],
  ])('is one refusal: %s', async (_, options) => {
    expect(await post(await withEncrypted(options), OURS)).toEqual(FAILED)
  })

  it('is refused without a key, and by what can be read without one', async () => {
    expect(await post(await withEncrypted())).toEqual(FAILED)
    expect(await post(await withEncrypted({ content: 'aes256-cbc' }), OURS)).toMatchObject({
      code: 'xmlenc_cbc_not_allowed',
    })
    const cbc = { ...OURS, allowAesCbc: true }
    expect(await post(await withEncrypted({ content: 'aes256-cbc' }), cbc)).toEqual(ALICE_LEAVES)
  })

  it('is opened for nobody but the IdP: the signature comes first (R33)', async () => {
    const decryptionKeys = () => Promise.reject(new Error('a key was opened'))
    const xml = await withEncrypted()
    expect(await judgePosted(xml, { decryptionKeys })).toEqual({ code: 'logout_signature_missing' })
    expect(await post(xml, { decryptionKeys }, { key: TEST_KEYS.other })).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
    const two = edited(
      xml,
      '</saml:EncryptedID>',
      '$&<saml:EncryptedID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"></saml:EncryptedID>',
    )
    expect(await post(two, { decryptionKeys })).toMatchObject({ code: 'logout_name_id_missing' })
  })
})

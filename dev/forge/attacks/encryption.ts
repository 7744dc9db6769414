// Encrypted assertions that anybody could have made, that were changed, or that hide something
// (R33-R35). Everybody has our public key: an assertion is not trusted for being encrypted.

import { TEST_KEYS } from '../../../test/support/test-keys.ts'
import { type Attack, type Attacks, all, change, FORGED } from '../attack.ts'

type Edit = (xml: string) => string

const XENC = 'http://www.w3.org/2001/04/xmlenc#'
const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/s
const readable = (refuses: string, says: string, editEncrypted: Edit): Attack => ({
  says,
  rule: 'R35',
  refuses,
  message: {},
  encryption: { editEncrypted },
})
/** Something is wrong inside: whatever it is, one answer. */
const inside = (says: string, encryption: Attack['encryption'], rule = 'R34'): Attack => ({
  says,
  rule,
  refuses: 'xmlenc_decryption_failed',
  message: {},
  ...(encryption === undefined ? {} : { encryption }),
})
const plaintext = (says: string, editPlaintext: Edit): Attack =>
  inside(says, { editPlaintext }, 'R33')
const flip = (at: number) => (bytes: Uint8Array<ArrayBuffer>) =>
  bytes.map((byte, position) => (position === at ? byte ^ 1 : byte))

export const ENCRYPTION: Attacks = {
  'encrypted-unsigned': plaintext('Encrypted by anybody, signed by nobody.', () => FORGED),
  'encrypted-signature-removed': plaintext('The Signature taken out before encryption.', (xml) =>
    xml.replace(SIGNATURE, ''),
  ),
  'encrypted-changed': plaintext(
    'A genuine assertion, changed and encrypted again.',
    change('>alice@example.org</saml:NameID>', '>admin@example.org</saml:NameID>'),
  ),
  'encrypted-two-assertions': plaintext('Two assertions in one ciphertext.', (xml) => xml + FORGED),
  'encrypted-wrapping': plaintext('Signature wrapping inside the ciphertext.', (xml) =>
    FORGED.replace('</saml:Assertion>', `${xml}</saml:Assertion>`),
  ),
  'encrypted-comment': plaintext(
    'A comment in the NameID, hidden by encryption.',
    change('>alice@example.org</saml:NameID>', '>alice@example.org<!---->.evil</saml:NameID>'),
  ),
  'encrypted-dtd': plaintext(
    'A document type, hidden by encryption.',
    (xml) => `<!DOCTYPE a>${xml}`,
  ),
  'encrypted-response': plaintext(
    'Another element around the assertion.',
    (xml) => `<saml:Advice>${xml}</saml:Advice>`,
  ),
  'encrypted-twice': plaintext('An encrypted assertion inside.', (xml) =>
    xml.replaceAll('saml:Assertion', 'saml:EncryptedAssertion'),
  ),
  'encrypted-end-tags': plaintext(
    'End tags that leave the element around the plaintext.',
    (xml) => `${xml}</in-place><in-place>`,
  ),
  'encrypted-bit-flip': inside('One bit of the ciphertext changed.', { editCipher: flip(40) }),
  'encrypted-bit-flip-cbc': {
    ...inside('One bit of the ciphertext changed, where no tag protects it.', {
      content: 'aes256-cbc',
      editCipher: flip(40),
    }),
    circumstances: { allowAesCbc: true },
  },
  'encrypted-padding-cbc': {
    ...inside('The last block changed: what a padding oracle is asked.', {
      content: 'aes256-cbc',
      editCipher: (bytes) => flip(bytes.length - 17)(bytes),
    }),
    circumstances: { allowAesCbc: true },
  },
  'encrypted-tag-cut': inside('A tag of twelve bytes in place of sixteen.', {
    editCipher: (bytes) => bytes.subarray(0, -4),
  }),
  'encrypted-key-changed': inside('The wrapped key changed: what an OAEP oracle is asked.', {
    editWrapped: flip(9),
  }),
  'encrypted-for-another': {
    ...inside('Encrypted for somebody else.', {}),
    circumstances: { decryptionKeys: ['other'] },
  },
  'encrypted-cbc-not-allowed': {
    says: 'AES-CBC without the switch of the connector.',
    rule: 'R34',
    refuses: 'xmlenc_cbc_not_allowed',
    message: {},
    encryption: { content: 'aes128-cbc' },
  },
  'encrypted-3des': readable(
    'xmlenc_content_algorithm_forbidden',
    '3DES.',
    change('http://www.w3.org/2009/xmlenc11#aes128-gcm', `${XENC}tripledes-cbc`),
  ),
  'encrypted-rsa-1.5': readable(
    'xmlenc_key_algorithm_forbidden',
    'RSA 1.5, whose padding tells.',
    change('rsa-oaep-mgf1p', 'rsa-1_5'),
  ),
  'encrypted-cipher-reference': readable(
    'xmlenc_structure_invalid',
    'A ciphertext to be fetched.',
    (xml) =>
      xml.replace(
        /<xenc:CipherValue>[^<]*<\/xenc:CipherValue>(?=.*<\/xenc:EncryptedData>$|.*<\/saml:EncryptedAssertion>$)/,
        '<xenc:CipherReference URI="https://evil.example/"></xenc:CipherReference>',
      ),
  ),
  'encrypted-without-key': readable('xmlenc_structure_invalid', 'No EncryptedKey.', (xml) =>
    xml.replace(/<ds:KeyInfo .*<\/ds:KeyInfo>/, ''),
  ),
  'encrypted-cipher-empty': readable('xmlenc_value_not_base64', 'No ciphertext.', (xml) =>
    xml.replace(/<xenc:CipherValue>[^<]*/g, '<xenc:CipherValue>'),
  ),
  'encrypted-beside-another': {
    says: 'Two encrypted assertions.',
    rule: 'R21',
    refuses: 'saml_assertion_not_single',
    message: {},
    encryption: { editEncrypted: (xml) => xml + xml },
  },
  'encrypted-in-response-of-another': {
    says: 'A Response signed by another key around an encrypted assertion: never decrypted.',
    rule: 'R33',
    refuses: 'dsig_signature_mismatch',
    message: { sign: 'response' },
    encryption: {},
    circumstances: { certificates: ['other'] },
  },
  'encrypted-swapped-in-response': {
    says: 'The ciphertext in a signed Response replaced.',
    rule: 'R33',
    refuses: 'dsig_digest_mismatch',
    message: {
      sign: 'response',
      edit: all((xml) => xml.replace(/(<xenc:CipherValue>)..../, '$1AAAA')),
    },
    encryption: {},
  },
  'encrypted-answer-to-another': {
    says: 'An encrypted answer to another request: never decrypted.',
    rule: 'R34',
    refuses: 'saml_in_response_to_mismatch',
    message: { inResponseTo: '_request2' },
    encryption: {},
  },
  'encrypted-two-keys-unsigned': {
    says: 'Two EncryptedKeys, ours the second, around what nobody signed.',
    rule: 'R33',
    refuses: 'xmlenc_decryption_failed',
    message: { sign: 'none' },
    encryption: { others: [{ recipient: TEST_KEYS.other }] },
  },
  'encrypted-key-of-the-forger-in-front': inside(
    'A wrapped key of the forger in front of the genuine one: the first that opens counts, and only spoils the message.',
    { others: [{ editContentKey: flip(0) }] },
  ),
  'encrypted-for-two-others': {
    ...inside('Two EncryptedKeys, both for somebody else.', {
      others: [{ recipient: TEST_KEYS.idp }],
      recipient: TEST_KEYS.other,
    }),
  },
  'encrypted-many-keys': {
    says: 'More EncryptedKeys than anybody needs: each costs RSA operations.',
    rule: 'R34',
    refuses: 'xmlenc_too_many_keys',
    message: {},
    encryption: { others: Array.from({ length: 40 }, () => ({ recipient: TEST_KEYS.other })) },
  },
  'encrypted-rsa-1.5-alone-of-two': {
    says: 'Two EncryptedKeys, both with RSA 1.5.',
    rule: 'R35',
    refuses: 'xmlenc_key_algorithm_forbidden',
    message: {},
    encryption: {
      others: [{}],
      editEncrypted: (xml) => xml.replaceAll('rsa-oaep-mgf1p', 'rsa-1_5'),
    },
  },
  'encrypted-key-elsewhere': {
    says: 'A RetrievalMethod that would have us fetch a key.',
    rule: 'R35',
    refuses: 'xmlenc_structure_invalid',
    message: {},
    encryption: {
      place: 'retrieval',
      editEncrypted: change('URI="#_key"', 'URI="https://evil.example/key"'),
    },
  },
  'encrypted-key-by-transform': {
    says: 'A RetrievalMethod with a style sheet.',
    rule: 'R35',
    refuses: 'xmlenc_structure_invalid',
    message: {},
    encryption: {
      place: 'retrieval',
      editEncrypted: change(
        '</ds:RetrievalMethod>',
        '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></ds:Transform></ds:Transforms></ds:RetrievalMethod>',
      ),
    },
  },
  'encrypted-key-size-of-another': readable(
    'xmlenc_structure_invalid',
    'A KeySize that contradicts the algorithm.',
    (xml) =>
      xml.replace(
        /(<xenc:EncryptedData .*?<xenc:EncryptionMethod [^>]*>)/,
        '$1<xenc:KeySize>64</xenc:KeySize>',
      ),
  ),
  'encrypted-bom-twice': plaintext(
    'Text in front of the assertion.',
    (xml) => `\ufeff\ufeff${xml}`,
  ),
  'encrypted-declared-twice': plaintext(
    'A processing instruction that looks like a declaration.',
    (xml) => `<?xml version="1.0"?><?xml version="1.0"?>${xml}`,
  ),
  'encrypted-declared-utf-16': plaintext(
    'A declaration of another encoding, hidden by encryption.',
    (xml) => `<?xml version="1.0" encoding="UTF-16"?>${xml}`,
  ),
  'name-id-encrypted': {
    says: 'A NameID encrypted by itself.',
    rule: 'R42',
    refuses: 'saml_name_id_encrypted',
    message: {
      editAssertion: (xml) =>
        xml.replace(/<saml:NameID .*<\/saml:NameID>/, '<saml:EncryptedID></saml:EncryptedID>'),
    },
  },
}

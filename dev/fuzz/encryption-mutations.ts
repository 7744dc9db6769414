// Changes of an encrypted assertion around its ciphertext: what says how it is encrypted, for whom,
// and where the key is.

import {
  copyOf,
  detach,
  insert,
  type Mutation,
  replace,
  setAttribute,
  someNamed,
  someNamedIn,
} from './draft.ts'
import type { Node } from './markup.ts'
import { misspell } from './signature-mutations.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const XENC = 'http://www.w3.org/2001/04/xmlenc#'
const XENC11 = 'http://www.w3.org/2009/xmlenc11#'
const ALGORITHMS = [
  `${XENC11}aes128-gcm`,
  `${XENC11}aes192-gcm`,
  `${XENC11}aes256-gcm`,
  `${XENC}aes128-cbc`,
  `${XENC}aes256-cbc`,
  `${XENC}tripledes-cbc`,
  `${XENC}rsa-1_5`,
  `${XENC}rsa-oaep-mgf1p`,
  `${XENC11}rsa-oaep`,
  `${XENC}kw-aes256`,
  'urn:nobody',
  '',
]
const HASHES = [
  `${DSIG}sha1`,
  `${XENC}sha256`,
  `${XENC}sha512`,
  `${XENC11}mgf1sha256`,
  'urn:nobody',
]
const TYPES = [`${XENC}Element`, `${XENC}Content`, `${XENC}EncryptedKey`, '', 'urn:nobody']
const POINTERS = ['#_key', '#_data', '#', '', '#_other', 'https://mallory.example/key']

/** An element of XML Encryption that declares its own prefixes. */
const element = (name: string, attributes: Readonly<Record<string, string>>): Node => ({
  name,
  attributes: [
    { name: 'xmlns:xenc', value: XENC },
    { name: 'xmlns:xenc11', value: XENC11 },
    { name: 'xmlns:ds', value: DSIG },
    ...Object.entries(attributes).map(([key, value]) => ({ name: key, value })),
  ],
  children: [],
})

/** Changes that aim at the decryption. */
export const ENCRYPTION_MUTATIONS: Readonly<Record<string, Mutation>> = {
  encryptionMethod(draft) {
    const method = someNamed(draft, 'EncryptionMethod')?.node
    if (method !== undefined) setAttribute(method, 'Algorithm', draft.random.pick(ALGORITHMS))
  },
  oaepParameter(draft) {
    const { random } = draft
    const methods = ['EncryptionMethod', 'DigestMethod', 'MGF'] as const
    const method = someNamed(draft, ...methods)?.node
    if (method === undefined) return
    const name = random.pick(['ds:DigestMethod', 'xenc11:MGF', 'xenc:OAEPParams', 'xenc:KeySize'])
    const parameter = element(name, { Algorithm: random.pick(HASHES) })
    if (random.oneIn(3)) parameter.children.push(random.pick(['', 'AAAA', 'MTI4', '!']))
    insert(method, parameter, random)
  },
  cipher(draft) {
    const value = someNamed(draft, 'CipherValue')?.node
    if (value !== undefined) value.children = [misspell(value.children.join(''), draft.random)]
  },
  swapCiphers(draft) {
    const [one, another] = [someNamed(draft, 'CipherValue'), someNamed(draft, 'CipherValue')]
    if (one === undefined || another === undefined) return
    const { children } = one.node
    one.node.children = another.node.children
    another.node.children = children
  },
  theirCipher(draft) {
    const name = draft.random.pick([
      'CipherValue',
      'EncryptedKey',
      'EncryptedData',
      'EncryptionMethod',
    ])
    const theirs = someNamedIn(draft.forgery, draft.random, name)
    const ours = someNamed(draft, name)
    if (theirs !== undefined && ours !== undefined) replace(draft, ours, [copyOf(theirs.node)])
  },
  moveKey(draft) {
    const key = someNamed(draft, 'EncryptedKey')
    const into = someNamed(draft, 'EncryptedAssertion', 'EncryptedData', 'KeyInfo', 'EncryptedKey')
    if (key === undefined || into === undefined || into.node === key.node) return
    if (draft.random.oneIn(2)) detach(key)
    insert(into.node, copyOf(key.node), draft.random)
  },
  manyKeys(draft) {
    const { random } = draft
    const key = someNamed(draft, 'EncryptedKey')
    if (key?.parent === undefined) return
    // Ours again, or the forger's, in front of ours or behind it; now and then more than are tried.
    const theirs = someNamedIn(draft.forgery, random, 'EncryptedKey')?.node
    for (let count = random.oneIn(3) ? 9 : 1 + random.below(3); count > 0; count--) {
      const another = copyOf(random.oneIn(2) ? (theirs ?? key.node) : key.node)
      setAttribute(another, 'Id', `_another${count}${random.below(100)}`)
      insert(key.parent, another, random)
    }
  },
  hint(draft) {
    const { random } = draft
    const info = someNamed(draft, 'KeyInfo', 'EncryptedKey')?.node
    if (info === undefined) return
    const hint = element(
      random.pick([
        'ds:KeyName',
        'ds:X509Data',
        'xenc:AgreementMethod',
        'xenc:EncryptedKey',
        'ds:x',
      ]),
      {},
    )
    const inInfo = info.name.endsWith('KeyInfo') ? hint : element('ds:KeyInfo', {})
    if (inInfo !== hint) inInfo.children.push(hint)
    insert(info, inInfo, random)
  },
  keySize(draft) {
    const { random } = draft
    const method = someNamed(draft, 'EncryptionMethod')?.node
    if (method === undefined) return
    const size = element('xenc:KeySize', {})
    size.children.push(random.pick(['128', '256', '2048', ' 256\n', '0128', '64', '', 'x']))
    insert(method, size, random)
  },
  pointToKey(draft) {
    const { random } = draft
    const info = someNamed(draft, 'KeyInfo', 'EncryptedKey')?.node
    if (info === undefined) return
    const name = random.pick(['ds:RetrievalMethod', 'xenc:DataReference', 'ds:KeyName'])
    const pointer = element(name, { URI: random.pick(POINTERS) })
    if (random.oneIn(2)) setAttribute(pointer, 'Type', random.pick(TYPES))
    if (random.oneIn(4)) pointer.children.push(element('ds:Transforms', {}))
    insert(info, pointer, random)
  },
  cipherReference(draft) {
    const value = someNamed(draft, 'CipherValue')
    if (value === undefined) return
    const reference = element('xenc:CipherReference', { URI: draft.random.pick(POINTERS) })
    replace(draft, value, draft.random.oneIn(2) ? [reference] : [value.node, reference])
  },
  type(draft) {
    const node = someNamed(draft, 'EncryptedData', 'EncryptedKey', 'RetrievalMethod')?.node
    const name = draft.random.pick(['Type', 'Type', 'MimeType', 'Encoding', 'Recipient', 'Id'])
    if (node !== undefined) setAttribute(node, name, draft.random.pick(TYPES))
  },
  decrypted(draft) {
    const { random, stranger } = draft
    const encrypted = someNamed(draft, 'EncryptedAssertion')
    const theirs = someNamedIn(stranger, random, 'Assertion')
    if (encrypted === undefined || theirs === undefined) return
    const plain = copyOf(theirs.node)
    if (random.oneIn(2)) insert(encrypted.node, plain, random)
    else replace(draft, encrypted, random.oneIn(2) ? [plain] : [plain, encrypted.node])
  },
}

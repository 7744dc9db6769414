// Encrypted assertions for tests, in pure WebCrypto for either runtime. RSA-OAEP is written out
// here, from RFC 8017 and with big integers: WebCrypto cannot mix two hashes, and what tests the
// decoder must not be the decoder.

import { X509Certificate } from 'node:crypto'
import { decodeBase64, decodeBase64Url, encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import { type ResponseOptions, type SignedResponse, signedResponse } from './signed-response.ts'
import { TEST_KEYS, type TestKey } from './test-keys.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export interface EncryptionOptions {
  readonly content?: keyof typeof CONTENT
  readonly transport?: 'rsa-oaep-mgf1p' | 'rsa-oaep'
  /** Unset is not written: SHA-1, says the standard. */
  readonly oaepDigest?: Hash
  readonly mgf?: Hash
  readonly label?: string
  readonly recipient?: Pick<TestKey, 'certificate'>
  /** Further EncryptedKeys, which stand in front of this one. */
  readonly others?: readonly Omit<EncryptionOptions, 'others' | 'place' | 'content'>[]
  /** Where the EncryptedKey stands. */
  readonly place?: 'inside' | 'beside' | 'retrieval'
  /** Changes what is encrypted. */
  readonly editPlaintext?: (xml: string) => string
  /** What CBC padding says before its last byte: the standard leaves it open. */
  readonly padding?: 'pkcs7' | 'random'
  readonly editContentKey?: (key: Bytes) => Bytes
  /** Changes label hash, padding and message of OAEP before they are masked. */
  readonly editBlock?: (block: Bytes) => Bytes
  /** Changes the OAEP block before RSA. */
  readonly editEncoded?: (encoded: Bytes) => Bytes
  /** Change the ciphertexts, the IV and tag of the content included. */
  readonly editWrapped?: (wrapped: Bytes) => Bytes
  readonly editCipher?: (cipher: Bytes) => Bytes
  /** Changes the finished EncryptedAssertion. */
  readonly editEncrypted?: (xml: string) => string
}

const XENC = 'http://www.w3.org/2001/04/xmlenc#'
const XENC11 = 'http://www.w3.org/2009/xmlenc11#'
const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'

const CONTENT = {
  'aes128-gcm': { uri: `${XENC11}aes128-gcm`, name: 'AES-GCM', keyBytes: 16 },
  'aes192-gcm': { uri: `${XENC11}aes192-gcm`, name: 'AES-GCM', keyBytes: 24 },
  'aes256-gcm': { uri: `${XENC11}aes256-gcm`, name: 'AES-GCM', keyBytes: 32 },
  'aes128-cbc': { uri: `${XENC}aes128-cbc`, name: 'AES-CBC', keyBytes: 16 },
  'aes192-cbc': { uri: `${XENC}aes192-cbc`, name: 'AES-CBC', keyBytes: 24 },
  'aes256-cbc': { uri: `${XENC}aes256-cbc`, name: 'AES-CBC', keyBytes: 32 },
} as const
const DIGESTS = {
  'SHA-1': `${DSIG}sha1`,
  'SHA-256': `${XENC}sha256`,
  'SHA-384': 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  'SHA-512': `${XENC}sha512`,
} as const

/**
 * A response whose assertion is signed, encrypted, and put in its place; then the response is
 * signed, if asked for.
 */
export async function encryptedResponse(
  options: ResponseOptions & EncryptionOptions = {},
): Promise<SignedResponse> {
  const { sign = 'assertion' } = options
  // Signed first for the text of the assertion alone; then the response is built around what was
  // encrypted.
  const inner = sign === 'both' || sign === 'assertion' ? 'assertion' : 'none'
  const plain = (await signedResponse({ ...options, sign: inner, edit: same, editResponse: same }))
    .xml
  const assertion = /<saml:Assertion.*<\/saml:Assertion>/s.exec(plain)?.[0] ?? ''
  const encrypted = await encryptAssertion(assertion, options)
  const { editResponse = same } = options
  return signedResponse({
    ...options,
    sign: sign === 'both' || sign === 'response' ? 'response' : 'none',
    editAssertion: () => '<saml:Placeholder></saml:Placeholder>',
    editResponse: (xml) =>
      editResponse(xml.replace('<saml:Placeholder></saml:Placeholder>', () => encrypted)),
  })
}

const same = <T>(value: T): T => value

/** Encrypts an assertion; the result is in canonical form. */
export async function encryptAssertion(
  assertion: string,
  options: EncryptionOptions = {},
): Promise<string> {
  const { content = 'aes128-gcm', place = 'inside' } = options
  const { editPlaintext = same, editContentKey = same, editEncrypted = same } = options
  const contentKey = crypto.getRandomValues(new Uint8Array(CONTENT[content].keyBytes))
  const cipher = await encryptContent(encodeUtf8(editPlaintext(assertion)), contentKey, options)
  const others = (options.others ?? []).map(({ editContentKey: edit = same, ...other }, at) =>
    encryptedKey(edit(contentKey), { ...other, place }, `_other${at}`),
  )
  const ours = await encryptedKey(editContentKey(contentKey), options, '_key')
  const key = [...(await Promise.all(others)), ours].join('')
  const retrieval = `<ds:RetrievalMethod Type="${XENC}EncryptedKey" URI="#_key"></ds:RetrievalMethod>`
  const keyInfo = { inside: key, beside: '', retrieval }[place]
  return editEncrypted(
    `<saml:EncryptedAssertion xmlns:saml="${SAML}"><xenc:EncryptedData xmlns:xenc="${XENC}" Id="_data" Type="${XENC}Element">` +
      `<xenc:EncryptionMethod Algorithm="${CONTENT[content].uri}"></xenc:EncryptionMethod>` +
      (keyInfo === '' ? '' : `<ds:KeyInfo xmlns:ds="${DSIG}">${keyInfo}</ds:KeyInfo>`) +
      `<xenc:CipherData><xenc:CipherValue>${encodeBase64(cipher)}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>` +
      (place === 'inside' ? '' : key) +
      '</saml:EncryptedAssertion>',
  )
}

async function encryptedKey(
  contentKey: Bytes,
  options: EncryptionOptions,
  id: string,
): Promise<string> {
  const { transport = 'rsa-oaep-mgf1p', oaepDigest: digest, mgf, label, place = 'inside' } = options
  const { recipient = TEST_KEYS.sp, editEncoded = same, editWrapped = same } = options
  const { editBlock = same } = options
  const uri = (transport === 'rsa-oaep' ? XENC11 : XENC) + transport
  const encoded = await encodeOaep(contentKey, {
    digest: digest ?? 'SHA-1',
    mgf: mgf ?? 'SHA-1',
    label: encodeUtf8(label ?? ''),
    editBlock,
  })
  const wrapped = editWrapped(await rsa(editEncoded(encoded), recipient))
  // In canonical form a namespace is declared where it is used first: beside the data, that is
  // here.
  const declared = place === 'inside' ? '' : ` xmlns:xenc="${XENC}"`
  const signatureNs = place === 'inside' ? '' : ` xmlns:ds="${DSIG}"`
  return (
    `<xenc:EncryptedKey${declared} Id="${id}"><xenc:EncryptionMethod Algorithm="${uri}">` +
    (label === undefined
      ? ''
      : `<xenc:OAEPParams>${encodeBase64(encodeUtf8(label))}</xenc:OAEPParams>`) +
    (digest === undefined
      ? ''
      : `<ds:DigestMethod${signatureNs} Algorithm="${DIGESTS[digest]}"></ds:DigestMethod>`) +
    (mgf === undefined
      ? ''
      : `<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${XENC11}mgf1${mgf.toLowerCase().replace('-', '')}"></xenc11:MGF>`) +
    `</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>${encodeBase64(wrapped)}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>`
  )
}

async function encryptContent(
  plaintext: Bytes,
  rawKey: Bytes,
  options: EncryptionOptions,
): Promise<Bytes> {
  const { content = 'aes128-gcm', padding = 'pkcs7', editCipher = same } = options
  const { name } = CONTENT[content]
  const key = await crypto.subtle.importKey('raw', rawKey, name, false, ['encrypt'])
  const iv = crypto.getRandomValues(new Uint8Array(name === 'AES-GCM' ? 12 : 16))
  const own = name === 'AES-CBC' && padding === 'random'
  const text = own ? padRandomly(plaintext) : plaintext
  const cipher = new Uint8Array(await crypto.subtle.encrypt({ name, iv }, key, text))
  // A text of whole blocks gets another block from WebCrypto, which is not ours.
  return editCipher(join(iv, own ? cipher.subarray(0, -16) : cipher))
}

function padRandomly(plaintext: Bytes): Bytes {
  const padding = crypto.getRandomValues(new Uint8Array(16 - (plaintext.length % 16)))
  padding[padding.length - 1] = padding.length
  return join(plaintext, padding)
}

/** RFC 8017 §7.1.1, for a key of 2,048 bits. */
async function encodeOaep(
  message: Bytes,
  {
    digest,
    mgf,
    label,
    editBlock,
  }: { digest: Hash; mgf: Hash; label: Bytes; editBlock: (block: Bytes) => Bytes },
): Promise<Bytes> {
  const labelHash = await hashOf(digest, label)
  const block = new Uint8Array(256 - 1 - labelHash.length)
  block.set(labelHash)
  block[block.length - message.length - 1] = 1
  block.set(message, block.length - message.length)
  const seed = crypto.getRandomValues(new Uint8Array(labelHash.length))
  const maskedBlock = xor(editBlock(block), await mgf1(seed, block.length, mgf))
  const maskedSeed = xor(seed, await mgf1(maskedBlock, seed.length, mgf))
  return join(Uint8Array.of(0), maskedSeed, maskedBlock)
}

async function mgf1(seed: Bytes, length: number, hash: Hash): Promise<Bytes> {
  const parts: Bytes[] = []
  for (let count = 0; join(...parts).length < length; count++)
    parts.push(await hashOf(hash, join(seed, Uint8Array.of(0, 0, 0, count))))
  return join(...parts).subarray(0, length)
}

/** RSAEP (RFC 8017 §5.1.1). */
async function rsa(message: Bytes, { certificate }: Pick<TestKey, 'certificate'>): Promise<Bytes> {
  const x509 = new X509Certificate(decodeBase64(certificate) ?? new Uint8Array())
  const spki = Uint8Array.from(x509.publicKey.export({ type: 'spki', format: 'der' }))
  const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('spki', spki, algorithm, true, ['encrypt'])
  // exportKey is typed for every format; of a JWK it is an object.
  const { n = '', e = '' } = (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey
  const [modulus, exponent] = [toInteger(fromBase64Url(n)), toInteger(fromBase64Url(e))]
  let [power, result] = [toInteger(message), 1n]
  for (let bits = exponent; bits > 0n; bits >>= 1n) {
    if (bits & 1n) result = (result * power) % modulus
    power = (power * power) % modulus
  }
  return hexToBytes(result.toString(16).padStart(512, '0'))
}

const fromBase64Url = (text: string): Bytes => decodeBase64Url(text) ?? new Uint8Array()
const toInteger = (bytes: Bytes): bigint =>
  BigInt('0x' + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''))
const hexToBytes = (hex: string): Bytes =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const hashOf = async (hash: Hash, bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest(hash, bytes))
const xor = (a: Bytes, b: Bytes): Bytes => a.map((byte, at) => byte ^ (b[at] ?? 0))

function join(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

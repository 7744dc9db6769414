// An encrypted element as it arrives (XML Encryption §3), read with nothing optional that we do not need: one EncryptedData,
// one EncryptedKey, both with their bytes in place. Nothing is decrypted here.

import { type Refusal, shortFact } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeBase64Binary } from '../bytes/base64.ts'
import type { XmlElement } from '../xml/tree.ts'
import {
  attributeOf,
  childElements,
  childrenNamed,
  hasElementContent,
  isNamed,
  textOf,
} from '../xml/tree.ts'
import { DIGEST_ALGORITHMS, DSIG_NS, type Hash } from '../xmldsig/algorithms.ts'
import {
  CONTENT_ALGORITHMS,
  type ContentAlgorithm,
  MGF_ALGORITHMS,
  OAEP_11,
  OAEP_MGF1P,
  type OaepScheme,
  RECOMMENDED_CONTENT,
  XENC_NS,
  XENC11_NS,
} from './algorithms.ts'
import type { XmlencRefusalCode } from './refusals.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Read<T> = Result<T, Refusal<XmlencRefusalCode>>

/** What has to be decrypted, and how. */
export interface EncryptedContent {
  readonly algorithm: ContentAlgorithm
  readonly cipher: Bytes
  readonly scheme: OaepScheme
  readonly wrappedKey: Bytes
}

const ELEMENT_TYPE = `${XENC_NS}Element`
const ENCRYPTED_KEY_TYPE = `${XENC_NS}EncryptedKey`
/** What tells a recipient which key is meant (XML Signature §4.5). Ours are tried one after the other, so hints are not read (R10). */
const KEY_HINTS = ['KeyName', 'KeyValue', 'X509Data']

const misshapen = (element: string): Read<never> =>
  refuse({ code: 'xmlenc_structure_invalid', got: element })

/** Reads a SAML EncryptedElementType (SAML Core §2.2.4): EncryptedData, and EncryptedKey inside it or beside it. */
export function readEncryptedContent(
  encrypted: XmlElement,
  allowCbc: boolean,
): Read<EncryptedContent> {
  const [data, ...beside] = childElements(encrypted)
  if (
    data === undefined ||
    !isNamed(data, XENC_NS, 'EncryptedData') ||
    (attributeOf(data, 'Type') ?? ELEMENT_TYPE) !== ELEMENT_TYPE ||
    !hasElementContent(encrypted) ||
    !hasElementContent(data)
  )
    return misshapen('EncryptedData')
  const { method, keyInfo, cipherData, others } = partsOf(data)
  if (method === undefined || cipherData === undefined || others.length > 0)
    return misshapen('EncryptedData')
  const key = findKey(keyInfo, beside)
  if (key === undefined) return misshapen('EncryptedKey')
  const algorithm = readContentAlgorithm(method, allowCbc)
  if (!algorithm.ok) return algorithm
  const wrapped = readEncryptedKey(key)
  if (!wrapped.ok) return wrapped
  const cipher = readCipher(cipherData)
  return cipher.ok
    ? ok({ algorithm: algorithm.value, cipher: cipher.value, ...wrapped.value })
    : cipher
}

/** The parts that EncryptedData and EncryptedKey share (XML Encryption §3.1); a second one of a kind counts as another. */
function partsOf(encrypted: XmlElement) {
  const [method] = childrenNamed(encrypted, XENC_NS, 'EncryptionMethod')
  const [keyInfo] = childrenNamed(encrypted, DSIG_NS, 'KeyInfo')
  const [cipherData] = childrenNamed(encrypted, XENC_NS, 'CipherData')
  const named: readonly unknown[] = [method, keyInfo, cipherData]
  const others = childElements(encrypted).filter((child) => !named.includes(child))
  return { method, keyInfo, cipherData, others }
}

/**
 * The one EncryptedKey: inside the KeyInfo of the data, or beside the data, where a RetrievalMethod may point at it. Two of
 * them would leave open which one a reader takes.
 */
function findKey(
  keyInfo: XmlElement | undefined,
  beside: readonly XmlElement[],
): XmlElement | undefined {
  const said = keyInfo ? childElements(keyInfo) : []
  const inside = said.filter((child) => isNamed(child, XENC_NS, 'EncryptedKey'))
  const pointers = said.filter((child) => isNamed(child, DSIG_NS, 'RetrievalMethod'))
  const [key, ...more] = [...inside, ...beside]
  const [pointer, ...morePointers] = pointers
  const known = said.every(
    (child) => inside.includes(child) || pointers.includes(child) || isHint(child),
  )
  if (
    key === undefined ||
    more.length > 0 ||
    morePointers.length > 0 ||
    !known ||
    !isNamed(key, XENC_NS, 'EncryptedKey') ||
    (pointer !== undefined && !pointsAt(pointer, key, beside))
  )
    return undefined
  return key
}

const isHint = (element: XmlElement): boolean =>
  element.namespace === DSIG_NS && KEY_HINTS.includes(element.localName)

/** XML Encryption §3.5.1: within this message, and without a transform. */
function pointsAt(pointer: XmlElement, key: XmlElement, beside: readonly XmlElement[]): boolean {
  const id = attributeOf(key, 'Id')
  return (
    beside.includes(key) &&
    id !== undefined &&
    attributeOf(pointer, 'URI') === '#' + id &&
    (attributeOf(pointer, 'Type') ?? ENCRYPTED_KEY_TYPE) === ENCRYPTED_KEY_TYPE &&
    childElements(pointer).length === 0
  )
}

function readContentAlgorithm(method: XmlElement, allowCbc: boolean): Read<ContentAlgorithm> {
  const uri = attributeOf(method, 'Algorithm') ?? ''
  const algorithm = CONTENT_ALGORITHMS.get(uri)
  const facts = { expected: RECOMMENDED_CONTENT, got: shortFact(uri) }
  if (algorithm === undefined)
    return refuse({ code: 'xmlenc_content_algorithm_forbidden', ...facts })
  if (algorithm.mode === 'AES-CBC' && !allowCbc)
    return refuse({ code: 'xmlenc_cbc_not_allowed', ...facts })
  return method.children.length > 0 ? misshapen('EncryptionMethod') : ok(algorithm)
}

function readEncryptedKey(key: XmlElement): Read<Pick<EncryptedContent, 'scheme' | 'wrappedKey'>> {
  const { method, keyInfo, cipherData, others } = partsOf(key)
  const allowed = ['ReferenceList', 'CarriedKeyName']
  if (
    method === undefined ||
    cipherData === undefined ||
    !hasElementContent(key) ||
    !others.every((child) => child.namespace === XENC_NS && allowed.includes(child.localName)) ||
    !(keyInfo ? childElements(keyInfo) : []).every(isHint)
  )
    return misshapen('EncryptedKey')
  const scheme = readScheme(method)
  if (!scheme.ok) return scheme
  const wrappedKey = readCipher(cipherData)
  return wrappedKey.ok ? ok({ scheme: scheme.value, wrappedKey: wrappedKey.value }) : wrappedKey
}

/** XML Encryption §5.5.2: SHA-1 wherever a hash is not named; rsa-oaep-mgf1p has no MGF to name. */
function readScheme(method: XmlElement): Read<OaepScheme> {
  const uri = attributeOf(method, 'Algorithm') ?? ''
  if (uri !== OAEP_MGF1P && uri !== OAEP_11)
    return refuse({
      code: 'xmlenc_key_algorithm_forbidden',
      expected: OAEP_MGF1P,
      got: shortFact(uri),
    })
  const [digestMethod] = childrenNamed(method, DSIG_NS, 'DigestMethod')
  const [mgfMethod] = uri === OAEP_11 ? childrenNamed(method, XENC11_NS, 'MGF') : []
  const [params] = childrenNamed(method, XENC_NS, 'OAEPParams')
  const known: readonly unknown[] = [digestMethod, mgfMethod, params]
  if (!childElements(method).every((child) => known.includes(child)))
    return misshapen('EncryptionMethod')
  const digest = hashOf(digestMethod, DIGESTS)
  const mgf = hashOf(mgfMethod, MGF_ALGORITHMS)
  if (digest === undefined || mgf === undefined) {
    const got = [digestMethod, mgfMethod].map((m) => (m && attributeOf(m, 'Algorithm')) ?? '')
    return refuse({
      code: 'xmlenc_key_algorithm_forbidden',
      expected: OAEP_MGF1P,
      got: shortFact(got),
    })
  }
  const label = decodeBase64Binary(params ? (textOf(params) ?? '*') : '')
  return label
    ? ok({ digest, mgf, label })
    : refuse({ code: 'xmlenc_value_not_base64', got: 'OAEPParams' })
}

const DIGESTS: ReadonlyMap<string, Hash> = new Map(
  [...DIGEST_ALGORITHMS].map(([uri, { hash }]) => [uri, hash]),
)

const hashOf = (
  method: XmlElement | undefined,
  table: ReadonlyMap<string, Hash>,
): Hash | undefined =>
  method === undefined ? 'SHA-1' : table.get(attributeOf(method, 'Algorithm') ?? '')

/** R35: the bytes themselves. A CipherReference would have us fetch them. */
function readCipher(cipherData: XmlElement): Read<Bytes> {
  const [value, ...more] = childElements(cipherData)
  if (value === undefined || more.length > 0 || !isNamed(value, XENC_NS, 'CipherValue'))
    return misshapen('CipherData')
  const bytes = decodeBase64Binary(textOf(value) ?? '')
  if (bytes === undefined || bytes.length === 0)
    return refuse({ code: 'xmlenc_value_not_base64', got: 'CipherValue' })
  return ok(bytes)
}

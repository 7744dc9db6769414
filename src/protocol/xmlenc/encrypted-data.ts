// An encrypted element as it arrives (XML Encryption §3, SAML Core §2.2.4): one EncryptedData, and
// the EncryptedKeys for those who may read it, all with their bytes in place. Nothing is decrypted
// here.

import { shortFact } from '../../refusal.ts'
import { ok, refuse } from '../../result.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childElements, hasElementContent, isNamed } from '../xml/tree.ts'
import { tokenOf } from '../xml/white-space.ts'
import { DSIG_NS } from '../xmldsig/algorithms.ts'
import {
  CONTENT_ALGORITHMS,
  type ContentAlgorithm,
  RECOMMENDED_CONTENT,
  XENC_NS,
} from './algorithms.ts'
import {
  hasFittingKeySize,
  isHint,
  keySizeOf,
  misshapen,
  partsOf,
  type Read,
  readCipher,
  readEncryptedKey,
  type WrappedKey,
} from './encrypted-key.ts'

/** What has to be decrypted, and how. */
export interface EncryptedContent {
  readonly algorithm: ContentAlgorithm
  readonly cipher: Uint8Array<ArrayBuffer>
  /** At least one; each may be for us. */
  readonly wrappedKeys: readonly WrappedKey[]
}

const ELEMENT_TYPE = `${XENC_NS}Element`
const ENCRYPTED_KEY_TYPE = `${XENC_NS}EncryptedKey`
/**
 * Each costs an RSA operation for each of our keys (R34). Honest IdPs write one for each
 * certificate in our metadata.
 */
const MAX_KEYS = 8

/**
 * Reads a SAML EncryptedElementType (SAML Core §2.2.4): EncryptedData, and EncryptedKeys inside it
 * or beside it.
 */
export function readEncryptedContent(
  encrypted: XmlElement,
  allowCbc: boolean,
): Read<EncryptedContent> {
  const [data, ...beside] = childElements(encrypted)
  if (
    data === undefined ||
    !isNamed(data, XENC_NS, 'EncryptedData') ||
    (tokenOf(data, 'Type') ?? ELEMENT_TYPE) !== ELEMENT_TYPE ||
    !hasElementContent(encrypted) ||
    !hasElementContent(data)
  )
    return misshapen('EncryptedData')
  const { method, keyInfo, cipherData, others } = partsOf(data)
  if (method === undefined || cipherData === undefined || others.length > 0)
    return misshapen('EncryptedData')
  const keys = findKeys(keyInfo, beside)
  if (keys === undefined) return misshapen('EncryptedKey')
  if (keys.length > MAX_KEYS)
    return refuse({ code: 'xmlenc_too_many_keys', expected: MAX_KEYS, got: keys.length })
  const algorithm = readContentAlgorithm(method, allowCbc)
  if (!algorithm.ok) return algorithm
  const wrappedKeys = readKeys(keys, algorithm.value)
  if (!wrappedKeys.ok) return wrappedKeys
  const cipher = readCipher(cipherData)
  return cipher.ok
    ? ok({ algorithm: algorithm.value, cipher: cipher.value, wrappedKeys: wrappedKeys.value })
    : cipher
}

/**
 * The EncryptedKeys: inside the KeyInfo of the data, or beside the data, where a RetrievalMethod
 * may point at them. Undefined if there is none, or anything that leads elsewhere.
 */
function findKeys(
  keyInfo: XmlElement | undefined,
  beside: readonly XmlElement[],
): readonly XmlElement[] | undefined {
  const said = keyInfo ? childElements(keyInfo) : []
  const inside = said.filter((child) => isNamed(child, XENC_NS, 'EncryptedKey'))
  const keys = [...inside, ...beside]
  const known = said.every(
    (child) => inside.includes(child) || isHint(child) || pointsAtOneOf(child, keys),
  )
  const allKeys = keys.every((key) => isNamed(key, XENC_NS, 'EncryptedKey'))
  return keys.length > 0 && known && allKeys ? keys : undefined
}

/**
 * XML Encryption §3.5.1: a RetrievalMethod within this element, and without a transform. Nothing is
 * fetched (R35).
 */
function pointsAtOneOf(pointer: XmlElement, keys: readonly XmlElement[]): boolean {
  const uri = tokenOf(pointer, 'URI')
  return (
    isNamed(pointer, DSIG_NS, 'RetrievalMethod') &&
    (tokenOf(pointer, 'Type') ?? ENCRYPTED_KEY_TYPE) === ENCRYPTED_KEY_TYPE &&
    childElements(pointer).length === 0 &&
    keys.some((key) => {
      const id = tokenOf(key, 'Id')
      return id !== undefined && uri === '#' + id
    })
  )
}

/**
 * Those that may be for us. One for somebody else may be wrapped in a way that we never open, as
 * with RSA 1.5: it is left out while another remains. One that is not built as it should be
 * refuses, whomever it is for.
 */
function readKeys(
  keys: readonly XmlElement[],
  { keyBytes }: ContentAlgorithm,
): Read<readonly WrappedKey[]> {
  const wrappedKeys: WrappedKey[] = []
  let forbidden: Read<never> | undefined
  for (const key of keys) {
    const read = readEncryptedKey(key, keyBytes)
    if (read.ok) wrappedKeys.push(read.value)
    else if (read.refusal.code === 'xmlenc_key_algorithm_forbidden') forbidden ??= read
    else return read
  }
  return wrappedKeys.length > 0 ? ok(wrappedKeys) : (forbidden ?? misshapen('EncryptedKey'))
}

function readContentAlgorithm(method: XmlElement, allowCbc: boolean): Read<ContentAlgorithm> {
  const uri = tokenOf(method, 'Algorithm') ?? ''
  const algorithm = CONTENT_ALGORITHMS.get(uri)
  const facts = { expected: RECOMMENDED_CONTENT, got: shortFact(uri) }
  if (algorithm === undefined)
    return refuse({ code: 'xmlenc_content_algorithm_forbidden', ...facts })
  if (algorithm.mode === 'AES-CBC' && !allowCbc)
    return refuse({ code: 'xmlenc_cbc_not_allowed', ...facts })
  const keySize = keySizeOf(method)
  const alone = childElements(method).every((child) => child === keySize)
  return alone && hasElementContent(method) && hasFittingKeySize(method, [algorithm.keyBytes])
    ? ok(algorithm)
    : misshapen('EncryptionMethod')
}

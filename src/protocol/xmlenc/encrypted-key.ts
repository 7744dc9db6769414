// An EncryptedKey as it arrives (XML Encryption §3.5.1): with which scheme a content key was
// wrapped, and the wrapped bytes.

import { type Refusal, shortFact } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeBase64Binary } from '../bytes/base64.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childElements, childrenNamed, hasElementContent, isNamed, textOf } from '../xml/tree.ts'
import { tokenOf, tokenTextOf } from '../xml/white-space.ts'
import { DIGEST_ALGORITHMS, DSIG_NS, type Hash } from '../xmldsig/algorithms.ts'
import {
  MGF_ALGORITHMS,
  OAEP_11,
  OAEP_MGF1P,
  type OaepScheme,
  XENC_NS,
  XENC11_NS,
} from './algorithms.ts'
import type { XmlencRefusalCode } from './xmlenc-refusals.ts'

type Bytes = Uint8Array<ArrayBuffer>
export type Read<T> = Result<T, Refusal<XmlencRefusalCode>>

/** A content key, wrapped for somebody. */
export interface WrappedKey {
  readonly scheme: OaepScheme
  readonly wrapped: Bytes
}

export const misshapen = (element: string): Read<never> =>
  refuse({ code: 'xmlenc_structure_invalid', got: element })

/**
 * The parts that EncryptedData and EncryptedKey share (XML Encryption §3.1); a second one of a kind
 * counts as another.
 */
export function partsOf(encrypted: XmlElement) {
  const [method] = childrenNamed(encrypted, XENC_NS, 'EncryptionMethod')
  const [keyInfo] = childrenNamed(encrypted, DSIG_NS, 'KeyInfo')
  const [cipherData] = childrenNamed(encrypted, XENC_NS, 'CipherData')
  const named: readonly unknown[] = [method, keyInfo, cipherData]
  const others = childElements(encrypted).filter((child) => !named.includes(child))
  return { method, keyInfo, cipherData, others }
}

/**
 * Reads an EncryptedKey for whomever it is. Its KeyInfo says for whom; our keys are tried one after
 * the other instead (R10).
 */
export function readEncryptedKey(key: XmlElement, contentKeyBytes: number): Read<WrappedKey> {
  const { method, keyInfo, cipherData, others } = partsOf(key)
  const allowed = ['ReferenceList', 'CarriedKeyName']
  if (
    method === undefined ||
    cipherData === undefined ||
    !hasElementContent(key) ||
    !others.every((child) => child.namespace === XENC_NS && allowed.includes(child.localName))
  )
    return misshapen('EncryptedKey')
  const scheme = readScheme(method)
  if (!scheme.ok) return scheme
  if (!(keyInfo ? childElements(keyInfo) : []).every(isHint)) return misshapen('EncryptedKey')
  const wrapped = readCipher(cipherData)
  if (!wrapped.ok) return wrapped
  // Some write the size of the RSA key there, some that of the key inside.
  return hasFittingKeySize(method, [wrapped.value.length, contentKeyBytes])
    ? ok({ scheme: scheme.value, wrapped: wrapped.value })
    : misshapen('EncryptionMethod')
}

/**
 * Tells whether a child of KeyInfo only says which key is meant (XML Signature §4.5, which allows
 * elements of any namespace there). Another encrypted key, and what leads to one, is more than a
 * hint.
 */
export const isHint = ({ namespace, localName }: XmlElement): boolean =>
  namespace === DSIG_NS ? localName !== 'RetrievalMethod' : namespace !== XENC_NS

/** The KeySize of an EncryptionMethod, if it has one (XML Encryption §3.2). */
export const keySizeOf = (method: XmlElement): XmlElement | undefined =>
  childrenNamed(method, XENC_NS, 'KeySize')[0]

/**
 * Tells whether a KeySize, if there is one, is one of these sizes in bytes. It says nothing that we
 * do not know already.
 */
export function hasFittingKeySize(method: XmlElement, sizes: readonly number[]): boolean {
  const keySize = keySizeOf(method)
  if (keySize === undefined) return true
  const written = tokenTextOf(keySize)
  return sizes.some((bytes) => written === String(bytes * 8))
}

/** XML Encryption §5.5.2: SHA-1 if no hash is named; rsa-oaep-mgf1p has no MGF to name. */
function readScheme(method: XmlElement): Read<OaepScheme> {
  const uri = tokenOf(method, 'Algorithm') ?? ''
  if (uri !== OAEP_MGF1P && uri !== OAEP_11) return forbidden(uri)
  const [digestMethod] = childrenNamed(method, DSIG_NS, 'DigestMethod')
  const [mgfMethod] = uri === OAEP_11 ? childrenNamed(method, XENC11_NS, 'MGF') : []
  const [params] = childrenNamed(method, XENC_NS, 'OAEPParams')
  const known: readonly unknown[] = [digestMethod, mgfMethod, params, keySizeOf(method)]
  if (!childElements(method).every((child) => known.includes(child)) || !hasElementContent(method))
    return misshapen('EncryptionMethod')
  const digest = hashOf(digestMethod, DIGESTS)
  const mgf = hashOf(mgfMethod, MGF_ALGORITHMS)
  if (digest === undefined || mgf === undefined)
    return forbidden([digestMethod, mgfMethod].map((m) => (m && tokenOf(m, 'Algorithm')) ?? ''))
  const label = decodeBase64Binary(params ? (textOf(params) ?? '*') : '')
  return label
    ? ok({ digest, mgf, label })
    : refuse({ code: 'xmlenc_value_not_base64', got: 'OAEPParams' })
}

const forbidden = (got: string | readonly string[]): Read<never> =>
  refuse({ code: 'xmlenc_key_algorithm_forbidden', expected: OAEP_MGF1P, got: shortFact(got) })

const DIGESTS: ReadonlyMap<string, Hash> = new Map(
  [...DIGEST_ALGORITHMS].map(([uri, { hash }]) => [uri, hash]),
)

const hashOf = (
  method: XmlElement | undefined,
  table: ReadonlyMap<string, Hash>,
): Hash | undefined =>
  method === undefined ? 'SHA-1' : table.get(tokenOf(method, 'Algorithm') ?? '')

/** R35: the bytes themselves. A CipherReference would have us fetch them. */
export function readCipher(cipherData: XmlElement): Read<Bytes> {
  const [value, ...more] = childElements(cipherData)
  if (value === undefined || more.length > 0 || !isNamed(value, XENC_NS, 'CipherValue'))
    return misshapen('CipherData')
  const bytes = decodeBase64Binary(textOf(value) ?? '')
  if (bytes === undefined || bytes.length === 0)
    return refuse({ code: 'xmlenc_value_not_base64', got: 'CipherValue' })
  return ok(bytes)
}

// SignedInfo (XML Signature §4.4), read with nothing optional: one Reference, two transforms at
// most, known algorithms.

import { type Refusal, shortFact } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeBase64Binary } from '../bytes/base64.ts'
import type { Canonicalization } from '../xml/canonicalize.ts'
import type { XmlElement } from '../xml/tree.ts'
import {
  attributeOf,
  childElements,
  childrenNamed,
  hasElementContent,
  isNamed,
  textOf,
} from '../xml/tree.ts'
import { tokenOf } from '../xml/white-space.ts'
import type { DigestAlgorithm, SignatureAlgorithm } from './algorithms.ts'
import {
  C14N_ALGORITHMS,
  DIGEST_ALGORITHMS,
  DSIG_NS,
  ENVELOPED_SIGNATURE,
  EXC_C14N,
  RSA_SHA256,
  SHA256,
  SIGNATURE_ALGORITHMS,
} from './algorithms.ts'
import type { DsigRefusalCode } from './xmldsig-refusals.ts'

type Read<T> = Result<T, Refusal<DsigRefusalCode>>

export interface SignedInfo {
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly uri: string
  readonly canonicalization: Canonicalization
  readonly digestAlgorithm: DigestAlgorithm
  readonly digest: Uint8Array
}

/** What to choose at the identity provider: every one of them can. */
const TRANSFORMS = [ENVELOPED_SIGNATURE, EXC_C14N]
const STRUCTURE = { code: 'dsig_structure_invalid' } as const
/** XML Signature §4.4.3.2: what turns a Reference without canonicalisation into bytes. */
const DEFAULT_CANONICALIZATION: Canonicalization = { algorithm: 'c14n' }

/** Reads SignedInfo; everything that R24 does not name is refused. */
export function readSignedInfo(signedInfo: XmlElement, allowWeak: boolean): Read<SignedInfo> {
  const parts = exactly(signedInfo, ['CanonicalizationMethod', 'SignatureMethod', 'Reference'])
  if (parts === undefined) return refuse({ ...STRUCTURE, got: 'SignedInfo' })
  const [, signatureMethod, reference] = parts
  const signatureAlgorithm = algorithmOf(SIGNATURE_ALGORITHMS, signatureMethod, allowWeak)
  if (signatureAlgorithm === undefined)
    return refuse(forbidden('dsig_signature_algorithm_forbidden', signatureMethod, RSA_SHA256))
  const read = readReference(reference, allowWeak)
  return read.ok ? ok({ signatureAlgorithm, ...read.value }) : read
}

/** Reads a canonicalisation (R24) from a CanonicalizationMethod or a Transform. */
export function readCanonicalization(method: XmlElement): Read<Canonicalization> {
  const algorithm = C14N_ALGORITHMS.get(algorithmName(method))
  if (algorithm === undefined)
    return refuse(forbidden('dsig_canonicalization_forbidden', method, EXC_C14N))
  const [parameter, ...more] = childElements(method)
  if (!hasElementContent(method) || more.length > 0)
    return refuse({ ...STRUCTURE, got: method.localName })
  if (parameter === undefined) return ok({ algorithm })
  if (algorithm !== 'exc-c14n' || !isNamed(parameter, EXC_C14N, 'InclusiveNamespaces'))
    return refuse({ ...STRUCTURE, got: method.localName })
  const prefixes = (attributeOf(parameter, 'PrefixList') ?? '')
    .split(/[\t\n\r ]+/)
    .filter((p) => p !== '')
  return ok({ algorithm, inclusivePrefixes: prefixes })
}

function readReference(
  reference: XmlElement,
  allowWeak: boolean,
): Read<Omit<SignedInfo, 'signatureAlgorithm'>> {
  const parts = exactly(reference, ['Transforms', 'DigestMethod', 'DigestValue'])
  const uri = tokenOf(reference, 'URI')
  if (parts === undefined || uri === undefined) return refuse({ ...STRUCTURE, got: 'Reference' })
  const [transforms, digestMethod, digestValue] = parts
  const canonicalization = readTransforms(transforms)
  if (!canonicalization.ok) return canonicalization
  const digestAlgorithm = algorithmOf(DIGEST_ALGORITHMS, digestMethod, allowWeak)
  if (digestAlgorithm === undefined)
    return refuse(forbidden('dsig_digest_algorithm_forbidden', digestMethod, SHA256))
  const digest = decodeBase64Binary(textOf(digestValue) ?? '')
  if (digest === undefined) return refuse({ code: 'dsig_value_not_base64', got: 'DigestValue' })
  return ok({ uri, canonicalization: canonicalization.value, digestAlgorithm, digest })
}

/** R24: enveloped-signature, then at most one canonicalisation. */
function readTransforms(transforms: XmlElement): Read<Canonicalization> {
  const all = childElements(transforms)
  const [enveloped, canonicalization] = all
  const names = all.map(algorithmName)
  if (
    enveloped === undefined ||
    names[0] !== ENVELOPED_SIGNATURE ||
    childElements(enveloped).length > 0 ||
    !hasElementContent(enveloped) ||
    all.length > 2 ||
    all.length !== childrenNamed(transforms, DSIG_NS, 'Transform').length ||
    !hasElementContent(transforms)
  )
    return refuse({ code: 'dsig_transform_forbidden', expected: TRANSFORMS, got: shortFact(names) })
  if (canonicalization === undefined) return ok(DEFAULT_CANONICALIZATION)
  if (!C14N_ALGORITHMS.has(names[1] ?? ''))
    return refuse({ code: 'dsig_transform_forbidden', expected: TRANSFORMS, got: shortFact(names) })
  return readCanonicalization(canonicalization)
}

const algorithmName = (method: XmlElement): string => tokenOf(method, 'Algorithm') ?? ''

/**
 * The algorithm a method element names, if it is in the table, without parameters, and strong
 * enough.
 */
function algorithmOf<A extends { readonly weak?: true }>(
  table: ReadonlyMap<string, A>,
  method: XmlElement,
  allowWeak: boolean,
): A | undefined {
  const algorithm = table.get(algorithmName(method))
  // HMACOutputLength, RSAPSSParams: no algorithm of ours takes a parameter.
  if (hasParameters(method) || (algorithm?.weak && !allowWeak)) return undefined
  return algorithm
}

/** Tells whether a method element holds an element, or text that is not white space. */
const hasParameters = (method: XmlElement): boolean =>
  childElements(method).length > 0 || !hasElementContent(method)

const forbidden = (
  code: DsigRefusalCode,
  method: XmlElement,
  expected: string,
): Refusal<DsigRefusalCode> => {
  const parameters = hasParameters(method) ? ' with parameters' : ''
  return { code, expected, got: shortFact(algorithmName(method) + parameters) }
}

/**
 * The child elements when they are exactly these three of the signature namespace, in this order.
 */
function exactly(
  element: XmlElement,
  names: readonly [string, string, string],
): readonly [XmlElement, XmlElement, XmlElement] | undefined {
  const children = childElements(element)
  const [first, second, third] = children
  if (first === undefined || second === undefined || third === undefined || children.length > 3)
    return undefined
  const fit =
    isNamed(first, DSIG_NS, names[0]) &&
    isNamed(second, DSIG_NS, names[1]) &&
    isNamed(third, DSIG_NS, names[2])
  return fit && hasElementContent(element) ? [first, second, third] : undefined
}

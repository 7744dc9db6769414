// Signs a message in the very text that an IdP's software would write: its prefixes, white space
// and order of attributes stay. `@digest(ID)` and `@signature(ID)` stand where the values over that
// element go, `@certificate` for the key.

import { createHash, createPrivateKey, sign } from 'node:crypto'
import { type Canonicalization, canonicalize } from '../../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../../src/protocol/xml/parse.ts'
import {
  allElements,
  attributeOf,
  childElements,
  childrenNamed,
  type XmlElement,
} from '../../src/protocol/xml/tree.ts'
import { C14N_ALGORITHMS, DSIG_NS } from '../../src/protocol/xmldsig/algorithms.ts'
import { readCanonicalization } from '../../src/protocol/xmldsig/signed-info.ts'
import { type EncryptionOptions, encryptAssertion } from '../../test/support/encrypted-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'

const key = createPrivateKey({
  key: Buffer.from(TEST_KEYS.idp.pkcs8, 'base64'),
  format: 'der',
  type: 'pkcs8',
})
const ASSERTION = /<(\w+:)?Assertion .*<\/\1Assertion>/s
/** The last part of an algorithm's URI -> OpenSSL's name of its hash. */
const hashOf = (method: XmlElement | undefined): string =>
  /sha\d+$/.exec(method === undefined ? '' : (attributeOf(method, 'Algorithm') ?? ''))?.[0] ??
  'sha256'

/**
 * Fills every placeholder. Inner elements come later in the text than those around them, and are
 * signed first; the assertion is encrypted, if it is to be, before the Response around it is
 * signed.
 */
export async function signTemplate(
  template: string,
  encryption: EncryptionOptions | undefined,
): Promise<string> {
  let text = template.replaceAll('@certificate', TEST_KEYS.idp.certificate)
  const ids = [...text.matchAll(/@digest\(([^)]*)\)/g)].map(([, id = '']) => id)
  const [responseId] = /<\w+:Response [^>]*?ID="([^"]*)"/.exec(text)?.slice(1) ?? []
  for (const id of ids.filter((one) => one !== responseId)) text = signOne(text, id)
  if (encryption !== undefined) {
    const [assertion = ''] = ASSERTION.exec(text) ?? []
    const encrypted = await encryptAssertion(assertion, encryption)
    text = text.replace(assertion, () => encrypted)
  }
  return responseId !== undefined && ids.includes(responseId) ? signOne(text, responseId) : text
}

function signOne(text: string, id: string): string {
  const { element, signature, reference } = find(text, id)
  const transforms = childrenNamed(reference, DSIG_NS, 'Transforms').flatMap(childElements)
  const canonicalization = canonicalizationOf(transforms.at(-1))
  const digested = canonicalize(element, { ...canonicalization, omit: signature })
  const [digestMethod] = childrenNamed(reference, DSIG_NS, 'DigestMethod')
  const digest = createHash(hashOf(digestMethod)).update(digested).digest('base64')
  const filled = text.replace(`@digest(${id})`, digest)

  const { signedInfo } = find(filled, id)
  const [method] = childrenNamed(signedInfo, DSIG_NS, 'CanonicalizationMethod')
  const [signatureMethod] = childrenNamed(signedInfo, DSIG_NS, 'SignatureMethod')
  const signed = canonicalize(signedInfo, canonicalizationOf(method))
  const value = sign(hashOf(signatureMethod), signed, key).toString('base64')
  return filled.replace(`@signature(${id})`, value)
}

/** The element with an ID, and its Signature. */
function find(text: string, id: string) {
  const document = parseXml(Buffer.from(text))
  if (!document.ok) throw new Error(`The template is refused: ${document.refusal.code}`)
  const element = allElements(document.value).find((one) => attributeOf(one, 'ID') === id)
  const [signature] = element ? childrenNamed(element, DSIG_NS, 'Signature') : []
  const [signedInfo] = signature ? childrenNamed(signature, DSIG_NS, 'SignedInfo') : []
  const [reference] = signedInfo ? childrenNamed(signedInfo, DSIG_NS, 'Reference') : []
  if (!element || !signature || !signedInfo || !reference)
    throw new Error(`No signature over ${id}`)
  return { element, signature, signedInfo, reference }
}

/** XML Signature §4.4.3.2: a Reference that names no canonicalisation has the inclusive one. */
function canonicalizationOf(method: XmlElement | undefined): Canonicalization {
  if (method === undefined || !C14N_ALGORITHMS.has(attributeOf(method, 'Algorithm') ?? ''))
    return { algorithm: 'c14n' }
  const read = readCanonicalization(method)
  if (!read.ok) throw new Error(`The template names ${read.refusal.code}`)
  return read.value
}

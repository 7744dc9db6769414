// Another implementation's opinion (R62): xmldsigjs, over xmldom, on the signatures of what we
// accept. It only says whether a signature verifies, so it disagrees about documents, never about
// identities. Node only.

import { X509Certificate } from 'node:crypto'
import { DOMParser, XMLSerializer } from '@xmldom/xmldom'
import * as xmlCore from 'xml-core'
import * as xmldsig from 'xmldsigjs'
import xpath from 'xpath'
import type { SignatureAlgorithm } from '../../src/protocol/xmldsig/algorithms.ts'
import { DSIG_NS, SIGNATURE_ALGORITHMS } from '../../src/protocol/xmldsig/algorithms.ts'
import type { Mutant } from './mutant.ts'

xmlCore.setNodeDependencies({ DOMParser, XMLSerializer, xpath })
xmldsig.Application.setEngine('webcrypto', crypto)

/**
 * Tells whether every signature of an accepted document verifies there too, with one of the
 * registered certificates.
 */
export async function secondOpinion({ bytes, subject }: Mutant): Promise<boolean> {
  const document = xmldsig.Parse(new TextDecoder().decode(bytes))
  const signatures = Array.from(document.getElementsByTagNameNS(DSIG_NS, 'Signature'))
  for (const signature of signatures) {
    let agrees = false
    for (const certificate of subject.certificates)
      agrees ||= await verifies(document, signature, certificate)
    if (!agrees) return false
  }
  return signatures.length > 0
}

/**
 * Why xmldsigjs may disagree about a document that is accepted; undefined when it has no reason to.
 */
export function knownDifference({ bytes, subject }: Mutant): string | undefined {
  const text = new TextDecoder().decode(bytes)
  if (subject.kind === 'query' || subject.kind === 'metadata') return 'nothing in it is signed'
  if (/ecdsa-sha/.test(subject.text)) return 'it takes no ECDSA key but that of KeyInfo'
  if (/EncryptedAssertion/.test(text)) return 'it does not decrypt'
  if (/KeyInfo/.test(text)) return 'it decodes KeyInfo, which we ignore'
  if (EMPTY_DECLARATION.test(text))
    return 'it writes xmlns="" into the canonical form where no default namespace is in scope'
  const meanings = new Map<string, string>()
  for (const [, prefix = '', , namespace = ''] of text.matchAll(DECLARATION)) {
    if ((meanings.get(prefix) ?? namespace) !== namespace)
      return 'it canonicalises a prefix that has two meanings wrongly'
    meanings.set(prefix, namespace)
  }
  return undefined
}

const EMPTY_DECLARATION = /\sxmlns\s*=\s*(["'])\1/
const DECLARATION = /\sxmlns:?([^\s=]*)\s*=\s*(["'])(.*?)\2/g

async function verifies(document: Document, signature: Element, certificate: string) {
  const method = signature.getElementsByTagNameNS(DSIG_NS, 'SignatureMethod')[0]
  const algorithm = SIGNATURE_ALGORITHMS.get(method?.getAttribute('Algorithm') ?? '')
  if (algorithm === undefined) return false
  const signed = new xmldsig.SignedXml(document)
  signed.LoadXml(signature as never)
  try {
    return await signed.Verify(await exportableKey(certificate, algorithm))
  } catch {
    // A key of another kind than the algorithm wants.
    return false
  }
}

/** xmldsigjs exports the key that it verifies with. */
function exportableKey(certificate: string, { name, hash }: SignatureAlgorithm) {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'))
  const spki = Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }))
  return crypto.subtle.importKey('spki', spki, { name, hash, namedCurve: 'P-256' }, true, [
    'verify',
  ])
}

// Our verifier, from bytes to identity with all checks, and the floor below which no verifier can
// go: the digests, the public-key operations and the decryption of the same message alone, through
// the same API.

import { decodeBase64, decodeBase64Binary } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import { SAML_NS } from '../../src/protocol/saml/namespaces.ts'
import { readReceived } from '../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../src/protocol/saml/response/verify-response.ts'
import { certificateKey } from '../../src/protocol/x509/public-key.ts'
import { canonicalize } from '../../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../../src/protocol/xml/parse.ts'
import {
  allElements,
  childrenNamed,
  isNamed,
  textOf,
  type XmlElement,
} from '../../src/protocol/xml/tree.ts'
import { DSIG_NS } from '../../src/protocol/xmldsig/algorithms.ts'
import {
  type EncryptedContent,
  readEncryptedContent,
} from '../../src/protocol/xmlenc/encrypted-data.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import type { Contestant } from './contestant.ts'
import { circumstancesOf } from './documents.ts'

export const OURS: Contestant = {
  name: 'edge-sso',
  prepare: async (document) => {
    const circumstances = circumstancesOf(document)
    // A form gives the message as base64; decoding it is part of the work, here and at the peers.
    return async () => {
      const received = readReceived(decodeBase64(document.base64) ?? new Uint8Array())
      if (!received.ok) throw new Error(received.refusal.code)
      const verified = await verifyResponse(received.value, circumstances)
      if (!verified.ok) throw new Error(verified.refusal.code)
    }
  },
}

export const FLOOR: Contestant = {
  name: 'floor',
  prepare: async (document) => {
    const root = parsed(encodeUtf8(document.xml))
    const decrypt = document.encrypted ? await prepareDecryption(root) : undefined
    const operations = operationsOf(decrypt ? parsed(await decrypt()) : root)
    const key = await certificateKey(TEST_KEYS.idp.certificate)?.importFor(
      'RSASSA-PKCS1-v1_5',
      'SHA-256',
    )
    if (key === undefined || operations.length === 0) throw new Error('nothing to verify')
    return async () => {
      await decrypt?.()
      for (const { value, signedInfo, signed } of operations) {
        if (!(await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, value, signedInfo)))
          throw new Error('the floor does not verify')
        await crypto.subtle.digest('SHA-256', signed)
      }
    }
  },
}

function parsed(bytes: Uint8Array): XmlElement {
  const root = parseXml(bytes)
  if (!root.ok) throw new Error(root.refusal.code)
  return root.value
}

/**
 * One RSA-OAEP and one AES-GCM decryption; the content key is another in every message, so its
 * import counts.
 */
async function prepareDecryption(root: XmlElement): Promise<() => Promise<Uint8Array>> {
  const [encrypted] = childrenNamed(root, SAML_NS, 'EncryptedAssertion')
  const read = encrypted && readEncryptedContent(encrypted, false)
  if (read?.ok !== true) throw new Error('nothing to decrypt')
  const { cipher, wrappedKeys }: EncryptedContent = read.value
  const [key] = wrappedKeys
  if (key === undefined) throw new Error('no wrapped key')
  const { scheme, wrapped } = key
  const algorithm = { name: 'RSA-OAEP', hash: scheme.digest }
  const pkcs8 = decodeBase64(TEST_KEYS.sp.pkcs8) ?? new Uint8Array()
  const ours = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['decrypt'])
  const parameters = { name: 'AES-GCM', iv: cipher.subarray(0, 12) }
  return async () => {
    const raw = await crypto.subtle.decrypt(algorithm, ours, wrapped)
    const content = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt'])
    return new Uint8Array(await crypto.subtle.decrypt(parameters, content, cipher.subarray(12)))
  }
}

/** For each signature: its value, what it is over, and what is digested. */
function operationsOf(root: XmlElement) {
  const signatures = allElements(root).filter((element) => isNamed(element, DSIG_NS, 'Signature'))
  return signatures.map((signature) => {
    const [signedInfo] = childrenNamed(signature, DSIG_NS, 'SignedInfo')
    const [valueElement] = childrenNamed(signature, DSIG_NS, 'SignatureValue')
    const value = valueElement && decodeBase64Binary(textOf(valueElement) ?? '')
    if (signedInfo === undefined || value === undefined || signature.parent === undefined)
      throw new Error('the message has no complete signature')
    return {
      value,
      signedInfo: canonicalize(signedInfo, { algorithm: 'exc-c14n' }),
      signed: canonicalize(signature.parent, { algorithm: 'exc-c14n', omit: signature }),
    }
  })
}

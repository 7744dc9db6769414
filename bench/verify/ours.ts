// Our verifier, from bytes to identity with all checks, and the floor below which no verifier can go: the digests and
// public-key operations of the same message alone, through the same API.

import { decodeBase64, decodeBase64Binary } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import { readReceived } from '../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../src/protocol/saml/response/verify-response.ts'
import { certificateKey } from '../../src/protocol/x509/public-key.ts'
import { canonicalize } from '../../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../../src/protocol/xml/parse.ts'
import {
  childrenNamed,
  textOf,
  visitElements,
  type XmlElement,
} from '../../src/protocol/xml/tree.ts'
import { DSIG_NS } from '../../src/protocol/xmldsig/algorithms.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import type { Contestant } from './contestant.ts'
import { circumstancesOf, type VerifyDocument } from './documents.ts'

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
    const operations = operationsOf(document)
    const key = await certificateKey(TEST_KEYS.idp.certificate)?.importFor(
      'RSASSA-PKCS1-v1_5',
      'SHA-256',
    )
    if (key === undefined || operations.length === 0) throw new Error('nothing to verify')
    return async () => {
      for (const { value, signedInfo, signed } of operations) {
        if (!(await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, value, signedInfo)))
          throw new Error('the floor does not verify')
        await crypto.subtle.digest('SHA-256', signed)
      }
    }
  },
}

/** For each signature: its value, what it is over, and what is digested. */
function operationsOf({ xml }: VerifyDocument) {
  const root = parseXml(encodeUtf8(xml))
  if (!root.ok) throw new Error(root.refusal.code)
  const signatures: XmlElement[] = []
  visitElements(root.value, (element) => {
    if (element.namespace === DSIG_NS && element.localName === 'Signature') signatures.push(element)
  })
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

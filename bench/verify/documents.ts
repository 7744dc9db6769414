// The messages that everybody verifies: the same bytes for each contestant, on each platform.

import { decodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { createDecryptionKey } from '../../src/protocol/xmlenc/decryption-key.ts'
import { encryptedResponse } from '../../test/support/encrypted-response.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'

export interface VerifyDocument {
  readonly name: string
  readonly xml: string
  readonly base64: string
  readonly bytes: number
  /** Milliseconds; the peers ask the clock, so documents are made when they are measured. */
  readonly issuedAt: number
  readonly responseSigned: boolean
  readonly encrypted: boolean
}

const KEY_INFO = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${TEST_KEYS.idp.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`

/** As a service provider holds it: once in an isolate. */
const OUR_KEY = createDecryptionKey(decodeBase64(TEST_KEYS.sp.pkcs8) ?? new Uint8Array())

/**
 * An ordinary message of about 6.6 KB, one with two signatures, the ordinary one encrypted, and one
 * with sixty attributes.
 */
export async function makeDocuments(): Promise<readonly VerifyDocument[]> {
  return [
    await makeDocument('1 signature', { attributes: attributes(20) }),
    await makeDocument('2 signatures', { attributes: attributes(20), sign: 'both' }),
    await makeEncrypted('encrypted', { attributes: attributes(20) }),
    await makeDocument('60 attributes', { attributes: attributes(60) }),
  ]
}

/** One message with a KeyInfo in its signatures, as IdPs send it. */
export async function makeDocument(
  name: string,
  options: ResponseOptions,
): Promise<VerifyDocument> {
  const issuedAt = Date.now() - 30_000
  const { sign } = options
  // A KeyInfo in the signed assertion would have to be there before the Response is signed around
  // it.
  const edit = sign === 'both' ? {} : { edit: addKeyInfo }
  const { xml, bytes, base64 } = await signedResponse({ issuedAt, ...options, ...edit })
  const responseSigned = sign === 'both'
  return { name, xml, base64, bytes: bytes.length, issuedAt, responseSigned, encrypted: false }
}

/**
 * The signed assertion in AES-256-GCM, its key in the RSA-OAEP that every peer with decryption
 * knows (SHA-1 and MGF1).
 */
async function makeEncrypted(name: string, options: ResponseOptions): Promise<VerifyDocument> {
  const issuedAt = Date.now() - 30_000
  const { xml, bytes, base64 } = await encryptedResponse({
    issuedAt,
    ...options,
    content: 'aes256-gcm',
    editPlaintext: addKeyInfo,
  })
  const common = { name, xml, base64, bytes: bytes.length, issuedAt }
  return { ...common, responseSigned: false, encrypted: true }
}

const addKeyInfo = (xml: string): string => xml.replace('</ds:Signature>', KEY_INFO)

/** What is registered, and when the message is verified. */
export const circumstancesOf = ({ issuedAt }: VerifyDocument) => ({
  ...CIRCUMSTANCES,
  now: issuedAt + 30_000,
  requestIssuedAt: issuedAt,
  decryptionKeys: async () => [OUR_KEY],
})

const attributes = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `urn:oid:0.9.2342.19200300.100.1.${i}`,
      [`value ${i}`],
    ]),
  )

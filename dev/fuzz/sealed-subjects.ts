// Encrypted assertions that are mutated before they are encrypted: who has our certificate can put
// anything into one, so the law has to hold for what is inside too. The content key is always the
// same, for RSA to be done once.

import { createCipheriv } from 'node:crypto'
import { encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import { encryptedResponse } from '../../test/support/encrypted-response.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { readMarkup } from './markup.ts'
import { DECRYPTS } from './remembering-key.ts'
import { judgeResponse } from './response-subjects.ts'
import type { Subject } from './subject.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Mode = 'aes256-gcm' | 'aes256-cbc'
type Build = readonly [name: string, content: Mode, options: ResponseOptions, valid: boolean]

const BUILDS: readonly Build[] = [
  ['inside AES-GCM', 'aes256-gcm', {}, true],
  ['inside AES-CBC', 'aes256-cbc', { attributes: {} }, true],
  ['inside, not signed', 'aes256-gcm', { sign: 'none' }, false],
  ['inside, signed by somebody else', 'aes256-gcm', { key: TEST_KEYS.other }, false],
  ['inside, for another audience', 'aes256-cbc', { spEntityID: 'https://other.example' }, false],
]
const CONTENT_KEY = new Uint8Array(32).fill(7)
const FORGER = { nameId: 'mallory@example.org', key: TEST_KEYS.other }
const CIPHER_VALUE =
  /(<xenc:CipherValue>)[^<]*(<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/

/** Signs each assertion and prepares the message that it is encrypted into. */
export const buildSealed = (): Promise<readonly Subject[]> => Promise.all(BUILDS.map(build))

async function build([name, content, options, valid]: Build): Promise<Subject> {
  const expectation = { ...CIRCUMSTANCES, ...DECRYPTS, allowAesCbc: true }
  const text = await assertionOf(options)
  const { xml } = await encryptedResponse({ content, editContentKey: () => CONTENT_KEY })
  return {
    name,
    kind: 'sealed',
    text,
    root: readMarkup(text),
    forgery: readMarkup(await assertionOf({ ...options, ...FORGER })),
    valid,
    certificates: expectation.certificates,
    circumstances: expectation,
    envelope: (part) => encodeUtf8(xml.replace(CIPHER_VALUE, `$1${encrypt(part, content)}$2`)),
    judge: (bytes) => judgeResponse(bytes, expectation),
  }
}

async function assertionOf(options: ResponseOptions): Promise<string> {
  const { xml } = await signedResponse(options)
  return /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)?.[0] ?? ''
}

/** The same plaintext gives the same text, so that a mutant can be made again. */
function encrypt(plaintext: Bytes, mode: Mode): string {
  if (mode === 'aes256-cbc') {
    const iv = new Uint8Array(16)
    const cipher = createCipheriv('aes-256-cbc', CONTENT_KEY, iv)
    return encodeBase64(joined(iv, cipher.update(plaintext), cipher.final()))
  }
  const iv = new Uint8Array(12)
  const cipher = createCipheriv('aes-256-gcm', CONTENT_KEY, iv)
  return encodeBase64(joined(iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()))
}

const joined = (...parts: readonly Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts))

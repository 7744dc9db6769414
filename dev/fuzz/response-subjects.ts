// The login responses that mutants are made of: valid ones, spoiled ones, and messages from
// elsewhere.

import type { Expectation } from '../../src/protocol/saml/response/expectation.ts'
import { readReceived } from '../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../src/protocol/saml/response/verify-response.ts'
import { encryptedResponse } from '../../test/support/encrypted-response.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { readMarkup } from './markup.ts'
import { rememberingKey } from './remembering-key.ts'
import type { Build } from './response-build.ts'
import { SPOILED } from './spoiled-responses.ts'
import type { Subject, Verdict } from './subject.ts'
import { VALID } from './valid-responses.ts'

const FORGER = {
  nameId: 'mallory@example.org',
  key: TEST_KEYS.other,
  algorithm: 'rsa-sha256',
} as const satisfies ResponseOptions

/** A valid message from elsewhere. */
export interface Known {
  readonly name: string
  readonly xml: string
  readonly expectation: Expectation
}

/**
 * Builds and signs every response. Known messages are added as they are; theirs is another's
 * forgery.
 */
export async function buildResponses(known: readonly Known[]): Promise<readonly Subject[]> {
  const built = [
    ...(await Promise.all(VALID.map((build) => buildResponse(build, true)))),
    ...(await Promise.all(SPOILED.map((build) => buildResponse(build, false)))),
  ]
  const [first] = built
  if (first === undefined) return []
  return [...built, ...(await Promise.all(known.map((one) => knownResponse(one, first))))]
}

async function buildResponse(
  [name, options, circumstances]: Build,
  valid: boolean,
): Promise<Subject> {
  // Anyone can encrypt for us, the forger too.
  const write = options.content === undefined ? signedResponse : encryptedResponse
  const { xml } = await write(options)
  const forgery = readMarkup((await write({ ...options, ...FORGER })).xml)
  const expectation = { ...CIRCUMSTANCES, ...circumstances }
  return { ...responseSubject(name, xml, expectation), forgery, valid }
}

async function knownResponse(
  { name, xml, expectation }: Known,
  { forgery }: Subject,
): Promise<Subject> {
  const keys = ((await expectation.decryptionKeys?.()) ?? []).map(rememberingKey)
  const remembering = { ...expectation, decryptionKeys: async () => keys }
  return { ...responseSubject(name, xml, remembering), forgery, valid: true }
}

const responseSubject = (name: string, xml: string, expectation: Expectation) => ({
  name,
  kind: /EncryptedAssertion/.test(xml) ? ('encrypted' as const) : ('response' as const),
  text: xml,
  root: readMarkup(xml),
  certificates: expectation.certificates,
  circumstances: expectation,
  judge: (bytes: Uint8Array) => judgeResponse(bytes, expectation),
})

/** Judges a response: every field of the login, or the code of the refusal. */
export async function judgeResponse(bytes: Uint8Array, expectation: Expectation): Promise<Verdict> {
  const received = readReceived(bytes)
  if (!received.ok) return { accepted: false, says: received.refusal.code }
  const verified = await verifyResponse(received.value, expectation)
  return verified.ok
    ? { accepted: true, says: JSON.stringify(verified.value) }
    : { accepted: false, says: verified.refusal.code }
}

// Logout messages that mutants are made of, posted and in queries. The law is that of logins: a
// mutant is refused, or asks for exactly what the original asks for.

import type { LogoutResponseExpectation } from '../../src/protocol/saml/logout/expectation.ts'
import {
  type ReceivedLogout,
  receivePostedLogout,
  receiveRedirectedLogout,
} from '../../src/protocol/saml/logout/receive-logout.ts'
import {
  type LogoutRefusal,
  verifyLogoutRequest,
  verifyLogoutResponse,
} from '../../src/protocol/saml/logout/verify-logout.ts'
import type { Result } from '../../src/result.ts'
import {
  CIRCUMSTANCES,
  edited,
  type QueryOptions,
  REQUEST,
  RESPONSE,
  signedQuery,
} from '../../test/protocol/saml/logout/logout-message.ts'
import { encryptAssertion } from '../../test/support/encrypted-response.ts'
import { enveloped, type ResponseOptions } from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { readMarkup } from './markup.ts'
import { DECRYPTS } from './remembering-key.ts'
import type { Subject, Verdict } from './subject.ts'

type Circumstances = Partial<LogoutResponseExpectation>
type Posted = readonly [name: string, xml: string, ResponseOptions?, Circumstances?]
type Query = readonly [name: string, xml: string, QueryOptions?, Circumstances?]

const EC = { certificates: [TEST_KEYS.ec.certificate] }
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
/** As Entra and AD FS escape. */
const lowerCase = (value: string): string =>
  encodeURIComponent(value).replaceAll(/%[0-9A-F]{2}/g, (one) => one.toLowerCase())

/** Encrypted anew for each run; the key that opens it remembers. */
const encryptedNameId = async (edit = (xml: string): string => xml): Promise<string> => {
  const [nameId = ''] = NAME_ID.exec(REQUEST) ?? []
  const encrypted = await encryptAssertion(nameId, { editPlaintext: edit })
  return edited(REQUEST, NAME_ID, encrypted.replaceAll('EncryptedAssertion', 'EncryptedID'))
}
const NAME_ID = /<saml:NameID.*<\/saml:NameID>/
const WITH_ENCRYPTED_ID = await encryptedNameId()
const WITH_ENCRYPTED_OTHER = await encryptedNameId((xml) => xml.replaceAll('NameID', 'BaseID'))
/** As mail programs wrap base64. */
const wrapped = (value: string): string =>
  encodeURIComponent(value.length > 100 ? value.replace(/.{76}/g, '$&\r\n') : value)

const POSTED: readonly Posted[] = [
  ['a LogoutRequest with an EncryptedID', WITH_ENCRYPTED_ID, {}, DECRYPTS],
  ['a LogoutRequest of a session alone', edited(REQUEST, NAME_ID, '')],
  ['a LogoutRequest', REQUEST],
  ['a LogoutResponse', RESPONSE],
  ['a LogoutRequest by ECDSA', REQUEST, { algorithm: 'ecdsa-sha256' }, EC],
]
const QUERIES: readonly Query[] = [
  ['a LogoutRequest in lines', REQUEST, { encode: wrapped }],
  ['a LogoutRequest with an EncryptedID', WITH_ENCRYPTED_ID, {}, DECRYPTS],
  ['a LogoutRequest', REQUEST],
  ['a LogoutRequest with RelayState', REQUEST, { relayState: 'a b&c=d' }],
  ['a LogoutResponse in lower case', RESPONSE, { encode: lowerCase, relayState: 'x/y' }],
]
const SPOILED_POSTS: readonly Posted[] = [
  ['an EncryptedID without a key', WITH_ENCRYPTED_ID],
  ['an EncryptedID of something else', WITH_ENCRYPTED_OTHER, {}, DECRYPTS],
  ['signed by somebody else', REQUEST, { key: TEST_KEYS.other }],
  ['no certificate registered', REQUEST, {}, { certificates: [] }],
  [
    'to another address',
    edited(REQUEST, /Destination="[^"]*"/, 'Destination="https://other.example"'),
  ],
  ['an answer to another request', RESPONSE, {}, { inResponseTo: '_logout2' }],
  ['nobody and no session', edited(REQUEST, /<saml:NameID.*<\/samlp:SessionIndex>/, '')],
]
const SPOILED_QUERIES: readonly Query[] = [
  ['signed by somebody else', REQUEST, { key: TEST_KEYS.other }],
  ['SHA-1', REQUEST, { sigAlg: SHA1, algorithm: 'rsa-sha1' }],
  ['not signed', REQUEST, { edit: (query) => query.replace(/&SigAlg=.*/, '') }],
  ['from another issuer', edited(REQUEST, 'idp.example', 'other.example')],
  ['expired', edited(REQUEST, /NotOnOrAfter="[^"]*"/, 'NotOnOrAfter="2026-01-15T11:00:00Z"')],
  ['from the future', edited(REQUEST, '12:00:00Z', '13:00:00Z')],
  ['a time that is none', edited(REQUEST, /IssueInstant="[^"]*"/, 'IssueInstant="today"')],
  ['a version to come', edited(REQUEST, 'Version="2.0"', 'Version="3.0"')],
  ['no ID', edited(REQUEST, ' ID="_r1"', '')],
  ['an element in SessionIndex', edited(REQUEST, '>_s1<', '><a></a><')],
  [
    'for another service provider',
    edited(REQUEST, '<saml:NameID', '<saml:NameID SPNameQualifier="x"'),
  ],
  ['a failure', edited(RESPONSE, 'status:Success', 'status:Responder')],
]

/** Signs every logout message. */
export async function buildLogouts(): Promise<readonly Subject[]> {
  const all = (of: readonly Query[], build: typeof posted, valid: boolean) =>
    of.map((one) => build(one, valid))
  return Promise.all([
    ...all(POSTED, posted, true),
    ...all(SPOILED_POSTS, posted, false),
    ...all(QUERIES, queried, true),
    ...all(SPOILED_QUERIES, queried, false),
  ])
}

async function posted(
  [name, xml, options = {}, circumstances]: Query,
  valid: boolean,
): Promise<Subject> {
  const field = xml === RESPONSE ? 'SAMLResponse' : 'SAMLRequest'
  const text = await enveloped(xml, options)
  return {
    ...(await common(`posted: ${name}`, xml, circumstances)),
    kind: 'logout',
    text,
    root: readMarkup(text),
    valid,
    judge: (bytes) => judgeLogout(receivePostedLogout(field, bytes), circumstances),
  }
}

async function queried(
  [name, xml, options, circumstances]: Query,
  valid: boolean,
): Promise<Subject> {
  return {
    ...(await common(`query: ${name}`, xml, circumstances)),
    kind: 'query',
    text: await signedQuery(xml, options),
    valid,
    judge: async (bytes) =>
      judgeLogout(await receiveRedirectedLogout(new TextDecoder().decode(bytes)), circumstances),
  }
}

async function common(name: string, xml: string, circumstances: Circumstances = {}) {
  const theirs = xml.replace('alice@', 'mallory@').replace('_s1', '_s9')
  return {
    name,
    forgery: readMarkup(await enveloped(theirs, { key: TEST_KEYS.other })),
    certificates: circumstances.certificates ?? CIRCUMSTANCES.certificates,
    circumstances: { ...CIRCUMSTANCES, ...circumstances },
  }
}

async function judgeLogout(
  received: Result<ReceivedLogout, LogoutRefusal>,
  circumstances: Circumstances = {},
): Promise<Verdict> {
  if (!received.ok) return { accepted: false, says: received.refusal.code }
  const { value } = received
  const expectation = { ...CIRCUMSTANCES, ...circumstances }
  const verified =
    value.kind === 'LogoutRequest'
      ? await verifyLogoutRequest(value, expectation)
      : await verifyLogoutResponse(value, expectation)
  if (!verified.ok) return { accepted: false, says: verified.refusal.code }
  const { relayState } = value.query ?? {}
  return { accepted: true, says: JSON.stringify([value.kind, verified.value, relayState]) }
}

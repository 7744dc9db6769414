// Signed logout messages for tests, by both bindings. As with responses, the templates are
// canonical already: a test starts from a valid message and changes one thing.

import { deflateRawSync } from 'node:zlib'
import { encodeBase64 } from '../../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../../src/protocol/bytes/utf8.ts'
import type { LogoutResponseExpectation } from '../../../../src/protocol/saml/logout/expectation.ts'
import {
  type ReceivedLogout,
  receivePostedLogout,
  receiveRedirectedLogout,
} from '../../../../src/protocol/saml/logout/receive-logout.ts'
import {
  verifyLogoutRequest,
  verifyLogoutResponse,
} from '../../../../src/protocol/saml/logout/verify-logout.ts'
import { enveloped, type ResponseOptions, signatureOf } from '../../../support/signed-response.ts'
import { TEST_KEYS } from '../../../support/test-keys.ts'

/** What the messages below fit; `now` is 30 seconds after they were issued. */
export const CIRCUMSTANCES: LogoutResponseExpectation = {
  spEntityID: 'https://sp.example/sso/sso_1/saml/metadata',
  sloUrl: 'https://sp.example/sso/sso_1/saml/slo',
  idpEntityID: 'https://idp.example/metadata',
  inResponseTo: '_logout1',
  now: Date.parse('2026-01-15T12:00:30Z'),
  clockSkewMs: 180_000,
  certificates: [TEST_KEYS.idp.certificate],
  allowWeakAlgorithms: false,
}

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol'
const ISSUER = `<saml:Issuer xmlns:saml="${SAML}">https://idp.example/metadata</saml:Issuer>`

export const REQUEST =
  `<samlp:LogoutRequest xmlns:samlp="${SAMLP}" Destination="${CIRCUMSTANCES.sloUrl}" ID="_r1"` +
  ` IssueInstant="2026-01-15T12:00:00Z" NotOnOrAfter="2026-01-15T12:05:00Z" Version="2.0">${ISSUER}` +
  `<saml:NameID xmlns:saml="${SAML}">alice@example.org</saml:NameID>` +
  '<samlp:SessionIndex>_s1</samlp:SessionIndex></samlp:LogoutRequest>'

export const RESPONSE =
  `<samlp:LogoutResponse xmlns:samlp="${SAMLP}" Destination="${CIRCUMSTANCES.sloUrl}" ID="_r2"` +
  ` InResponseTo="_logout1" IssueInstant="2026-01-15T12:00:00Z" Version="2.0">${ISSUER}` +
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>' +
  '</samlp:LogoutResponse>'

/** What REQUEST asks. */
export const ALICE_LEAVES = {
  id: '_r1',
  nameId: { value: 'alice@example.org' },
  sessionIndexes: ['_s1'],
  issueInstant: Date.parse('2026-01-15T12:00:00Z'),
  notOnOrAfter: Date.parse('2026-01-15T12:05:00Z'),
}

/** Replaces text that has to be there. */
export function edited(xml: string, from: string | RegExp, to: string): string {
  const changed = xml.replace(from, to)
  if (changed === xml) throw new Error(`${from} is not there`)
  return changed
}

const fieldOf = (xml: string) =>
  xml.startsWith('<samlp:LogoutResponse') ? 'SAMLResponse' : 'SAMLRequest'

/** Signs a message inside, posts it and judges it: what it says, or the refusal. */
export async function post(
  xml: string,
  circumstances: Partial<LogoutResponseExpectation> = {},
  options: ResponseOptions = {},
) {
  return judgePosted(await enveloped(xml, options), circumstances)
}

/** Judges a finished message by HTTP-POST. */
export function judgePosted(
  xml: string,
  circumstances: Partial<LogoutResponseExpectation> = {},
  field: 'SAMLRequest' | 'SAMLResponse' = fieldOf(xml),
) {
  return judge(receivePostedLogout(field, encodeUtf8(xml)), circumstances)
}

export interface QueryOptions extends ResponseOptions {
  readonly relayState?: string
  readonly sigAlg?: string
  /** How this IdP escapes. */
  readonly encode?: (value: string) => string
  /** Changes the finished query. */
  readonly edit?: (query: string) => string
}

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

/** A signed query that carries a message. */
export async function signedQuery(xml: string, options: QueryOptions = {}): Promise<string> {
  const { relayState, sigAlg = RSA_SHA256, encode = encodeURIComponent } = options
  const message = `${fieldOf(xml)}=${encode(encodeBase64(deflateRawSync(encodeUtf8(xml))))}`
  const state = relayState === undefined ? '' : `&RelayState=${encode(relayState)}`
  const signed = `${message}${state}&SigAlg=${encode(sigAlg)}`
  const value = encodeBase64(await signatureOf(signed, options))
  const query = `${signed}&Signature=${encode(value)}`
  return options.edit?.(query) ?? query
}

/** Judges a finished query. */
export async function judgeQuery(
  query: string,
  circumstances: Partial<LogoutResponseExpectation> = {},
) {
  return judge(await receiveRedirectedLogout(query), circumstances)
}

async function judge(
  received: ReturnType<typeof receivePostedLogout>,
  circumstances: Partial<LogoutResponseExpectation>,
) {
  if (!received.ok) return received.refusal
  const verified = await verify(received.value, { ...CIRCUMSTANCES, ...circumstances })
  return verified.ok ? verified.value : verified.refusal
}

const verify = (received: ReceivedLogout, expectation: LogoutResponseExpectation) =>
  received.kind === 'LogoutRequest'
    ? verifyLogoutRequest(received, expectation)
    : verifyLogoutResponse(received, expectation)

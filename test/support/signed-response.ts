// Signed SAML responses for tests, in pure WebCrypto for either runtime. The templates are written
// in exclusive canonical form already, so signing needs no canonicaliser and cannot share a mistake
// with ours. A test starts from a valid message and changes one thing: a value, the unsigned text,
// or the signed text.

import { decodeBase64, encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import { TEST_KEYS, type TestKey } from './test-keys.ts'

/**
 * The circumstances that a response with all defaults fits; `now` is 30 seconds after it was
 * issued.
 */
export const CIRCUMSTANCES = {
  spEntityID: 'https://sp.example/sso/sso_1/saml/metadata',
  acsUrl: 'https://sp.example/sso/sso_1/saml/acs',
  idpEntityID: 'https://idp.example/metadata',
  inResponseTo: '_request1',
  requestIssuedAt: Date.parse('2026-01-15T11:59:30Z'),
  now: Date.parse('2026-01-15T12:00:30Z'),
  clockSkewMs: 180_000,
  forceAuthn: false,
  certificates: [TEST_KEYS.idp.certificate] as readonly string[],
  allowWeakAlgorithms: false,
}

export interface ResponseOptions {
  readonly spEntityID?: string
  readonly acsUrl?: string
  readonly idpEntityID?: string
  readonly inResponseTo?: string
  /** Milliseconds; every time in the message follows from it. */
  readonly issuedAt?: number
  readonly responseId?: string
  readonly assertionId?: string
  readonly nameId?: string
  readonly nameIdFormat?: string
  readonly attributes?: Readonly<Record<string, readonly string[]>>
  readonly authnContextClassRef?: string
  readonly sessionIndex?: string
  readonly sign?: 'assertion' | 'response' | 'both' | 'none'
  readonly key?: TestKey
  readonly algorithm?: keyof typeof ALGORITHMS
  readonly digest?: keyof typeof DIGESTS
  /** Changes of the text before it is signed; the result has to be in canonical form still. */
  readonly editAssertion?: (xml: string) => string
  readonly editResponse?: (xml: string) => string
  /** Changes SignedInfo before its signature is made, so that the signature stays genuine. */
  readonly editSignedInfo?: (xml: string) => string
  /** Changes the finished message. */
  readonly edit?: (xml: string) => string
}

export interface SignedResponse {
  readonly xml: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** As the form field `SAMLResponse` carries it. */
  readonly base64: string
}

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const PSS = 'http://www.w3.org/2007/05/xmldsig-more#'
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol'

const RSA = 'RSASSA-PKCS1-v1_5'
const ALGORITHMS = {
  'rsa-sha1': { uri: `${DSIG}rsa-sha1`, name: RSA, hash: 'SHA-1' },
  'rsa-sha256': { uri: `${MORE}rsa-sha256`, name: RSA, hash: 'SHA-256' },
  'rsa-sha384': { uri: `${MORE}rsa-sha384`, name: RSA, hash: 'SHA-384' },
  'rsa-sha512': { uri: `${MORE}rsa-sha512`, name: RSA, hash: 'SHA-512' },
  'rsa-pss-sha256': {
    uri: `${PSS}sha256-rsa-MGF1`,
    name: 'RSA-PSS',
    hash: 'SHA-256',
    saltLength: 32,
  },
  'ecdsa-sha256': {
    uri: `${MORE}ecdsa-sha256`,
    name: 'ECDSA',
    hash: 'SHA-256',
    namedCurve: 'P-256',
  },
} as const

const DIGESTS = {
  'SHA-1': `${DSIG}sha1`,
  'SHA-256': 'http://www.w3.org/2001/04/xmlenc#sha256',
  'SHA-384': `${MORE}sha384`,
  'SHA-512': 'http://www.w3.org/2001/04/xmlenc#sha512',
} as const

/** Builds and signs a response. Without options it is valid under CIRCUMSTANCES. */
export async function signedResponse(options: ResponseOptions = {}): Promise<SignedResponse> {
  const { sign = 'assertion', editAssertion = same, editResponse = same, edit = same } = options
  const signs = (what: 'assertion' | 'response'): boolean => sign === what || sign === 'both'

  const assertion = editAssertion(assertionXml(options))
  const signedAssertion = signs('assertion') ? await enveloped(assertion, options) : assertion
  const response = editResponse(responseXml(options, signedAssertion))
  const xml = edit(signs('response') ? await enveloped(response, options) : response)
  const bytes = encodeUtf8(xml)
  return { xml, bytes, base64: encodeBase64(bytes) }
}

const same = (xml: string): string => xml

function responseXml(options: ResponseOptions, assertion: string): string {
  const { acsUrl, idpEntityID, inResponseTo } = { ...CIRCUMSTANCES, ...options }
  const { responseId = '_response1', issuedAt = CIRCUMSTANCES.now - 30_000 } = options
  return (
    `<samlp:Response xmlns:samlp="${SAMLP}" Destination="${acsUrl}" ID="${responseId}"` +
    ` InResponseTo="${inResponseTo}" IssueInstant="${at(issuedAt)}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="${SAML}">${idpEntityID}</saml:Issuer>` +
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>' +
    `${assertion}</samlp:Response>`
  )
}

function assertionXml(options: ResponseOptions): string {
  const { spEntityID, acsUrl, idpEntityID, inResponseTo } = { ...CIRCUMSTANCES, ...options }
  const { assertionId = '_assertion1', issuedAt = CIRCUMSTANCES.now - 30_000 } = options
  const { nameId = 'alice@example.org', sessionIndex = '_session1' } = options
  const { nameIdFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' } = options
  const { authnContextClassRef = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' } = options
  const end = at(issuedAt + 300_000)
  return (
    `<saml:Assertion xmlns:saml="${SAML}" ID="${assertionId}" IssueInstant="${at(issuedAt)}" Version="2.0">` +
    `<saml:Issuer>${idpEntityID}</saml:Issuer>` +
    `<saml:Subject><saml:NameID Format="${nameIdFormat}">${nameId}</saml:NameID>` +
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<saml:SubjectConfirmationData InResponseTo="${inResponseTo}" NotOnOrAfter="${end}" Recipient="${acsUrl}">` +
    '</saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>' +
    `<saml:Conditions NotBefore="${at(issuedAt - 30_000)}" NotOnOrAfter="${end}">` +
    `<saml:AudienceRestriction><saml:Audience>${spEntityID}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${at(issuedAt)}" SessionIndex="${sessionIndex}"><saml:AuthnContext>` +
    `<saml:AuthnContextClassRef>${authnContextClassRef}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `${attributesXml(options.attributes ?? { email: ['alice@example.org'], roles: ['admin', 'editor'] })}</saml:Assertion>`
  )
}

function attributesXml(attributes: Readonly<Record<string, readonly string[]>>): string {
  const written = Object.entries(attributes).map(([name, values]) => {
    const inner = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`)
    return `<saml:Attribute Name="${name}">${inner.join('')}</saml:Attribute>`
  })
  return written.length === 0
    ? ''
    : `<saml:AttributeStatement>${written.join('')}</saml:AttributeStatement>`
}

/** A start tag and, if there is one, the Issuer: the schema wants the Signature behind them. */
const BEFORE_SIGNATURE = /^<[^>]*>(?:<saml:Issuer[^>]*>[^<]*<\/saml:Issuer>)?/

/** Puts a Signature over a canonical text into it: over any message that has an ID. */
export async function enveloped(xml: string, options: ResponseOptions): Promise<string> {
  const { algorithm = 'rsa-sha256', digest = 'SHA-256', editSignedInfo = same } = options
  const { uri } = ALGORITHMS[algorithm]
  const id = / ID="([^"]*)"/.exec(xml)?.[1] ?? ''
  const digestValue = encodeBase64(
    new Uint8Array(await crypto.subtle.digest(digest, encodeUtf8(xml))),
  )
  const signedInfo = editSignedInfo(
    `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod>` +
      `<ds:SignatureMethod Algorithm="${uri}"></ds:SignatureMethod><ds:Reference URI="#${id}"><ds:Transforms>` +
      `<ds:Transform Algorithm="${DSIG}enveloped-signature"></ds:Transform>` +
      `<ds:Transform Algorithm="${EXC_C14N}"></ds:Transform></ds:Transforms>` +
      `<ds:DigestMethod Algorithm="${DIGESTS[digest]}"></ds:DigestMethod>` +
      `<ds:DigestValue>${digestValue}</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
  )
  // Canonicalised on its own, SignedInfo shows the namespace that it inherits in the document.
  const canonical = signedInfo.replace('<ds:SignedInfo', `<ds:SignedInfo xmlns:ds="${DSIG}"`)
  const value = encodeBase64(await signatureOf(canonical, options))
  const signature = `<ds:Signature xmlns:ds="${DSIG}">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`
  return xml.replace(BEFORE_SIGNATURE, (start) => start + signature)
}

/** The signature value over a text, by the algorithm and key of the options. */
export async function signatureOf(
  canonical: string,
  options: ResponseOptions,
): Promise<Uint8Array> {
  const { algorithm = 'rsa-sha256' } = options
  const { key = algorithm === 'ecdsa-sha256' ? TEST_KEYS.ec : TEST_KEYS.idp } = options
  const parameters = ALGORITHMS[algorithm]
  const pkcs8 = decodeBase64(key.pkcs8) ?? new Uint8Array()
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, parameters, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign(parameters, privateKey, encodeUtf8(canonical)))
}

const at = (instant: number): string => new Date(instant).toISOString().slice(0, 19) + 'Z'

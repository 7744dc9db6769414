// Writes the Response of the demo IdP: correct, or with exactly one thing wrong.

import { randomBytes } from 'node:crypto'
import type { Attributes } from './attributes.ts'
import type { IdpKey } from './keys.ts'
import { signXml } from './sign-xml.ts'
import type { Variant } from './variants.ts'

const MINUTE_MS = 60_000
const PASSWORD_OVER_TLS = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'
const BASIC_ATTRIBUTE = 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic'
const NAME_ID = {
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
}

/** The request that is answered, as far as the answer depends on it. */
export interface AnsweredRequest {
  /** Empty where the IdP begins: then the answer names no request. */
  readonly id: string
  /** EntityID of the service provider. */
  readonly issuer: string
  readonly acsUrl: string
  /** URN of the format that NameIDPolicy asks for; empty when it asks for none. */
  readonly nameIdFormat: string
  /** What RequestedAuthnContext asks for; empty when it asks for nothing. */
  readonly authnContextClassRef: string
}

export interface Answer {
  readonly idpEntityID: string
  readonly request: AnsweredRequest
  readonly attributes: Attributes
  readonly variant: Exclude<Variant, 'replayed'>
  readonly key: IdpKey
  readonly otherKey: IdpKey
}

/** Writes the Response as XML; its assertion is signed unless the variant says otherwise. */
export async function writeResponse(answer: Answer): Promise<string> {
  const { variant } = answer
  if (variant === 'declined') return declined(answer)
  const assertion = writeAssertion(answer)
  if (variant === 'unsigned') return wrap(answer, assertion)
  const signed = await signXml(assertion, variant === 'other_key' ? answer.otherKey : answer.key)
  return wrap(answer, variant === 'tampered' ? tamper(signed) : signed)
}

function wrap(answer: Answer, content: string): string {
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newId()}" Version="2.0"` +
    ` IssueInstant="${instant(now(answer))}" Destination="${escapeXml(answer.request.acsUrl)}"` +
    `${inResponseTo(answer)}>${issuer(answer)}` +
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
    `${content}</samlp:Response>`
  )
}

/**
 * SAML Core §3.2.2.2: the IdP could not authenticate the person; signed, so that the reason can be
 * believed.
 */
function declined(answer: Answer): Promise<string> {
  const status = 'urn:oasis:names:tc:SAML:2.0:status:'
  return signXml(
    wrap(answer, '').replace(
      /<samlp:Status>.*<\/samlp:Status>/,
      `<samlp:Status><samlp:StatusCode Value="${status}Responder">` +
        `<samlp:StatusCode Value="${status}AuthnFailed"/></samlp:StatusCode>` +
        '<samlp:StatusMessage>The demo person pressed “Declined”.</samlp:StatusMessage></samlp:Status>',
    ),
    answer.key,
  )
}

function writeAssertion(answer: Answer): string {
  const { request, variant } = answer
  const at = now(answer)
  const audience =
    variant === 'wrong_audience' ? 'https://other.example/saml/metadata' : request.issuer
  const recipient =
    variant === 'wrong_recipient' ? 'https://other.example/saml/acs' : request.acsUrl
  return (
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0"` +
    ` IssueInstant="${instant(at)}">${issuer(answer)}<saml:Subject>${nameId(answer)}` +
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<saml:SubjectConfirmationData${inResponseTo(answer)}` +
    ` NotOnOrAfter="${instant(at + 5 * MINUTE_MS)}" Recipient="${escapeXml(recipient)}"/>` +
    '</saml:SubjectConfirmation></saml:Subject>' +
    `<saml:Conditions NotBefore="${instant(at - MINUTE_MS)}" NotOnOrAfter="${instant(at + 5 * MINUTE_MS)}">` +
    `<saml:AudienceRestriction><saml:Audience>${escapeXml(audience)}</saml:Audience></saml:AudienceRestriction>` +
    `</saml:Conditions><saml:AuthnStatement AuthnInstant="${instant(at)}" SessionIndex="${newId()}">` +
    `<saml:AuthnContext><saml:AuthnContextClassRef>${escapeXml(request.authnContextClassRef || PASSWORD_OVER_TLS)}` +
    '</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>' +
    `<saml:AttributeStatement>${writeStatement(answer.attributes)}</saml:AttributeStatement></saml:Assertion>`
  )
}

function nameId({ request, attributes }: Answer): string {
  const format = request.nameIdFormat || NAME_ID.persistent
  const value =
    format === NAME_ID.email
      ? (attributes.email?.[0] ?? '')
      : format === NAME_ID.transient
        ? newId()
        : `demo|${attributes.userId?.[0] ?? ''}`
  return `<saml:NameID Format="${escapeXml(format)}">${escapeXml(value)}</saml:NameID>`
}

const writeStatement = (attributes: Attributes): string =>
  Object.entries(attributes)
    .filter(([, values]) => values.length > 0)
    .map(
      ([name, values]) =>
        `<saml:Attribute Name="${escapeXml(name)}" NameFormat="${BASIC_ATTRIBUTE}">` +
        values.map((v) => `<saml:AttributeValue>${escapeXml(v)}</saml:AttributeValue>`).join('') +
        '</saml:Attribute>',
    )
    .join('')

/** Makes the person an admin after the signature was made. */
const tamper = (signed: string): string =>
  signed.replace(
    /(Name="roles"[^>]*>)<saml:AttributeValue>[^<]*/,
    '$1<saml:AttributeValue>admin, tampered',
  )

const issuer = ({ idpEntityID, variant }: Answer): string =>
  '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">' +
  `${escapeXml(variant === 'wrong_issuer' ? 'https://other.example/idp' : idpEntityID)}</saml:Issuer>`

/** The attribute; nothing where nobody asked. */
function inResponseTo({ request, variant }: Answer): string {
  const id = variant === 'wrong_request' ? newId() : request.id
  return id === '' ? '' : ` InResponseTo="${escapeXml(id)}"`
}

const now = ({ variant }: Answer): number =>
  variant === 'expired' ? Date.now() - 60 * MINUTE_MS : Date.now()

const newId = (): string => `_${randomBytes(16).toString('hex')}`

const instant = (ms: number): string => new Date(ms).toISOString()

/** Escapes text for XML, in element content and in attributes. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

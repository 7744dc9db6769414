// The logout messages that we send (SAML Core §3.7, Single Logout profile: SAML Profiles §4.4.4).
// As with an AuthnRequest, the text is its own exclusive canonical form.

import { escapeAttribute, escapeText } from '../../xml/write.ts'
import {
  SAML_NS,
  SAMLP_NS,
  STATUS_REQUESTER,
  STATUS_SUCCESS,
  STATUS_UNKNOWN_PRINCIPAL,
} from '../namespaces.ts'
import type { NameId } from '../response/verified-login.ts'
import { formatInstant } from '../time.ts'

/** What both messages say. Instants are milliseconds since the epoch, written to the second. */
interface LogoutMessage {
  readonly id: string
  readonly issueInstant: number
  /** The IdP's endpoint that the message goes to. */
  readonly destination: string
  readonly spEntityID: string
}

export interface LogoutRequest extends LogoutMessage {
  readonly notOnOrAfter: number
  /**
   * As the IdP wrote it, qualifiers included: anything else is another person to it (SAML Core
   * §3.7.3).
   */
  readonly nameId: NameId
  /** Absent: every session of the person at the IdP. */
  readonly sessionIndex?: string | undefined
}

/** Builds a LogoutRequest (SAML Core §3.7.1). */
export function buildLogoutRequest(request: LogoutRequest): string {
  const { nameId, sessionIndex } = request
  const attributes = attributesOf([
    ['Destination', request.destination],
    ['ID', request.id],
    ['IssueInstant', formatInstant(request.issueInstant)],
    ['NotOnOrAfter', formatInstant(request.notOnOrAfter)],
    ['Version', '2.0'],
  ])
  const qualifiers = attributesOf([
    ['Format', nameId.format],
    ['NameQualifier', nameId.nameQualifier],
    ['SPNameQualifier', nameId.spNameQualifier],
  ])
  const index =
    sessionIndex === undefined
      ? ''
      : `<samlp:SessionIndex>${escapeText(sessionIndex)}</samlp:SessionIndex>`
  return (
    `<samlp:LogoutRequest xmlns:samlp="${SAMLP_NS}"${attributes}>${issuer(request)}` +
    `<saml:NameID xmlns:saml="${SAML_NS}"${qualifiers}>${escapeText(nameId.value)}</saml:NameID>` +
    `${index}</samlp:LogoutRequest>`
  )
}

export interface LogoutResponse extends LogoutMessage {
  /** ID of the LogoutRequest that was carried out. */
  readonly inResponseTo: string
  /** The top-level status code first, then what is nested in it. Absent: Success. */
  readonly status?: readonly string[]
}

/** SAML Core §3.2.2.2: whom the request names is nobody here. */
export const UNKNOWN_PRINCIPAL = [STATUS_REQUESTER, STATUS_UNKNOWN_PRINCIPAL] as const

/**
 * Builds a LogoutResponse (SAML Core §3.7.2). A request that cannot be trusted gets no answer at
 * all.
 */
export function buildLogoutResponse(response: LogoutResponse): string {
  const attributes = attributesOf([
    ['Destination', response.destination],
    ['ID', response.id],
    ['InResponseTo', response.inResponseTo],
    ['IssueInstant', formatInstant(response.issueInstant)],
    ['Version', '2.0'],
  ])
  return (
    `<samlp:LogoutResponse xmlns:samlp="${SAMLP_NS}"${attributes}>${issuer(response)}` +
    `<samlp:Status>${statusCode(response.status ?? [STATUS_SUCCESS])}</samlp:Status>` +
    '</samlp:LogoutResponse>'
  )
}

const statusCode = ([code, ...nested]: readonly string[]): string =>
  code === undefined
    ? ''
    : `<samlp:StatusCode Value="${escapeAttribute(code)}">${statusCode(nested)}</samlp:StatusCode>`

const issuer = ({ spEntityID }: LogoutMessage): string =>
  `<saml:Issuer xmlns:saml="${SAML_NS}">${escapeText(spEntityID)}</saml:Issuer>`

/** In the order of their names, as canonical form has them; what is undefined is left out. */
const attributesOf = (attributes: readonly (readonly [string, string | undefined])[]): string =>
  attributes
    .filter((attribute): attribute is [string, string] => attribute[1] !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('')

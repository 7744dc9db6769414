// The message that starts a login (SAML Core §3.4.1, Web SSO profile: SAML Profiles §4.1.4.1).
// Attributes and elements stand in the order that exclusive canonicalisation gives them, so the
// text is its own canonical form.

import { escapeAttribute, escapeText } from '../xml/write.ts'
import { SAML_NS, SAMLP_NS } from './namespaces.ts'
import { formatInstant } from './time.ts'

export interface AuthnRequest {
  readonly id: string
  /** Milliseconds since the epoch; written to the second. */
  readonly issueInstant: number
  /** The IdP's SSO endpoint that the message goes to. */
  readonly destination: string
  readonly spEntityID: string
  readonly acsUrl: string
  /** A NameID format URN. */
  readonly nameIdFormat: string
  readonly forceAuthn: boolean
  /** Asked for with Comparison `exact`: another context than this one is no answer (R55). */
  readonly authnContextClassRef?: string | undefined
}

const HTTP_POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

/** Builds an AuthnRequest that asks for a Response by HTTP-POST at our ACS. */
export function buildAuthnRequest(request: AuthnRequest): string {
  const attributes = [
    ['AssertionConsumerServiceURL', request.acsUrl],
    ['Destination', request.destination],
    ...(request.forceAuthn ? [['ForceAuthn', 'true']] : []),
    ['ID', request.id],
    ['IssueInstant', formatInstant(request.issueInstant)],
    ['ProtocolBinding', HTTP_POST],
    ['Version', '2.0'],
  ].map(([name, value = '']) => ` ${name}="${escapeAttribute(value)}"`)
  return (
    `<samlp:AuthnRequest xmlns:samlp="${SAMLP_NS}"${attributes.join('')}>` +
    `<saml:Issuer xmlns:saml="${SAML_NS}">${escapeText(request.spEntityID)}</saml:Issuer>` +
    nameIdPolicy(request.nameIdFormat) +
    requestedAuthnContext(request.authnContextClassRef) +
    '</samlp:AuthnRequest>'
  )
}

/**
 * Core §3.4.1.1; AllowCreate must not go with transient (erratum E14), and `unspecified` is said by
 * leaving Format out.
 */
function nameIdPolicy(format: string): string {
  const allowCreate = format === TRANSIENT ? '' : ' AllowCreate="true"'
  const named = format === UNSPECIFIED ? '' : ` Format="${escapeAttribute(format)}"`
  return `<samlp:NameIDPolicy${allowCreate}${named}></samlp:NameIDPolicy>`
}

/** Core §3.3.2.2.1. */
function requestedAuthnContext(classRef: string | undefined): string {
  if (classRef === undefined) return ''
  return (
    '<samlp:RequestedAuthnContext Comparison="exact">' +
    `<saml:AuthnContextClassRef xmlns:saml="${SAML_NS}">${escapeText(classRef)}</saml:AuthnContextClassRef>` +
    '</samlp:RequestedAuthnContext>'
  )
}

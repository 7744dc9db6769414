// Metadata of an IdP, one part of which a test changes.

import { derOf, P256 } from '../../x509/samples.ts'

const SAML2 = 'urn:oasis:names:tc:SAML:2.0:protocol'
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-'

export const ssoService = (binding: string, location: string): string =>
  `<md:SingleSignOnService Binding="${BINDING}${binding}" Location="${location}"/>`

export const keyDescriptor = (use: string, ...certificates: readonly string[]): string =>
  `<md:KeyDescriptor ${use}><ds:KeyInfo><ds:X509Data>${certificates
    .map((der) => `<ds:X509Certificate>${der}</ds:X509Certificate>`)
    .join('')}</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`

export interface Parts {
  readonly entityID?: string
  /** Attributes of EntityDescriptor, as written. */
  readonly entity?: string
  /** Attributes of IDPSSODescriptor, as written. */
  readonly role?: string
  readonly protocols?: string
  readonly keys?: string
  readonly services?: string
}

export const REDIRECT = ssoService('Redirect', 'https://idp.example/sso/redirect')
export const POST = ssoService('POST', 'https://idp.example/sso/post')

/** Writes an EntityDescriptor; what is left out is as an ordinary IdP has it. */
export function entityDescriptor(parts: Parts = {}): string {
  return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${parts.entityID ?? 'https://idp.example/metadata'}" ${parts.entity ?? ''}>
  <md:IDPSSODescriptor protocolSupportEnumeration="${parts.protocols ?? SAML2}" ${parts.role ?? ''}>
    ${parts.keys ?? keyDescriptor('use="signing"', derOf(P256))}
    <md:NameIDFormat>
      urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress
    </md:NameIDFormat>
    ${parts.services ?? REDIRECT + POST}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`
}

export const entitiesDescriptor = (attributes: string, ...content: readonly string[]): string =>
  `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ${attributes}>${content.join('\n')}</md:EntitiesDescriptor>`

/** A signature of which only the algorithms matter: metadata signatures are not verified. */
export const signature = (method: string, digest: string): string =>
  `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:SignatureMethod Algorithm="${method}"/><ds:Reference URI=""><ds:DigestMethod Algorithm="${digest}"/></ds:Reference></ds:SignedInfo></ds:Signature>`

// The demo IdP's metadata (SAML Metadata §2.4.3): what its administrator would hand over.

import { escapeXml } from './write-response.ts'

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const BINDINGS = [
  'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
]
const FORMATS = [
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
]

/**
 * Writes an EntityDescriptor with one signing certificate (DER, base64) and one SSO address for
 * both bindings.
 */
export function writeMetadata(idp: {
  readonly entityID: string
  readonly ssoUrl: string
  readonly certificate: string
}): string {
  const formats = FORMATS.map((f) => `    <md:NameIDFormat>${f}</md:NameIDFormat>`)
  const endpoints = BINDINGS.map(
    (b) => `    <md:SingleSignOnService Binding="${b}" Location="${escapeXml(idp.ssoUrl)}"/>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(idp.entityID)}">`,
    `  <md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="${PROTOCOL}">`,
    '    <md:KeyDescriptor use="signing">',
    '      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>',
    `        <ds:X509Certificate>${idp.certificate}</ds:X509Certificate>`,
    '      </ds:X509Data></ds:KeyInfo>',
    '    </md:KeyDescriptor>',
    ...formats,
    ...endpoints,
    '  </md:IDPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n')
}

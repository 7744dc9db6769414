// Our own metadata (SAML Metadata §2.4.4): what an IdP imports to know an SSO key. The same input
// always gives the same bytes: no date, no id, no signature, so an IdP that polls it sees a change
// only when there is one.

import { escapeAttribute, escapeText } from '../xml/write.ts'
import { DSIG_NS } from '../xmldsig/algorithms.ts'
import { OAEP_11, OAEP_MGF1P, XENC11_NS } from '../xmlenc/algorithms.ts'
import { METADATA_NS, SAMLP_NS } from './namespaces.ts'

export interface SpMetadata {
  readonly spEntityID: string
  readonly acsUrl: string
  /** Published only where logout messages are answered. */
  readonly sloUrl?: string | undefined
  /** DER in base64. */
  readonly signingCertificates: readonly string[]
  /** The same. With none, no IdP encrypts by itself; some do as soon as they see one (R34). */
  readonly encryptionCertificates: readonly string[]
  readonly authnRequestsSigned: boolean
  readonly wantAssertionsSigned: boolean
  /** NameID format URNs, the preferred one first. */
  readonly nameIdFormats: readonly string[]
  /** What an IdP's administrator sees in a list of applications. */
  readonly displayName: string
}

const MDUI_NS = 'urn:oasis:names:tc:SAML:metadata:ui'
/** What decrypts without a switch (R34, R35), the preferred first. */
const ENCRYPTION_METHODS = [`${XENC11_NS}aes256-gcm`, `${XENC11_NS}aes128-gcm`, OAEP_11, OAEP_MGF1P]
  .map((algorithm) => `<md:EncryptionMethod Algorithm="${algorithm}"/>`)
  .join('')
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:'

/** Writes the EntityDescriptor of an SSO key, in the order of the schema. */
export function writeSpMetadata(sp: SpMetadata): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="${METADATA_NS}" entityID="${escapeAttribute(sp.spEntityID)}">
  <md:SPSSODescriptor AuthnRequestsSigned="${sp.authnRequestsSigned}" WantAssertionsSigned="${sp.wantAssertionsSigned}" protocolSupportEnumeration="${SAMLP_NS}">
    <md:Extensions>
      <mdui:UIInfo xmlns:mdui="${MDUI_NS}">
        <mdui:DisplayName xml:lang="en">${escapeText(sp.displayName)}</mdui:DisplayName>
      </mdui:UIInfo>
    </md:Extensions>
${lines([
  ...sp.signingCertificates.map((der) => keyDescriptor('signing', der)),
  ...sp.encryptionCertificates.map((der) => keyDescriptor('encryption', der)),
  ...(sp.sloUrl === undefined ? [] : ['HTTP-Redirect', 'HTTP-POST'].map(slo(sp.sloUrl))),
  ...sp.nameIdFormats.map((format) => `<md:NameIDFormat>${escapeText(format)}</md:NameIDFormat>`),
  `<md:AssertionConsumerService Binding="${BINDINGS}HTTP-POST" Location="${escapeAttribute(sp.acsUrl)}" index="0" isDefault="true"/>`,
])}  </md:SPSSODescriptor>
</md:EntityDescriptor>
`
}

const lines = (elements: readonly string[]): string =>
  elements.map((element) => `    ${element}\n`).join('')

const keyDescriptor = (use: 'signing' | 'encryption', der: string): string =>
  `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="${DSIG_NS}"><ds:X509Data>` +
  `<ds:X509Certificate>${escapeText(der)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
  (use === 'encryption' ? ENCRYPTION_METHODS : '') +
  '</md:KeyDescriptor>'

const slo = (url: string) => (binding: string) =>
  `<md:SingleLogoutService Binding="${BINDINGS}${binding}" Location="${escapeAttribute(url)}"/>`

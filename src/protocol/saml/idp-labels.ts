// What an identity provider's own console calls the setting that a refusal is about. Labels are
// data, quoted as the product writes them and never translated; one that could not be confirmed is
// left out.

import type { DsigRefusalCode } from '../xmldsig/xmldsig-refusals.ts'
import type { SamlRefusalCode } from './response/response-refusals.ts'

/** A setting in the words of the administrator who can change it. */
export interface IdpLabel {
  /** The product, as in `Microsoft Entra ID`. */
  readonly product: Product
  /** As the product captions it. */
  readonly label: string
}

/** What is registered of an IdP, by which its product is recognised. */
export interface RegisteredIdp {
  readonly entityID: string
  /** Its SingleSignOnService URLs. */
  readonly ssoUrls: readonly string[]
}

// Stryker disable StringLiteral: labels are data, which nothing but the products' consoles could
// prove wrong.
const SP_ENTITY_ID = {
  Okta: 'Audience URI (SP Entity ID)',
  'Microsoft Entra ID': 'Identifier (Entity ID)',
  'Google Workspace': 'Entity ID',
  'AD FS': 'Relying party trust identifier',
  OneLogin: 'Audience (EntityID)',
  JumpCloud: 'SP Entity ID',
  PingOne: 'Entity ID',
  PingFederate: "Partner's Entity ID (Connection ID)",
  Keycloak: 'Client ID',
  Auth0: 'audience',
  'AWS IAM Identity Center': 'Application SAML audience',
  Duo: 'Entity ID',
  'CyberArk Identity': 'SP Entity ID / Issuer / Audience',
  Rippling: 'Service Provider Entity ID',
  'Oracle OCI IAM': 'Entity ID',
  Salesforce: 'Entity ID',
  'Cloudflare Access': 'Entity ID',
}

const ACS_URL = {
  Okta: 'Single sign-on URL',
  'Microsoft Entra ID': 'Reply URL (Assertion Consumer Service URL)',
  'Google Workspace': 'ACS URL',
  'AD FS': 'Relying party SAML 2.0 SSO service URL',
  OneLogin: 'ACS (Consumer) URL',
  JumpCloud: 'ACS URLs',
  PingOne: 'ACS URLs',
  PingFederate: 'Endpoint URL',
  Keycloak: 'Assertion Consumer Service POST Binding URL',
  Auth0: 'Application Callback URL',
  'AWS IAM Identity Center': 'Application ACS URL',
  Duo: 'Assertion Consumer Service (ACS) URL',
  'CyberArk Identity': 'Assertion Consumer Service (ACS) URL',
  Rippling: 'ACS URL',
  'Oracle OCI IAM': 'Assertion consumer URL',
  Salesforce: 'ACS URL',
  'Cloudflare Access': 'Assertion Consumer Service URL',
}

/** Every product that we recognise has an Assertion Consumer Service. */
type Product = keyof typeof ACS_URL
type Labels = Readonly<Partial<Record<Product, string>>>

const SIGNING = {
  JumpCloud: 'Sign',
  Keycloak: 'Sign assertions',
  'AD FS': 'SamlResponseSignature',
  'CyberArk Identity': 'Sign Response or Assertion?',
}

const CERTIFICATE = {
  Okta: 'Signing Certificate',
  'Microsoft Entra ID': 'Certificate (Base64)',
  'Google Workspace': 'Certificate',
}

/** Refusal code -> product -> label. */
const LABELS: ReadonlyMap<string, Labels> = new Map<SamlRefusalCode | DsigRefusalCode, Labels>([
  ['saml_audience_mismatch', SP_ENTITY_ID],
  ['saml_sp_name_qualifier_mismatch', SP_ENTITY_ID],
  ['saml_destination_mismatch', ACS_URL],
  ['saml_recipient_mismatch', { ...ACS_URL, OneLogin: 'Recipient' }],
  ['saml_signature_missing', SIGNING],
  ['saml_certificate_missing', CERTIFICATE],
  ['dsig_signature_mismatch', CERTIFICATE],
  ['dsig_no_fitting_key', CERTIFICATE],
  ['dsig_signature_algorithm_forbidden', { Auth0: 'signatureAlgorithm' }],
  ['dsig_digest_algorithm_forbidden', { Auth0: 'digestAlgorithm' }],
  [
    'saml_issuer_mismatch',
    {
      Okta: 'Issuer',
      'Microsoft Entra ID': 'Microsoft Entra Identifier',
      'Google Workspace': 'Entity ID',
      OneLogin: 'Issuer URL',
      JumpCloud: 'IdP Entity ID',
      PingOne: 'Issuer ID',
      Duo: 'Entity ID',
    },
  ],
  [
    'saml_name_id_missing',
    {
      Okta: 'Name ID format',
      'Microsoft Entra ID': 'Unique User Identifier (Name ID)',
      'Google Workspace': 'Name ID',
      OneLogin: 'SAML nameID format',
      JumpCloud: 'SAMLSubject NameID',
      PingOne: 'saml_subject',
      PingFederate: 'SAML_SUBJECT',
      Keycloak: 'Name ID format',
      Auth0: 'nameIdentifierFormat',
      Duo: 'NameID attribute',
      'CyberArk Identity': 'NameID Format',
    },
  ],
])
// Stryker restore StringLiteral

/**
 * How a product shows in an entityID or an SSO URL: hosts in its own domains first, then the paths
 * of those that run anywhere. The dot or slash in front keeps `notokta.com` apart from `okta.com`.
 */
const SIGNS: readonly (readonly [product: Product, sign: RegExp])[] = [
  ['Okta', /^https?:\/\/([\w-]+\.)*(okta|oktapreview|okta-emea)\.com([:/]|$)/],
  [
    'Microsoft Entra ID',
    /^https:\/\/(sts\.windows\.net|login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn)\//,
  ],
  ['Google Workspace', /^https:\/\/accounts\.google\.com\/o\/saml2/],
  ['OneLogin', /^https:\/\/([\w-]+\.)+onelogin\.com\//],
  ['JumpCloud', /^https:\/\/([\w-]+\.)+jumpcloud\.com\//],
  ['PingOne', /^https:\/\/auth\.pingone\.(com|eu|ca|asia|sg|com\.au)\//],
  ['Auth0', /^(urn:[\w.-]+\.auth0\.com$|https:\/\/([\w-]+\.)+auth0\.com\/)/],
  ['AWS IAM Identity Center', /^https:\/\/portal\.sso\.[\w-]+\.amazonaws\.com(\.cn)?\//],
  ['Duo', /^https:\/\/([\w-]+\.)+duosecurity\.com\//],
  ['CyberArk Identity', /^https:\/\/([\w-]+\.)+(idaptive\.app|cyberark\.cloud)\//],
  ['Rippling', /^https:\/\/([\w-]+\.)*rippling\.com\//],
  ['Oracle OCI IAM', /^https:\/\/([\w-]+\.)+identity\.oraclecloud\.com([:/]|$)/],
  ['Salesforce', /^https:\/\/([\w-]+\.)+my\.salesforce\.com([:/]|$)/],
  ['Cloudflare Access', /^https:\/\/([\w-]+\.)+cloudflareaccess\.com\//],
  ['AD FS', /^https?:\/\/[^/]+\/adfs\/(services\/trust|ls)\/?$/],
  ['PingFederate', /^https:\/\/[^/]+\/idp\/SSO\.saml2$/],
  ['Keycloak', /^https?:\/\/[^/]+(\/auth)?\/realms\/[^/]+(\/protocol\/saml)?$/],
]

/**
 * The name of an IdP's product; undefined for one that we do not know. It decides what is shown,
 * never what is trusted.
 */
export function recogniseIdp({ entityID, ssoUrls }: RegisteredIdp): Product | undefined {
  const addresses = [entityID, ...ssoUrls]
  return SIGNS.find(([, sign]) => addresses.some((address) => sign.test(address)))?.[0]
}

/**
 * The setting behind a refusal, in the words of the IdP's console; undefined when product or label
 * is not known.
 */
export function idpLabelFor(code: string, idp: RegisteredIdp): IdpLabel | undefined {
  const product = recogniseIdp(idp)
  const label = product && LABELS.get(code)?.[product]
  return product === undefined || label === undefined ? undefined : { product, label }
}

// The products that there are guides of, in the order in which the console offers them. Lists and
// searches need their names alone, so the guides themselves are loaded one at a time.

const PRODUCTS_AS_DATA = [
  {
    id: 'okta',
    name: 'Okta',
    alsoKnownAs: ['Okta Workforce Identity', 'Okta Identity Engine', 'OIE'],
  },
  {
    id: 'entra-id',
    name: 'Microsoft Entra ID',
    alsoKnownAs: ['Azure AD', 'Azure Active Directory', 'AAD', 'Office 365', 'Microsoft 365'],
  },
  {
    id: 'google-workspace',
    name: 'Google Workspace',
    alsoKnownAs: ['G Suite', 'Google Apps', 'Cloud Identity', 'Gmail'],
  },
  {
    id: 'ad-fs',
    name: 'AD FS',
    alsoKnownAs: ['ADFS', 'Active Directory Federation Services', 'Windows Server'],
  },
  { id: 'onelogin', name: 'OneLogin', alsoKnownAs: ['One Identity OneLogin'] },
  {
    id: 'aws-iam-identity-center',
    name: 'AWS IAM Identity Center',
    alsoKnownAs: ['AWS SSO', 'AWS Single Sign-On', 'Amazon Web Services'],
  },
  { id: 'jumpcloud', name: 'JumpCloud', alsoKnownAs: ['JumpCloud Directory Platform'] },
  { id: 'pingone', name: 'PingOne', alsoKnownAs: ['Ping Identity', 'PingOne for Workforce'] },
  {
    id: 'pingfederate',
    name: 'PingFederate',
    alsoKnownAs: ['Ping Identity', 'PingFederate Server'],
  },
  {
    id: 'keycloak',
    name: 'Keycloak',
    alsoKnownAs: ['Red Hat build of Keycloak', 'Red Hat SSO', 'RH-SSO'],
  },
  { id: 'auth0', name: 'Auth0', alsoKnownAs: ['Okta Customer Identity Cloud'] },
  { id: 'duo', name: 'Duo', alsoKnownAs: ['Cisco Duo', 'Duo Single Sign-On', 'Duo Security'] },
  {
    id: 'cyberark',
    name: 'CyberArk Identity',
    alsoKnownAs: ['CyberArk Workforce Identity', 'Idaptive', 'Centrify'],
  },
  {
    id: 'shibboleth',
    name: 'Shibboleth IdP',
    alsoKnownAs: ['Shibboleth Identity Provider', 'eduGAIN', 'InCommon'],
  },
  { id: 'simplesamlphp', name: 'SimpleSAMLphp', alsoKnownAs: ['SSP'] },
  {
    id: 'another-idp',
    name: 'Another identity provider',
    alsoKnownAs: [
      'SAML 2.0',
      'Custom',
      'Generic',
      'Demo IdP',
      'Rippling',
      'Salesforce',
      'Oracle',
      'SAP',
    ],
  },
] as const

/** The id of a guide, in addresses and file names. */
export type ProductId = (typeof PRODUCTS_AS_DATA)[number]['id']

/** A product by its names. */
export interface Product {
  readonly id: ProductId
  readonly name: string
  /** Former and short names, for the search. */
  readonly alsoKnownAs: readonly string[]
}

/** Every product: the most common ones first, "another identity provider" last. */
export const PRODUCTS: readonly Product[] = PRODUCTS_AS_DATA

/** The product of this id. */
export function productOf(id: ProductId): Product {
  const found = PRODUCTS.find((product) => product.id === id)
  if (!found) throw new Error(`There is no product ${id}.`)
  return found
}

/** The product in a sentence: "In Okta", "In your identity provider". */
export const nameInText = ({ id, name }: Product): string =>
  id === 'another-idp' ? 'your identity provider' : name

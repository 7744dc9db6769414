import { describe, expect, it } from 'vitest'
import { idpLabelFor, recogniseIdp } from '../../../src/protocol/saml/idp-labels.ts'

const idp = (entityID: string, ...ssoUrls: string[]) => ({ entityID, ssoUrls })

const KNOWN: readonly (readonly [product: string, entityID: string, ...ssoUrls: string[]])[] = [
  ['Okta', 'http://www.okta.com/exk1fcia6d6EMsf331d8'],
  ['Okta', 'urn:a', 'https://acme.oktapreview.com/app/acme/exk1/sso/saml'],
  ['Microsoft Entra ID', 'https://sts.windows.net/8a1b/'],
  ['Microsoft Entra ID', 'spn:a', 'https://login.microsoftonline.com/8a1b/saml2'],
  ['Google Workspace', 'https://accounts.google.com/o/saml2?idpid=C01'],
  ['AD FS', 'http://fs.example.org/adfs/services/trust'],
  ['AD FS', 'urn:fs', 'https://fs.example.org/adfs/ls/'],
  ['OneLogin', 'https://app.onelogin.com/saml/metadata/1'],
  ['JumpCloud', 'acme', 'https://sso.jumpcloud.com/saml2/acme'],
  ['PingOne', 'https://auth.pingone.eu/1b2c'],
  ['PingFederate', 'acme', 'https://sso.example.org/idp/SSO.saml2'],
  ['Keycloak', 'https://id.example.org/realms/acme'],
  ['Keycloak', 'urn:a', 'https://id.example.org/auth/realms/acme/protocol/saml'],
  ['Auth0', 'urn:acme.auth0.com'],
  [
    'AWS IAM Identity Center',
    'urn:a',
    'https://portal.sso.eu-west-1.amazonaws.com/saml/assertion/A',
  ],
  ['Duo', 'https://sso-1.sso.duosecurity.com/saml2/sp/A/metadata'],
  ['Okta', 'https://acme.okta-emea.com'],
  ['Okta', 'https://acme.okta.com:443/app'],
  ['Microsoft Entra ID', 'https://login.microsoftonline.us/8a1b/'],
  ['Microsoft Entra ID', 'https://login.partner.microsoftonline.cn/8a1b/'],
  ['Auth0', 'urn:a', 'https://acme.eu.auth0.com/samlp/A'],
  ['AWS IAM Identity Center', 'https://portal.sso.cn-north-1.amazonaws.com.cn/saml/assertion/A'],
  ['CyberArk Identity', 'https://acme.my.idaptive.app/A'],
  ['CyberArk Identity', 'https://acme.id.cyberark.cloud/A'],
  ['Rippling', 'https://www.rippling.com/api/platform/sso/SP-INITIATED/A'],
  ['Rippling', 'https://rippling.com/sso'],
  ['Oracle OCI IAM', 'https://idcs-1.identity.oraclecloud.com:443/fed'],
  ['Oracle OCI IAM', 'https://idcs-1.identity.oraclecloud.com'],
  ['Salesforce', 'https://acme.my.salesforce.com'],
  ['Salesforce', 'https://acme.sandbox.my.salesforce.com/idp/endpoint'],
  ['Cloudflare Access', 'https://acme.cloudflareaccess.com/cdn-cgi/access/sso/saml/A'],
  ['AD FS', 'https://fs.example.org/adfs/services/trust/'],
  ['Keycloak', 'http://id.example.org/auth/realms/acme'],
  ['PingOne', 'https://auth.pingone.com.au/1b2c'],
  ['JumpCloud', 'https://acme.sso.jumpcloud.com/saml2/A'],
  ['OneLogin', 'https://acme.eu.onelogin.com/saml/metadata/1'],
]

describe('the product of an IdP shows', () => {
  it.each(KNOWN)('%s in %s %s', (product, entityID, ...ssoUrls) => {
    expect(recogniseIdp(idp(entityID, ...ssoUrls))).toBe(product)
  })

  it.each(KNOWN)(
    '%s by the beginning of an address, not of %s %s inside one',
    (_, ...addresses) => {
      const [entityID = '', ...ssoUrls] = addresses.map((address) => `x${address}`)
      expect(recogniseIdp(idp(entityID, ...ssoUrls))).toBeUndefined()
    },
  )

  /** Whoever runs these may run them at any host. */
  const ANYWHERE: readonly string[] = ['AD FS', 'PingFederate', 'Keycloak']
  it.each(KNOWN.filter(([product]) => !ANYWHERE.includes(product)))(
    '%s by the end of a host, not of %s %s inside one',
    (_, ...addresses) => {
      const [entityID = '', ...ssoUrls] = addresses.map((address) =>
        address.replace(/^(https?:\/\/[^/:]+|urn:.*auth0\.com)/, '$1.example.org'),
      )
      expect(recogniseIdp(idp(entityID, ...ssoUrls))).toBeUndefined()
    },
  )

  it.each([
    'https://idp.example.org/metadata',
    'https://notokta.com/',
    'https://okta.com.example.org/',
    'https://example.org/https://app.onelogin.com/',
    'https://okta.community/',
    'https://sts.windows.net.example.org/',
    'https://accounts.google.com/o/oauth2',
    'https://notonelogin.com/',
    'https://notjumpcloud.com/',
    'https://auth.pingone.example/',
    'urn:acme.auth0.com.example.org',
    'https://notauth0.com/',
    'https://portal.sso.eu-west-1.amazonaws.example/',
    'https://notduosecurity.com/',
    'https://notcyberark.cloud/',
    'https://notrippling.com/',
    'https://identity.oraclecloud.com.example.org/',
    'https://my.salesforce.com.example.org/',
    'https://notcloudflareaccess.com/',
    'https://fs.example.org/adfs/services/trust/mex',
    'https://example.org/a/adfs/ls/',
    'https://sso.example.org/idp/SSO.saml2x',
    'https://sso.example.org/a/idp/SSO.saml2',
    'https://id.example.org/realms/acme/account',
    'https://id.example.org/a/realms/acme',
    '',
  ])('nowhere in %j', (entityID) => {
    expect(recogniseIdp(idp(entityID))).toBeUndefined()
  })
})

describe('a refusal names the setting as the console of the IdP does', () => {
  const okta = idp('http://www.okta.com/exk1')
  const entra = idp('https://sts.windows.net/8a1b/')
  const auth0 = idp('urn:acme.auth0.com')

  it.each([
    ['saml_audience_mismatch', okta, 'Okta', 'Audience URI (SP Entity ID)'],
    ['saml_audience_mismatch', entra, 'Microsoft Entra ID', 'Identifier (Entity ID)'],
    ['saml_recipient_mismatch', okta, 'Okta', 'Single sign-on URL'],
    ['saml_issuer_mismatch', entra, 'Microsoft Entra ID', 'Microsoft Entra Identifier'],
    ['dsig_signature_mismatch', okta, 'Okta', 'Signing Certificate'],
    ['dsig_signature_algorithm_forbidden', auth0, 'Auth0', 'signatureAlgorithm'],
    ['dsig_digest_algorithm_forbidden', auth0, 'Auth0', 'digestAlgorithm'],
  ])('%s', (code, registered, product, label) => {
    expect(idpLabelFor(code, registered)).toEqual({ product, label })
  })

  it('and says nothing where product or label is not known', () => {
    expect(idpLabelFor('saml_audience_mismatch', idp('urn:a'))).toBeUndefined()
    expect(idpLabelFor('xml_malformed', okta)).toBeUndefined()
    expect(idpLabelFor('saml_signature_missing', okta)).toBeUndefined()
  })
})

// The set-up guide of Auth0, as an identity provider with the SAML2 Web App addon.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

const WS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'

export const AUTH0: Guide = {
  ...productOf('auth0'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Introw: the same set-up for another service',
      url: 'https://support.introw.io/en/articles/10820542-setup-single-sign-on-sso-via-auth0',
    },
    {
      title: 'Synchronet: settings of the addon',
      url: 'https://docs.synchronet.com/docs/auth0-integration',
    },
    {
      title: 'Auth0: ACS URLs go in the allowed callback URLs',
      url: 'https://github.com/auth0/docs/pull/7478',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Create the application',
      where: ['Applications', 'Applications', 'Create Application'],
      text: ['Choose **Regular Web Applications**, then **Create**.'],
      fields: [],
    },
    {
      title: 'Enter our Sign-On URL',
      where: ['Addons', 'SAML2 Web App', 'Settings'],
      text: ['Allow the same address under **Allowed Callback URLs** of the application.'],
      fields: [
        { label: 'Application Callback URL', value: 'sign_on_url' },
        { label: 'Allowed Callback URLs', value: 'sign_on_url' },
      ],
    },
    {
      title: 'Set EntityID and signature',
      where: ['Addons', 'SAML2 Web App', 'Settings', 'Settings'],
      text: [
        'The settings are JSON: put these members in, then **Enable**.',
        'Auth0 signs with SHA-1 at first, which we do not accept.',
      ],
      fields: [
        { label: 'audience', value: 'entity_id' },
        { label: 'signatureAlgorithm', type: 'rsa-sha256' },
        { label: 'digestAlgorithm', type: 'sha256' },
      ],
    },
    {
      title: 'Copy the metadata address',
      where: ['Addons', 'SAML2 Web App', 'Usage'],
      text: ['Copy the address behind **Identity Provider Metadata**.'],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'Identity Provider Metadata',
    text: ['The link downloads a file, and its address works as well.'],
    example: 'https://<domain>/samlp/metadata/<client id>',
  },
  attributes: [
    { name: `${WS}/nameidentifier`, becomes: 'user_id' },
    { name: `${WS}/emailaddress`, becomes: 'email' },
    { name: `${WS}/givenname`, becomes: 'first_name' },
    { name: `${WS}/surname`, becomes: 'last_name' },
    { name: 'http://schemas.xmlsoap.org/claims/Group', becomes: 'groups' },
  ],
  groups: {
    attribute: 'http://schemas.xmlsoap.org/claims/Group',
    text: [
      'An Action of the login has to put groups into the user first.',
      'Then `mappings` in the settings names the attribute that holds them.',
    ],
  },
  errors: [
    {
      code: 'dsig_signature_algorithm_forbidden',
      means: 'Auth0 signs with SHA-1.',
      mend: 'Set `signatureAlgorithm` to `rsa-sha256` and `digestAlgorithm` to `sha256`.',
    },
    {
      code: 'dsig_digest_algorithm_forbidden',
      means: 'Auth0 makes the digest with SHA-1.',
      mend: 'Set `digestAlgorithm` to `sha256`.',
    },
    {
      code: 'saml_audience_mismatch',
      means: 'The settings have no `audience`, or another one.',
      mend: 'Set `audience` to our EntityID.',
    },
  ],
}

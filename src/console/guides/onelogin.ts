// The set-up guide of OneLogin.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const ONELOGIN: Guide = {
  ...productOf('onelogin'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Workstars: the same set-up for another service',
      url: 'https://support.workstars.com/hc/en-gb/articles/8166534041873',
    },
    {
      title: 'SonicWall: groups and roles from the same connector',
      url: 'https://www.sonicwall.com/support/technical-documentation/docs/sma_1000-12-5-admin_guide/Content/Appendix/using-saml-custom-connector.htm',
    },
    {
      title: 'Report of missing access',
      url: 'https://github.com/SAML-Toolkits/php-saml/issues/19',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Add the connector',
      where: ['Applications', 'Applications', 'Add App'],
      text: ['Find **SAML Custom Connector (Advanced)**, type a name, then **Save**.'],
      fields: [],
    },
    {
      title: 'Enter our addresses',
      where: ['Configuration'],
      text: ['The validator is a regular expression: copy it as it is.'],
      fields: [
        { label: 'Audience (EntityID)', value: 'entity_id' },
        { label: 'Recipient', value: 'sign_on_url' },
        { label: 'ACS (Consumer) URL Validator', value: 'sign_on_url_pattern' },
        { label: 'ACS (Consumer) URL', value: 'sign_on_url' },
        { label: 'Login URL', value: 'login_url' },
        { label: 'SAML initiator', choose: 'Service Provider' },
        { label: 'SAML nameID format', choose: 'Email' },
      ],
    },
    {
      title: 'Say what OneLogin sends of a person',
      where: ['Parameters'],
      text: ['Add each field, and tick **Include in SAML assertion** for it.'],
      fields: [
        { label: 'email', choose: 'Email' },
        { label: 'firstName', choose: 'First Name' },
        { label: 'lastName', choose: 'Last Name' },
        { label: 'id', choose: 'UUID' },
      ],
    },
    {
      title: 'Sign with SHA-256, and copy the metadata address',
      where: ['SSO'],
      text: ['Copy **Issuer URL**: it is the address of the metadata too.'],
      fields: [{ label: 'SAML Signature Algorithm', choose: 'SHA-256' }],
      takes: true,
    },
    {
      title: 'Give yourself access',
      where: ['Users', 'Applications'],
      text: ['Add the app to your own user, or to a role that you have.'],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'Issuer URL',
    text: ['Without the address, choose **More Actions**, then **SAML Metadata**.'],
    example: 'https://app.onelogin.com/saml/metadata/<id>',
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'id', becomes: 'user_id' },
    { name: 'groups', becomes: 'groups' },
  ],
  identity: { attribute: 'id', why: 'The UUID of a OneLogin user never changes.' },
  groups: {
    attribute: 'groups',
    text: [
      'Add a field `groups` under **Parameters**, with **User Roles** as its value.',
      'Tick **Include in SAML assertion** and **Multi-value parameter**.',
    ],
  },
  errors: [
    {
      message: 'You do not have access to this application',
      means: 'The signed-in OneLogin user has no access to the app.',
      mend: 'Add the app to the user or to one of their roles.',
    },
    {
      code: 'dsig_signature_algorithm_forbidden',
      means: 'OneLogin signs with SHA-1.',
      mend: 'Set **SAML Signature Algorithm** on the **SSO** tab to **SHA-256**.',
    },
  ],
}

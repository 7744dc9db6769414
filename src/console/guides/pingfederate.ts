// The set-up guide of PingFederate.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const PINGFEDERATE: Guide = {
  ...productOf('pingfederate'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Ping Identity: What a service provider asks for',
      url: 'https://docs.pingidentity.com/integrations/scim/setup/pf_scim_connector_pf_sso_details_for_the_service_provider.html',
    },
    {
      title: 'Ping Identity: Unexpected System Error and partner not active',
      url: 'https://docs.pingidentity.com/r/en-us/pingfederate-100/rkj1564003028579',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Create the connection',
      where: ['Applications', 'Integration', 'SP Connections', 'Create Connection'],
      text: [
        'Use no template. Choose **Browser SSO Profiles** with **SAML 2.0**.',
        'Under **Import Metadata** our Metadata URL fills most of what follows.',
      ],
      fields: [{ label: 'Metadata URL', value: 'metadata_url' }],
    },
    {
      title: 'Enter our EntityID',
      where: ['General Info'],
      text: ['Type a name for the connection too.'],
      fields: [{ label: "Partner's Entity ID (Connection ID)", value: 'entity_id' }],
    },
    {
      title: 'Say what PingFederate sends of a person',
      where: ['Browser SSO', 'Assertion Creation', 'Attribute Contract'],
      text: [
        'Tick **SP-Initiated SSO** under **SAML Profiles** first.',
        'Extend the contract, and fill each attribute from your directory.',
      ],
      fields: [
        { label: 'SAML_SUBJECT', choose: 'mail' },
        { label: 'email', choose: 'mail' },
        { label: 'firstName', choose: 'givenName' },
        { label: 'lastName', choose: 'sn' },
      ],
    },
    {
      title: 'Enter our Sign-On URL',
      where: ['Browser SSO', 'Protocol Settings', 'Assertion Consumer Service URL'],
      text: [
        '**Endpoint URL** appears twice: this is the one of **Assertion Consumer Service URL**.',
        'Allow **POST** and **Redirect** under **Allowable SAML Bindings**.',
      ],
      fields: [
        { label: 'Binding', choose: 'POST' },
        { label: 'Endpoint URL', value: 'sign_on_url' },
      ],
    },
    {
      title: 'Let it check our signature',
      where: ['Credentials', 'Signature Verification Settings'],
      text: ['Our requests are signed. Skip this if you imported our metadata.'],
      fields: [{ label: 'Certificate', value: 'certificate_url' }],
    },
    {
      title: 'Activate the connection, and export the metadata',
      where: ['System', 'Protocol Metadata', 'Metadata Export'],
      text: [
        'Set **Connection Status** to **Active**, then **Save**.',
        'Export the metadata of this connection, signed or not.',
      ],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_file', 'metadata_url', 'certificate'],
    label: 'Metadata Export',
    text: [
      'If your PingFederate publishes an address, give us that.',
      'Our operator has to allow its port first, which is often 9031.',
    ],
    example: 'https://<host>:9031/pf/federation_metadata.ping?PartnerSpId=<our EntityID>',
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'memberOf', becomes: 'groups' },
  ],
  groups: {
    attribute: 'memberOf',
    text: [
      'Extend the contract by `memberOf`, and fill it from your directory.',
      'Distinguished names arrive: a pattern such as `CN={capture},*` keeps the name alone.',
    ],
  },
  errors: [
    {
      message: 'Partner not active',
      means: 'The connection is switched off.',
      mend: 'Set **Connection Status** to **Active** on **Activation & Summary**.',
    },
    {
      message: 'Unexpected System Error',
      means: 'Often the binding of our request is not allowed. The server log has the reference.',
      mend: 'Allow **Redirect** and **POST** under **Allowable SAML Bindings**.',
    },
    {
      code: 'saml_signature_missing',
      means: 'PingFederate signs neither the response nor the assertion.',
      mend: 'Have the connection always sign the assertion, under **Signature Policy**.',
    },
  ],
}

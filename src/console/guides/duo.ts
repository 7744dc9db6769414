// The set-up guide of Duo Single Sign-On.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const DUO: Guide = {
  ...productOf('duo'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Duo: Single Sign-On for generic SAML service providers',
      url: 'https://duo.com/docs/sso-generic',
    },
    {
      title: 'Safe Security: the same set-up for another service',
      url: 'https://docs.safe.security/docs/configure-sso-with-duo',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Add the application',
      where: ['Applications', 'Application Catalog'],
      text: [
        'Find **Generic SAML Service Provider** with **SSO**, then **Add**.',
        'Older consoles call it **Protect an Application**.',
      ],
      fields: [],
    },
    {
      title: 'Copy the metadata address',
      where: ['Metadata'],
      text: ['Copy **Metadata URL** from the top of the page.'],
      fields: [],
      takes: true,
    },
    {
      title: 'Enter our addresses',
      where: ['Service Provider'],
      text: [
        'Leave the other fields of this part empty.',
        'Or give our Metadata URL to **Metadata Discovery**.',
      ],
      fields: [
        { label: 'Entity ID', value: 'entity_id' },
        { label: 'Assertion Consumer Service (ACS) URL', value: 'sign_on_url' },
      ],
    },
    {
      title: 'Say what Duo sends of a person',
      where: ['SAML Response'],
      text: ['Under **Map attributes**, the name on the left is of Duo.', 'Then **Save**.'],
      fields: [
        { label: 'NameID attribute', choose: '<Email Address>' },
        { label: 'Signature algorithm', choose: 'SHA256' },
        { label: '<Email Address>', type: 'email' },
        { label: '<First Name>', type: 'firstName' },
        { label: '<Last Name>', type: 'lastName' },
      ],
    },
    {
      title: 'Give yourself access',
      where: ['User access'],
      text: ['Choose **Enable for all users**, or a group that you are in.'],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'Metadata URL',
    text: [
      'Without the address, choose **Download XML**.',
      '**Entity ID**, **Single Sign-On URL** and **Download certificate** will do as well.',
    ],
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'roles', becomes: 'roles' },
  ],
  groups: {
    attribute: 'roles',
    text: [
      'Use **Role attributes**, with `roles` as **Attribute name**.',
      "Each line gives a role in **Service Provider's Role** to members of **Duo groups**.",
    ],
  },
  errors: [
    {
      code: 'saml_audience_mismatch',
      means: 'The Entity ID in Duo is not our EntityID.',
      mend: 'Copy our EntityID into **Entity ID** under **Service Provider**.',
    },
    {
      code: 'dsig_signature_algorithm_forbidden',
      means: 'Duo signs with SHA-1.',
      mend: 'Set **Signature algorithm** under **SAML Response** to **SHA256**.',
    },
    {
      code: 'login_profile_incomplete',
      means: 'Duo does not send the e-mail address.',
      mend: 'Add `email` for **<Email Address>** under **Map attributes**.',
    },
  ],
}

// The set-up guide of JumpCloud.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const JUMPCLOUD: Guide = {
  ...productOf('jumpcloud'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'JumpCloud: SSO application connector fields',
      url: 'https://jumpcloud.com/support/sso-application-connector-fields',
    },
    {
      title: 'Aampe: the same set-up for another service',
      url: 'https://kb.aampe.com/developer-guide/sso/sso_jumpcloud',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Add the application',
      where: ['SSO Applications', 'Add New Application'],
      text: ['Choose **Custom Application**, then **Manage SSO** and **Configure SSO with SAML**.'],
      fields: [],
    },
    {
      title: 'Enter our addresses',
      where: ['SSO'],
      text: [
        'Invent **IdP Entity ID**: any address that no other application uses.',
        'Tick **Declare Redirect Endpoint**, or JumpCloud offers no way for our requests.',
      ],
      fields: [
        { label: 'SP Entity ID', value: 'entity_id' },
        { label: 'ACS URLs', value: 'sign_on_url' },
        { label: 'SAMLSubject NameID', choose: 'email' },
        { label: 'SAMLSubject NameID Format', choose: 'emailAddress' },
        { label: 'Signature Algorithm', choose: 'RSA-SHA256' },
        { label: 'Sign', choose: 'Assertion' },
      ],
    },
    {
      title: 'Say what JumpCloud sends of a person',
      where: ['SSO', 'Attributes', 'add attribute'],
      text: ['The name on the left is ours, the one on the right is of JumpCloud.'],
      fields: [
        { label: 'email', choose: 'email' },
        { label: 'firstName', choose: 'firstname' },
        { label: 'lastName', choose: 'lastname' },
      ],
    },
    {
      title: 'Give your group access',
      where: ['User Groups'],
      text: ['Tick a group that you are in, then **save**.'],
      fields: [],
    },
    {
      title: 'Copy the metadata address',
      where: ['SSO', 'JumpCloud Metadata'],
      text: ['Open the application again, and choose **Copy Metadata URL**.'],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'Copy Metadata URL',
    text: [
      'Without the address, choose **Export Metadata**.',
      '**IDP URL** and the certificate that **IDP Certificate Valid** downloads will do as well.',
    ],
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'memberOf', becomes: 'groups' },
  ],
  groups: {
    attribute: 'memberOf',
    text: ['Tick **include group attribute**, and type `memberOf` as its name.'],
  },
  errors: [
    {
      code: 'saml_audience_mismatch',
      means: 'JumpCloud takes upper and lower case in **SP Entity ID** as it is typed.',
      mend: 'Copy our EntityID into **SP Entity ID** again.',
    },
    {
      code: 'external_idp_endpoint_missing',
      means: 'The metadata offers no way for our requests.',
      mend: 'Tick **Declare Redirect Endpoint**, save, and give us the metadata again.',
    },
    {
      code: 'dsig_signature_mismatch',
      means: 'JumpCloud signs with the certificate of another application.',
      mend: 'Give us the metadata of exactly this application again.',
    },
  ],
}

// The set-up guide of Okta.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const OKTA: Guide = {
  ...productOf('okta'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Okta: Define group attribute statements',
      url: 'https://help.okta.com/en-us/content/topics/apps/define-group-attribute-statements.htm',
    },
    {
      title: 'Okta: 403 App Not Assigned',
      url: 'https://support.okta.com/help/s/article/App-Sign-on-Error-403-User-attempted-unauthorized-access-to-app',
    },
    {
      title: 'Optimidoc: the same set-up for another service',
      url: 'https://help.optimidoc.cloud/Help/AdminConsole/Okta.html',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Create the app',
      where: ['Applications', 'Applications', 'Create App Integration'],
      text: ['Choose **SAML 2.0**, then **Next**.', 'Type a name for the app, then **Next**.'],
      fields: [{ label: 'Sign-in method', choose: 'SAML 2.0' }],
    },
    {
      title: 'Enter our addresses',
      where: ['Configure SAML'],
      text: ['Keep **Use this for Recipient URL and Destination URL** ticked.'],
      fields: [
        { label: 'Single sign-on URL', value: 'sign_on_url' },
        { label: 'Audience URI (SP Entity ID)', value: 'entity_id' },
        { label: 'Name ID format', choose: 'EmailAddress' },
        { label: 'Application username', choose: 'Email' },
      ],
    },
    {
      title: 'Say what Okta sends of a person',
      where: ['Configure SAML', 'Attribute Statements'],
      text: [
        'Add one line for each of these attributes.',
        'Some organisations find them after creation, on the **Sign On** tab.',
      ],
      fields: [
        { label: 'id', type: 'user.id' },
        { label: 'email', type: 'user.email' },
        { label: 'firstName', type: 'user.firstName' },
        { label: 'lastName', type: 'user.lastName' },
      ],
    },
    {
      title: 'Finish, and copy the metadata address',
      where: ['Sign On'],
      text: [
        'Choose **This is an internal app that we have created**, then **Finish**.',
        'Copy **Metadata URL** from the **Sign On** tab.',
      ],
      fields: [],
      takes: true,
    },
    {
      title: 'Assign yourself',
      where: ['Assignments', 'Assign'],
      text: ['Assign yourself and everybody who tests with you.'],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'Metadata URL',
    text: [
      'Without the address, open **More details**: it shows **Sign on URL**, **Issuer** and **Signing Certificate**.',
    ],
    example: 'https://example.okta.com/app/exk1a2b3c4d5/sso/saml/metadata',
  },
  attributes: [
    { name: 'id', becomes: 'user_id' },
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'groups', becomes: 'groups' },
  ],
  identity: {
    attribute: 'id',
    why: 'The id of an Okta user never changes. An e-mail address may.',
  },
  groups: {
    attribute: 'groups',
    text: [
      'Add a line named `groups` under **Group Attribute Statements**.',
      'Choose a filter that matches only the groups you need, such as **Starts with**.',
      'Newer organisations find it on **Sign On**, under **Show legacy configuration**.',
      'The filter **Matches regex** with `.*` sends every group, and may send too much.',
    ],
  },
  errors: [
    {
      message: '403 App Not Assigned',
      means: 'The person is not assigned to the app in Okta.',
      mend: 'Assign the person, or a group of theirs, on the **Assignments** tab.',
    },
    {
      code: 'login_identity_missing',
      means: 'The attribute that recognises people did not arrive.',
      mend: 'Add the attribute statement `id` with the value `user.id`.',
    },
    {
      code: 'login_attribute_too_large',
      means: 'Okta sends more groups than a field takes.',
      mend: 'Narrow the filter under **Group Attribute Statements**.',
    },
  ],
}

// The set-up guide of AWS IAM Identity Center.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

/** A field of a user, as attribute mappings name it. */
const user = (field: string): string => `\${user:${field}}`

export const AWS_IAM_IDENTITY_CENTER: Guide = {
  ...productOf('aws-iam-identity-center'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'AWS: Custom SAML 2.0 applications',
      url: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/samlapps.html',
    },
    {
      title: 'AWS: Create a SAML 2.0 application',
      url: 'https://docs.aws.amazon.com/solutions/latest/innovation-sandbox-on-aws/create-saml-app.html',
    },
    {
      title: 'AWS: Troubleshooting IAM Identity Center',
      url: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/troubleshooting.html',
    },
    {
      title: 'Report of “No access”',
      url: 'https://github.com/crewjam/saml/issues/379',
    },
    {
      title: 'Report of “Bad input”',
      url: 'https://github.com/aws/res/issues/21',
    },
    {
      title: 'Report of a Subject in the wrong format',
      url: 'https://github.com/firezone/firezone/issues/1179',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Add the application',
      where: ['Applications', 'Customer managed', 'Add application'],
      text: [
        'Choose **I have an application I want to set up**, then **SAML 2.0**, then **Next**.',
        'Type a name.',
      ],
      fields: [],
    },
    {
      title: 'Take the metadata along',
      where: ['Configure application', 'IAM Identity Center metadata'],
      text: ['Download **IAM Identity Center SAML metadata file**, or copy its address.'],
      fields: [],
      takes: true,
    },
    {
      title: 'Enter our addresses',
      where: ['Configure application', 'Application metadata'],
      text: ['Choose **Manually type your metadata values**, then **Submit**.'],
      fields: [
        { label: 'Application ACS URL', value: 'sign_on_url' },
        { label: 'Application SAML audience', value: 'entity_id' },
      ],
    },
    {
      title: 'Say what IAM Identity Center sends of a person',
      where: ['Actions', 'Edit attribute mappings'],
      text: ['Nothing is mapped at first, so **Subject** is needed in any case.'],
      fields: [
        { label: 'Subject', type: user('email') },
        { label: 'Format', choose: 'emailAddress' },
        { label: 'email', type: user('email') },
        { label: 'firstName', type: user('givenName') },
        { label: 'lastName', type: user('familyName') },
      ],
    },
    {
      title: 'Assign yourself',
      where: ['Assign users and groups'],
      text: ['Assign yourself and everybody who tests with you.'],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'IAM Identity Center SAML metadata file',
    text: [
      'The sign-in URL and the certificate stand beside it.',
      'Nothing replaces the certificate by itself: give us the new one before the old one expires.',
    ],
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
  ],
  groups: {
    attribute: null,
    text: [
      'IAM Identity Center sends no names of groups to applications of your own.',
      'Give roles here by hand, or make one application for each role.',
    ],
  },
  errors: [
    {
      message: 'No access',
      means: 'The person is not assigned, or the Sign-On URL or EntityID differs.',
      mend: 'Assign the person, then compare both values under **Application metadata**.',
    },
    {
      message: 'Bad input',
      means: 'An attribute mapping names something that the user has not.',
      mend: 'Check **Edit attribute mappings**, and fill the missing field of the user.',
    },
    {
      code: 'saml_status_invalid_name_id_policy',
      means: 'Identity Center does not give **Subject** in the format that was asked for.',
      mend: 'Choose **unspecified** as the format of **Subject**.',
    },
    {
      code: 'saml_name_id_missing',
      means: 'The attribute **Subject** is not mapped.',
      mend: `Map **Subject** to \`${user('email')}\` under **Edit attribute mappings**.`,
    },
  ],
}

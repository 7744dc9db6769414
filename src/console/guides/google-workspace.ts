// The set-up guide of Google Workspace. It shows its own data before it asks for ours.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const GOOGLE_WORKSPACE: Guide = {
  ...productOf('google-workspace'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Google: SAML app error messages',
      url: 'https://support.google.com/a/answer/6301076',
    },
    {
      title: 'Google: About group membership mapping',
      url: 'https://support.google.com/a/answer/11143403',
    },
    {
      title: 'Halo Security: the same set-up for another service',
      url: 'https://support.halosecurity.com/en/articles/7173474-how-do-i-integrate-sso-for-google-g-suite',
    },
  ],
  waits: [
    'Google may take up to 24 hours before a new app, or a change of it, works for everybody.',
    'Most changes work after some minutes. Leave this page and come back whenever you like.',
  ],
  steps: [
    {
      title: 'Add the app',
      where: ['Apps', 'Web and mobile apps', 'Add app', 'Add custom SAML app'],
      text: ['Type a name, then **Continue**.'],
      fields: [],
    },
    {
      title: "Take Google's metadata along",
      where: ['Google Identity Provider details'],
      text: [
        'Choose **Download Metadata**, then **Continue**.',
        'Google has no metadata address, so give us the file.',
      ],
      fields: [],
      takes: true,
    },
    {
      title: 'Enter our addresses',
      where: ['Service provider details'],
      text: ['Leave **Start URL** empty.', '**Signed response** may be ticked or not.'],
      fields: [
        { label: 'ACS URL', value: 'sign_on_url' },
        { label: 'Entity ID', value: 'entity_id' },
        { label: 'Name ID format', choose: 'EMAIL' },
        { label: 'Name ID', choose: 'Basic Information > Primary email' },
      ],
    },
    {
      title: 'Say what Google sends of a person',
      where: ['Attribute mapping', 'Add mapping'],
      text: ['Add one mapping for each of these, then **Finish**.'],
      fields: [
        { label: 'Basic Information > Primary email', type: 'email' },
        { label: 'Basic Information > First name', type: 'firstName' },
        { label: 'Basic Information > Last name', type: 'lastName' },
      ],
    },
    {
      title: 'Switch the app on',
      where: ['User access'],
      text: [
        'Choose **ON for everyone**, or one organisational unit, then **Save**.',
        'The app is off at first.',
      ],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_file', 'certificate'],
    label: 'Download Metadata',
    text: [
      'The file is called GoogleIDPMetadata.xml.',
      '**SSO URL**, **Entity ID** and **Certificate** will do as well.',
      'Google cannot tell us of a new certificate: give us the new file before the old one expires.',
    ],
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'groups', becomes: 'groups' },
  ],
  groups: {
    attribute: 'groups',
    text: [
      'Use **Group membership (optional)** on the page **Attribute mapping**.',
      'Choose up to 75 groups, and type `groups` as **App attribute**.',
    ],
  },
  errors: [
    {
      message: '403 app_not_configured',
      means: 'No app in the Admin console has our EntityID.',
      mend: 'Compare **Entity ID** of the app with our EntityID, character by character.',
    },
    {
      message: '403 app_not_configured_for_user',
      means: 'The app does not know our EntityID, or the wrong Google account is signed in.',
      mend: 'Compare **Entity ID**, then sign in with the account of the organisation.',
    },
    {
      message: '403 app_not_enabled_for_user',
      means: 'The app is off for this person.',
      mend: 'Switch it on under **User access**, for the organisational unit of the person.',
    },
    {
      message: '400 duplicate entity id',
      means: 'Another app of the organisation has our EntityID already.',
      mend: 'Use that app, or issue another SSO key here.',
    },
  ],
}

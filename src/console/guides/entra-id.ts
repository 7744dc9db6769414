// The set-up guide of Microsoft Entra ID.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

const WS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'

export const ENTRA_ID: Guide = {
  ...productOf('entra-id'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Microsoft: Authentication and authorization error codes',
      url: 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes',
    },
    {
      title: 'Scalekit: the same set-up for another service',
      url: 'https://docs.scalekit.com/guides/integrations/sso-integrations/azure-ad-saml',
    },
    {
      title: 'Report of AADSTS700016 for a wrong identifier',
      url: 'https://github.com/MicrosoftDocs/azure-docs/issues/45184',
    },
  ],
  waits: ['A new assignment may take some minutes before it lets the person in.'],
  steps: [
    {
      title: 'Create the application',
      where: ['Enterprise apps', 'New application', 'Create your own application'],
      text: [
        "Choose **Integrate any other application you don't find in the gallery (Non-gallery)**.",
        'Type a name, then **Create**.',
      ],
      fields: [],
    },
    {
      title: 'Enter our addresses',
      where: ['Single sign-on', 'SAML', 'Basic SAML Configuration', 'Edit'],
      text: [
        'Type both values, then **Save**.',
        '**Upload metadata file** takes the file behind our Metadata URL instead.',
      ],
      fields: [
        { label: 'Identifier (Entity ID)', value: 'entity_id' },
        { label: 'Reply URL (Assertion Consumer Service URL)', value: 'sign_on_url' },
      ],
    },
    {
      title: 'Look at the claims',
      where: ['Single sign-on', 'Attributes & Claims'],
      text: [
        'The claims that are there at first are enough: e-mail address, given name and surname.',
        'Their source attributes need a value: an account without a mailbox has no `user.mail`.',
      ],
      fields: [],
    },
    {
      title: 'Copy the metadata address',
      where: ['Single sign-on', 'SAML Certificates'],
      text: ['Copy **App Federation Metadata Url**.'],
      fields: [],
      takes: true,
    },
    {
      title: 'Assign yourself',
      where: ['Users and groups', 'Add user/group'],
      text: ['Assign yourself and everybody who tests with you.'],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'App Federation Metadata Url',
    text: [
      'Without the address, download **Federation Metadata XML**.',
      '**Certificate (Base64)**, **Login URL** and **Microsoft Entra Identifier** will do as well.',
    ],
    example:
      'https://login.microsoftonline.com/<directory>/federationmetadata/2007-06/federationmetadata.xml?appid=<application>',
  },
  attributes: [
    { name: `${WS}/emailaddress`, becomes: 'email' },
    { name: `${WS}/givenname`, becomes: 'first_name' },
    { name: `${WS}/surname`, becomes: 'last_name' },
    { name: 'http://schemas.microsoft.com/identity/claims/objectidentifier', becomes: 'user_id' },
    { name: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups', becomes: 'groups' },
    { name: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role', becomes: 'roles' },
  ],
  identity: {
    attribute: 'http://schemas.microsoft.com/identity/claims/objectidentifier',
    why: 'At first Entra ID puts the user principal name into the NameID, and that may change. The object identifier never does.',
  },
  groups: {
    attribute: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
    areIds: true,
    text: [
      'Choose **Add a group claim** under **Attributes & Claims**.',
      'Choose **Groups assigned to the application**: above 150 groups Entra ID sends a link instead.',
      'Groups arrive as object ids, so map ids to roles.',
    ],
  },
  errors: [
    {
      message: 'AADSTS700016',
      means: 'No application in the directory has our EntityID.',
      mend: 'Compare **Identifier (Entity ID)** with our EntityID, character by character.',
    },
    {
      message: 'AADSTS50011',
      means: 'Our Sign-On URL is not registered for the application.',
      mend: 'Copy our Sign-On URL into **Reply URL (Assertion Consumer Service URL)**.',
    },
    {
      message: 'AADSTS50105',
      means: 'The person is not assigned to the application.',
      mend: 'Assign the person, or a group of theirs, under **Users and groups**.',
    },
    {
      message: 'AADSTS75011',
      means: 'The person signed in another way than the request asks for.',
      mend: 'Remove the requested authentication method from the connector.',
    },
    {
      code: 'login_groups_overage',
      means: 'The person is in more than 150 groups, so a link came instead of them.',
      mend: 'Send only **Groups assigned to the application**.',
    },
    {
      code: 'login_profile_incomplete',
      means: 'The account has no e-mail address in its attribute `mail`.',
      mend: 'Give the account a mailbox, or choose another source for the claim.',
    },
  ],
}

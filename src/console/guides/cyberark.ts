// The set-up guide of CyberArk Identity.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const CYBERARK: Guide = {
  ...productOf('cyberark'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'CyberArk: Deploy applications',
      url: 'https://docs.cyberark.com/Idaptive/Latest/en/Content/Applications/AppsOvw/AllowAppAccess.htm',
    },
    {
      title: 'WorkOS: the same set-up for another service',
      url: 'https://workos.com/docs/integrations/cyberark-saml',
    },
    {
      title: 'Practice Protect: a custom SAML app',
      url: 'https://support.practiceprotect.com/?p=12849',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Add the app',
      where: ['Apps & Widgets', 'Web Apps', 'Add Web Apps', 'Custom'],
      text: ['Choose **Add** beside **SAML**, confirm, then **Close**.', 'Type a name and save.'],
      fields: [],
    },
    {
      title: 'Copy the metadata address',
      where: ['Trust', 'Identity Provider Configuration', 'Metadata'],
      text: ['Choose **Copy URL**.'],
      fields: [],
      takes: true,
    },
    {
      title: 'Enter our addresses',
      where: ['Trust', 'Service Provider Configuration'],
      text: [
        'Choose **Manual Configuration**.',
        '**Metadata** with our Metadata URL does the same.',
      ],
      fields: [
        { label: 'SP Entity ID / Issuer / Audience', value: 'entity_id' },
        { label: 'Assertion Consumer Service (ACS) URL', value: 'sign_on_url' },
        { label: 'Sign Response or Assertion?', choose: 'Both' },
        { label: 'NameID Format', choose: 'emailAddress' },
      ],
    },
    {
      title: 'Say what CyberArk sends of a person',
      where: ['SAML Response', 'Attributes', 'Add'],
      text: ['Add one line for each of these attributes.'],
      fields: [
        { label: 'id', type: 'LoginUser.Uuid' },
        { label: 'email', type: 'LoginUser.Email' },
        { label: 'firstName', type: 'LoginUser.FirstName' },
        { label: 'lastName', type: 'LoginUser.LastName' },
      ],
    },
    {
      title: 'Deploy the app',
      where: ['Permissions', 'Add'],
      text: [
        'Add yourself, or a role that you have, then **Save**.',
        'The status of the app becomes **Deployed**.',
      ],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'Copy URL',
    text: ['Without the address, choose **Download Metadata File**.'],
  },
  attributes: [
    { name: 'id', becomes: 'user_id' },
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'groups', becomes: 'groups' },
  ],
  identity: { attribute: 'id', why: 'The UUID of a CyberArk user never changes.' },
  groups: {
    attribute: 'groups',
    text: ['Add the attribute `groups` with the value `LoginUser.GroupNames`.'],
  },
  errors: [
    {
      code: 'saml_status_request_denied',
      means: 'The app is not deployed to the person.',
      mend: 'Add the person or a role of theirs on the **Permissions** page.',
    },
    {
      code: 'saml_signature_missing',
      means: 'CyberArk signs neither the response nor the assertion.',
      mend: 'Set **Sign Response or Assertion?** on the **Trust** page to **Both**.',
    },
    {
      code: 'login_identity_missing',
      means: 'The attribute that recognises people did not arrive.',
      mend: 'Add the attribute `id` with the value `LoginUser.Uuid`.',
    },
  ],
}

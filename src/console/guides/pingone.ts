// The set-up guide of PingOne.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const PINGONE: Guide = {
  ...productOf('pingone'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Ping Identity: Adding a SAML application',
      url: 'https://docs.pingidentity.com/r/en-us/pingone/pingone_p1tutorial_add_a_saml_app',
    },
    {
      title: 'Aampe: the same set-up for another service',
      url: 'https://kb.aampe.com/developer-guide/sso/sso_pingone',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Add the application',
      where: ['Applications', 'Applications', '+'],
      text: ['Type a name, choose **SAML Application**, then **Configure**.'],
      fields: [],
    },
    {
      title: 'Enter our addresses',
      where: ['SAML Configuration'],
      text: [
        'Choose **Manually Enter**, type both values, then **Save**.',
        '**Import from URL** takes our Metadata URL instead.',
      ],
      fields: [
        { label: 'ACS URLs', value: 'sign_on_url' },
        { label: 'Entity ID', value: 'entity_id' },
      ],
    },
    {
      title: 'Say what PingOne sends of a person',
      where: ['Attribute Mappings'],
      text: ['Change **saml_subject**, and add the other four.'],
      fields: [
        { label: 'saml_subject', choose: 'Email Address' },
        { label: 'id', choose: 'User ID' },
        { label: 'email', choose: 'Email Address' },
        { label: 'firstName', choose: 'Given Name' },
        { label: 'lastName', choose: 'Family Name' },
      ],
    },
    {
      title: 'Switch the application on',
      where: ['Applications', 'Applications'],
      text: [
        'Use the switch at the top right of the application.',
        'On **Access**, choose a group that you are in, or none for everybody.',
      ],
      fields: [],
    },
    {
      title: 'Copy the metadata address',
      where: ['Overview'],
      text: ['Copy **IDP Metadata URL**.'],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'IDP Metadata URL',
    text: [
      'Without the address, choose **Download Metadata** on the **Configuration** tab.',
      '**Issuer ID**, **Single Signon Service** and the certificate will do as well.',
    ],
  },
  attributes: [
    { name: 'id', becomes: 'user_id' },
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'groups', becomes: 'groups' },
  ],
  identity: { attribute: 'id', why: 'The user id of PingOne never changes.' },
  groups: {
    attribute: 'groups',
    text: ['Add an attribute `groups` with **Group Names** as its mapping.'],
  },
  errors: [
    {
      code: 'saml_audience_mismatch',
      means: 'The Entity ID in PingOne is not our EntityID.',
      mend: 'Copy our EntityID into **Entity ID** on the **Configuration** tab.',
    },
    {
      code: 'saml_status_request_denied',
      means: 'PingOne does not let this person into the application.',
      mend: 'Check the switch of the application and the groups on **Access**.',
    },
  ],
}

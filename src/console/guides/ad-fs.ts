// The set-up guide of AD FS. Importing our metadata is the shortest way.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

const WS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'

export const AD_FS: Guide = {
  ...productOf('ad-fs'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Microsoft: Create a relying party trust',
      url: 'https://learn.microsoft.com/en-us/windows-server/identity/ad-fs/operations/create-a-relying-party-trust',
    },
    {
      title: 'Foxit: the same set-up for another service',
      url: 'https://kb.foxit.com/hc/en-us/articles/4404608219540-ADFS-SSO-SAML-Configuration',
    },
    {
      title: 'Report of MSIS7070 for a missing Name ID rule',
      url: 'https://codewithme.cloud/posts/2016/03/adfs-3-0-relying-party-trust-send-custom-attribute-as-claim',
    },
    {
      title: 'Report of MSIS3200 for a wrong endpoint',
      url: 'https://github.com/simplesamlphp/simplesamlphp/issues/1667',
    },
    {
      title: 'Report of MSIS7007 for an unknown identifier',
      url: 'https://github.com/fangli/django-saml2-auth/issues/148',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Add the trust from our metadata',
      where: ['AD FS Management', 'Relying Party Trusts', 'Add Relying Party Trust'],
      text: [
        'Choose **Claims aware**, then **Start**.',
        'Choose **Import data about the relying party published online or on a local network**.',
        'This imports addresses and certificate in one go, so skip the next step.',
      ],
      fields: [{ label: 'Federation metadata address (host name or URL)', value: 'metadata_url' }],
    },
    {
      title: 'Or type the addresses, if AD FS cannot reach us',
      where: ['Add Relying Party Trust', 'Enter data about the relying party manually'],
      text: [
        'Tick **Enable support for the SAML 2.0 WebSSO protocol**.',
        'Our requests are signed: add our certificate on the **Signature** tab of the trust.',
      ],
      fields: [
        { label: 'Relying party SAML 2.0 SSO service URL', value: 'sign_on_url' },
        { label: 'Relying party trust identifier', value: 'entity_id' },
        { label: 'Signature', value: 'certificate_url' },
      ],
    },
    {
      title: 'Send e-mail address and names',
      where: ['Edit Claim Issuance Policy', 'Add Rule', 'Send LDAP Attributes as Claims'],
      text: ['Choose **Active Directory** as the attribute store.'],
      fields: [
        { label: 'E-Mail-Addresses', choose: 'E-Mail Address' },
        { label: 'Given-Name', choose: 'Given Name' },
        { label: 'Surname', choose: 'Surname' },
      ],
    },
    {
      title: 'Make the Name ID of the e-mail address',
      where: ['Edit Claim Issuance Policy', 'Add Rule', 'Transform an Incoming Claim'],
      text: ['This rule has to stand below the first one.'],
      fields: [
        { label: 'Incoming claim type', choose: 'E-Mail Address' },
        { label: 'Outgoing claim type', choose: 'Name ID' },
        { label: 'Outgoing name ID format', choose: 'Email' },
      ],
    },
    {
      title: 'Take the metadata address along',
      where: [],
      text: [
        'Put the public name of your AD FS into the example below.',
        'If only your own network reaches it, download the file and give us that.',
      ],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file'],
    label: 'Federation metadata address',
    text: [
      'AD FS replaces its signing certificate by itself: with the address we follow, with a file you do.',
    ],
    example: 'https://<host>/FederationMetadata/2007-06/FederationMetadata.xml',
  },
  attributes: [
    { name: `${WS}/emailaddress`, becomes: 'email' },
    { name: `${WS}/givenname`, becomes: 'first_name' },
    { name: `${WS}/surname`, becomes: 'last_name' },
    { name: 'http://schemas.xmlsoap.org/claims/Group', becomes: 'groups' },
    { name: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role', becomes: 'roles' },
  ],
  groups: {
    attribute: 'http://schemas.xmlsoap.org/claims/Group',
    text: [
      'Add **Token-Groups - Unqualified Names** to the first rule, with **Group** as claim.',
      'Or send a role for one group: add a rule **Send Group Membership as a Claim**.',
    ],
  },
  errors: [
    {
      message: 'MSIS7007',
      means: 'No relying party trust has our EntityID.',
      mend: 'Compare **Relying party trust identifier** with our EntityID.',
    },
    {
      message: 'MSIS3200',
      means: 'Our Sign-On URL is not an endpoint of the trust.',
      mend: 'Add our Sign-On URL on the **Endpoints** tab, with binding POST.',
    },
    {
      message: 'MSIS7070',
      means: 'The person has no Name ID in the format that the request asks for.',
      mend: 'Add the rule for **Name ID**, and give the account an e-mail address.',
    },
    {
      code: 'saml_status_invalid_name_id_policy',
      means: 'No rule gives a Name ID in the format that was asked for.',
      mend: 'Add the rule **Transform an Incoming Claim** below the first one.',
    },
    {
      code: 'xmlenc_cbc_not_allowed',
      means: 'AD FS encrypts assertions with AES-CBC only.',
      mend: 'Remove the certificate on the **Encryption** tab of the trust.',
    },
    {
      code: 'saml_assertion_not_yet_valid',
      means: 'The clock of AD FS is ahead of ours.',
      mend: 'Correct the clock, or set `NotBeforeSkew` of the trust with PowerShell.',
    },
  ],
}

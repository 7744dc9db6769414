// The set-up guide of every other identity provider that speaks SAML 2.0.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const ANOTHER_IDP: Guide = {
  ...productOf('another-idp'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'signing_in',
  sources: [
    {
      title: 'OASIS: Profiles for SAML 2.0',
      url: 'https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf',
    },
  ],
  waits: ['Some products take minutes, some up to a day, before a new application works.'],
  steps: [
    {
      title: 'Add an application for us',
      where: [],
      text: [
        'Your identity provider calls it application, service provider or relying party.',
        'If it can import metadata, give it our Metadata URL: that fills in the rest.',
      ],
      fields: [{ label: 'Metadata URL of the service provider', value: 'metadata_url' }],
    },
    {
      title: 'Or enter our addresses',
      where: [],
      text: ['Products have different names for the same two values.'],
      fields: [
        {
          label: 'EntityID, Audience, Identifier or Issuer of the service provider',
          value: 'entity_id',
        },
        { label: 'ACS URL, Reply URL, Consumer URL or Sign-On URL', value: 'sign_on_url' },
      ],
    },
    {
      title: 'Say what is sent of a person',
      where: [],
      text: [
        'Send a NameID that never changes for a person, and these attributes.',
        'Sign the assertion or the response with SHA-256.',
      ],
      fields: [
        { label: 'email', type: 'email' },
        { label: 'firstName', type: 'firstName' },
        { label: 'lastName', type: 'lastName' },
      ],
    },
    {
      title: 'Take the metadata along',
      where: [],
      text: ['Copy the address of its metadata. A file, or certificate and sign-on URL, will do.'],
      fields: [],
      takes: true,
    },
    {
      title: 'Give yourself access',
      where: [],
      text: ['Most products let in only people who are assigned to the application.'],
      fields: [],
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file', 'certificate'],
    label: 'Metadata of the identity provider',
    text: ['With the address, we follow a change of certificate by ourselves.'],
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'groups', becomes: 'groups' },
  ],
  groups: {
    attribute: 'groups',
    text: ['Send groups or roles in an attribute. After a test, this step shows what arrived.'],
  },
  errors: [
    {
      code: 'saml_audience_mismatch',
      means: 'The identity provider knows us under another name.',
      mend: 'Copy our EntityID into the field for the EntityID or Audience.',
    },
    {
      code: 'saml_recipient_mismatch',
      means: 'The identity provider answers to another address.',
      mend: 'Copy our Sign-On URL into the field for the ACS URL.',
    },
    {
      code: 'dsig_signature_mismatch',
      means: 'It signs with a certificate that we do not have.',
      mend: 'Give us its present metadata or certificate.',
    },
    {
      code: 'saml_status_request_denied',
      means: 'It did not let the person in.',
      mend: 'Assign the person to the application there.',
    },
  ],
}

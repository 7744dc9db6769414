// The set-up guide of SimpleSAMLphp as an identity provider. `npm run interop` signs in with one.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const SIMPLESAMLPHP: Guide = {
  ...productOf('simplesamlphp'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'signing_in',
  sources: [
    {
      title: 'SimpleSAMLphp: Identity provider quick start',
      url: 'https://simplesamlphp.org/docs/stable/simplesamlphp-idp',
    },
    {
      title: 'SimpleSAMLphp: SP remote metadata reference',
      url: 'https://simplesamlphp.org/docs/stable/simplesamlphp-reference-sp-remote',
    },
    {
      title: 'SimpleSAMLphp: Debugging “State Information Lost”',
      url: 'https://simplesamlphp.org/docs/stable/simplesamlphp-nostate',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Convert our metadata',
      where: ['Federation', 'Tools', 'XML to SimpleSAMLphp metadata converter'],
      text: [
        'Open our Metadata URL, and paste the document into the converter.',
        'Copy what it makes of it into metadata/saml20-sp-remote.php.',
      ],
      fields: [{ label: 'XML metadata', value: 'metadata_url' }],
    },
    {
      title: 'Or type the entry',
      where: ['metadata/saml20-sp-remote.php'],
      text: ['Our EntityID is the key of the entry.'],
      fields: [
        { label: '$metadata[…]', value: 'entity_id' },
        { label: 'AssertionConsumerService', value: 'sign_on_url' },
      ],
    },
    {
      title: 'Choose a NameID',
      where: ['metadata/saml20-sp-remote.php', 'authproc'],
      text: [
        'Without a choice it sends a transient NameID, which recognises nobody.',
        'Add the filter **saml:PersistentNameID** with an attribute that never changes.',
      ],
      fields: [
        {
          label: 'NameIDFormat',
          type: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        },
        { label: 'identifyingAttribute', type: 'uid' },
      ],
    },
    {
      title: 'Take the metadata address along',
      where: ['Federation', 'SAML 2.0 IdP metadata'],
      text: ['Copy the address of the metadata.'],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file'],
    label: 'SAML 2.0 IdP metadata',
    text: ['Versions before 2 have the address /simplesaml/saml2/idp/metadata.php.'],
    example: 'https://<host>/simplesaml/module.php/saml/idp/metadata',
  },
  attributes: [
    { name: 'uid', becomes: 'user_id' },
    { name: 'mail', becomes: 'email' },
    { name: 'givenName', becomes: 'first_name' },
    { name: 'sn', becomes: 'last_name' },
    { name: 'groups', becomes: 'groups' },
  ],
  identity: {
    attribute: 'uid',
    why: 'If your directory never gives an uid to somebody else, it recognises people for ever.',
  },
  groups: {
    attribute: 'groups',
    text: ['Send an attribute `groups`, or `memberOf`, from the authentication source.'],
  },
  errors: [
    {
      message: 'METADATANOTFOUND',
      means: 'The IdP has no entry with our EntityID.',
      mend: 'Compare the key in metadata/saml20-sp-remote.php with our EntityID.',
    },
    {
      message: 'State information lost',
      means: 'The browser lost the session of the IdP on the way, often by the back button.',
      mend: 'Begin again here. If it stays, check the cookie settings of the IdP.',
    },
    {
      code: 'login_name_id_transient',
      means: 'The IdP sends another NameID at every sign-in.',
      mend: 'Set **NameIDFormat** to persistent, and add **saml:PersistentNameID**.',
    },
    {
      code: 'dsig_signature_algorithm_forbidden',
      means: 'The IdP signs with SHA-1.',
      mend: 'Set `signature.algorithm` of the IdP to RSA with SHA-256.',
    },
  ],
}

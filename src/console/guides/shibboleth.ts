// The set-up guide of the Shibboleth IdP, which is configured in files.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const SHIBBOLETH: Guide = {
  ...productOf('shibboleth'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Shibboleth: Metadata configuration',
      url: 'https://shibboleth.atlassian.net/wiki/spaces/IDP5/pages/3199506698/MetadataConfiguration',
    },
    {
      title: 'Shibboleth: FileBackedHTTPMetadataProvider',
      url: 'https://shibboleth.atlassian.net/wiki/spaces/IDP30/pages/2496987791/FileBackedHTTPMetadataProvider',
    },
    {
      title: 'University of Minnesota: common error messages',
      url: 'https://it.umn.edu/services-technologies/resources/shibboleth-faq',
    },
    {
      title: 'Report of “Unsupported Request”',
      url: 'https://github.com/Sustainsys/Saml2/issues/1079',
    },
    {
      title: 'Report of “No peer endpoint available”',
      url: 'https://github.com/node-saml/passport-saml/issues/209',
    },
  ],
  waits: ['The IdP reads changed files again after some minutes, or when it restarts.'],
  steps: [
    {
      title: 'Give it our metadata',
      where: ['conf/metadata-providers.xml'],
      text: [
        'Add a **FileBackedHTTPMetadataProvider** whose **metadataURL** is our Metadata URL.',
        'It brings EntityID, Sign-On URL and certificate, and follows a change of certificate.',
      ],
      fields: [{ label: 'metadataURL', value: 'metadata_url' }],
    },
    {
      title: 'Release the attributes to us',
      where: ['conf/attribute-filter.xml'],
      text: ['Add a policy whose **Requester** is our EntityID.'],
      fields: [
        { label: 'Requester', value: 'entity_id' },
        { label: 'AttributeRule', type: 'mail' },
        { label: 'AttributeRule', type: 'givenName' },
        { label: 'AttributeRule', type: 'sn' },
      ],
    },
    {
      title: 'Choose a NameID',
      where: ['conf/saml-nameid.properties'],
      text: [
        'A persistent NameID is best. It needs **idp.persistentId.sourceAttribute** and a salt.',
        'Or make one of `mail` with **SAML2AttributeSourcedGenerator** in saml-nameid.xml.',
      ],
      fields: [],
    },
    {
      title: 'Take the metadata address along',
      where: [],
      text: [
        'Put the name of your IdP into the example below.',
        'The document names back-channel and front-channel certificates: we take them all.',
      ],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file'],
    label: 'Metadata of the IdP',
    text: ['The file is metadata/idp-metadata.xml.'],
    example: 'https://<host>/idp/shibboleth',
  },
  attributes: [
    { name: 'urn:oid:0.9.2342.19200300.100.1.3', becomes: 'email' },
    { name: 'urn:oid:2.5.4.42', becomes: 'first_name' },
    { name: 'urn:oid:2.5.4.4', becomes: 'last_name' },
    { name: 'urn:oid:1.3.6.1.4.1.5923.1.5.1.1', becomes: 'groups' },
    { name: 'urn:oasis:names:tc:SAML:attribute:subject-id', becomes: 'user_id' },
  ],
  identity: {
    attribute: 'urn:oasis:names:tc:SAML:attribute:subject-id',
    why: 'If your IdP releases subject-id to us, it is made to recognise people for ever.',
  },
  groups: {
    attribute: 'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
    text: ['Release `isMemberOf` to us in the same policy.'],
  },
  errors: [
    {
      message: 'Unsupported Request',
      means: 'The IdP has not read our metadata.',
      mend: 'Check the provider in conf/metadata-providers.xml, and the log of the IdP.',
    },
    {
      message: 'No peer endpoint available to which to send SAML response',
      means: 'The metadata that the IdP has of us lacks our Sign-On URL.',
      mend: 'Load our metadata again from our Metadata URL.',
    },
    {
      code: 'xmlenc_decryption_failed',
      means: 'The IdP encrypts for a certificate that is no longer ours.',
      mend: 'Have the IdP load our metadata again.',
    },
    {
      code: 'login_name_id_transient',
      means: 'Without further settings Shibboleth sends a transient NameID.',
      mend: 'Choose a persistent NameID, or recognise people by an attribute.',
    },
    {
      code: 'login_profile_incomplete',
      means: 'The IdP does not release the attribute to us.',
      mend: 'Add it to the policy in conf/attribute-filter.xml.',
    },
  ],
}

// The set-up guide of Keycloak, as an identity provider with a SAML client.

import type { Guide } from './guide.ts'
import { productOf } from './products.ts'

export const KEYCLOAK: Guide = {
  ...productOf('keycloak'),
  verifiedOn: '2026-11-30',
  verifiedBy: 'reading',
  sources: [
    {
      title: 'Red Hat: Creating a SAML client',
      url: 'https://docs.redhat.com/en/documentation/red_hat_build_of_keycloak/26.0/html/server_administration_guide/client-saml-configuration',
    },
    {
      title: 'Keycloak: the endpoint that answers SAML requests',
      url: 'https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/saml/SamlService.java',
    },
    {
      title: 'Report of “Invalid requester”',
      url: 'https://github.com/Infisical/infisical/issues/1690',
    },
  ],
  waits: [],
  steps: [
    {
      title: 'Create the client',
      where: ['Clients', 'Create client'],
      text: [
        'Type both values, then **Next**.',
        '**Import client** takes the file behind our Metadata URL instead.',
      ],
      fields: [
        { label: 'Client type', choose: 'SAML' },
        { label: 'Client ID', value: 'entity_id' },
      ],
    },
    {
      title: 'Enter our Sign-On URL',
      where: ['Login settings'],
      text: ['Both fields take the same address.'],
      fields: [
        { label: 'Valid redirect URIs', value: 'sign_on_url' },
        { label: 'Master SAML Processing URL', value: 'sign_on_url' },
      ],
    },
    {
      title: 'Choose the NameID and sign assertions',
      where: ['Settings', 'SAML capabilities'],
      text: ['**Sign assertions** stands under **Signature and Encryption**.'],
      fields: [
        { label: 'Name ID format', choose: 'persistent' },
        { label: 'Force name ID format', choose: 'On' },
        { label: 'Sign assertions', choose: 'On' },
      ],
    },
    {
      title: 'Let it check our signature, or not',
      where: ['Keys', 'Signing keys config'],
      text: [
        'Our requests are signed: choose **Import key** and give our certificate.',
        'Or switch **Client signature required** off.',
      ],
      fields: [{ label: 'Certificate PEM', value: 'certificate_url' }],
    },
    {
      title: 'Say what Keycloak sends of a person',
      where: ['Client scopes', '<client>-dedicated', 'Add mapper', 'By configuration'],
      text: ['Add three mappers of the type **User Property**, one for each line.'],
      fields: [
        { label: 'email', type: 'email' },
        { label: 'firstName', type: 'firstName' },
        { label: 'lastName', type: 'lastName' },
      ],
    },
    {
      title: 'Take the metadata address along',
      where: ['Realm settings', 'Endpoints'],
      text: ['Copy the address of **SAML 2.0 Identity Provider Metadata**.'],
      fields: [],
      takes: true,
    },
  ],
  gives: {
    shapes: ['metadata_url', 'metadata_file'],
    label: 'SAML 2.0 Identity Provider Metadata',
    text: ['If we cannot reach your Keycloak, save the document and give us the file.'],
    example: 'https://<host>/realms/<realm>/protocol/saml/descriptor',
  },
  attributes: [
    { name: 'email', becomes: 'email' },
    { name: 'firstName', becomes: 'first_name' },
    { name: 'lastName', becomes: 'last_name' },
    { name: 'groups', becomes: 'groups' },
    { name: 'Role', becomes: 'roles' },
  ],
  groups: {
    attribute: 'groups',
    text: [
      'Add a mapper of the type **Group list**, with `groups` as **Group attribute name**.',
      'Switch **Single Group Attribute** on, and **Full group path** off.',
      'Realm roles arrive as `Role` unless you remove the scope **role_list**.',
    ],
  },
  errors: [
    {
      message: 'Invalid requester',
      means: 'Keycloak could not check the signature of our request.',
      mend: 'Import our certificate on the **Keys** tab, or switch **Client signature required** off.',
    },
    {
      message: 'Invalid redirect uri',
      means: 'Our Sign-On URL is not allowed for the client.',
      mend: 'Copy our Sign-On URL into **Valid redirect URIs**.',
    },
    {
      message: 'Invalid Request',
      means: 'No client of the realm has our EntityID.',
      mend: 'Compare **Client ID** with our EntityID, and check the realm.',
    },
    {
      code: 'saml_signature_missing',
      means: 'Neither the response nor the assertion is signed.',
      mend: 'Switch **Sign assertions** on under **Signature and Encryption**.',
    },
    {
      code: 'login_name_id_transient',
      means: 'Keycloak sends another NameID at every sign-in.',
      mend: 'Choose **persistent**, and switch **Force name ID format** on.',
    },
    {
      code: 'login_attribute_multiple',
      means: 'A mapper sends an attribute twice.',
      mend: 'Remove the second mapper, or switch **Single Group Attribute** on.',
    },
  ],
}

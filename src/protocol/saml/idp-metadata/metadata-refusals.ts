// What can be wrong with the metadata of an IdP, whether pasted or fetched.

import type { MeaningTable } from '../../../refusal.ts'

export const METADATA_REFUSALS = {
  metadata_too_large: {
    message:
      'The metadata is larger than 2 MiB or has more than 100,000 tags. Use the metadata of this one identity provider, not that of a whole federation.',
    fixedBy: 'sp_admin',
    rule: 'R45',
  },
  metadata_dtd_forbidden: {
    message:
      'The metadata contains a document type or another declaration, which SAML metadata never needs. Remove it, or ask for a document without it.',
    fixedBy: 'idp_admin',
    rule: 'R2',
  },
  metadata_malformed: {
    message:
      'The metadata is not well-formed XML. Take the file as the identity provider gives it, without opening it in an editor.',
    fixedBy: 'sp_admin',
    rule: 'XML 1.0 §2.1, Namespaces in XML §5',
  },
  metadata_not_saml: {
    message:
      'This is not SAML 2.0 metadata. Take the XML document that the identity provider offers as its metadata, from an address that asks for no sign-in.',
    fixedBy: 'sp_admin',
    rule: 'SAML Metadata §2.3',
  },
  metadata_is_url: {
    message:
      'This is the address of a document, not the document. Give the address as `metadata_url`.',
    fixedBy: 'sp_admin',
    rule: 'SAML Metadata §2.3',
  },
  metadata_is_certificate: {
    message:
      'This is a certificate, not metadata. Give it as `certificate_pem`, together with `sso_url`.',
    fixedBy: 'sp_admin',
    rule: 'SAML Metadata §2.3',
  },
  metadata_no_idp: {
    message:
      'The metadata describes no SAML 2.0 identity provider. Ask for the SAML 2.0 metadata of the identity provider: that of a service provider, of SAML 1.1 or of WS-Federation does not do.',
    fixedBy: 'sp_admin',
    rule: 'SAML Metadata §2.4.3',
  },
  metadata_entity_id_invalid: {
    message:
      'An identity provider in the metadata has no entityID, or one of more than 1,024 characters.',
    fixedBy: 'idp_admin',
    rule: 'SAML Metadata §2.2.1',
  },
  metadata_entity_id_duplicate: {
    message:
      'The metadata describes this identity provider twice, so it is not clear which description counts.',
    fixedBy: 'idp_admin',
    rule: 'SAML Metadata §2.3.2',
  },
  metadata_valid_until_invalid: {
    message:
      'The metadata names an end of its validity that is not a time. Have the identity provider publish it anew.',
    fixedBy: 'idp_admin',
    rule: 'R45, SAML Core §1.3.3',
  },
} as const satisfies MeaningTable

export type MetadataRefusalCode = keyof typeof METADATA_REFUSALS

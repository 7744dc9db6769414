// Why an external IdP cannot be described from what was entered, beyond a document or certificate
// that cannot be read.

import type { MeaningTable } from '../../refusal.ts'

export const PREVIEW_REFUSALS = {
  source_unrecognised: {
    message: 'This is neither the address of metadata, nor SAML metadata, nor a certificate.',
    fixedBy: 'sp_admin',
    rule: 'R45',
  },
  source_sso_url_required: {
    message:
      'Certificates alone do not say where people sign in. The sign-on URL of the identity provider is needed too.',
    fixedBy: 'sp_admin',
    rule: 'SAML Profiles §4.1.3.2',
  },
  external_idp_entity_unknown: {
    message: 'The metadata describes no identity provider with this entityID.',
    fixedBy: 'sp_admin',
    rule: 'R45, SAML Metadata §2.3.2',
  },
  external_idp_entity_id_invalid: {
    message:
      'The issuer is the entityID of the identity provider: 1 to 1,024 characters, without spaces.',
    fixedBy: 'sp_admin',
    rule: 'R47, SAML Metadata §2.2.1',
  },
  external_idp_endpoint_missing: {
    message: 'The identity provider has no sign-on endpoint for HTTP-Redirect or HTTP-POST.',
    fixedBy: 'idp_admin',
    rule: 'SAML Profiles §4.1.3.2',
  },
  external_idp_endpoint_forbidden: {
    message:
      'An endpoint of the identity provider is not an https URL that a browser can be sent to.',
    fixedBy: 'idp_admin',
    rule: 'R45, SAML Metadata §2.2.2',
  },
  external_idp_too_many_certificates: {
    message: 'The identity provider names more signing certificates than anyone can look after.',
    fixedBy: 'idp_admin',
    rule: 'R10',
  },
  external_idp_metadata_expired: {
    message:
      'The metadata at this address is past the end of its validity. The identity provider has to publish it anew.',
    fixedBy: 'idp_admin',
    rule: 'R45, SAML Metadata §2.3.2',
  },
} as const satisfies MeaningTable

export type PreviewRefusalCode = keyof typeof PREVIEW_REFUSALS

// What an IdP means by a status that is not Success, of a login or of a logout: one refusal for
// each code of the second level (SAML Core §3.2.2.2), with the side that can act. A code that is
// not in the list keeps the general refusal.

import type { MeaningTable } from '../../refusal.ts'

const CLAUSE = 'SAML Core §3.2.2.2'
/** The IdP cannot do what our request asks for; the connector says what that is. */
const OURS = { fixedBy: 'sp_admin', rule: CLAUSE } as const
const THEIRS = { fixedBy: 'idp_admin', rule: CLAUSE } as const
const PERSONS = { fixedBy: 'user', rule: CLAUSE } as const

export const STATUS_REFUSALS = {
  saml_status_authn_failed: {
    message:
      'The identity provider could not sign the person in: they cancelled, or did not prove who they are.',
    ...PERSONS,
  },
  saml_status_cancelled: {
    message: 'The sign-in was cancelled at the identity provider.',
    ...PERSONS,
  },
  saml_status_no_passive: {
    message: 'The identity provider has to ask the person something first, and could not.',
    ...PERSONS,
  },
  saml_status_request_denied: {
    message:
      'Your organisation’s identity provider did not allow this. Often the person has no access to this application there.',
    ...THEIRS,
  },
  saml_status_unknown_principal: {
    message: 'The identity provider does not know the person, or has no session of theirs.',
    ...THEIRS,
  },
  saml_status_invalid_name_id_policy: {
    message:
      'The identity provider cannot give a NameID of the format that the connector asks for. Choose another format, or have it release one.',
    ...OURS,
  },
  saml_status_no_authn_context: {
    message:
      'The identity provider cannot authenticate in the way that the connector or the application asks for.',
    ...OURS,
  },
  saml_status_request_unsupported: {
    message:
      'The identity provider does not support this request. Compare binding, signing and settings of the connector with what it expects.',
    ...OURS,
  },
  saml_status_unsupported_binding: {
    message:
      'The identity provider cannot answer by HTTP-POST, which is what the request asks for.',
    ...OURS,
  },
  saml_status_version: {
    message: 'The identity provider does not take requests of SAML 2.0.',
    ...THEIRS,
  },
  saml_status_no_available_idp: {
    message:
      'The identity provider passes sign-ins on, and could not reach the one that it passes to.',
    ...THEIRS,
  },
  saml_status_no_supported_idp: {
    message:
      'The identity provider passes sign-ins on, and supports none of those that it could pass to.',
    ...THEIRS,
  },
  saml_status_proxy_count_exceeded: {
    message: 'The identity provider passes sign-ins on, and may not do so again for this one.',
    ...THEIRS,
  },
  saml_status_partial_logout: {
    message: 'The identity provider could not sign the person out everywhere.',
    ...THEIRS,
  },
  saml_status_invalid_attribute: {
    message: 'The identity provider refuses the name or value of an attribute in the request.',
    ...THEIRS,
  },
  saml_status_unknown_attribute_profile: {
    message: 'The identity provider does not know the attribute profile that it was asked by.',
    ...THEIRS,
  },
  saml_status_resource_not_recognized: {
    message:
      'The identity provider does not know the resource that it was asked about: this application may not be registered there.',
    ...THEIRS,
  },
  saml_status_too_many_responses: {
    message: 'The identity provider has more to answer than it can return.',
    ...THEIRS,
  },
} as const satisfies MeaningTable

export type StatusRefusalCode = keyof typeof STATUS_REFUSALS

// Every reason for which a logout message is refused, besides its XML, its signature and its query.

import type { MeaningTable } from '../../../refusal.ts'

export const LOGOUT_REFUSALS = {
  logout_message_unexpected: {
    message:
      'The message is not a SAML 2.0 LogoutRequest in SAMLRequest, or LogoutResponse in SAMLResponse.',
    fixedBy: 'idp_admin',
    rule: 'R20, R48, SAML Core §3.7',
  },
  logout_message_not_single: {
    message:
      'The form holds neither one SAMLRequest nor one SAMLResponse, or holds a parameter more than once.',
    fixedBy: 'idp_admin',
    rule: 'R48, R49, SAML Bindings §3.5.4',
  },
  logout_message_not_base64: {
    message: 'The logout message that arrived is not base64.',
    fixedBy: 'idp_admin',
    rule: 'R28, R48, SAML Bindings §3.5.4',
  },
  logout_assertion_forbidden: {
    message: 'The logout message contains an assertion, which belongs to logins only.',
    fixedBy: 'idp_admin',
    rule: 'R21, R48',
  },
  logout_signature_missing: {
    message: 'The logout message is not signed.',
    fixedBy: 'idp_admin',
    rule: 'R11, R48, SAML Profiles §4.4.4.1',
  },
  logout_signature_misplaced: {
    message:
      'The logout message is signed elsewhere than in its root, or twice, or in its XML although it came by HTTP-Redirect.',
    fixedBy: 'idp_admin',
    rule: 'R22, R48, SAML Bindings §3.4.4.1',
  },
  logout_certificate_missing: {
    message: 'No certificate of this identity provider is registered.',
    fixedBy: 'sp_admin',
    rule: 'R11, R48',
  },
  logout_version_unsupported: {
    message: 'The logout message must say version 2.0.',
    fixedBy: 'idp_admin',
    rule: 'R48, SAML Core §4.1.2',
  },
  logout_id_missing: {
    message: 'The logout message has no ID.',
    fixedBy: 'idp_admin',
    rule: 'R46, R48, SAML Core §1.3.4',
  },
  logout_issuer_mismatch: {
    message:
      'The Issuer of the logout message is not the entityID of the registered identity provider.',
    fixedBy: 'sp_admin',
    rule: 'R48, SAML Profiles §4.4.4.1',
  },
  logout_destination_mismatch: {
    message:
      'The logout message was addressed to another URL than our logout URL, or, as a request, to none.',
    fixedBy: 'idp_admin',
    rule: 'R48, SAML Core §3.2.1, SAML Bindings §3.4.5.2, §3.5.5.2',
  },
  logout_time_invalid: {
    message: 'A time is missing, or is not written in UTC as in 2026-01-15T12:00:30Z.',
    fixedBy: 'idp_admin',
    rule: 'R44, R48, SAML Core §1.3.3',
  },
  logout_issued_in_future: {
    message:
      'The logout message was issued in the future: the clock of the identity provider is fast.',
    fixedBy: 'idp_admin',
    rule: 'R44, R48',
  },
  logout_expired: {
    message:
      'The logout message has expired, or is older than ten minutes. Log out again; if that fails too, compare the clocks.',
    fixedBy: 'user',
    rule: 'R44, R46, R48, SAML Core §3.7.1',
  },
  logout_name_id_missing: {
    message:
      'The LogoutRequest must have exactly one NameID of plain text, encrypted or not, or none and a SessionIndex.',
    fixedBy: 'idp_admin',
    rule: 'R48, SAML Core §3.7.1',
  },
  logout_decryption_failed: {
    message:
      'The encrypted NameID of the LogoutRequest could not be decrypted, or holds something else than one NameID.',
    fixedBy: 'idp_admin',
    rule: 'R34, R48, SAML Core §2.2.4',
  },
  logout_principal_unknown: {
    message:
      'The LogoutRequest names nobody whom this identity provider has signed in here, and no session.',
    fixedBy: 'idp_admin',
    rule: 'R48, SAML Core §3.2.2.2, §3.7.3.2',
  },
  logout_sp_name_qualifier_mismatch: {
    message: 'The NameID of the LogoutRequest was made for another service provider.',
    fixedBy: 'idp_admin',
    rule: 'R48, SAML Core §8.3.7',
  },
  logout_session_index_invalid: {
    message: 'A SessionIndex of the LogoutRequest does not hold plain text.',
    fixedBy: 'idp_admin',
    rule: 'R48, SAML Core §3.7.1',
  },
  logout_session_indexes_too_many: {
    message: 'The LogoutRequest names more sessions than one person has.',
    fixedBy: 'idp_admin',
    rule: 'I9, R48, SAML Core §3.7.1',
  },
  logout_replayed: {
    message: 'This LogoutRequest has been carried out already.',
    fixedBy: 'user',
    rule: 'R46, R48, I3',
  },
  logout_in_response_to_mismatch: {
    message: 'The LogoutResponse does not answer the LogoutRequest of this logout.',
    fixedBy: 'user',
    rule: 'R41, R48, SAML Core §3.2.2',
  },
  logout_status_not_success: {
    message:
      'The identity provider answered that the logout did not succeed; its status codes are listed.',
    fixedBy: 'idp_admin',
    rule: 'R48, SAML Core §3.7.3.2',
  },
} as const satisfies MeaningTable

export type LogoutRefusalCode = keyof typeof LOGOUT_REFUSALS

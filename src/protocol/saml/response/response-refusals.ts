// Every reason for which a Response is refused, besides its XML and its signatures.

import type { MeaningTable } from '../../../refusal.ts'

export const SAML_REFUSALS = {
  saml_not_a_response: {
    message: 'The message is not a SAML 2.0 Response.',
    fixedBy: 'idp_admin',
    rule: 'R20, SAML Core §3.3.3',
  },
  saml_status_not_success: {
    message: 'The identity provider answered that the sign-in did not succeed.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §3.2.2',
  },
  saml_unsolicited_expired: {
    message: 'The identity provider sent this sign-in by itself more than five minutes ago.',
    fixedBy: 'user',
    rule: 'R46, SAML Profiles §4.1.5',
  },
  saml_assertion_missing: {
    message: 'The response contains no assertion.',
    fixedBy: 'idp_admin',
    rule: 'R21, SAML Profiles §4.1.4.2',
  },
  saml_assertion_not_single: {
    message: 'The response must contain exactly one assertion, directly inside it.',
    fixedBy: 'idp_admin',
    rule: 'R21',
  },
  saml_signature_misplaced: {
    message:
      'A signature may stand once in the response and once in the assertion, and nowhere else.',
    fixedBy: 'idp_admin',
    rule: 'R22, SAML Core §5.4',
  },
  saml_signature_missing: {
    message: 'Neither the response nor the assertion is signed.',
    fixedBy: 'idp_admin',
    rule: 'R11, SAML Profiles §4.1.3.5',
  },
  saml_certificate_missing: {
    message: 'No certificate of this identity provider is registered.',
    fixedBy: 'sp_admin',
    rule: 'R11',
  },
  saml_version_unsupported: {
    message: 'The response and its assertion must say version 2.0.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §4.1.2',
  },
  saml_destination_mismatch: {
    message: 'The response was addressed to another URL than our Sign-On URL.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §3.2.2',
  },
  saml_in_response_to_mismatch: {
    message: 'The response does not answer the request of this login.',
    fixedBy: 'user',
    rule: 'R41, SAML Profiles §4.1.4.3',
  },
  saml_issuer_mismatch: {
    message: 'The Issuer is not the entityID of the registered identity provider.',
    fixedBy: 'sp_admin',
    rule: 'R42, SAML Profiles §4.1.4.2',
  },
  saml_id_missing: {
    message: 'The response or the assertion has no ID.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §1.3.4',
  },
  saml_time_invalid: {
    message: 'A time is missing, or is not written in UTC as in 2026-01-15T12:00:30Z.',
    fixedBy: 'idp_admin',
    rule: 'R44, SAML Core §1.3.3',
  },
  saml_issued_in_future: {
    message: 'The message was issued in the future: the clock of the identity provider is fast.',
    fixedBy: 'idp_admin',
    rule: 'R44',
  },
  saml_subject_not_single: {
    message: 'The assertion must have exactly one Subject.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Profiles §4.1.4.2',
  },
  saml_name_id_encrypted: {
    message: 'The NameID is encrypted by itself. Encrypt the whole assertion instead, or nothing.',
    fixedBy: 'idp_admin',
    rule: 'R33, SAML Core §2.2.4',
  },
  saml_name_id_missing: {
    message:
      'The Subject must have exactly one NameID, which holds plain text. A connector that recognises people by an attribute needs none.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §2.4.1',
  },
  saml_sp_name_qualifier_mismatch: {
    message: 'The NameID was made for another service provider.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §8.3.7',
  },
  saml_bearer_missing: {
    message: 'The Subject has no confirmation by the bearer method.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.2',
  },
  saml_recipient_mismatch: {
    message: 'The Recipient of the assertion is not our Sign-On URL.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.3',
  },
  saml_confirmation_not_before: {
    message: 'The bearer confirmation has a NotBefore, which the profile forbids.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.2',
  },
  saml_confirmation_expired: {
    message:
      'The answer of the identity provider has expired. Sign in again; if that fails too, compare the clocks.',
    fixedBy: 'user',
    rule: 'R43, R44, SAML Profiles §4.1.4.3',
  },
  saml_confirmation_without_end: {
    message: 'The bearer confirmation does not say until when it is valid (NotOnOrAfter).',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.2',
  },
  saml_confirmation_divided: {
    message: 'No single bearer confirmation meets all conditions; each is met by another one.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.3',
  },
  saml_conditions_not_single: {
    message: 'The assertion must have exactly one Conditions.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §2.5.1',
  },
  saml_condition_unknown: {
    message: 'The assertion has a condition that this service does not understand.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §2.5.1.1',
  },
  saml_assertion_not_yet_valid: {
    message: 'The assertion is not valid yet: the clock of the identity provider is fast.',
    fixedBy: 'idp_admin',
    rule: 'R44, SAML Core §2.5.1.2',
  },
  saml_assertion_expired: {
    message: 'The assertion has expired. Log in again; if that fails too, compare the clocks.',
    fixedBy: 'user',
    rule: 'R44, SAML Core §2.5.1.2',
  },
  saml_audience_mismatch: {
    message: 'The Audience of the assertion is not our EntityID.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Core §2.5.1.4',
  },
  saml_authn_statement_missing: {
    message: 'The assertion does not say that the person authenticated.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Profiles §4.1.4.2',
  },
  saml_authn_instant_in_future: {
    message: 'The person authenticated in the future: the clock of the identity provider is fast.',
    fixedBy: 'idp_admin',
    rule: 'R44, SAML Core §2.7.2',
  },
  saml_session_expired: {
    message: 'The session at the identity provider has ended.',
    fixedBy: 'user',
    rule: 'R44, SAML Core §2.7.2',
  },
  saml_authn_not_repeated: {
    message: 'A new authentication was asked for, and the identity provider reused an older one.',
    fixedBy: 'idp_admin',
    rule: 'R55, SAML Core §3.4.1',
  },
  saml_authn_too_old: {
    message: 'The authentication is older than the application allows.',
    fixedBy: 'user',
    rule: 'R55',
  },
  saml_authn_context_mismatch: {
    message: 'The person authenticated in another way than was asked for.',
    fixedBy: 'idp_admin',
    rule: 'R55, SAML Core §3.3.2.2.1',
  },
} as const satisfies MeaningTable

export type SamlRefusalCode = keyof typeof SAML_REFUSALS

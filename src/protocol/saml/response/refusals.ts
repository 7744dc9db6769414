// Every reason for which a Response is refused, besides its XML and its signatures.

import type { MeaningTable } from '../../../refusal.ts'

export const SAML_REFUSALS = {
  saml_not_a_response: {
    says: 'The message is not a SAML 2.0 Response.',
    fixedBy: 'idp_admin',
    rule: 'R20, SAML Core §3.3.3',
  },
  saml_status_not_success: {
    says: 'The identity provider answered that the sign-in did not succeed.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §3.2.2',
  },
  saml_unsolicited_expired: {
    says: 'The identity provider sent this sign-in by itself more than five minutes ago.',
    fixedBy: 'user',
    rule: 'R46, SAML Profiles §4.1.5',
  },
  saml_assertion_missing: {
    says: 'The response contains no assertion.',
    fixedBy: 'idp_admin',
    rule: 'R21, SAML Profiles §4.1.4.2',
  },
  saml_assertion_not_single: {
    says: 'The response must contain exactly one assertion, directly inside it.',
    fixedBy: 'idp_admin',
    rule: 'R21',
  },
  saml_signature_misplaced: {
    says: 'A signature may stand once in the response and once in the assertion, and nowhere else.',
    fixedBy: 'idp_admin',
    rule: 'R22, SAML Core §5.4',
  },
  saml_signature_missing: {
    says: 'Neither the response nor the assertion is signed.',
    fixedBy: 'idp_admin',
    rule: 'R11, SAML Profiles §4.1.3.5',
  },
  saml_certificate_missing: {
    says: 'No certificate of this identity provider is registered.',
    fixedBy: 'sp_admin',
    rule: 'R11',
  },
  saml_version_unsupported: {
    says: 'The response and its assertion must say version 2.0.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §4.1.2',
  },
  saml_destination_mismatch: {
    says: 'The response was addressed to another URL than our Sign-On URL.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §3.2.2',
  },
  saml_in_response_to_mismatch: {
    says: 'The response does not answer the request of this login.',
    fixedBy: 'user',
    rule: 'R41, SAML Profiles §4.1.4.3',
  },
  saml_issuer_mismatch: {
    says: 'The Issuer is not the entityID of the registered identity provider.',
    fixedBy: 'sp_admin',
    rule: 'R42, SAML Profiles §4.1.4.2',
  },
  saml_id_missing: {
    says: 'The response or the assertion has no ID.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §1.3.4',
  },
  saml_time_invalid: {
    says: 'A time is missing, or is not written in UTC as in 2026-01-15T12:00:30Z.',
    fixedBy: 'idp_admin',
    rule: 'R44, SAML Core §1.3.3',
  },
  saml_issued_in_future: {
    says: 'The message was issued in the future: the clock of the identity provider is fast.',
    fixedBy: 'idp_admin',
    rule: 'R44',
  },
  saml_subject_not_single: {
    says: 'The assertion must have exactly one Subject.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Profiles §4.1.4.2',
  },
  saml_name_id_encrypted: {
    says: 'The NameID is encrypted by itself. Encrypt the whole assertion instead, or nothing.',
    fixedBy: 'idp_admin',
    rule: 'R33, SAML Core §2.2.4',
  },
  saml_name_id_missing: {
    says: 'The Subject must have exactly one NameID, which holds plain text. A connector that recognises people by an attribute needs none.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §2.4.1',
  },
  saml_sp_name_qualifier_mismatch: {
    says: 'The NameID was made for another service provider.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §8.3.7',
  },
  saml_bearer_missing: {
    says: 'The Subject has no confirmation by the bearer method.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.2',
  },
  saml_recipient_mismatch: {
    says: 'The Recipient of the assertion is not our Sign-On URL.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.3',
  },
  saml_confirmation_not_before: {
    says: 'The bearer confirmation has a NotBefore, which the profile forbids.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.2',
  },
  saml_confirmation_expired: {
    says: 'The answer of the identity provider has expired. Sign in again; if that fails too, compare the clocks.',
    fixedBy: 'user',
    rule: 'R43, R44, SAML Profiles §4.1.4.3',
  },
  saml_confirmation_without_end: {
    says: 'The bearer confirmation does not say until when it is valid (NotOnOrAfter).',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.2',
  },
  saml_confirmation_divided: {
    says: 'No single bearer confirmation meets all conditions; each is met by another one.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Profiles §4.1.4.3',
  },
  saml_conditions_not_single: {
    says: 'The assertion must have exactly one Conditions.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §2.5.1',
  },
  saml_condition_unknown: {
    says: 'The assertion has a condition that this service does not understand.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Core §2.5.1.1',
  },
  saml_assertion_not_yet_valid: {
    says: 'The assertion is not valid yet: the clock of the identity provider is fast.',
    fixedBy: 'idp_admin',
    rule: 'R44, SAML Core §2.5.1.2',
  },
  saml_assertion_expired: {
    says: 'The assertion has expired. Log in again; if that fails too, compare the clocks.',
    fixedBy: 'user',
    rule: 'R44, SAML Core §2.5.1.2',
  },
  saml_audience_mismatch: {
    says: 'The Audience of the assertion is not our EntityID.',
    fixedBy: 'idp_admin',
    rule: 'R43, SAML Core §2.5.1.4',
  },
  saml_authn_statement_missing: {
    says: 'The assertion does not say that the person authenticated.',
    fixedBy: 'idp_admin',
    rule: 'R42, SAML Profiles §4.1.4.2',
  },
  saml_authn_instant_in_future: {
    says: 'The person authenticated in the future: the clock of the identity provider is fast.',
    fixedBy: 'idp_admin',
    rule: 'R44, SAML Core §2.7.2',
  },
  saml_session_expired: {
    says: 'The session at the identity provider has ended.',
    fixedBy: 'user',
    rule: 'R44, SAML Core §2.7.2',
  },
  saml_authn_not_repeated: {
    says: 'A new authentication was asked for, and the identity provider reused an older one.',
    fixedBy: 'idp_admin',
    rule: 'R55, SAML Core §3.4.1',
  },
  saml_authn_too_old: {
    says: 'The authentication is older than the application allows.',
    fixedBy: 'user',
    rule: 'R55',
  },
  saml_authn_context_mismatch: {
    says: 'The person authenticated in another way than was asked for.',
    fixedBy: 'idp_admin',
    rule: 'R55, SAML Core §3.3.2.2.1',
  },
} as const satisfies MeaningTable

export type SamlRefusalCode = keyof typeof SAML_REFUSALS

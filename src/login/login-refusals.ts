// The refusals of the login itself: before a message is read, and after it was verified.

import type { MeaningTable } from '../refusal.ts'
import { ACCOUNT_REFUSALS } from './account-refusals.ts'

export const LOGIN_REFUSALS = {
  login_sso_key_unknown: {
    message: 'There is no sign-in address like this one. It may have been deleted, or mistyped.',
    fixedBy: 'sp_admin',
    rule: 'R40',
  },
  login_connector_missing: {
    message:
      'Single sign-on is not switched on yet for this address: no connector has been activated.',
    fixedBy: 'sp_admin',
    rule: 'R40, I6',
  },
  login_connector_disabled: {
    message: 'Single sign-on at this address has been switched off by an administrator.',
    fixedBy: 'sp_admin',
    rule: 'R40',
  },
  login_return_to_invalid: {
    message: 'The address to return to after signing in is not an allowed one.',
    fixedBy: 'developer',
    rule: 'R51',
  },
  login_hint_invalid: {
    message: 'The login hint is too long or contains characters that cannot be in a user name.',
    fixedBy: 'developer',
    rule: 'R51',
  },
  login_address_invalid: {
    message: 'That is not a whole e-mail address, as in name@example.com.',
    fixedBy: 'user',
    rule: 'RFC 5321 §4.1.2',
  },
  login_address_unknown: {
    message:
      'No sign-in belongs to this e-mail address here. Check how it is written, or start at the application that you want to use. If that does not help, ask your administrator for the link of your organisation’s sign-in.',
    fixedBy: 'user',
    rule: 'I7',
  },
  login_address_limited: {
    message:
      'This e-mail address was tried too often. Wait a quarter of an hour, or start at the application that you want to use.',
    fixedBy: 'user',
    rule: 'I7, RFC 6585 §4',
  },
  login_form_invalid: {
    message: 'What arrived is not the form that an identity provider sends.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4',
  },
  login_form_too_large: {
    message: 'The form that the identity provider sent is too large.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
  login_response_missing: {
    message: 'The form that arrived holds no SAMLResponse, or holds it more than once.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4',
  },
  login_response_not_base64: {
    message: 'The SAMLResponse that arrived is not base64.',
    fixedBy: 'idp_admin',
    rule: 'R28, SAML Bindings §3.5.4',
  },
  login_unsolicited: {
    message:
      'The identity provider sent a sign-in that nobody had asked for here. Start at the application instead.',
    fixedBy: 'user',
    rule: 'R41, SAML Profiles §4.1.5',
  },
  login_unsolicited_encrypted: {
    message:
      'The identity provider sent an encrypted sign-in that nobody had asked for here. Those are not decrypted.',
    fixedBy: 'idp_admin',
    rule: 'R34, SAML Profiles §4.1.5',
  },
  login_conversion_loop: {
    message:
      'The identity provider answered this sign-in as if nobody had asked for it, again. Start at the application instead.',
    fixedBy: 'idp_admin',
    rule: 'R41, SAML Profiles §4.1.5',
  },
  login_request_unknown: {
    message:
      'This browser did not begin this sign-in: it began in another one, cookies are blocked, or it is too long ago.',
    fixedBy: 'user',
    rule: 'R53',
  },
  login_request_expired: {
    message: 'This sign-in was begun too long ago.',
    fixedBy: 'user',
    rule: 'R46',
  },
  login_replayed: {
    message: 'This sign-in has been used already.',
    fixedBy: 'user',
    rule: 'R46, I3',
  },
  login_decryption_limited: {
    message:
      'Too many sign-ins at this address could not be decrypted in the last minute. Wait a minute and start again.',
    fixedBy: 'user',
    rule: 'R34',
  },
  login_rate_limited: {
    message: 'Too many requests came from your network within a few seconds.',
    fixedBy: 'user',
    rule: 'I9, RFC 6585 §4',
  },
  login_https_required: {
    message:
      'This address takes https alone. What you sent came over http and could be read on the way: replace any password or secret in it. Then start again at the https address.',
    fixedBy: 'user',
    rule: 'RFC 9110 §15.5.20',
  },
  login_name_id_transient: {
    message:
      'The identity provider sends another NameID at every sign-in (a transient one), so it recognises nobody. Choose an attribute that never changes as the identity source of the connector, or have the identity provider send a persistent NameID.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  login_identity_missing: {
    message: 'The attribute that identifies the person did not arrive.',
    fixedBy: 'idp_admin',
    rule: 'R52',
  },
  login_attribute_multiple: {
    message: 'An attribute that must have one value arrived with several.',
    fixedBy: 'idp_admin',
    rule: 'R54',
  },
  login_attribute_invalid: {
    message: 'The value of an attribute does not have the form it must have.',
    fixedBy: 'idp_admin',
    rule: 'R47',
  },
  login_attribute_too_large: {
    message:
      'An attribute arrived with more values than a field takes, or with a longer one. Have the identity provider send only what is needed.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
  login_email_ambiguous: {
    message:
      'The e-mail address holds a character that some systems replace by a plain letter, so that it would be the address of another person. Have the address written with plain letters.',
    fixedBy: 'idp_admin',
    rule: 'R47, UAX #15',
  },
  login_groups_overage: {
    message:
      'The person is in more groups than Microsoft Entra ID sends, so it sent a link in place of the groups. Have it send only the groups assigned to the application.',
    fixedBy: 'idp_admin',
    rule: 'I9',
  },
  login_role_unmatched: {
    message: 'Nothing that the identity provider says of the person gives them a role here.',
    fixedBy: 'idp_admin',
    rule: 'I9',
  },
  login_tenant_unmatched: {
    message: 'Nothing that the identity provider says of the person opens an organisation here.',
    fixedBy: 'idp_admin',
    rule: 'I5',
  },
  login_tenant_gone: {
    message:
      'The organisation that the person would enter is none of those that this connector may open.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  login_profile_incomplete: {
    message: 'A required attribute did not arrive.',
    fixedBy: 'idp_admin',
    rule: 'R52',
  },
  login_domain_foreign: {
    message: 'People with an e-mail address of this domain may not sign in here.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  login_user_not_linked: {
    message: 'Only people whom an administrator has linked to this sign-in may use it.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  login_user_not_invited: {
    message: 'Only people whom an administrator has invited may sign in here.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  login_email_taken: {
    message:
      'Another account already uses this e-mail address. Accounts are not joined by e-mail address alone.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  login_identity_case_differs: {
    message:
      'The identity provider names this person as a known user, but for upper and lower case. An administrator can confirm that it is the same person.',
    fixedBy: 'sp_admin',
    rule: 'R47, R52',
  },
  login_email_case_differs: {
    message:
      'The e-mail address is that of a known user, but for upper and lower case. An administrator can confirm that it is the same person.',
    fixedBy: 'sp_admin',
    rule: 'R47, R52',
  },
  login_email_domain_unverified: {
    message:
      'Another account already uses this e-mail address. It could be joined with this sign-in if its domain were verified here.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  login_user_inactive: {
    message: 'This account has been deactivated.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  login_test_unknown: {
    message: 'This test link has been used, has expired, or was never issued. Make a new one.',
    fixedBy: 'sp_admin',
    rule: 'I6',
  },
  ...ACCOUNT_REFUSALS,
} as const satisfies MeaningTable

export type LoginRefusalCode = keyof typeof LOGIN_REFUSALS

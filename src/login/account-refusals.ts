// The refusals of passwords, second factors and accounts: what a user without SSO can be told.

import type { MeaningTable } from '../refusal.ts'

/** Each code with its meaning and the one who can mend it. */
export const ACCOUNT_REFUSALS = {
  login_password_refused: {
    message: 'E-mail address and password do not belong together.',
    fixedBy: 'user',
    rule: 'I9',
  },
  login_sso_required: {
    message: 'Your organisation lets people sign in through its identity provider alone.',
    fixedBy: 'user',
    rule: 'I10',
  },
  login_second_factor_required: {
    message:
      'Your organisation takes a second factor beside the password, and you have none. Sign in through its identity provider and add one.',
    fixedBy: 'user',
    rule: 'I10',
  },
  login_recovery_code_refused: {
    message: 'This is no recovery code of your organisation, or it was used.',
    fixedBy: 'user',
    rule: 'I10',
  },
  login_password_limited: {
    message:
      'There were too many attempts. Nothing is looked at before the time is over, not even the right password.',
    fixedBy: 'user',
    rule: 'I9, RFC 6585 §4',
  },
  login_password_link_unknown: {
    message: 'This link has been used, has expired, or was never issued.',
    fixedBy: 'user',
    rule: 'I3',
  },
  login_password_link_absent: {
    message:
      'This page belongs to the link in your mail, and this browser has not opened one in the last half hour. Open the link again. If this page comes back, allow cookies for this site.',
    fixedBy: 'user',
    rule: 'I8, R53',
  },
  login_password_link_other: {
    message:
      'Another link was opened in this browser meanwhile. Check the e-mail address below, and choose the password for it.',
    fixedBy: 'user',
    rule: 'R53',
  },
  login_proof_over: {
    message:
      'This step is over: it waits ten minutes for one browser, and takes five answers. Sign in again.',
    fixedBy: 'user',
    rule: 'I3',
  },
  login_account_stale: {
    message:
      'Who changes what protects an account has proven who they are in the last ten minutes, with a second factor where there is one.',
    fixedBy: 'user',
    rule: 'R53',
  },
  login_factors_full: {
    message: 'An account has at most ten second factors. Remove one first.',
    fixedBy: 'user',
    rule: 'I9',
  },
  login_factor_unknown: {
    message: 'The account has no such second factor. Recovery codes belong to one.',
    fixedBy: 'user',
    rule: 'I9',
  },
  login_last_factor: {
    message:
      'Your organisation requires a second factor, and this is the last one. Add another first.',
    fixedBy: 'user',
    rule: 'I9',
  },
  login_last_way_in: {
    message:
      'Without this second factor no administrator of your organisation could get in by a password any more. Add another first.',
    fixedBy: 'user',
    rule: 'I10',
  },
  login_enrolment_over: {
    message:
      'Setting this up takes ten minutes and five answers at most, where it was begun. Begin again.',
    fixedBy: 'user',
    rule: 'I3',
  },
  login_recovery_code_other: {
    message:
      'This is none of the codes that were just shown. Type one of them, or have others made.',
    fixedBy: 'user',
    rule: 'I9',
  },
  login_present_password_wrong: {
    message: 'This is not your present password.',
    fixedBy: 'user',
    rule: 'I9',
  },
  login_password_repeated_otherwise: {
    message: 'The password was not the same both times.',
    fixedBy: 'user',
    rule: 'I9',
  },
  login_mail_unavailable: {
    message:
      'Nobody can be written to from here. Ask your administrator for a link that sets a new password.',
    fixedBy: 'user',
    rule: 'I9',
  },
} as const satisfies MeaningTable

// Genuinely signed assertions about nobody, for others, over, or about an authentication that was
// not asked for (R42-R55).

import { type Attack, type Attacks, all, before, change } from '../attack.ts'

type Edit = (xml: string) => string

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const AUDIENCE = '<saml:Audience>https://sp.example/sso/sso_1/saml/metadata</saml:Audience>'
const RECIPIENT = ' Recipient="https://sp.example/sso/sso_1/saml/acs"'
const END = '2026-01-15T12:05:00Z'
const DATA = /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/
const CONDITIONS = /<saml:Conditions .*<\/saml:Conditions>/
const STATEMENT = /<saml:AuthnStatement .*<\/saml:AuthnStatement>/
const SUBJECT = /<saml:Subject>.*<\/saml:Subject>/

/** A change of the assertion before it is signed. */
const assertion = (rule: string, refuses: string, says: string, editAssertion: Edit): Attack => ({
  says,
  rule,
  refuses,
  message: { editAssertion },
})
const replace =
  (from: RegExp, to: (found: string) => string): Edit =>
  (xml) =>
    xml.replace(from, to)
const audience = (says: string, to: string): Attack =>
  assertion('R43', 'saml_audience_mismatch', says, change(AUDIENCE, to))
const recipient = (says: string, to: string): Attack =>
  assertion('R43', 'saml_recipient_mismatch', says, change(RECIPIENT, to))
const time = (says: string, to: string): Attack =>
  assertion(
    'R44',
    'saml_time_invalid',
    says,
    replace(/AuthnInstant="[^"]*"/, () => `AuthnInstant="${to}"`),
  )

export const ASSERTION: Attacks = {
  'subject-missing': assertion(
    'R42',
    'saml_subject_not_single',
    'No Subject.',
    replace(SUBJECT, () => ''),
  ),
  'subject-twice': assertion(
    'R42',
    'saml_subject_not_single',
    'Two Subjects.',
    replace(SUBJECT, (one) => one + one),
  ),
  'name-id-missing': assertion(
    'R42',
    'saml_name_id_missing',
    'No NameID.',
    replace(/<saml:NameID .*<\/saml:NameID>/, () => ''),
  ),
  'name-id-empty': {
    ...assertion('R42', 'saml_name_id_missing', 'An empty NameID.', (xml) => xml),
    message: { nameId: '' },
  },
  'name-id-of-white-space': {
    ...assertion('R42', 'saml_name_id_missing', 'A NameID of white space.', (xml) => xml),
    message: { nameId: ' ' },
  },
  'name-id-twice': assertion(
    'R42',
    'saml_name_id_missing',
    'Two NameIDs.',
    replace(/<saml:NameID .*<\/saml:NameID>/, (one) => one + one),
  ),
  'name-id-with-element': assertion(
    'R42',
    'saml_name_id_missing',
    'An element inside the NameID cuts its text in two.',
    change(
      '>alice@example.org</saml:NameID>',
      '>alice@example.org<saml:x></saml:x>.evil.example</saml:NameID>',
    ),
  ),
  'name-id-for-another-sp': assertion(
    'R42',
    'saml_sp_name_qualifier_mismatch',
    'A NameID made for another service provider.',
    replace(
      /(<saml:NameID Format="[^"]*")/,
      (start) => `${start} SPNameQualifier="https://other.example"`,
    ),
  ),
  'confirmation-missing': assertion(
    'R43',
    'saml_bearer_missing',
    'No SubjectConfirmation.',
    replace(DATA, () => ''),
  ),
  'confirmation-sender-vouches': assertion(
    'R43',
    'saml_bearer_missing',
    'A confirmation by sender-vouches.',
    change(BEARER, BEARER.replace('bearer', 'sender-vouches')),
  ),
  'confirmation-holder-of-key': assertion(
    'R43',
    'saml_bearer_missing',
    'A confirmation by holder-of-key.',
    change(BEARER, BEARER.replace('bearer', 'holder-of-key')),
  ),
  'confirmation-expired': assertion(
    'R43',
    'saml_confirmation_expired',
    'A confirmation that is over.',
    (xml) =>
      xml.replace(
        `NotOnOrAfter="${END}" Recipient`,
        'NotOnOrAfter="2026-01-15T11:57:30Z" Recipient',
      ),
  ),
  'confirmation-without-end': assertion(
    'R43',
    'saml_confirmation_without_end',
    'A confirmation without an end.',
    (xml) => xml.replace(`NotOnOrAfter="${END}" Recipient`, 'Recipient'),
  ),
  'confirmation-not-before': assertion(
    'R43',
    'saml_confirmation_not_before',
    'A bearer confirmation with a beginning.',
    (xml) =>
      xml.replace(
        `NotOnOrAfter="${END}" Recipient`,
        `NotBefore="2026-01-15T11:59:00Z" NotOnOrAfter="${END}" Recipient`,
      ),
  ),
  'confirmations-divided': assertion(
    'R43',
    'saml_confirmation_divided',
    'Two confirmations that fit only together.',
    replace(
      DATA,
      (one) =>
        one.replace(RECIPIENT, ' Recipient="https://other.example/acs"') +
        one.replace(`NotOnOrAfter="${END}"`, 'NotOnOrAfter="2026-01-15T11:00:00Z"'),
    ),
  ),
  'recipient-of-another-sp': recipient(
    'A Recipient of another service provider.',
    ' Recipient="https://other.example/acs"',
  ),
  'recipient-missing': recipient('No Recipient.', ''),
  'recipient-with-query': recipient(
    'A Recipient with a query.',
    RECIPIENT.replace('/acs"', '/acs?x"'),
  ),
  'recipient-of-another-key': recipient(
    'The Sign-On URL of another SSO key.',
    RECIPIENT.replace('sso_1', 'sso_2'),
  ),
  'audience-of-another-sp': audience(
    'An Audience of another service provider.',
    '<saml:Audience>https://other.example</saml:Audience>',
  ),
  'audience-shorter': audience(
    'An Audience that is the beginning of ours.',
    AUDIENCE.replace('/metadata<', '<'),
  ),
  'audience-longer': audience(
    'An Audience that begins with ours.',
    AUDIENCE.replace('/metadata<', '/metadata/x<'),
  ),
  'audience-with-element': audience(
    'An Audience cut in two by an element.',
    AUDIENCE.replace('/metadata<', '/metadata<saml:x></saml:x><'),
  ),
  'audience-restriction-missing': assertion(
    'R43',
    'saml_audience_mismatch',
    'No AudienceRestriction.',
    replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, () => ''),
  ),
  'audience-restriction-to-others': assertion(
    'R43',
    'saml_audience_mismatch',
    'A second restriction, to others.',
    before(
      '<saml:AudienceRestriction>',
      '<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>',
    ),
  ),
  'conditions-missing': assertion(
    'R42',
    'saml_conditions_not_single',
    'No Conditions.',
    replace(CONDITIONS, () => ''),
  ),
  'conditions-twice': assertion(
    'R42',
    'saml_conditions_not_single',
    'Two Conditions.',
    replace(CONDITIONS, (one) => one + one),
  ),
  'condition-unknown': assertion(
    'R42',
    'saml_condition_unknown',
    'A condition that nobody knows.',
    before('</saml:Conditions>', '<saml:Condition></saml:Condition>'),
  ),
  'assertion-expired': {
    says: 'An assertion whose Conditions are over by the second.',
    rule: 'R44',
    refuses: 'saml_assertion_expired',
    message: {
      editAssertion: replace(/(<saml:Conditions .*?NotOnOrAfter=")[^"]*/, (start) =>
        start.replace(END, '2026-01-15T11:57:30Z'),
      ),
    },
  },
  'assertion-not-yet-valid': assertion(
    'R44',
    'saml_assertion_not_yet_valid',
    'An assertion that holds from tomorrow on.',
    replace(/NotBefore="[^"]*"/, () => 'NotBefore="2026-01-16T12:00:00Z"'),
  ),
  'issued-in-future': {
    ...assertion(
      'R44',
      'saml_issued_in_future',
      'An assertion issued tomorrow.',
      replace(/IssueInstant="[^"]*"/, () => 'IssueInstant="2026-01-16T12:00:00Z"'),
    ),
  },
  'authenticated-in-future': assertion(
    'R44',
    'saml_authn_instant_in_future',
    'An authentication tomorrow.',
    replace(/AuthnInstant="[^"]*"/, () => 'AuthnInstant="2026-01-16T12:00:00Z"'),
  ),
  'time-without-zone': time('A time without a zone.', '2026-01-15T12:00:00'),
  'time-with-offset': time('A time with an offset.', '2026-01-15T13:00:00+01:00'),
  'time-that-does-not-exist': time('The 30th of February.', '2026-02-30T12:00:00Z'),
  'time-in-words': time('A time in words.', 'now'),
  'session-over': assertion(
    'R44',
    'saml_session_expired',
    'A session at the IdP that is over.',
    change(
      ' SessionIndex="_session1"',
      ' SessionIndex="_session1" SessionNotOnOrAfter="2026-01-15T11:00:00Z"',
    ),
  ),
  'authn-statement-missing': assertion(
    'R42',
    'saml_authn_statement_missing',
    'No AuthnStatement: nobody authenticated.',
    replace(STATEMENT, () => ''),
  ),
  'authn-not-repeated': {
    says: 'A new authentication was asked for; the one an hour ago is reported.',
    rule: 'R55',
    refuses: 'saml_authn_not_repeated',
    message: {
      editAssertion: replace(/AuthnInstant="[^"]*"/, () => 'AuthnInstant="2026-01-15T11:00:00Z"'),
    },
    circumstances: { forceAuthn: true },
  },
  'authn-too-old': {
    says: 'An authentication older than the application allows.',
    rule: 'R55',
    refuses: 'saml_authn_too_old',
    message: {
      editAssertion: replace(/AuthnInstant="[^"]*"/, () => 'AuthnInstant="2026-01-15T11:00:00Z"'),
    },
    circumstances: { maxAgeSeconds: 600 },
  },
  'authn-weaker': {
    says: 'Several factors were asked for, a password came back.',
    rule: 'R55',
    refuses: 'saml_authn_context_mismatch',
    message: {},
    circumstances: { authnContextClassRef: 'https://refeds.org/profile/mfa' },
  },
  'authn-statements-one-weaker': {
    says: 'Two AuthnStatements, of which one is as asked for.',
    rule: 'R55',
    refuses: 'saml_authn_context_mismatch',
    message: {
      editAssertion: all(
        replace(STATEMENT, (one) => one + one.replace('ac:classes:Password', 'ac:classes:X509')),
      ),
    },
    circumstances: { authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:X509' },
  },
}

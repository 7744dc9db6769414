// Attacks on what we tolerate: each lies beside a form that honest IdPs write and that is accepted
// (docs/conformance.md, "Tolerances"), and differs from it in what would open something.

import { type Attack, type Attacks, all, before, change } from '../attack.ts'

type Edit = (xml: string) => string

const AUDIENCE = '>https://sp.example/sso/sso_1/saml/metadata<'
const ACS = 'https://sp.example/sso/sso_1/saml/acs'
const NO_BREAK = '\u00a0'

const audience = (says: string, to: string): Attack => ({
  says,
  rule: 'R43',
  refuses: 'saml_audience_mismatch',
  message: { editAssertion: change(AUDIENCE, `>${to}<`) },
})
const recipient = (says: string, to: string): Attack => ({
  says,
  rule: 'R43',
  refuses: 'saml_recipient_mismatch',
  message: { editAssertion: change(`Recipient="${ACS}"`, `Recipient="${to}"`) },
})
const destination = (says: string, to: string): Attack => ({
  says,
  rule: 'R42',
  refuses: 'saml_destination_mismatch',
  message: {
    sign: 'both',
    editResponse: change(`Destination="${ACS}"`, `Destination="${to}"`),
  },
})
const time = (says: string, to: string): Attack => ({
  says,
  rule: 'R44',
  refuses: 'saml_time_invalid',
  message: { editAssertion: (xml) => xml.replace(/AuthnInstant="[^"]*"/, `AuthnInstant="${to}"`) },
})
const end = (refuses: string, says: string, to: string): Attack => ({
  says,
  rule: 'R44',
  refuses,
  message: {
    editAssertion: (xml) =>
      xml.replace(/NotOnOrAfter="[^"]*" Recipient/, `NotOnOrAfter="${to}" Recipient`),
  },
})
const reader = (refuses: string, says: string, edit: Edit): Attack => ({
  says,
  rule: 'R2',
  refuses,
  message: { edit },
})

export const TOLERANCE: Attacks = {
  'audience-of-another-sp-in-white-space': audience(
    'The Audience of another service provider, with white space around it.',
    '\n  https://other.example/metadata\n  ',
  ),
  'audience-beside-another': audience(
    'Our EntityID and another one in one Audience, as a list.',
    'https://sp.example/sso/sso_1/saml/metadata https://other.example/metadata',
  ),
  'audience-in-other-blanks': audience(
    'Blanks that are no white space to XML.',
    `${NO_BREAK}https://sp.example/sso/sso_1/saml/metadata${NO_BREAK}`,
  ),
  'audience-with-default-port': audience(
    'An Audience is an identifier, not an address: with a port it is another one.',
    'https://sp.example:443/sso/sso_1/saml/metadata',
  ),
  'issuer-in-white-space': {
    says: 'An Issuer is of type xs:string: white space makes another one.',
    rule: 'R47',
    refuses: 'saml_issuer_mismatch',
    message: {
      editAssertion: change(
        '>https://idp.example/metadata</saml:Issuer>',
        '>\n  https://idp.example/metadata\n</saml:Issuer>',
      ),
    },
  },
  'recipient-with-user': recipient(
    'A user in front of our host: the host behind it is what counts.',
    'https://sp.example@evil.example/sso/sso_1/saml/acs',
  ),
  'recipient-with-backslash': recipient(
    'A backslash, which browsers take for a slash.',
    'https://evil.example\\@sp.example/sso/sso_1/saml/acs',
  ),
  'recipient-with-dot-segments': recipient(
    'Our URL only after dot segments are removed.',
    'https://sp.example/sso/sso_2/../sso_1/saml/acs',
  ),
  'recipient-other-port': recipient(
    'Another service on our host.',
    'https://sp.example:8443/sso/sso_1/saml/acs',
  ),
  'destination-with-user': destination(
    'A user in front of another host.',
    'https://sp.example:443@evil.example/sso/sso_1/saml/acs',
  ),
  'destination-other-case-of-path': destination(
    'The path of another SSO key to servers that know case.',
    'https://sp.example/sso/SSO_1/saml/acs',
  ),
  'destination-other-scheme': destination(
    'The same address in the clear.',
    'http://sp.example:443/sso/sso_1/saml/acs',
  ),
  'destination-beside-another': destination(
    'Two URLs in one value.',
    `${ACS} https://evil.example`,
  ),
  'time-of-minus-zero': time(
    'An offset that says the zone is unknown.',
    '2026-01-15T12:00:00-00:00',
  ),
  'time-with-two-zones': time('A zone behind the zone.', '2026-01-15T12:00:00+00:00Z'),
  'time-past-midnight': time('An hour 24 that goes on.', '2026-01-14T24:00:01Z'),
  'time-with-padded-year': time('A year with a leading zero.', '02026-01-15T12:00:00Z'),
  'time-with-long-year': time('A year past every clock.', '99999999-01-15T12:00:00Z'),
  'time-in-two-lines': time('A line break inside a time.', '2026-01-15T&#xA;12:00:00Z'),
  'end-of-white-space': end('saml_time_invalid', 'An end of white space alone.', '  '),
  'end-by-offset': end(
    'saml_time_invalid',
    'An end that an offset moves ahead.',
    '2026-01-15T10:30:00-02:00',
  ),
  'end-at-midnight-before': end(
    'saml_confirmation_expired',
    'The hour 24 of the day before is over.',
    '2026-01-14T24:00:00Z',
  ),
  'id-twice-in-white-space': {
    says: 'Two IDs that differ in white space, which XML Schema takes for the same.',
    rule: 'R25',
    refuses: 'dsig_id_ambiguous',
    message: { edit: change('<samlp:Status>', '<samlp:Status ID=" _assertion1">') },
  },
  'algorithm-in-two-words': {
    says: 'An algorithm with white space inside.',
    rule: 'R12',
    refuses: 'dsig_signature_algorithm_forbidden',
    message: { editSignedInfo: change('#rsa-sha256', '# rsa-sha256') },
  },
  'declared-utf-16': reader(
    'xml_declaration_unsupported',
    'Bytes of UTF-8 that claim to be UTF-16.',
    (xml) => `<?xml version="1.0" encoding="utf-16"?>${xml}`,
  ),
  'declared-twice': reader(
    'xml_processing_instruction_forbidden',
    'A second declaration.',
    (xml) => `<?xml version="1.0"?><?xml version="1.0" encoding="us-ascii"?>${xml}`,
  ),
  'bom-twice': reader(
    'xml_malformed',
    'Text between byte order mark and root.',
    (xml) => `\ufeff\ufeff${xml}`,
  ),
  'bom-inside': reader(
    'dsig_digest_mismatch',
    'A byte order mark in the middle, which some readers leave out.',
    all(before('alice@example.org</saml:NameID>', '\ufeff')),
  ),
}

// Genuinely signed messages that are not for us, not for this request, not for now, or that say two
// things (R40-R55).

import { type Attack, type Attacks, before, change } from '../attack.ts'

type Edit = (xml: string) => string

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:'
const SUCCESS = `<samlp:StatusCode Value="${STATUS}Success"></samlp:StatusCode>`
const ISSUER = '>https://idp.example/metadata</saml:Issuer>'

/** A change of the assertion before it is signed. */
const assertion = (rule: string, refuses: string, says: string, editAssertion: Edit): Attack => ({
  says,
  rule,
  refuses,
  message: { editAssertion },
})
/** A change of the Response before both are signed. */
const response = (rule: string, refuses: string, says: string, editResponse: Edit): Attack => ({
  says,
  rule,
  refuses,
  message: { sign: 'both', editResponse },
})
const replace =
  (from: RegExp, to: (found: string) => string): Edit =>
  (xml) =>
    xml.replace(from, to)

export const PROFILE: Attacks = {
  'issuer-of-response': response(
    'R42',
    'saml_issuer_mismatch',
    'A Response of another IdP.',
    (xml) => xml.replace(ISSUER, '>https://evil.example/metadata</saml:Issuer>'),
  ),
  'issuer-of-response-missing': response(
    'R42',
    'saml_issuer_mismatch',
    'A signed Response that does not say who issued it.',
    (xml) => xml.replace(/<saml:Issuer xmlns:saml=[^>]*>[^<]*<\/saml:Issuer>/, ''),
  ),
  'issuer-of-assertion': assertion(
    'R42',
    'saml_issuer_mismatch',
    'An assertion of another IdP under our key.',
    change(ISSUER, '>https://evil.example/metadata</saml:Issuer>'),
  ),
  'issuer-other-case': assertion(
    'R47',
    'saml_issuer_mismatch',
    'An Issuer in capitals.',
    change(ISSUER, '>https://IDP.example/metadata</saml:Issuer>'),
  ),
  'issuer-padded': assertion(
    'R47',
    'saml_issuer_mismatch',
    'An Issuer with white space around it.',
    change(ISSUER, '> https://idp.example/metadata </saml:Issuer>'),
  ),
  'issuer-format': assertion(
    'R42',
    'saml_issuer_mismatch',
    'An Issuer that is no entityID.',
    change(
      '<saml:Issuer>',
      '<saml:Issuer Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">',
    ),
  ),
  'version-of-response': response(
    'R42',
    'saml_version_unsupported',
    'A Response of SAML 1.1.',
    (xml) => xml.replace(' Version="2.0">', ' Version="1.1">'),
  ),
  'version-of-assertion': assertion(
    'R42',
    'saml_version_unsupported',
    'An assertion of SAML 1.1.',
    change(' Version="2.0">', ' Version="1.1">'),
  ),
  'response-without-id': {
    says: 'A Response without ID around a signed assertion.',
    rule: 'R42',
    refuses: 'saml_id_missing',
    message: { edit: change(' ID="_response1"', '') },
  },
  'status-failure': response(
    'R42',
    'saml_status_not_success',
    'A failure that still carries an assertion.',
    change(`${STATUS}Success`, `${STATUS}Responder`),
  ),
  'status-success-nested': response(
    'R42',
    'saml_status_not_success',
    'A Success nested in a failure.',
    change(SUCCESS, `<samlp:StatusCode Value="${STATUS}Responder">${SUCCESS}</samlp:StatusCode>`),
  ),
  'status-twice': response('R42', 'saml_status_not_success', 'A failure and a Success.', (xml) =>
    before(
      '<samlp:Status>',
      `<samlp:Status>${SUCCESS.replace('Success', 'Responder')}</samlp:Status>`,
    )(xml),
  ),
  'status-missing': response('R42', 'saml_status_not_success', 'No Status.', (xml) =>
    xml.replace(/<samlp:Status>.*<\/samlp:Status>/, ''),
  ),
  'assertion-missing': {
    says: 'A Success without an assertion.',
    rule: 'R21',
    refuses: 'saml_assertion_missing',
    message: { sign: 'none', edit: replace(/<saml:Assertion .*<\/saml:Assertion>/, () => '') },
  },
  'destination-of-another-sp': response(
    'R42',
    'saml_destination_mismatch',
    'A Response to another service provider.',
    (xml) => xml.replace(/ Destination="[^"]*"/, ' Destination="https://other.example/acs"'),
  ),
  'destination-empty': response(
    'R42',
    'saml_destination_mismatch',
    'An empty Destination.',
    (xml) => xml.replace(/ Destination="[^"]*"/, ' Destination=""'),
  ),
  'destination-longer': response(
    'R42',
    'saml_destination_mismatch',
    'A Destination that only begins with our URL.',
    (xml) => xml.replace('/saml/acs" ID=', '/saml/acs/x" ID='),
  ),
  'answer-to-another-request': {
    says: 'The answer to somebody else’s request.',
    rule: 'R41',
    refuses: 'saml_in_response_to_mismatch',
    message: { inResponseTo: '_request2' },
  },
  'answer-without-request': {
    says: 'A solicited answer made unsolicited by leaving the request out of the unsigned Response.',
    rule: 'R41',
    refuses: 'saml_in_response_to_mismatch',
    message: { edit: change(' InResponseTo="_request1" IssueInstant', ' IssueInstant') },
  },
  'answer-renamed': {
    says: 'An assertion for another request in a Response that claims ours.',
    rule: 'R41',
    refuses: 'saml_in_response_to_mismatch',
    message: { editAssertion: change('InResponseTo="_request1"', 'InResponseTo="_request2"') },
  },
  'confirmation-without-request': assertion(
    'R41',
    'saml_in_response_to_mismatch',
    'A confirmation that names no request.',
    change('InResponseTo="_request1" ', ''),
  ),
}

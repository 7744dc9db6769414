import { describe, expect, it } from 'vitest'
import { CIRCUMSTANCES, type ResponseOptions } from '../../../support/signed-response.ts'
import { inAssertion, inResponse, judge } from './judge.ts'

const { acsUrl, idpEntityID, now } = CIRCUMSTANCES
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
const DENIED = 'urn:oasis:names:tc:SAML:2.0:status:RequestDenied'
const RESPONDER = 'urn:oasis:names:tc:SAML:2.0:status:Responder'
const A_TIME = '2026-01-15T12:00:30Z'
const NOW = '2026-01-15T12:00:30.000Z'
const AUTHN = '2026-01-15T12:00:00Z'

describe('the response is refused for', () => {
  const mismatch = (code: string, expected: unknown, got: unknown) => ({ code, expected, got })

  it.each<[string, ResponseOptions, object]>([
    [
      'R42 another version of the Response',
      inResponse('Version="2.0"><saml:Issuer', 'Version="1.1"><saml:Issuer'),
      mismatch('saml_version_unsupported', '2.0', ['1.1', '2.0']),
    ],
    [
      'R42 another version of the assertion',
      inAssertion('Version="2.0"', 'Version="1.1"'),
      mismatch('saml_version_unsupported', '2.0', ['2.0', '1.1']),
    ],
    [
      'R42 a Response without ID',
      { ...inResponse(' ID="_response1"', ''), sign: 'assertion' },
      { code: 'saml_id_missing' },
    ],
    [
      'R42 an assertion without ID',
      { ...inAssertion(' ID="_assertion1"', ''), sign: 'response' },
      { code: 'saml_id_missing' },
    ],
    [
      'R42 a failure',
      inResponse(SUCCESS, RESPONDER),
      mismatch('saml_status_not_success', SUCCESS, [RESPONDER]),
    ],
    [
      'R42 a Success inside a failure',
      inResponse(
        /<samlp:StatusCode.*<\/samlp:StatusCode>/,
        `<samlp:StatusCode Value="${RESPONDER}"><samlp:StatusCode Value="${SUCCESS}"></samlp:StatusCode></samlp:StatusCode>`,
      ),
      mismatch('saml_status_not_success', SUCCESS, [RESPONDER, SUCCESS]),
    ],
    [
      'R42 two statuses',
      inResponse(
        '</samlp:Status>',
        `</samlp:Status><samlp:Status><samlp:StatusCode Value="${SUCCESS}"></samlp:StatusCode></samlp:Status>`,
      ),
      mismatch('saml_status_not_success', SUCCESS, []),
    ],
    [
      'R42 another Destination',
      inResponse(/Destination="[^"]*"/, 'Destination="https://sp.example/other"'),
      mismatch('saml_destination_mismatch', acsUrl, 'https://sp.example/other'),
    ],
    [
      'R42 an empty Destination',
      inResponse(/Destination="[^"]*"/, 'Destination=""'),
      mismatch('saml_destination_mismatch', acsUrl, ''),
    ],
    [
      'R41 an answer to another request',
      inResponse(/InResponseTo="_request1" IssueInstant/, 'InResponseTo="_request2" IssueInstant'),
      mismatch('saml_in_response_to_mismatch', '_request1', '_request2'),
    ],
    [
      'R41 an answer to no request',
      inResponse(/ InResponseTo="_request1" IssueInstant/, ' IssueInstant'),
      { code: 'saml_in_response_to_mismatch', expected: '_request1' },
    ],
    [
      'R42 another Issuer of the Response',
      inResponse(`${idpEntityID}</saml:Issuer><`, 'urn:other</saml:Issuer><'),
      mismatch('saml_issuer_mismatch', idpEntityID, 'urn:other'),
    ],
    [
      'R42 another Issuer of an unsigned Response',
      {
        ...inResponse(`${idpEntityID}</saml:Issuer><`, 'urn:other</saml:Issuer><'),
        sign: 'assertion',
      },
      mismatch('saml_issuer_mismatch', idpEntityID, 'urn:other'),
    ],
    [
      'R42 no Issuer in a signed Response',
      inResponse(/<saml:Issuer .*?<\/saml:Issuer>/, ''),
      { code: 'saml_issuer_mismatch', expected: idpEntityID },
    ],
    [
      'R42 no Issuer in the assertion',
      { ...inAssertion(/<saml:Issuer>.*<\/saml:Issuer>/, ''), sign: 'response' },
      { code: 'saml_issuer_mismatch', expected: idpEntityID },
    ],
    [
      'R42 two Issuers',
      inAssertion(/(<saml:Issuer>.*?<\/saml:Issuer>)/, '$1$1'),
      { code: 'saml_issuer_mismatch', expected: idpEntityID },
    ],
    [
      'R42 an Issuer in spaces',
      inAssertion('<saml:Issuer>', '<saml:Issuer> '),
      mismatch('saml_issuer_mismatch', idpEntityID, ` ${idpEntityID}`),
    ],
    [
      'R42 an Issuer of another format',
      inAssertion('<saml:Issuer>', '<saml:Issuer Format="urn:f">'),
      mismatch('saml_issuer_mismatch', idpEntityID, 'urn:f'),
    ],
    [
      'R44 a local time',
      inAssertion(/IssueInstant="([^"]*)Z"/, 'IssueInstant="$1"'),
      mismatch('saml_time_invalid', A_TIME, [AUTHN, AUTHN.slice(0, -1)]),
    ],
    [
      'R44 a time of issue ahead',
      { issuedAt: now + 301_000 },
      mismatch('saml_issued_in_future', NOW, ['2026-01-15T12:05:31Z', '2026-01-15T12:05:31Z']),
    ],
    [
      'R44 a time of issue ahead in the Response alone',
      inResponse(/IssueInstant="[^"]*"/, 'IssueInstant="2026-01-15T12:05:31Z"'),
      mismatch('saml_issued_in_future', NOW, ['2026-01-15T12:05:31Z', AUTHN]),
    ],
    [
      'R44 a time of issue ahead in the assertion alone',
      inAssertion(/IssueInstant="[^"]*"/, 'IssueInstant="2026-01-15T12:05:31Z"'),
      mismatch('saml_issued_in_future', NOW, [AUTHN, '2026-01-15T12:05:31Z']),
    ],
    [
      'R44 no time of issue in the Response',
      inResponse(/ IssueInstant="[^"]*"/, ''),
      mismatch('saml_time_invalid', A_TIME, ['', AUTHN]),
    ],
    [
      'R44 no time of issue in the assertion',
      inAssertion(/ IssueInstant="[^"]*"/, ''),
      mismatch('saml_time_invalid', A_TIME, [AUTHN, '']),
    ],
    [
      'R21 a Response that reports a failure',
      {
        editResponse: (xml) =>
          xml.replace(/<saml:Assertion.*<\/saml:Assertion>/, '').replace(SUCCESS, DENIED),
      },
      mismatch('saml_status_not_success', SUCCESS, [DENIED]),
    ],
    [
      'R21 a Response without assertion',
      { editResponse: (xml) => xml.replace(/<saml:Assertion.*<\/saml:Assertion>/, '') },
      mismatch('saml_assertion_missing', 1, 0),
    ],
    [
      'R20 another message',
      { edit: (xml) => xml.replaceAll('samlp:Response', 'samlp:ArtifactResponse') },
      mismatch(
        'saml_not_a_response',
        '{urn:oasis:names:tc:SAML:2.0:protocol}Response',
        '{urn:oasis:names:tc:SAML:2.0:protocol}ArtifactResponse',
      ),
    ],
    [
      'R20 a Response of another namespace',
      { edit: (xml) => xml.replace('SAML:2.0:protocol', 'SAML:1.1:protocol') },
      mismatch(
        'saml_not_a_response',
        '{urn:oasis:names:tc:SAML:2.0:protocol}Response',
        '{urn:oasis:names:tc:SAML:1.1:protocol}Response',
      ),
    ],
  ])('%s', async (_, options, refusal) => {
    expect(await judge(options)).toEqual(refusal)
  })
})

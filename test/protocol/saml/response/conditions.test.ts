import { describe, expect, it } from 'vitest'
import { CIRCUMSTANCES, type ResponseOptions } from '../../../support/signed-response.ts'
import { inAssertion, judge } from './judge.ts'

const { spEntityID } = CIRCUMSTANCES
const A_TIME = '2026-01-15T12:00:30Z'
const NOW = '2026-01-15T12:00:30.000Z'

describe('conditions and authentication are refused for', () => {
  const mismatch = (code: string, expected: unknown, got: unknown) => ({ code, expected, got })

  it.each<[string, ResponseOptions, object]>([
    [
      'R42 no Conditions',
      inAssertion(/<saml:Conditions.*<\/saml:Conditions>/, ''),
      mismatch('saml_conditions_not_single', 1, 0),
    ],
    [
      'R42 Conditions twice',
      inAssertion(/(<saml:Conditions.*<\/saml:Conditions>)/, '$1$1'),
      mismatch('saml_conditions_not_single', 1, 2),
    ],
    [
      'R42 an unknown condition',
      inAssertion('</saml:Conditions>', '<saml:Condition></saml:Condition></saml:Conditions>'),
      { code: 'saml_condition_unknown', got: ['saml:Condition'] },
    ],
    [
      'R42 a known condition of another namespace',
      inAssertion(
        '</saml:Conditions>',
        '<e:OneTimeUse xmlns:e="urn:e"></e:OneTimeUse></saml:Conditions>',
      ),
      { code: 'saml_condition_unknown', got: ['e:OneTimeUse'] },
    ],
    [
      'R43 another audience',
      inAssertion(spEntityID, `${spEntityID}/`),
      mismatch('saml_audience_mismatch', spEntityID, [`${spEntityID}/`]),
    ],
    [
      'R43 no audience',
      inAssertion(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, ''),
      mismatch('saml_audience_mismatch', spEntityID, []),
    ],
    [
      'R43 a second restriction to others',
      inAssertion(
        '</saml:Conditions>',
        '<saml:AudienceRestriction><saml:Audience>urn:other</saml:Audience></saml:AudienceRestriction></saml:Conditions>',
      ),
      mismatch('saml_audience_mismatch', spEntityID, [spEntityID, 'urn:other']),
    ],
    [
      'R44 a NotBefore ahead',
      inAssertion(/NotBefore="[^"]*"/, 'NotBefore="2026-01-15T12:03:31Z"'),
      mismatch('saml_assertion_not_yet_valid', NOW, '2026-01-15T12:03:31Z'),
    ],
    [
      'R44 a NotOnOrAfter that is over',
      inAssertion(
        /NotOnOrAfter="[^"]*"><saml:Aud/,
        'NotOnOrAfter="2026-01-15T11:57:30Z"><saml:Aud',
      ),
      mismatch('saml_assertion_expired', NOW, '2026-01-15T11:57:30Z'),
    ],
    [
      'R44 a NotBefore that is no time',
      inAssertion(/NotBefore="[^"]*"/, 'NotBefore="soon"'),
      mismatch('saml_time_invalid', A_TIME, 'soon'),
    ],
    [
      'R44 a NotOnOrAfter that is no time',
      inAssertion(
        /NotOnOrAfter="[^"]*"><saml:Aud/,
        'NotOnOrAfter="2026-02-30T00:00:00Z"><saml:Aud',
      ),
      mismatch('saml_time_invalid', A_TIME, '2026-02-30T00:00:00Z'),
    ],
    [
      'R42 no AuthnStatement',
      inAssertion(/<saml:AuthnStatement.*<\/saml:AuthnStatement>/, ''),
      { code: 'saml_authn_statement_missing' },
    ],
    [
      'R44 an AuthnInstant that is no time',
      inAssertion(/AuthnInstant="[^"]*"/, 'AuthnInstant="0"'),
      mismatch('saml_time_invalid', A_TIME, ['0']),
    ],
    [
      'R44 an AuthnInstant ahead',
      inAssertion(/AuthnInstant="[^"]*"/, 'AuthnInstant="2026-01-15T12:05:31Z"'),
      mismatch('saml_authn_instant_in_future', NOW, ['2026-01-15T12:05:31Z']),
    ],
    [
      'R44 a session that is over',
      inAssertion('"_session1">', '"_session1" SessionNotOnOrAfter="2026-01-15T11:57:30Z">'),
      mismatch('saml_session_expired', NOW, ['2026-01-15T11:57:30Z']),
    ],
  ])('%s', async (_, options, refusal) => {
    expect(await judge(options)).toEqual(refusal)
  })
})

// The checks of Conditions: for whom and when the assertion holds (SAML Core §2.5.1).

import { A_TIME, parseInstant } from '../time.ts'
import type { ConditionsContent } from './assertion-content.ts'
import type { ProfileCheck, ResponseRefusal } from './check.ts'
import { because, nowOf, skewOf } from './check.ts'
import type { Expectation } from './expectation.ts'

export const CONDITIONS = {
  areSingle: {
    rule: 'R42',
    title: 'There are Conditions, once',
    holds: ({ assertion }) => assertion.conditions.length === 1,
    explain: ({ assertion }) =>
      because('saml_conditions_not_single', { expected: 1, got: assertion.conditions.length }),
  },
  // SAML Core §2.5.1.1: a condition that is not understood makes the assertion indeterminate.
  areUnderstood: {
    rule: 'R42',
    title: 'We understand every condition',
    holds: ({ assertion }) => assertion.conditions.every(isUnderstood),
    explain: ({ assertion }) =>
      because('saml_condition_unknown', {
        got: assertion.conditions.flatMap(({ unknown }) => unknown),
      }),
  },
  // SAML Core §2.5.1.4: AND between restrictions, OR inside one; SAML Profiles §4.1.4.2: at least
  // one. Compared exactly.
  audiencesNameUs: {
    rule: 'R43',
    title: 'Every audience restriction names us',
    holds({ assertion }, { spEntityID }) {
      let restrictions = 0
      for (const { audiences } of assertion.conditions)
        for (const audience of audiences) {
          if (!audience.includes(spEntityID)) return false
          restrictions++
        }
      return restrictions > 0
    },
    explain: ({ assertion }, { spEntityID }) =>
      because('saml_audience_mismatch', {
        expected: spEntityID,
        got: assertion.conditions.flatMap(({ audiences }) => audiences.flat()),
      }),
  },
  // SAML Core §2.5.1.2. A time that cannot be read refuses (R44).
  haveBegun: {
    rule: 'R44',
    title: 'The assertion is valid already',
    holds({ assertion }, expectation) {
      const start = instantOr(Number.NEGATIVE_INFINITY, assertion.conditions[0]?.notBefore)
      return start !== undefined && expectation.now >= start - skewOf(expectation)
    },
    explain: ({ assertion }, expectation) =>
      outOfTime('saml_assertion_not_yet_valid', assertion.conditions[0]?.notBefore, expectation),
  },
  // SAML Core §2.5.1.2, exclusive.
  haveNotExpired: {
    rule: 'R44',
    title: 'The assertion has not expired',
    holds({ assertion }, expectation) {
      const end = instantOr(Number.POSITIVE_INFINITY, assertion.conditions[0]?.notOnOrAfter)
      return end !== undefined && expectation.now < end + skewOf(expectation)
    },
    explain: ({ assertion }, expectation) =>
      outOfTime('saml_assertion_expired', assertion.conditions[0]?.notOnOrAfter, expectation),
  },
} satisfies Record<string, ProfileCheck>

const isUnderstood = ({ unknown }: ConditionsContent): boolean => unknown.length === 0

/** A bound that may be absent. Undefined when it is there and is no time. */
const instantOr = (absent: number, written: string | undefined): number | undefined =>
  written === undefined ? absent : parseInstant(written)

function outOfTime(
  code: 'saml_assertion_not_yet_valid' | 'saml_assertion_expired',
  got: string | undefined,
  expectation: Expectation,
): ResponseRefusal {
  return instantOr(0, got) === undefined
    ? because('saml_time_invalid', { expected: A_TIME, got })
    : because(code, { expected: nowOf(expectation), got })
}

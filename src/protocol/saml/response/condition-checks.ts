// The checks of Conditions: for whom and when the assertion holds (SAML Core §2.5.1).

import { parseInstant } from '../time.ts'
import type { Evidence, Finding, ProfileCheck } from './check.ts'
import { found, skewOf } from './check.ts'
import type { Expectation } from './expectation.ts'

export const CONDITION_CHECKS: readonly ProfileCheck[] = [
  { rule: 'R42', title: 'There are Conditions, once', check: checkConditions },
  { rule: 'R42', title: 'We understand every condition', check: checkConditionsKnown },
  { rule: 'R43', title: 'Every audience restriction names us', check: checkAudience },
  { rule: 'R44', title: 'The assertion is valid already', check: checkNotBefore },
  { rule: 'R44', title: 'The assertion has not expired', check: checkNotOnOrAfter },
]

function checkConditions({ assertion: { conditions } }: Evidence): Finding {
  const got = conditions.length
  return found('saml_conditions_not_single', got === 1, { expected: 1, got })
}

/** SAML Core §2.5.1.1: a condition that is not understood makes the assertion indeterminate. */
function checkConditionsKnown({ assertion }: Evidence): Finding {
  const unknown = assertion.conditions.flatMap((conditions) => conditions.unknown)
  return found('saml_condition_unknown', unknown.length === 0, { got: unknown })
}

/** SAML Core §2.5.1.4: AND between restrictions, OR inside one; SAML Profiles §4.1.4.2: at least one. Compared exactly. */
function checkAudience({ assertion }: Evidence, { spEntityID }: Expectation): Finding {
  const restrictions = assertion.conditions.flatMap(({ audiences }) => audiences)
  const holds = restrictions.length > 0 && restrictions.every((one) => one.includes(spEntityID))
  return found('saml_audience_mismatch', holds, { expected: spEntityID, got: restrictions.flat() })
}

/** SAML Core §2.5.1.2. A time that cannot be read refuses (R44). */
function checkNotBefore({ assertion }: Evidence, expectation: Expectation): Finding {
  const got = assertion.conditions[0]?.notBefore
  const start = got === undefined ? Number.NEGATIVE_INFINITY : parseInstant(got)
  const holds = start !== undefined && expectation.now >= start - skewOf(expectation)
  const code = start === undefined ? 'saml_time_invalid' : 'saml_assertion_not_yet_valid'
  return found(code, holds, { expected: nowOf(expectation), got })
}

/** SAML Core §2.5.1.2, exclusive. */
function checkNotOnOrAfter({ assertion }: Evidence, expectation: Expectation): Finding {
  const got = assertion.conditions[0]?.notOnOrAfter
  const end = got === undefined ? Number.POSITIVE_INFINITY : parseInstant(got)
  const holds = end !== undefined && expectation.now < end + skewOf(expectation)
  const code = end === undefined ? 'saml_time_invalid' : 'saml_assertion_expired'
  return found(code, holds, { expected: nowOf(expectation), got })
}

const nowOf = ({ now }: Expectation): string => new Date(now).toISOString()

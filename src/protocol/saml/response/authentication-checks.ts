// The checks of the AuthnStatements: that the person authenticated, and as was asked for (SAML Core §2.7.2, R55). Where there
// are several, each has to fit: the weakest of them is what we would vouch for.

import { parseInstant } from '../time.ts'
import type { Evidence, Finding, ProfileCheck } from './check.ts'
import { found, MAX_SKEW_MS, skewOf } from './check.ts'
import type { Expectation } from './expectation.ts'

export const AUTHENTICATION_CHECKS: readonly ProfileCheck[] = [
  {
    rule: 'R42',
    title: 'The assertion says that the person authenticated',
    check: checkAuthnStatement,
  },
  { rule: 'R44', title: 'The times of authentication are real', check: checkAuthnTimes },
  { rule: 'R44', title: 'The authentication is not in the future', check: checkAuthnInstant },
  { rule: 'R44', title: 'The session at the identity provider lasts', check: checkSession },
  {
    rule: 'R55',
    title: 'The authentication is new, if that was asked for',
    check: checkForceAuthn,
  },
  { rule: 'R55', title: 'The authentication is as recent as was asked for', check: checkMaxAge },
  {
    rule: 'R55',
    title: 'The kind of authentication is the one asked for',
    check: checkAuthnContext,
  },
]

/** SAML Profiles §4.1.4.2. */
function checkAuthnStatement({ assertion: { authnStatements } }: Evidence): Finding {
  return found('saml_authn_statement_missing', authnStatements.length > 0)
}

function checkAuthnTimes({ assertion: { authnStatements } }: Evidence): Finding {
  const got = authnStatements.flatMap(({ authnInstant, sessionNotOnOrAfter }) =>
    sessionNotOnOrAfter === undefined
      ? [authnInstant ?? '']
      : [authnInstant ?? '', sessionNotOnOrAfter],
  )
  return found(
    'saml_time_invalid',
    got.every((time) => parseInstant(time) !== undefined),
    { got },
  )
}

function checkAuthnInstant(evidence: Evidence, { now }: Expectation): Finding {
  const latest = now + MAX_SKEW_MS
  const holds = instantsOf(evidence).every((instant) => instant <= latest)
  return found('saml_authn_instant_in_future', holds, { got: writtenInstants(evidence) })
}

/** SAML Core §2.7.2: SessionNotOnOrAfter bounds our session; over already, it would be empty. */
function checkSession(
  { assertion: { authnStatements } }: Evidence,
  expectation: Expectation,
): Finding {
  const got = authnStatements.flatMap((statement) => statement.sessionNotOnOrAfter ?? [])
  const earliest = expectation.now - skewOf(expectation)
  const holds = got.every((time) => (parseInstant(time) ?? earliest) > earliest)
  return found('saml_session_expired', holds, { got })
}

/** SAML Core §3.4.1, ForceAuthn: what was asked for has to have happened after we asked. */
function checkForceAuthn(evidence: Evidence, expectation: Expectation): Finding {
  const earliest = expectation.requestIssuedAt - skewOf(expectation)
  const holds = !expectation.forceAuthn || instantsOf(evidence).every((i) => i >= earliest)
  const expected = new Date(expectation.requestIssuedAt).toISOString()
  return found('saml_authn_not_repeated', holds, { expected, got: writtenInstants(evidence) })
}

/** OpenID Connect Core §3.1.2.1, max_age. */
function checkMaxAge(evidence: Evidence, expectation: Expectation): Finding {
  const { maxAgeSeconds = Number.POSITIVE_INFINITY, now } = expectation
  const earliest = now - maxAgeSeconds * 1000 - skewOf(expectation)
  const holds = instantsOf(evidence).every((instant) => instant >= earliest)
  const facts = { expected: expectation.maxAgeSeconds, got: writtenInstants(evidence) }
  return found('saml_authn_too_old', holds, facts)
}

/** SAML Core §3.3.2.2.1, Comparison="exact". */
function checkAuthnContext(
  { assertion }: Evidence,
  { authnContextClassRef }: Expectation,
): Finding {
  const got = assertion.authnStatements.map((statement) => statement.authnContextClassRef ?? '')
  const holds = authnContextClassRef === undefined || got.every((c) => c === authnContextClassRef)
  return found('saml_authn_context_mismatch', holds, { expected: authnContextClassRef, got })
}

const writtenInstants = ({ assertion }: Evidence): readonly string[] =>
  assertion.authnStatements.map(({ authnInstant }) => authnInstant ?? '')

/** An unreadable one is NaN, which compares with nothing, so that every check fails. */
const instantsOf = (evidence: Evidence): readonly number[] =>
  writtenInstants(evidence).map((time) => parseInstant(time) ?? Number.NaN)

// The checks of the AuthnStatements: that the person authenticated, and as was asked for (SAML Core
// §2.7.2, R55). Where there are several, each has to fit: the weakest of them is what we would
// vouch for.

import { A_TIME, parseInstant } from '../time.ts'
import type { AuthnStatementContent } from './assertion-content.ts'
import type { Evidence, ProfileCheck } from './check.ts'
import { because, MAX_SKEW_MS, nowOf, skewOf } from './check.ts'

export const AUTHENTICATION = {
  // SAML Profiles §4.1.4.2.
  isStated: {
    rule: 'R42',
    title: 'The assertion says that the person authenticated',
    holds: ({ assertion }) => assertion.authnStatements.length > 0,
    explain: () => because('saml_authn_statement_missing'),
  },
  timesAreReal: {
    rule: 'R44',
    title: 'The times of authentication are real',
    holds: ({ assertion }) => assertion.authnStatements.every(hasRealTimes),
    explain: ({ assertion }) =>
      because('saml_time_invalid', {
        expected: A_TIME,
        got: assertion.authnStatements.flatMap(({ authnInstant = '', sessionNotOnOrAfter }) =>
          sessionNotOnOrAfter === undefined ? [authnInstant] : [authnInstant, sessionNotOnOrAfter],
        ),
      }),
  },
  isNotFromTheFuture: {
    rule: 'R44',
    title: 'The authentication is not in the future',
    holds: (evidence, { now }) => latestInstant(evidence) <= now + MAX_SKEW_MS,
    explain: (evidence, expectation) =>
      because('saml_authn_instant_in_future', {
        expected: nowOf(expectation),
        got: writtenInstants(evidence),
      }),
  },
  // SAML Core §2.7.2: SessionNotOnOrAfter bounds our session; over already, it would be empty.
  idpSessionLasts: {
    rule: 'R44',
    title: 'The session at the identity provider lasts',
    holds({ assertion }, expectation) {
      const earliest = expectation.now - skewOf(expectation)
      for (const { sessionNotOnOrAfter: end } of assertion.authnStatements)
        if (end !== undefined && (parseInstant(end) ?? earliest) <= earliest) return false
      return true
    },
    explain: ({ assertion }, expectation) =>
      because('saml_session_expired', {
        expected: nowOf(expectation),
        got: assertion.authnStatements.flatMap((statement) => statement.sessionNotOnOrAfter ?? []),
      }),
  },
  // SAML Core §3.4.1, ForceAuthn: what was asked for has to have happened after we asked.
  isNewIfAsked: {
    rule: 'R55',
    title: 'The authentication is new, if that was asked for',
    holds: (evidence, expectation) =>
      !expectation.forceAuthn ||
      earliestInstant(evidence) >= expectation.requestIssuedAt - skewOf(expectation),
    explain: (evidence, { requestIssuedAt }) =>
      because('saml_authn_not_repeated', {
        expected: new Date(requestIssuedAt).toISOString(),
        got: writtenInstants(evidence),
      }),
  },
  // OpenID Connect Core §3.1.2.1, max_age.
  isRecentIfAsked: {
    rule: 'R55',
    title: 'The authentication is as recent as was asked for',
    holds: (evidence, expectation) =>
      expectation.maxAgeSeconds === undefined ||
      earliestInstant(evidence) >=
        expectation.now - expectation.maxAgeSeconds * 1000 - skewOf(expectation),
    explain: (evidence, { maxAgeSeconds }) =>
      because('saml_authn_too_old', { expected: maxAgeSeconds, got: writtenInstants(evidence) }),
  },
  // SAML Core §3.3.2.2.1, Comparison="exact".
  isOfTheKindAsked: {
    rule: 'R55',
    title: 'The kind of authentication is the one asked for',
    holds: ({ assertion }, { authnContextClassRef }) =>
      authnContextClassRef === undefined ||
      assertion.authnStatements.every(
        (statement) => statement.authnContextClassRef === authnContextClassRef,
      ),
    explain: ({ assertion }, { authnContextClassRef }) =>
      because('saml_authn_context_mismatch', {
        expected: authnContextClassRef,
        got: assertion.authnStatements.map((statement) => statement.authnContextClassRef ?? ''),
      }),
  },
} satisfies Record<string, ProfileCheck>

const hasRealTimes = ({ authnInstant = '', sessionNotOnOrAfter: end }: AuthnStatementContent) =>
  parseInstant(authnInstant) !== undefined && (end === undefined || parseInstant(end) !== undefined)

const writtenInstants = ({ assertion }: Evidence): readonly string[] =>
  assertion.authnStatements.map(({ authnInstant }) => authnInstant ?? '')

/** An unreadable instant is NaN, which compares with nothing, so that every check fails. */
function earliestInstant({ assertion }: Evidence): number {
  let earliest = Number.POSITIVE_INFINITY
  for (const { authnInstant = '' } of assertion.authnStatements)
    earliest = Math.min(earliest, parseInstant(authnInstant) ?? Number.NaN)
  return earliest
}

function latestInstant({ assertion }: Evidence): number {
  let latest = Number.NEGATIVE_INFINITY
  for (const { authnInstant = '' } of assertion.authnStatements)
    latest = Math.max(latest, parseInstant(authnInstant) ?? Number.NaN)
  return latest
}

// The checks of the Response and of both Issuers (SAML Profiles §4.1.4.2-3, SAML Core §3.2.2).

import { ENTITY_FORMAT, STATUS_SUCCESS } from '../namespaces.ts'
import { parseInstant } from '../time.ts'
import type { Evidence, Finding, ProfileCheck } from './check.ts'
import { found, MAX_SKEW_MS } from './check.ts'
import type { Expectation } from './expectation.ts'
import type { IssuerContent } from './response-content.ts'

export const RESPONSE_CHECKS: readonly ProfileCheck[] = [
  { rule: 'R42', title: 'Response and assertion say version 2.0', check: checkVersion },
  { rule: 'R42', title: 'Response and assertion have an ID', check: checkIds },
  { rule: 'R42', title: 'The status is Success', check: checkStatus },
  { rule: 'R42', title: 'The Destination is our Sign-On URL', check: checkDestination },
  { rule: 'R41', title: 'The response answers our request', check: checkInResponseTo },
  {
    rule: 'R42',
    title: 'The Issuer of the response is the identity provider',
    check: checkResponseIssuer,
  },
  {
    rule: 'R42',
    title: 'The Issuer of the assertion is the identity provider',
    check: checkAssertionIssuer,
  },
  { rule: 'R44', title: 'The times of issue are real', check: checkIssueInstants },
  { rule: 'R44', title: 'Nothing was issued in the future', check: checkNotFromFuture },
]

/** SAML Core §3.2.2, §2.3.3. */
function checkVersion({ response, assertion }: Evidence): Finding {
  const got = [response.version ?? '', assertion.version ?? '']
  const holds = got.every((version) => version === '2.0')
  return found('saml_version_unsupported', holds, { expected: '2.0', got })
}

/** SAML Core §3.2.2, §2.3.3: required in both. A signature has looked at one of them at most. */
function checkIds({ response, assertion }: Evidence): Finding {
  return found('saml_id_missing', Boolean(response.id) && Boolean(assertion.id))
}

/** SAML Core §3.2.2.2: the top-level code decides; a Success nested in a failure is none. */
function checkStatus({ response: { statusCodes } }: Evidence): Finding {
  const holds = statusCodes[0] === STATUS_SUCCESS
  return found('saml_status_not_success', holds, { expected: STATUS_SUCCESS, got: statusCodes })
}

/** SAML Core §3.2.2: where a Destination is given, it is this very URL. */
function checkDestination(
  { response: { destination } }: Evidence,
  { acsUrl }: Expectation,
): Finding {
  const holds = destination === undefined || destination === acsUrl
  return found('saml_destination_mismatch', holds, { expected: acsUrl, got: destination })
}

/** SAML Core §3.2.2: required in an answer, so leaving it out is no way around the comparison. */
function checkInResponseTo({ response }: Evidence, { inResponseTo }: Expectation): Finding {
  const holds = response.inResponseTo === inResponseTo
  const facts = { expected: inResponseTo, got: response.inResponseTo }
  return found('saml_in_response_to_mismatch', holds, facts)
}

/** SAML Profiles §4.1.4.2: may be absent only while the Response is not signed and holds nothing encrypted. */
function checkResponseIssuer(
  { response, responseSigned, encrypted }: Evidence,
  expectation: Expectation,
): Finding {
  const absent = response.issuers.length === 0 && !responseSigned && !encrypted
  return checkIssuer(response.issuers, absent, expectation)
}

/** SAML Core §2.3.3. */
function checkAssertionIssuer({ assertion }: Evidence, expectation: Expectation): Finding {
  return checkIssuer(assertion.issuers, false, expectation)
}

/** Byte-exact (R42, R47); a Format, where there is one, is that of an entity. */
function checkIssuer(
  issuers: readonly IssuerContent[],
  absent: boolean,
  { idpEntityID }: Expectation,
): Finding {
  const [issuer, ...others] = issuers
  const formatFits = issuer?.format === undefined || issuer.format === ENTITY_FORMAT
  const holds = absent || (issuer?.value === idpEntityID && formatFits && others.length === 0)
  const got = issuer?.value === idpEntityID ? issuer.format : issuer?.value
  return found('saml_issuer_mismatch', holds, { expected: idpEntityID, got })
}

function checkIssueInstants({ response, assertion }: Evidence): Finding {
  const got = [response.issueInstant ?? '', assertion.issueInstant ?? '']
  return found(
    'saml_time_invalid',
    got.every((time) => parseInstant(time) !== undefined),
    { got },
  )
}

/** IdPs date NotBefore back by up to five minutes so that slow clocks work; the same clocks must pass here. */
function checkNotFromFuture({ response, assertion }: Evidence, { now }: Expectation): Finding {
  const got = [response.issueInstant ?? '', assertion.issueInstant ?? '']
  const latest = now + MAX_SKEW_MS
  const holds = got.every((time) => (parseInstant(time) ?? Number.POSITIVE_INFINITY) <= latest)
  return found('saml_issued_in_future', holds, { got })
}

// The checks of the Response and of both Issuers (SAML Profiles §4.1.4.2-3, SAML Core §3.2.2).

import { ENTITY_FORMAT, STATUS_SUCCESS } from '../namespaces.ts'
import { isOurUrl } from '../same-url.ts'
import { A_TIME, parseInstant } from '../time.ts'
import type { Evidence, ProfileCheck, ResponseRefusal } from './check.ts'
import { answers, because, MAX_SKEW_MS, nowOf, skewOf, UNSOLICITED_LIFETIME_MS } from './check.ts'
import type { Expectation } from './expectation.ts'
import { failedStatus } from './failed-status.ts'
import type { IssuerContent } from './response-content.ts'

export const RESPONSE = {
  // SAML Core §3.2.2, §2.3.3.
  versionIs2: {
    rule: 'R42',
    title: 'Response and assertion say version 2.0',
    holds: ({ response, assertion }) => response.version === '2.0' && assertion.version === '2.0',
    explain: ({ response, assertion }) =>
      because('saml_version_unsupported', {
        expected: '2.0',
        got: [response.version ?? '', assertion.version ?? ''],
      }),
  },
  // SAML Core §3.2.2, §2.3.3: required in both. A signature has looked at one of them at most.
  hasIds: {
    rule: 'R42',
    title: 'Response and assertion have an ID',
    holds: ({ response, assertion }) => Boolean(response.id) && Boolean(assertion.id),
    explain: () => because('saml_id_missing'),
  },
  // SAML Core §3.2.2.2: the top-level code decides; a Success nested in a failure is none.
  statusIsSuccess: {
    rule: 'R42',
    title: 'The status is Success',
    holds: ({ response }) => response.statusCodes[0] === STATUS_SUCCESS,
    explain: ({ response }) => failedStatus(response),
  },
  // SAML Core §3.2.2: where a Destination is given, it is this URL (RFC 3986 §6.2.3).
  destinationIsOurs: {
    rule: 'R42',
    title: 'The Destination is our Sign-On URL',
    holds: ({ response: { destination } }, { acsUrl }) =>
      destination === undefined || isOurUrl(destination, acsUrl),
    explain: ({ response }, { acsUrl }) =>
      because('saml_destination_mismatch', { expected: acsUrl, got: response.destination }),
  },
  // SAML Core §3.2.2: required in an answer, so leaving it out is no way around the comparison.
  answersRequest: {
    rule: 'R41',
    title: 'The response answers our request',
    holds: ({ response }, expectation) => answers(response, expectation),
    explain: ({ response }, { inResponseTo }) =>
      because('saml_in_response_to_mismatch', {
        expected: inResponseTo,
        got: response.inResponseTo,
      }),
  },
  // SAML Profiles §4.1.4.2: may be absent only while the Response is not signed and holds nothing
  // encrypted.
  responseIssuerIsIdp: {
    rule: 'R42',
    title: 'The Issuer of the response is the identity provider',
    holds: ({ response: { issuers }, responseSigned, encrypted }, expectation) =>
      (issuers.length === 0 && !responseSigned && !encrypted) || isIdp(issuers, expectation),
    explain: ({ response }, expectation) => wrongIssuer(response.issuers, expectation),
  },
  // SAML Core §2.3.3.
  assertionIssuerIsIdp: {
    rule: 'R42',
    title: 'The Issuer of the assertion is the identity provider',
    holds: ({ assertion }, expectation) => isIdp(assertion.issuers, expectation),
    explain: ({ assertion }, expectation) => wrongIssuer(assertion.issuers, expectation),
  },
  issueTimesAreReal: {
    rule: 'R44',
    title: 'The times of issue are real',
    holds: ({ response, assertion }) =>
      issuedAt(response) !== undefined && issuedAt(assertion) !== undefined,
    explain: (evidence) =>
      because('saml_time_invalid', { expected: A_TIME, got: writtenTimes(evidence) }),
  },
  // IdPs date NotBefore back by up to five minutes so that slow clocks work; the same clocks must
  // pass here.
  isNotFromTheFuture: {
    rule: 'R44',
    title: 'Nothing was issued in the future',
    holds: ({ response, assertion }, { now }) =>
      (issuedAt(response) ?? Number.POSITIVE_INFINITY) <= now + MAX_SKEW_MS &&
      (issuedAt(assertion) ?? Number.POSITIVE_INFINITY) <= now + MAX_SKEW_MS,
    explain: (evidence, expectation) =>
      because('saml_issued_in_future', {
        expected: nowOf(expectation),
        got: writtenTimes(evidence),
      }),
  },
  // R46: no request bounds the age of what nobody asked for.
  unsolicitedIsRecent: {
    rule: 'R46',
    title: 'What nobody asked for is at most five minutes old',
    holds: ({ assertion }, expectation) =>
      expectation.inResponseTo !== undefined ||
      expectation.now < (issuedAt(assertion) ?? 0) + UNSOLICITED_LIFETIME_MS + skewOf(expectation),
    explain: ({ assertion }, expectation) =>
      because('saml_unsolicited_expired', {
        expected: nowOf(expectation),
        got: assertion.issueInstant,
      }),
  },
} satisfies Record<string, ProfileCheck>

/** One Issuer, byte-exact (R42, R47); a Format, where there is one, is that of an entity. */
function isIdp(issuers: readonly IssuerContent[], { idpEntityID }: Expectation): boolean {
  const issuer = issuers[0]
  if (issuer === undefined || issuers.length > 1 || issuer.value !== idpEntityID) return false
  return issuer.format === undefined || issuer.format === ENTITY_FORMAT
}

function wrongIssuer(
  [issuer]: readonly IssuerContent[],
  { idpEntityID }: Expectation,
): ResponseRefusal {
  const got = issuer?.value === idpEntityID ? issuer.format : issuer?.value
  return because('saml_issuer_mismatch', { expected: idpEntityID, got })
}

const issuedAt = ({ issueInstant = '' }: { readonly issueInstant: string | undefined }) =>
  parseInstant(issueInstant)

const writtenTimes = ({ response, assertion }: Evidence): readonly string[] => [
  response.issueInstant ?? '',
  assertion.issueInstant ?? '',
]

// The rules of logout messages as lists, in the order of SAML Core §3.2, §3.7 and SAML Profiles
// §4.4.4: what a reviewer compares with the specification.

import type { Fact, Refusal } from '../../../refusal.ts'
import { shortFact } from '../../../refusal.ts'
import { checkIds } from '../../xmldsig/ids.ts'
import type { DsigRefusalCode } from '../../xmldsig/xmldsig-refusals.ts'
import { ENTITY_FORMAT, STATUS_SUCCESS } from '../namespaces.ts'
import { MAX_SKEW_MS } from '../response/check.ts'
import type { Census } from '../response/message-checks.ts'
import { isOurUrl } from '../same-url.ts'
import { meaningOfStatus, shownMessage } from '../status.ts'
import type { StatusRefusalCode } from '../status-refusals.ts'
import { A_TIME, parseInstant } from '../time.ts'
import type { LogoutExpectation, LogoutResponseExpectation } from './expectation.ts'
import type { LogoutContent } from './logout-content.ts'
import type { LogoutRefusalCode } from './logout-refusals.ts'

/** One rule: the refusal, or undefined when it holds. */
export type LogoutCheck<Subject, Expectation> = (
  subject: Subject,
  expectation: Expectation,
) => Refusal<LogoutRefusalCode | StatusRefusalCode | DsigRefusalCode> | undefined

/** The message as received, with every assertion and signature wherever it hides. */
export interface LogoutCensus extends Census {
  readonly byRedirect: boolean
}

/** Before any cryptography: nothing in the message can be wrapped around anything (R21-R25). */
export const LOGOUT_MESSAGE_CHECKS: readonly LogoutCheck<LogoutCensus, LogoutExpectation>[] = [
  checkNoAssertion,
  ({ elements }) => checkIds(elements),
  checkSignaturePlace,
  checkSigned,
  checkCertificates,
]

const COMMON_CHECKS: readonly LogoutCheck<LogoutContent, LogoutExpectation>[] = [
  checkVersion,
  checkId,
  checkIssuer,
  checkTimes,
  checkNotFromFuture,
  checkNotExpired,
]

export const LOGOUT_REQUEST_CHECKS: readonly LogoutCheck<LogoutContent, LogoutExpectation>[] = [
  ...COMMON_CHECKS,
  checkRequestDestination,
  checkNameId,
  checkSpNameQualifier,
  checkSessionIndexes,
]

export const LOGOUT_RESPONSE_CHECKS: readonly LogoutCheck<
  LogoutContent,
  LogoutResponseExpectation
>[] = [...COMMON_CHECKS, checkResponseDestination, checkInResponseTo, checkStatus]

/** R46: how long a logout message counts, and so how long its ID has to be remembered. */
export const LOGOUT_MESSAGE_LIFETIME_MS = 10 * 60_000

/**
 * R48: a signed assertion that somebody captured must not lend its signature to a message around
 * it.
 */
function checkNoAssertion({ assertions }: LogoutCensus) {
  return refusedUnless(assertions.length === 0, 'logout_assertion_forbidden')
}

/**
 * R22; SAML Bindings §3.4.4.1: a message in a query has its signature there and in no other place.
 */
function checkSignaturePlace({ root, signatures, byRedirect }: LogoutCensus) {
  const inPlace = signatures.every(({ parent }) => parent === root)
  const most = byRedirect ? 0 : 1
  return refusedUnless(inPlace && signatures.length <= most, 'logout_signature_misplaced')
}

/**
 * R11, SAML Profiles §4.4.4.1-2: messages through the browser are signed. There is no setting that
 * turns this off.
 */
function checkSigned({ signatures, byRedirect }: LogoutCensus) {
  return refusedUnless(byRedirect || signatures.length > 0, 'logout_signature_missing')
}

function checkCertificates(_: LogoutCensus, { certificates }: LogoutExpectation) {
  return refusedUnless(certificates.length > 0, 'logout_certificate_missing')
}

function checkVersion({ version }: LogoutContent) {
  return refusedUnless(version === '2.0', 'logout_version_unsupported', '2.0', version)
}

/** A signature in the XML has looked at the ID already, one in a query has not. */
function checkId({ id }: LogoutContent) {
  return refusedUnless(Boolean(id), 'logout_id_missing')
}

/**
 * SAML Profiles §4.4.4.1-2: required here. Byte-exact (R47); a Format, where there is one, is that
 * of an entity.
 */
function checkIssuer({ issuers }: LogoutContent, { idpEntityID }: LogoutExpectation) {
  const [issuer, ...others] = issuers
  const formatFits = issuer?.format === undefined || issuer.format === ENTITY_FORMAT
  const holds = issuer?.value === idpEntityID && formatFits && others.length === 0
  const got = issuer?.value === idpEntityID ? issuer.format : issuer?.value
  return refusedUnless(holds, 'logout_issuer_mismatch', idpEntityID, got)
}

/** R44: NotOnOrAfter may be absent (SAML Core §3.7.1); where it is there it is a time. */
function checkTimes({ issueInstant = '', notOnOrAfter }: LogoutContent) {
  const got = notOnOrAfter === undefined ? [issueInstant] : [issueInstant, notOnOrAfter]
  const holds = got.every((time) => parseInstant(time) !== undefined)
  return refusedUnless(holds, 'logout_time_invalid', A_TIME, got)
}

function checkNotFromFuture({ issueInstant = '' }: LogoutContent, { now }: LogoutExpectation) {
  const holds = (parseInstant(issueInstant) ?? Number.POSITIVE_INFINITY) <= now + MAX_SKEW_MS
  return refusedUnless(holds, 'logout_issued_in_future', new Date(now).toISOString(), issueInstant)
}

/** R46: exclusive, as every NotOnOrAfter, and never longer than an ID is remembered. */
function checkNotExpired(content: LogoutContent, expectation: LogoutExpectation) {
  const { issueInstant = '', notOnOrAfter } = content
  const ends = [
    (parseInstant(issueInstant) ?? 0) + LOGOUT_MESSAGE_LIFETIME_MS,
    ...(notOnOrAfter === undefined ? [] : [parseInstant(notOnOrAfter) ?? 0]),
  ]
  const { now, clockSkewMs } = expectation
  const holds = now < Math.min(...ends) + Math.min(clockSkewMs, MAX_SKEW_MS)
  const got = [issueInstant, notOnOrAfter ?? '']
  return refusedUnless(holds, 'logout_expired', new Date(now).toISOString(), got)
}

/** Required: without it, a request to another service provider would end the session here too. */
function checkRequestDestination({ destination }: LogoutContent, { sloUrl }: LogoutExpectation) {
  return refusedUnless(
    isOurUrl(destination, sloUrl),
    'logout_destination_mismatch',
    sloUrl,
    destination,
  )
}

/**
 * Entra leaves it out of its answers. InResponseTo says to whom they are addressed, so absence
 * costs nothing.
 */
function checkResponseDestination({ destination }: LogoutContent, { sloUrl }: LogoutExpectation) {
  const holds = destination === undefined || isOurUrl(destination, sloUrl)
  return refusedUnless(holds, 'logout_destination_mismatch', sloUrl, destination)
}

/**
 * SAML Core §3.7.1: one identifier. Only a NameID can be compared with a session's; one that came
 * encrypted was decrypted by now. Without any, the sessions that the IdP names say enough: it made
 * them.
 */
function checkNameId({ identifiers, nameIds, sessionIndexes }: LogoutContent) {
  const named = identifiers === 1 && nameIds.length === 1 && nameIds[0]?.value.trim() !== ''
  const holds = named || (identifiers === 0 && sessionIndexes.some(namesSession))
  return refusedUnless(holds, 'logout_name_id_missing', 1, nameIds.length)
}

const namesSession = (index: string | undefined): boolean => index?.trim() !== ''

/** SAML Core §8.3.7: an identifier made for another service provider is another person here. */
function checkSpNameQualifier({ nameIds }: LogoutContent, { spEntityID }: LogoutExpectation) {
  const got = nameIds[0]?.spNameQualifier
  const holds = got === undefined || got === spEntityID
  return refusedUnless(holds, 'logout_sp_name_qualifier_mismatch', spEntityID, got)
}

/**
 * An unreadable one must not be left out: a request without any SessionIndex ends every session of
 * the person.
 */
function checkSessionIndexes({ sessionIndexes }: LogoutContent) {
  const holds = sessionIndexes.every((index) => index !== undefined)
  return refusedUnless(holds, 'logout_session_index_invalid')
}

/** R41: leaving it out is no way around the comparison. */
function checkInResponseTo(content: LogoutContent, { inResponseTo }: LogoutResponseExpectation) {
  const holds = content.inResponseTo === inResponseTo
  const got = content.inResponseTo
  return refusedUnless(holds, 'logout_in_response_to_mismatch', inResponseTo, got)
}

/**
 * SAML Core §3.7.3.2: the top-level code decides. PartialLogout stands below it and is the caller's
 * to tell.
 */
function checkStatus({ statusCodes, statusMessage }: LogoutContent) {
  const code = meaningOfStatus(statusCodes) ?? 'logout_status_not_success'
  const refusal = refusedUnless(
    statusCodes[0] === STATUS_SUCCESS,
    code,
    STATUS_SUCCESS,
    statusCodes,
  )
  const message = shownMessage(statusMessage)
  return refusal === undefined || message === undefined ? refusal : { ...refusal, message }
}

function refusedUnless(
  holds: boolean,
  code: LogoutRefusalCode | StatusRefusalCode,
  expected?: Fact,
  got?: Fact,
): Refusal<LogoutRefusalCode | StatusRefusalCode> | undefined {
  if (holds) return undefined
  return {
    code,
    ...(expected === undefined ? {} : { expected }),
    ...(got === undefined ? {} : { got: shortFact(got) }),
  }
}

// The one way from a received logout message to what it asks or answers: the message, its
// signature, its rules (R48, R49).

import type { Refusal } from '../../../refusal.ts'
import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { XmlRefusalCode } from '../../xml/xml-refusals.ts'
import { verifyEnveloped } from '../../xmldsig/verify-enveloped.ts'
import type { DsigRefusalCode } from '../../xmldsig/xmldsig-refusals.ts'
import type { XmlencRefusalCode } from '../../xmlenc/xmlenc-refusals.ts'
import type { RedirectRefusalCode } from '../redirect-refusals.ts'
import { takeCensus } from '../response/message-checks.ts'
import type { NameId } from '../response/verified-login.ts'
import type { StatusRefusalCode } from '../status-refusals.ts'
import { parseInstant } from '../time.ts'
import { verifyRedirect } from '../verify-redirect.ts'
import { decryptNameId } from './decrypt-name-id.ts'
import type { LogoutExpectation, LogoutResponseExpectation } from './expectation.ts'
import type { LogoutCheck } from './logout-checks.ts'
import {
  LOGOUT_MESSAGE_CHECKS,
  LOGOUT_REQUEST_CHECKS,
  LOGOUT_RESPONSE_CHECKS,
} from './logout-checks.ts'
import type { LogoutContent } from './logout-content.ts'
import { readLogoutContent } from './logout-content.ts'
import type { LogoutRefusalCode } from './logout-refusals.ts'
import type {
  ReceivedLogout,
  ReceivedLogoutRequest,
  ReceivedLogoutResponse,
} from './receive-logout.ts'

export type LogoutRefusal = Refusal<
  | LogoutRefusalCode
  | StatusRefusalCode
  | RedirectRefusalCode
  | DsigRefusalCode
  | XmlencRefusalCode
  | XmlRefusalCode
>

/**
 * An IdP wants these sessions to end. Whoever acts on it spends (Issuer, ID) first (R46). Times are
 * milliseconds since the epoch.
 */
export interface VerifiedLogoutRequest {
  readonly id: string
  /** Absent: the sessions that `sessionIndexes` names, whoever has them. */
  readonly nameId?: NameId
  /** Empty: every session of the person. Never empty without a NameID. */
  readonly sessionIndexes: readonly string[]
  readonly issueInstant: number
  readonly notOnOrAfter?: number
}

/** An IdP's answer to our LogoutRequest: it succeeded. */
export interface VerifiedLogoutResponse {
  readonly inResponseTo: string
  /** Success, then what is nested in it, as `PartialLogout`. */
  readonly statusCodes: readonly string[]
}

/**
 * Verifies signature and rules of a LogoutRequest; returns what it asks or the first rule that
 * refuses.
 */
export async function verifyLogoutRequest(
  received: ReceivedLogoutRequest,
  expectation: LogoutExpectation,
): Promise<Result<VerifiedLogoutRequest, LogoutRefusal>> {
  const read = await verifyMessage(received, expectation)
  if (!read.ok) return read
  const content = await decrypted(read.value, expectation)
  if (!content.ok) return content
  const refusal = firstRefusal(LOGOUT_REQUEST_CHECKS, content.value, expectation)
  return refusal === undefined ? ok(requestOf(content.value)) : refuse(refusal)
}

/**
 * The content with its NameID decrypted, if that is encrypted and alone; two identifiers are
 * refused by the checks.
 */
async function decrypted(
  content: LogoutContent,
  expectation: LogoutExpectation,
): Promise<Result<LogoutContent, LogoutRefusal>> {
  const [encrypted] = content.encryptedIds
  if (encrypted === undefined || content.identifiers > 1) return ok(content)
  const nameId = await decryptNameId(encrypted, expectation)
  return nameId.ok ? ok({ ...content, nameIds: [nameId.value] }) : nameId
}

/**
 * Verifies signature and rules of a LogoutResponse; returns what it answers or the first rule that
 * refuses.
 */
export async function verifyLogoutResponse(
  received: ReceivedLogoutResponse,
  expectation: LogoutResponseExpectation,
): Promise<Result<VerifiedLogoutResponse, LogoutRefusal>> {
  const read = await verifyMessage(received, expectation)
  if (!read.ok) return read
  const refusal = firstRefusal(LOGOUT_RESPONSE_CHECKS, read.value, expectation)
  if (refusal !== undefined) return refuse(refusal)
  return ok({ inResponseTo: expectation.inResponseTo, statusCodes: read.value.statusCodes })
}

/** Both bindings end in the same: content that a registered key signed. */
async function verifyMessage(
  { root, query }: ReceivedLogout,
  expectation: LogoutExpectation,
): Promise<Result<LogoutContent, LogoutRefusal>> {
  const census = { ...takeCensus(root), byRedirect: query !== undefined }
  const misshapen = firstRefusal(LOGOUT_MESSAGE_CHECKS, census, expectation)
  if (misshapen !== undefined) return refuse(misshapen)
  const verified = query
    ? await verifyRedirect(query, expectation)
    : await verifyEnveloped(root, expectation)
  return verified.ok ? ok(readLogoutContent(verified.value)) : verified
}

function firstRefusal<Subject, Expectation>(
  checks: readonly LogoutCheck<Subject, Expectation>[],
  subject: Subject,
  expectation: Expectation,
): LogoutRefusal | undefined {
  for (const check of checks) {
    const refusal = check(subject, expectation)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** What a request that passed every check asks; what they promise and is not there is a bug. */
function requestOf(content: LogoutContent): VerifiedLogoutRequest {
  const { id, nameIds, issueInstant = '', notOnOrAfter } = content
  const [nameId] = nameIds
  const issued = parseInstant(issueInstant)
  if (id === undefined || issued === undefined)
    throw new Error('The checks passed a LogoutRequest without ID or IssueInstant')
  const end = notOnOrAfter === undefined ? undefined : parseInstant(notOnOrAfter)
  return {
    id,
    ...(nameId === undefined ? {} : { nameId }),
    sessionIndexes: content.sessionIndexes.filter((index) => index !== undefined),
    issueInstant: issued,
    ...(end === undefined ? {} : { notOnOrAfter: end }),
  }
}

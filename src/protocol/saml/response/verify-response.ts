// The one way from a received Response to an identity: the message, its signatures, the profile.

import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { parseInstant } from '../time.ts'
import { type AssertionContent, type AuthnStatementContent, isBlank } from './assertion-content.ts'
import type { Check, ResponseRefusal } from './check.ts'
import type { Expectation } from './expectation.ts'
import { MESSAGE_CHECKS, takeCensus } from './message-checks.ts'
import { PROFILE_CHECKS } from './profile.ts'
import type { ReceivedResponse } from './read-received.ts'
import type { VerifiedLogin } from './verified-login.ts'
import { verifySignatures } from './verify-signatures.ts'

/** Verifies signatures and profile of a response (R10-R55), and returns who logged in or the first rule that refuses. */
export async function verifyResponse(
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Result<VerifiedLogin, ResponseRefusal>> {
  const census = takeCensus(received.root)
  const misshapen = firstRefusal(MESSAGE_CHECKS, census, expectation)
  if (misshapen !== undefined) return refuse(misshapen)
  const evidence = await verifySignatures(census, expectation)
  if (!evidence.ok) return evidence
  const refusal = firstRefusal(PROFILE_CHECKS, evidence.value, expectation)
  return refusal === undefined
    ? ok(loginOf(evidence.value.assertion, expectation))
    : refuse(refusal)
}

function firstRefusal<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  expectation: Expectation,
): ResponseRefusal | undefined {
  for (const { holds, explain } of checks)
    if (!holds(subject, expectation)) return explain(subject, expectation)
  return undefined
}

/** The identity of an assertion that passed every check; what they promise and is not there is a bug. */
export function loginOf(
  assertion: AssertionContent,
  { nameIdOptional = false }: Pick<Expectation, 'nameIdOptional'> = {},
): VerifiedLogin {
  const { id, nameIds, attributes, authnStatements } = assertion
  const [nameId] = nameIds
  const [statement] = authnStatements
  const authnInstant = parseInstant(statement?.authnInstant ?? '')
  const named = nameId !== undefined && !isBlank(nameId)
  if (id === undefined || authnInstant === undefined || !(named || nameIdOptional))
    throw new Error('The checks passed an assertion without ID, NameID or AuthnInstant')
  const { authnContextClassRef, sessionIndex } = statement ?? {}
  const sessionNotOnOrAfter = earliestEnd(authnStatements)
  return {
    assertionId: id,
    // An empty one names nobody: the checks let it pass only where an attribute says who it is.
    ...(named ? { nameId } : {}),
    attributes,
    authnInstant,
    ...(authnContextClassRef === undefined ? {} : { authnContextClassRef }),
    ...(sessionIndex === undefined ? {} : { sessionIndex }),
    ...(sessionNotOnOrAfter === undefined ? {} : { sessionNotOnOrAfter }),
  }
}

/** The earliest SessionNotOnOrAfter, where there is one (SAML Core §2.7.2). */
function earliestEnd(statements: readonly AuthnStatementContent[]): number | undefined {
  let earliest: number | undefined
  for (const { sessionNotOnOrAfter } of statements) {
    const end = parseInstant(sessionNotOnOrAfter ?? '')
    if (end !== undefined) earliest = Math.min(end, earliest ?? end)
  }
  return earliest
}

// The last step of the profile: from an assertion that passed every check to who logged in.

import { parseInstant } from '../time.ts'
import { type AssertionContent, type AuthnStatementContent, isBlank } from './assertion-content.ts'
import type { Expectation } from './expectation.ts'
import type { VerifiedLogin } from './verified-login.ts'

/**
 * The identity of an assertion that passed every check; what they promise and is not there is a
 * bug.
 */
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

// The checks of the Subject: who it is, and whether it was confirmed to us, for this request, now (SAML Profiles §4.1.4.3).

import { BEARER_METHOD } from '../namespaces.ts'
import { parseInstant } from '../time.ts'
import type { ConfirmationContent } from './assertion-content.ts'
import type { Evidence, Finding, ProfileCheck } from './check.ts'
import { found, skewOf } from './check.ts'
import type { Expectation } from './expectation.ts'

export const SUBJECT_CHECKS: readonly ProfileCheck[] = [
  { rule: 'R42', title: 'There is one Subject', check: checkSubject },
  { rule: 'R33', title: 'The NameID is not encrypted by itself', check: checkNameIdReadable },
  { rule: 'R42', title: 'It has one NameID of plain text', check: checkNameId },
  { rule: 'R42', title: 'The NameID was made for us', check: checkSpNameQualifier },
  { rule: 'R43', title: 'The Subject is confirmed by the bearer method', check: checkBearer },
  { rule: 'R43', title: 'The Recipient is our Sign-On URL', check: checkRecipient },
  { rule: 'R41', title: 'The confirmation answers our request', check: checkConfirmedRequest },
  { rule: 'R43', title: 'The bearer confirmation has no NotBefore', check: checkNoNotBefore },
  { rule: 'R43', title: 'The bearer confirmation has not expired', check: checkNotExpired },
  { rule: 'R43', title: 'One bearer confirmation meets all of this', check: checkOneConfirmation },
]

/** SAML Profiles §4.1.4.2: at least one; two would name two people. */
function checkSubject({ assertion: { subjects } }: Evidence): Finding {
  return found('saml_subject_not_single', subjects === 1, { expected: 1, got: subjects })
}

/** R33: one thing is decrypted, once. An encrypted NameID beside a plain one would be a second answer to who it is. */
function checkNameIdReadable({ assertion: { encryptedIds } }: Evidence): Finding {
  return found('saml_name_id_encrypted', encryptedIds === 0)
}

/** SAML Core §2.4.1. An element inside a NameID could cut its text in two, so that is none. */
function checkNameId({ assertion: { nameIds } }: Evidence): Finding {
  const holds = nameIds.length === 1 && nameIds[0]?.value.trim() !== ''
  return found('saml_name_id_missing', holds, { expected: 1, got: nameIds.length })
}

/** SAML Core §8.3.7: an identifier made for another service provider is another person here. */
function checkSpNameQualifier({ assertion }: Evidence, { spEntityID }: Expectation): Finding {
  const got = assertion.nameIds[0]?.spNameQualifier
  const holds = got === undefined || got === spEntityID
  return found('saml_sp_name_qualifier_mismatch', holds, { expected: spEntityID, got })
}

/** One of several confirmations may fit (SAML Core §2.4.1.1), so each of these looks for one that does. */
const bearers = ({ assertion }: Evidence): readonly ConfirmationContent[] =>
  assertion.confirmations.filter(({ method }) => method === BEARER_METHOD)

function checkBearer(evidence: Evidence): Finding {
  const got = evidence.assertion.confirmations.map(({ method }) => method ?? '')
  const holds = bearers(evidence).length > 0
  return found('saml_bearer_missing', holds, { expected: BEARER_METHOD, got })
}

function checkRecipient(evidence: Evidence, expectation: Expectation): Finding {
  const got = bearers(evidence).map(({ recipient }) => recipient ?? '')
  const holds = bearers(evidence).some((bearer) => isForUs(bearer, expectation))
  return found('saml_recipient_mismatch', holds, { expected: expectation.acsUrl, got })
}

/** The signed InResponseTo. The one in an unsigned Response proves nothing, so this one may not be left out (R41). */
function checkConfirmedRequest(evidence: Evidence, expectation: Expectation): Finding {
  const got = bearers(evidence).map(({ inResponseTo }) => inResponseTo ?? '')
  const holds = bearers(evidence).some((bearer) => answersUs(bearer, expectation))
  return found('saml_in_response_to_mismatch', holds, { expected: expectation.inResponseTo, got })
}

function checkNoNotBefore(evidence: Evidence): Finding {
  return found('saml_confirmation_not_before', bearers(evidence).some(hasNoNotBefore))
}

function checkNotExpired(evidence: Evidence, expectation: Expectation): Finding {
  const got = bearers(evidence).map(({ notOnOrAfter }) => notOnOrAfter ?? '')
  const holds = bearers(evidence).some((bearer) => isAlive(bearer, expectation))
  const expected = new Date(expectation.now).toISOString()
  return found('saml_confirmation_expired', holds, { expected, got })
}

function checkOneConfirmation(evidence: Evidence, expectation: Expectation): Finding {
  const all = [isForUs, answersUs, hasNoNotBefore, isAlive]
  const holds = bearers(evidence).some((b) => all.every((fits) => fits(b, expectation)))
  return found('saml_confirmation_divided', holds)
}

const isForUs = ({ recipient }: ConfirmationContent, { acsUrl }: Expectation): boolean =>
  recipient === acsUrl

const answersUs = (confirmation: ConfirmationContent, { inResponseTo }: Expectation): boolean =>
  confirmation.inResponseTo === inResponseTo

const hasNoNotBefore = ({ notBefore }: ConfirmationContent): boolean => notBefore === undefined

/** Exclusive, as every NotOnOrAfter (R44); an absent or unreadable one is over. */
function isAlive({ notOnOrAfter = '' }: ConfirmationContent, expectation: Expectation): boolean {
  const end = parseInstant(notOnOrAfter)
  return end !== undefined && expectation.now < end + skewOf(expectation)
}

// The checks of the Subject: who it is, and whether it was confirmed to us, for this request, now
// (SAML Profiles §4.1.4.3). One of several confirmations may fit (SAML Core §2.4.1.1), so each of
// these looks for one that does.

import { BEARER_METHOD } from '../namespaces.ts'
import { isOurUrl } from '../same-url.ts'
import { A_TIME, parseInstant } from '../time.ts'
import { type ConfirmationContent, isBlank } from './assertion-content.ts'
import type { Evidence, ProfileCheck } from './check.ts'
import { answers, because, nowOf, skewOf } from './check.ts'
import type { Expectation } from './expectation.ts'

export const SUBJECT = {
  // SAML Profiles §4.1.4.2: at least one; two would name two people.
  isSingle: {
    rule: 'R42',
    title: 'There is one Subject',
    holds: ({ assertion }) => assertion.subjects === 1,
    explain: ({ assertion }) =>
      because('saml_subject_not_single', { expected: 1, got: assertion.subjects }),
  },
  // One thing is decrypted, once. An encrypted NameID beside a plain one would be a second answer
  // to who it is.
  nameIdIsNotEncrypted: {
    rule: 'R33',
    title: 'The NameID is not encrypted by itself',
    holds: ({ assertion }) => assertion.encryptedIds === 0,
    explain: () => because('saml_name_id_encrypted'),
  },
  // SAML Core §2.4.1: the NameID is optional there, and here where an attribute says who it is. Two
  // would name two people, and an element inside one could cut its text in two.
  nameIdIsSingle: {
    rule: 'R42',
    title: 'It has one NameID of plain text, or needs none',
    holds: hasNameId,
    explain: ({ assertion }) =>
      because('saml_name_id_missing', { expected: 1, got: assertion.nameIds.length }),
  },
  // SAML Core §8.3.7: an identifier made for another service provider is another person here.
  nameIdIsForUs: {
    rule: 'R42',
    title: 'The NameID was made for us',
    holds({ assertion }, { spEntityID }) {
      const qualifier = assertion.nameIds[0]?.spNameQualifier
      return qualifier === undefined || qualifier === spEntityID
    },
    explain: ({ assertion }, { spEntityID }) =>
      because('saml_sp_name_qualifier_mismatch', {
        expected: spEntityID,
        got: assertion.nameIds[0]?.spNameQualifier,
      }),
  },
  isConfirmedByBearer: {
    rule: 'R43',
    title: 'The Subject is confirmed by the bearer method',
    holds: (evidence, expectation) => someBearer(evidence, isBearer, expectation),
    explain: ({ assertion }) =>
      because('saml_bearer_missing', {
        expected: BEARER_METHOD,
        got: assertion.confirmations.map(({ method }) => method ?? ''),
      }),
  },
  recipientIsOurs: {
    rule: 'R43',
    title: 'The Recipient is our Sign-On URL',
    holds: (evidence, expectation) => someBearer(evidence, isForUs, expectation),
    explain: (evidence, { acsUrl }) =>
      because('saml_recipient_mismatch', { expected: acsUrl, got: written(evidence, 'recipient') }),
  },
  // The signed InResponseTo. The one in an unsigned Response proves nothing, so this one may not be
  // left out.
  confirmationAnswersRequest: {
    rule: 'R41',
    title: 'The confirmation answers our request',
    holds: (evidence, expectation) => someBearer(evidence, answersUs, expectation),
    explain: (evidence, { inResponseTo }) =>
      because('saml_in_response_to_mismatch', {
        expected: inResponseTo,
        got: written(evidence, 'inResponseTo'),
      }),
  },
  confirmationHasNoNotBefore: {
    rule: 'R43',
    title: 'The bearer confirmation has no NotBefore',
    holds: (evidence, expectation) => someBearer(evidence, hasNoNotBefore, expectation),
    explain: (evidence) =>
      because('saml_confirmation_not_before', { got: written(evidence, 'notBefore') }),
  },
  // SAML Profiles §4.1.4.2. Without these two, a missing or unreadable end would be called an
  // expired one.
  confirmationHasEnd: {
    rule: 'R43',
    title: 'The bearer confirmation has an end',
    holds: (evidence, expectation) => someBearer(evidence, hasEnd, expectation),
    explain: () => because('saml_confirmation_without_end'),
  },
  confirmationEndIsReal: {
    rule: 'R44',
    title: 'The end of the bearer confirmation is a time',
    holds: (evidence, expectation) => someBearer(evidence, hasRealEnd, expectation),
    explain: (evidence) =>
      because('saml_time_invalid', { expected: A_TIME, got: written(evidence, 'notOnOrAfter') }),
  },
  confirmationHasNotExpired: {
    rule: 'R43',
    title: 'The bearer confirmation has not expired',
    holds: (evidence, expectation) => someBearer(evidence, isAlive, expectation),
    explain: (evidence, expectation) =>
      because('saml_confirmation_expired', {
        expected: nowOf(expectation),
        got: written(evidence, 'notOnOrAfter'),
      }),
  },
  oneConfirmationMeetsAll: {
    rule: 'R43',
    title: 'One bearer confirmation meets all of this',
    holds: (evidence, expectation) => someBearer(evidence, meetsAll, expectation),
    explain: ({ assertion }) =>
      because('saml_confirmation_divided', {
        expected: 1,
        got: assertion.confirmations.filter(isBearer).length,
      }),
  },
} satisfies Record<string, ProfileCheck>

function hasNameId({ assertion }: Evidence, { nameIdOptional = false }: Expectation): boolean {
  const { nameIds, nameIdElements } = assertion
  const [nameId] = nameIds
  if (nameIdElements === 0) return nameIdOptional
  if (nameIdElements > 1 || nameId === undefined) return false
  return nameIdOptional || !isBlank(nameId)
}

type Fits = (confirmation: ConfirmationContent, expectation: Expectation) => boolean

function someBearer({ assertion }: Evidence, fits: Fits, expectation: Expectation): boolean {
  for (const confirmation of assertion.confirmations)
    if (isBearer(confirmation) && fits(confirmation, expectation)) return true
  return false
}

const isBearer = ({ method }: ConfirmationContent): boolean => method === BEARER_METHOD

const isForUs: Fits = ({ recipient }, { acsUrl }) => isOurUrl(recipient, acsUrl)

const answersUs: Fits = answers

const hasNoNotBefore: Fits = ({ notBefore }) => notBefore === undefined

const hasEnd: Fits = ({ notOnOrAfter }) => notOnOrAfter !== undefined

const hasRealEnd: Fits = ({ notOnOrAfter = '' }) => parseInstant(notOnOrAfter) !== undefined

/** Exclusive, as every NotOnOrAfter (R44); an absent or unreadable one is over. */
const isAlive: Fits = ({ notOnOrAfter = '' }, expectation) => {
  const end = parseInstant(notOnOrAfter)
  return end !== undefined && expectation.now < end + skewOf(expectation)
}

const meetsAll: Fits = (confirmation, expectation) =>
  isForUs(confirmation, expectation) &&
  answersUs(confirmation, expectation) &&
  hasNoNotBefore(confirmation, expectation) &&
  isAlive(confirmation, expectation)

/** What the bearer confirmations say, as facts. */
const written = (
  { assertion }: Evidence,
  member: 'recipient' | 'inResponseTo' | 'notBefore' | 'notOnOrAfter',
): readonly string[] =>
  assertion.confirmations.filter(isBearer).map((confirmation) => confirmation[member] ?? '')

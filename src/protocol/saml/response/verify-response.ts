// The one way from a received Response to an identity, and the Web SSO profile as a reviewer
// compares it with the specification: every step and every check on this screen, in the order in
// which a login meets them.

import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { AUTHENTICATION } from './authentication-checks.ts'
import type { Check, Heading, ProfileCheck, ResponseRefusal } from './check.ts'
import { firstRefusal } from './check.ts'
import { CONDITIONS } from './condition-checks.ts'
import type { Expectation } from './expectation.ts'
import { loginOf } from './login-of.ts'
import { type Census, MESSAGE, takeCensus } from './message-checks.ts'
import type { ReceivedResponse } from './read-received.ts'
import { RESPONSE } from './response-checks.ts'
import { SUBJECT } from './subject-checks.ts'
import type { VerifiedLogin } from './verified-login.ts'
import { verifySignatures } from './verify-signatures.ts'

/**
 * Verifies signatures and profile of a response (R10-R55), and returns who logged in or the first
 * rule that refuses.
 */
export async function verifyResponse(
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Result<VerifiedLogin, ResponseRefusal>> {
  const census = takeCensus(received.root)
  const misshapen = firstRefusal(MESSAGE_CHECKS, census, expectation)
  if (misshapen) return refuse(misshapen)
  const evidence = await verifySignatures(census, expectation)
  if (!evidence.ok) return evidence
  const refusal = firstRefusal(PROFILE_CHECKS, evidence.value, expectation)
  return refusal ? refuse(refusal) : ok(loginOf(evidence.value.assertion, expectation))
}

/** Step 1, `readReceived`: it has read the bytes before a Response gets here. */
export const READING: Heading = { rule: 'R1', title: 'The message is strict, well-formed XML' }

/** Step 2: the message as it came, before any cryptography. The first refusal ends the login. */
export const MESSAGE_CHECKS: readonly Check<Census>[] = [
  MESSAGE.hasAssertion, // R21
  MESSAGE.assertionIsSingle, // R21
  MESSAGE.idsAreUnique, // R25
  MESSAGE.signaturesAreInPlace, // R22
  MESSAGE.isSigned, // R11
  MESSAGE.ciphertextAnswersRequest, // R34
  MESSAGE.encryptionIsAccepted, // R35
  MESSAGE.certificateIsRegistered, // R11
]

/** Step 3, `verifySignatures`: from here on only signed bytes are read. */
export const SIGNATURES: Heading = {
  rule: 'R32',
  title: 'Every signature verifies with a registered certificate',
}

/**
 * Step 4: what the signed bytes say, in the order of SAML Profiles §4.1.4.3. The first refusal ends
 * the login.
 */
export const PROFILE_CHECKS: readonly ProfileCheck[] = [
  RESPONSE.versionIs2, // R42
  RESPONSE.hasIds, // R42
  RESPONSE.statusIsSuccess, // R42
  RESPONSE.destinationIsOurs, // R42
  RESPONSE.answersRequest, // R41
  RESPONSE.responseIssuerIsIdp, // R42
  RESPONSE.assertionIssuerIsIdp, // R42
  RESPONSE.issueTimesAreReal, // R44
  RESPONSE.isNotFromTheFuture, // R44
  RESPONSE.unsolicitedIsRecent, // R46

  SUBJECT.isSingle, // R42
  SUBJECT.nameIdIsNotEncrypted, // R33
  SUBJECT.nameIdIsSingle, // R42
  SUBJECT.nameIdIsForUs, // R42
  SUBJECT.isConfirmedByBearer, // R43
  SUBJECT.recipientIsOurs, // R43
  SUBJECT.confirmationAnswersRequest, // R41
  SUBJECT.confirmationHasNoNotBefore, // R43
  SUBJECT.confirmationHasEnd, // R43
  SUBJECT.confirmationEndIsReal, // R44
  SUBJECT.confirmationHasNotExpired, // R43
  SUBJECT.oneConfirmationMeetsAll, // R43

  CONDITIONS.areSingle, // R42
  CONDITIONS.areUnderstood, // R42
  CONDITIONS.audiencesNameUs, // R43
  CONDITIONS.haveBegun, // R44
  CONDITIONS.haveNotExpired, // R44

  AUTHENTICATION.isStated, // R42
  AUTHENTICATION.timesAreReal, // R44
  AUTHENTICATION.isNotFromTheFuture, // R44
  AUTHENTICATION.idpSessionLasts, // R44
  AUTHENTICATION.isNewIfAsked, // R55
  AUTHENTICATION.isRecentIfAsked, // R55
  AUTHENTICATION.isOfTheKindAsked, // R55
]

// Step 5, `loginOf`: who logged in, by an assertion that passed all of this.

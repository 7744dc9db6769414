// The same run as a login's, rule by rule and to the end: what the test page shows.

import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { AssertionContent } from './assertion-content.ts'
import type { Check, Heading, ResponseRefusal } from './check.ts'
import type { Expectation } from './expectation.ts'
import { loginOf } from './login-of.ts'
import { takeCensus } from './message-checks.ts'
import type { ReceivedResponse } from './read-received.ts'
import type { RuleVerdict } from './rule-verdict.ts'
import type { VerifiedLogin } from './verified-login.ts'
import { MESSAGE_CHECKS, PROFILE_CHECKS, READING, SIGNATURES } from './verify-response.ts'
import { verifySignatures } from './verify-signatures.ts'

export interface Explanation {
  /** What `verifyResponse` returns for the same message. */
  readonly outcome: Result<VerifiedLogin, ResponseRefusal>
  readonly verdicts: readonly RuleVerdict[]
  /**
   * What the signed bytes say, even if a rule then refuses it. To show to an administrator; never
   * an identity.
   */
  readonly content?: AssertionContent
}

/**
 * Judges a response by every rule. What an unverified message says is never judged by the profile.
 */
export async function explainResponse(
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Explanation> {
  const census = takeCensus(received.root)
  const message = runChecks(MESSAGE_CHECKS, census, expectation)
  const read: readonly RuleVerdict[] = [{ ...READING, verdict: 'passed' }, ...message.verdicts]
  if (message.refusal !== undefined) {
    const rest = [SIGNATURES, ...PROFILE_CHECKS].map(notReached)
    return { outcome: refuse(message.refusal), verdicts: [...read, ...rest] }
  }
  const evidence = await verifySignatures(census, expectation)
  if (!evidence.ok) {
    const rest = PROFILE_CHECKS.map(notReached)
    return { outcome: evidence, verdicts: [...read, failed(SIGNATURES, evidence.refusal), ...rest] }
  }
  const profile = runChecks(PROFILE_CHECKS, evidence.value, expectation)
  const { assertion } = evidence.value
  return {
    outcome:
      profile.refusal === undefined ? ok(loginOf(assertion, expectation)) : refuse(profile.refusal),
    verdicts: [...read, { ...SIGNATURES, verdict: 'passed' }, ...profile.verdicts],
    content: assertion,
  }
}

/** Runs every check; the first refusal is the one that counts. */
function runChecks<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  expectation: Expectation,
): { readonly verdicts: readonly RuleVerdict[]; readonly refusal: ResponseRefusal | undefined } {
  let refusal: ResponseRefusal | undefined
  const verdicts = checks.map((check): RuleVerdict => {
    const { code, ...facts } = check.explain(subject, expectation)
    if (!check.holds(subject, expectation)) {
      refusal ??= { code, ...facts }
      return failed(check, { code, ...facts })
    }
    return { rule: check.rule, title: check.title, verdict: 'passed', ...facts }
  })
  return { verdicts, refusal }
}

const failed = ({ rule, title }: Heading, refusal: ResponseRefusal): RuleVerdict => ({
  rule,
  title,
  verdict: 'failed',
  ...refusal,
})

const notReached = ({ rule, title }: Heading): RuleVerdict => ({
  rule,
  title,
  verdict: 'not_reached',
})

// One response against one expectation, rule by rule. A login wants the first refusal, the test page the whole list; both
// come from this one run, so they can never disagree.

import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { parseInstant } from '../time.ts'
import type { AssertionContent } from './assertion-content.ts'
import { AUTHENTICATION_CHECKS } from './authentication-checks.ts'
import type { Check, Evidence, ResponseRefusal } from './check.ts'
import { CONDITION_CHECKS } from './condition-checks.ts'
import type { Expectation } from './expectation.ts'
import { MESSAGE_CHECKS, takeCensus } from './message-checks.ts'
import type { ReceivedResponse } from './read-received.ts'
import { RESPONSE_CHECKS } from './response-checks.ts'
import type { RuleVerdict } from './rule-verdict.ts'
import { SUBJECT_CHECKS } from './subject-checks.ts'
import type { VerifiedLogin } from './verified-login.ts'
import { verifySignatures } from './verify-signatures.ts'

export interface Explanation {
  readonly outcome: Result<VerifiedLogin, ResponseRefusal>
  readonly verdicts: readonly RuleVerdict[]
  /** What the signed bytes say, even if a rule then refuses it. To show to an administrator; never an identity. */
  readonly content?: AssertionContent
}

/** The checks of SAML Profiles §4.1.4.3, in order. */
const PROFILE_CHECKS: readonly Check<Evidence>[] = [
  ...RESPONSE_CHECKS,
  ...SUBJECT_CHECKS,
  ...CONDITION_CHECKS,
  ...AUTHENTICATION_CHECKS,
]
const WELL_FORMED = { rule: 'R1', title: 'The message is strict, well-formed XML' }
const SIGNATURES = { rule: 'R32', title: 'Every signature verifies with a registered certificate' }

/** Judges a response by every rule. What an unverified message says is never judged by the profile. */
export async function explainResponse(
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Explanation> {
  const census = takeCensus(received.root)
  const message = runChecks(MESSAGE_CHECKS, census, expectation)
  const opening: readonly RuleVerdict[] = [
    { ...WELL_FORMED, verdict: 'passed' },
    ...message.verdicts,
  ]
  if (message.refusal !== undefined)
    return {
      outcome: refuse(message.refusal),
      verdicts: [...opening, ...[SIGNATURES, ...PROFILE_CHECKS].map(notReached)],
    }
  const evidence = await verifySignatures(census, expectation)
  if (!evidence.ok)
    return {
      outcome: evidence,
      verdicts: [
        ...opening,
        failed(SIGNATURES, evidence.refusal),
        ...PROFILE_CHECKS.map(notReached),
      ],
    }
  const profile = runChecks(PROFILE_CHECKS, evidence.value, expectation)
  const { assertion } = evidence.value
  return {
    outcome: profile.refusal === undefined ? ok(loginOf(assertion)) : refuse(profile.refusal),
    verdicts: [...opening, { ...SIGNATURES, verdict: 'passed' }, ...profile.verdicts],
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
    const finding = check.check(subject, expectation)
    if (!finding.holds) {
      refusal ??= finding.refusal
      return failed(check, finding.refusal)
    }
    const { code: _, ...facts } = finding.refusal
    return { rule: check.rule, title: check.title, verdict: 'passed', ...facts }
  })
  return { verdicts, refusal }
}

type Heading = Pick<RuleVerdict, 'rule' | 'title'>

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

/** The identity, once every check has passed; what a check has promised and is not there is a bug. */
function loginOf({ id, nameIds, attributes, authnStatements }: AssertionContent): VerifiedLogin {
  const [nameId] = nameIds
  const [statement] = authnStatements
  const authnInstant = parseInstant(statement?.authnInstant ?? '')
  if (id === undefined || nameId === undefined || authnInstant === undefined)
    throw new Error('The checks passed an assertion without ID, NameID or AuthnInstant')
  const { authnContextClassRef, sessionIndex } = statement ?? {}
  const ends = authnStatements.flatMap((s) => parseInstant(s.sessionNotOnOrAfter ?? '') ?? [])
  return {
    assertionId: id,
    nameId,
    attributes,
    authnInstant,
    ...(authnContextClassRef === undefined ? {} : { authnContextClassRef }),
    ...(sessionIndex === undefined ? {} : { sessionIndex }),
    ...(ends.length === 0 ? {} : { sessionNotOnOrAfter: Math.min(...ends) }),
  }
}

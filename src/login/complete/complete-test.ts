// The end of a test: the response is judged exactly as a login's would be, every rule is reported,
// and no session is made.

import { digestHex } from '../../protocol/bytes/sha256.ts'
import type { Expectation } from '../../protocol/saml/response/expectation.ts'
import { explainResponse } from '../../protocol/saml/response/explain-response.ts'
import type { ReceivedResponse } from '../../protocol/saml/response/read-received.ts'
import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import type { ActiveConnector } from '../../tenants/connectors/login-configuration.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import { mapFields, mapIdentity, mapProfile } from '../mapping/map-profile.ts'
import { mapTenants } from '../mapping/map-tenants.ts'
import type { ForeseenLogin, OpenTest, TestEnd } from '../ports.ts'
import { refuseAttempt } from '../refuse-attempt.ts'
import { admissionRequest } from './admission-request.ts'
import type { CompletedLogin } from './completed-login.ts'
import { expectationOf } from './expectation.ts'
import { sealResponse } from './kept-response.ts'
import { expectClaimedIssuer } from './learn-issuer.ts'
import type { RecognisedAnswer } from './receive-response.ts'
import { type Evidence, makeReport, sealReport } from './test-report.ts'

/**
 * Judges the response to a test's request and records the outcome; a pass marks exactly that
 * version `tested` (I6). Refuses `login_test_unknown` if that test is not open.
 */
export async function completeTest(
  deps: BeginDeps,
  answer: RecognisedAnswer,
): Promise<CompletedLogin> {
  const { ssoId, received, bytes, attempt } = answer
  const unknown = () =>
    refuseAttempt(deps, {
      ssoId,
      purpose: 'test',
      attempt,
      refusal: { code: 'login_test_unknown' },
    })
  const open = await findOpenTest(deps, answer)
  attempt.ended('configuration')
  if (open === undefined) return unknown()

  const { gate, tenantId, testId, ended } = open
  const responseHash = await digestHex(Uint8Array.from(bytes))
  // A reload sends the same response again and finds the same report. Of any other response
  // nothing is looked at.
  const isSame = (before: OpenTest['ended']) => before?.responseHash === responseHash
  const tested = { kind: 'tested', testId } as const
  if (ended) return isSame(ended) ? tested : unknown()

  const { evidence, learned } = await judge(deps, answer, open)
  attempt.ended('verify')
  attempt.leftOut(evidence.mapped?.leftOut)
  const foreseen = await foresee(deps, answer, open, evidence)
  const { tenantName } = open.configuration
  const { connector } = open
  const found = { tenantId, tenantName, connector, received, bytes, evidence, foreseen, ...learned }
  const sealedReport = await sealReport(deps.keyring, testId, await makeReport(found))
  const { refusal } = evidence
  const outcome = { sealedReport, responseHash, ...(refusal && { refusal }), ...learned }
  const end = await testEnd(deps, answer, { tenantId, testId, ...outcome })
  if (await gate.finishTest(end)) return tested
  // A test ends once. Of two copies of one response at once only the first counts, and both see
  // its outcome.
  const before = await gate.findTest(tenantId, testId)
  return isSame(before?.ended) ? tested : unknown()
}

type FoundTest = NonNullable<Awaited<ReturnType<typeof findOpenTest>>>

/** Judges the response as a login's would be, and learns the issuer that nobody has said. */
async function judge(
  { keyring }: BeginDeps,
  { login, received, now }: RecognisedAnswer,
  { configuration, connector }: FoundTest,
) {
  const registered = expectationOf(configuration, connector, login, { keyring, now })
  const expected = expectClaimedIssuer(registered, received)
  const evidence = await explainAndMap(received, connector, expected)
  const isLearned = expected !== registered && evidence.refusal === undefined
  return { evidence, learned: isLearned ? { learnedIssuer: expected.idpEntityID } : {} }
}

/**
 * Asks the gate who the person would be here. Not if a rule refuses them, or if they would have to
 * choose a tenant first.
 */
async function foresee(
  { keyring }: BeginDeps,
  { login, now, attempt }: RecognisedAnswer,
  { gate, configuration, connector }: FoundTest,
  { refusal, login: verified, identity, mapped, tenantIds = [] }: Judged,
): Promise<ForeseenLogin | undefined> {
  const [entersTenantId, ...others] = tenantIds
  if (refusal || !verified || !identity || !mapped || others.length > 0) return undefined
  const person = { verified, identity, profile: mapped.profile }
  const event = attempt.facts()
  const enters = entersTenantId === undefined ? {} : { entersTenantId }
  const input = { configuration, connector, person, ...enters, attempt: { login, now, event } }
  return gate.foreseeLogin(await admissionRequest(keyring, input))
}

/** Finds the test that a request belongs to, with the gate that holds it. */
async function findOpenTest(
  { configurations, gates }: BeginDeps,
  { ssoId, login }: RecognisedAnswer,
) {
  const published = await configurations.find(ssoId)
  const { testId } = login.pending
  if (published === undefined || testId === undefined) return undefined
  const { tenantId } = published
  const gate = gates.at(published.gate)
  const test = await gate.findTest(tenantId, testId)
  const connector = test?.configuration.connector
  if (test === undefined || connector === undefined) return undefined
  return { gate, tenantId, testId, connector, configuration: test.configuration, ended: test.ended }
}

/** What the gate records of a test, with the response, sealed. */
async function testEnd(
  { keyring }: BeginDeps,
  { ssoId, attempt, bytes, now }: RecognisedAnswer,
  outcome: Omit<TestEnd, 'ssoId' | 'event' | 'judgedAt' | 'sealedResponse'>,
): Promise<TestEnd> {
  const event = attempt.facts()
  return {
    ssoId,
    ...outcome,
    event,
    judgedAt: now,
    ...(await sealResponse(keyring, attempt.id, bytes)),
  }
}

/** With the whole of the verified login, for the gate. */
interface Judged extends Evidence {
  readonly login?: VerifiedLogin
}

/**
 * What a login would have come to; what the message says is told only once its signature verified.
 */
async function explainAndMap(
  received: ReceivedResponse,
  { settings }: ActiveConnector,
  expectation: Expectation,
): Promise<Judged> {
  const { outcome, verdicts } = await explainResponse(received, expectation)
  if (!outcome.ok) return { verdicts, refusal: outcome.refusal }
  const login = outcome.value
  const identity = mapIdentity(login, settings)
  const mapped = mapProfile(login, settings)
  const entered = settings.tenants ? mapTenants(login.attributes, settings.tenants) : undefined
  const failed = [identity, mapped, entered].find((step) => step && !step.ok)
  return {
    verdicts,
    login,
    ...(identity.ok ? { identity: identity.value } : {}),
    ...(mapped.ok ? { mapped: mapped.value } : {}),
    fields: mapFields(login, settings),
    ...(entered?.ok ? { tenantIds: entered.value } : {}),
    ...(failed && !failed.ok ? { refusal: failed.refusal } : {}),
  }
}

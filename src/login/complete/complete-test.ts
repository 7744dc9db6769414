// The end of a test: the response is judged exactly as a login's would be, every rule is reported,
// and no session is made.

import { digestHex } from '../../protocol/bytes/sha256.ts'
import type { Expectation } from '../../protocol/saml/response/expectation.ts'
import { explainResponse } from '../../protocol/saml/response/explain-response.ts'
import type { ReceivedResponse } from '../../protocol/saml/response/read-received.ts'
import type { ActiveConnector } from '../../tenants/connectors/login-configuration.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import { mapIdentity, mapProfile } from '../mapping/map-profile.ts'
import { mapTenants } from '../mapping/map-tenants.ts'
import type { TestEnd } from '../ports.ts'
import { refuseAttempt } from '../refuse-attempt.ts'
import type { CompletedLogin, TestReport } from './completed-login.ts'
import { expectationOf } from './expectation.ts'
import { sealResponse } from './kept-response.ts'
import { expectClaimedIssuer } from './learn-issuer.ts'
import type { RecognisedAnswer } from './receive-response.ts'

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

  const { gate, tenantId, testId, ended, configuration, connector } = open
  const responseHash = await digestHex(Uint8Array.from(bytes))
  // A reload sends the same response again and sees the same report. Of any other response nothing
  // is looked at.
  if (ended && ended.responseHash !== responseHash) return unknown()
  const at = { keyring: deps.keyring, now: ended?.at ?? answer.now }
  const registered = expectationOf(configuration, connector, answer.login, at)
  const expected = expectClaimedIssuer(registered, received)
  const evidence = await explainAndMap(received, connector, expected)
  const learned =
    expected === registered || evidence.refusal ? {} : { learnedIssuer: expected.idpEntityID }
  attempt.ended('verify')
  attempt.leftOut(evidence.mapped?.leftOut)
  const message = new TextDecoder().decode(bytes)
  const { tenantName } = configuration
  const report = { tenantId, tenantName, connector, message, ...evidence, ...learned }
  const tested = { kind: 'tested', report } as const
  if (ended) return tested

  const { refusal } = evidence
  const outcome = { ...(refusal === undefined ? {} : { refusal }), ...learned }
  if (
    await gate.finishTest(
      await testEnd(deps, answer, { tenantId, testId, responseHash, ...outcome }),
    )
  )
    return tested
  // A test ends once. Of two copies of one response at once only the first counts, and both see
  // its outcome.
  const before = await gate.findTest(tenantId, testId)
  return before?.ended?.responseHash === responseHash ? tested : unknown()
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

type Evidence = Pick<TestReport, 'verdicts' | 'refusal' | 'login' | 'identity' | 'mapped'>

/**
 * What a login would have come to; what the message says is told only once its signature verified.
 */
async function explainAndMap(
  received: ReceivedResponse,
  { settings }: ActiveConnector,
  expectation: Expectation,
): Promise<Evidence> {
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
    ...(failed && !failed.ok ? { refusal: failed.refusal } : {}),
  }
}

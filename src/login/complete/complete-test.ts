// The end of a test: the response is judged exactly as a login's would be, every rule is reported, and no session is made.

import { digestHex } from '../../protocol/bytes/sha256.ts'
import type { Expectation } from '../../protocol/saml/response/expectation.ts'
import { explainResponse } from '../../protocol/saml/response/explain-response.ts'
import type { ReceivedResponse } from '../../protocol/saml/response/read-received.ts'
import type { ActiveConnector } from '../../tenants/connectors/login-configuration.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import { mapIdentity, mapProfile } from '../mapping/map-profile.ts'
import { mapTenants } from '../mapping/map-tenants.ts'
import { refuseAttempt } from '../refuse-attempt.ts'
import type { CompletedLogin, TestReport } from './completed-login.ts'
import { expectationOf } from './expectation.ts'
import { sealResponse } from './kept-response.ts'
import { expectClaimedIssuer } from './learn-issuer.ts'
import type { RecognisedAnswer } from './receive-response.ts'

/**
 * Judges the response to a test's request and records the outcome; a pass marks exactly that version `tested` (I6).
 * Refuses `login_test_unknown` when that test is not open.
 */
export async function completeTest(
  deps: BeginDeps,
  { ssoId, login, received, bytes, attempt, now }: RecognisedAnswer,
): Promise<CompletedLogin> {
  const unknown = () =>
    refuseAttempt(deps, {
      ssoId,
      purpose: 'test',
      attempt,
      refusal: { code: 'login_test_unknown' },
    })
  const published = await deps.configurations.find(ssoId)
  const { testId } = login.pending
  if (published === undefined || testId === undefined) return unknown()
  const gate = deps.gates.at(published.gate)
  const { tenantId } = published
  const test = await gate.findTest(tenantId, testId)
  const connector = test?.configuration.connector
  attempt.ended('configuration')
  if (test === undefined || connector === undefined) return unknown()

  const responseHash = await digestHex(Uint8Array.from(bytes))
  const { ended } = test
  // A reload sends the same response again and sees the same report. Of any other response nothing is looked at.
  if (ended && ended.responseHash !== responseHash) return unknown()
  const { configuration } = test
  const { keyring } = deps
  const registered = expectationOf(configuration, connector, login, {
    keyring,
    now: ended?.at ?? now,
  })
  const expected = expectClaimedIssuer(registered, received)
  const evidence = await judge(received, connector, expected)
  const learned =
    expected === registered || evidence.refusal ? {} : { learnedIssuer: expected.idpEntityID }
  attempt.ended('verify')
  attempt.leftOut(evidence.mapped?.leftOut)
  const message = new TextDecoder().decode(bytes)
  const { tenantName } = configuration
  const tested: CompletedLogin = {
    kind: 'tested',
    report: { tenantId, tenantName, connector, message, ...evidence, ...learned },
  }
  if (ended) return tested

  const { refusal } = evidence
  const end = {
    tenantId,
    ssoId,
    testId,
    ...(refusal === undefined ? {} : { refusal }),
    ...learned,
    event: attempt.facts(),
    judgedAt: now,
    responseHash,
    ...(await sealResponse(keyring, attempt.id, bytes)),
  }
  if (await gate.finishTest(end)) return tested
  // A test ends once. Of two copies of one response at once only the first counts, and both see what it came to.
  const before = await gate.findTest(tenantId, testId)
  return before?.ended?.responseHash === responseHash ? tested : unknown()
}

type Evidence = Pick<TestReport, 'verdicts' | 'refusal' | 'login' | 'identity' | 'mapped'>

/** What a login would have come to; what the message says is told only once its signature verified. */
async function judge(
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

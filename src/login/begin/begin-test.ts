// A test begins by its one-time link. Looking at the link uses nothing up, because mail scanners
// and browsers that fetch ahead look too; what begins the test is a word of the person.

import { ok, type Result, refuse } from '../../result.ts'
import { promisesSignedRequests } from '../../tenants/connectors/login-configuration.ts'
import type { SsoId } from '../../tenants/ids.ts'
import type { OpenTest } from '../ports.ts'
import { type RefusedOutcome, refuseAttempt } from '../refuse-attempt.ts'
import type { BeginDeps, BeginInput } from './begin-login.ts'
import { type BegunLogin, sendRequest } from './send-request.ts'

/** A test that its link can begin. */
export interface WaitingTest {
  readonly tenantName: string
  readonly connectorName: string
}

/** Looks a link up and changes nothing; undefined when it is used, expired, or none of ours. */
export async function lookAtTest(
  deps: Pick<BeginDeps, 'configurations' | 'gates'>,
  { ssoId, token }: { readonly ssoId: SsoId; readonly token: string },
): Promise<Result<WaitingTest | undefined, { readonly code: 'login_sso_key_unknown' }>> {
  const published = await deps.configurations.find(ssoId)
  if (published === undefined) return refuse({ code: 'login_sso_key_unknown' })
  const { gate, tenantId } = published
  const test = await deps.gates.at(gate).findIssuedTest(tenantId, ssoId, token)
  return ok(test && waiting(test))
}

const waiting = ({ configuration }: OpenTest): WaitingTest | undefined =>
  configuration.connector && {
    tenantName: configuration.tenantName,
    connectorName: configuration.connector.name,
  }

/**
 * Begins the test that a one-time link names: the draft's own configuration, opened once by the
 * gate.
 */
export async function beginTest(
  deps: BeginDeps,
  input: Pick<BeginInput, 'ssoId' | 'cookies' | 'attempt'> & { readonly token: string },
): Promise<Result<BegunLogin, RefusedOutcome>> {
  const { ssoId, token, cookies, attempt } = input
  const refuseTest = async (code: 'login_sso_key_unknown' | 'login_test_unknown') =>
    refuse(await refuseAttempt(deps, { ssoId, purpose: 'test', attempt, refusal: { code } }))
  const published = await deps.configurations.find(ssoId)
  if (published === undefined) return refuseTest('login_sso_key_unknown')
  const test = await deps.gates.at(published.gate).openTest(published.tenantId, ssoId, token)
  const connector = test?.configuration.connector
  if (test === undefined || connector === undefined) return refuseTest('login_test_unknown')
  const pending = { purpose: 'test' as const, testId: test.testId }
  const { configuration } = test
  // A version that is neither the latest nor live may sign nothing: what metadata promises holds
  // for its test too (I12).
  const signRequests = connector.settings.signRequests || promisesSignedRequests(published)
  const sending = { ...connector, settings: { ...connector.settings, signRequests } }
  const sent = { configuration, connector: sending, pending, forceAuthn: false, cookies }
  return ok(await sendRequest(deps, sent))
}

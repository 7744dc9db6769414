// What a test found, at an address of its own: a reload shows it again. It names a person, so it
// opens in the browser that ran the test, and for whoever may test the connector.

import type { Context } from 'hono'
import { openReport, type TestReport } from '../../login/complete/test-report.ts'
import { meaningOf } from '../../login/meanings.ts'
import { idpLabelFor } from '../../protocol/saml/idp-labels.ts'
import { isId, type SsoId, type TestId } from '../../tenants/ids.ts'
import { readCookies, writeCookie } from '../cookies.ts'
import type { Deps, TestDeps } from '../deps.ts'
import { showPage } from '../pages/parts/show-page.ts'
import { TestPage } from '../pages/test-page.tsx'
import { findTester, holdsTester } from './may-test.ts'

/** Names the test that this browser ran last. */
const RESULT_COOKIE = '__Host-test'
/** Seconds: a working day. Afterwards the console shows the result. */
const RESULT_COOKIE_AGE = 12 * 3600

/** Sends the browser that ran a test to its result. */
export async function leadToResult(
  c: Context,
  { keyring }: Deps,
  ssoId: SsoId,
  testId: TestId,
): Promise<Response> {
  const value = await keyring.seal('test-result', ssoId, testId)
  // Lax: the redirect that answers the IdP's cross-site POST takes it along.
  writeCookie(c, { name: RESULT_COOKIE, value, maxAge: RESULT_COOKIE_AGE }, 'Lax')
  c.header('Cache-Control', 'no-store')
  // 303: the browser goes on with a GET, so that a reload repeats nothing.
  return c.redirect(`/sso/${ssoId}/test?result=${testId}`, 303)
}

/** Shows the result of a test. `undefined`: there is none, or not for this browser. */
export async function showResult(
  c: Context,
  deps: TestDeps,
  ssoId: SsoId,
): Promise<Response | undefined> {
  const testId = c.req.query('result') ?? ''
  if (!isId('tst', testId)) return undefined
  const published = await deps.configurations.find(ssoId)
  if (published === undefined) return undefined
  const { tenantId, gate } = published
  const isOwn = (await testOf(c, deps, ssoId)) === testId
  if (!isOwn && !holdsTester(c)) return undefined
  const found = await deps.gates.at(gate).findTestRun(tenantId, testId)
  if (found === undefined) return undefined
  const { connectorId } = found.run
  const tester = holdsTester(c)
    ? await findTester(c, await deps.administration(), { tenantId, connectorId })
    : undefined
  const isTester = tester !== undefined
  if (!isOwn && !isTester) return undefined
  const report = await openReport(deps.keyring, testId, found.sealedReport)
  return report && showReport(c, report, { testId, isTester })
}

/** The test that this browser ran last at an SSO key. */
async function testOf(c: Context, { keyring }: Deps, ssoId: SsoId): Promise<string | undefined> {
  const sealed = readCookies(c).get(RESULT_COOKIE)
  return sealed === undefined ? undefined : keyring.open('test-result', ssoId, sealed)
}

function showReport(
  c: Context,
  { refusal, idp, ...found }: TestReport,
  { testId, isTester }: { readonly testId: TestId; readonly isTester: boolean },
): Response | Promise<Response> {
  const explained = refusal && { ...meaningOf(refusal.code), ...refusal }
  const setting = refusal && idpLabelFor(refusal.code, idp)
  const { tenantId, connector } = found
  const consoleUrl = `/console/t/${tenantId}/connectors/${connector.id}/tests/${testId}`
  return showPage(c, TestPage({ ...found, refusal: explained, setting, consoleUrl, isTester }), {})
}

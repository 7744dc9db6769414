// /sso/{ssoId}/test without a link: a fixed address, for a bookmark or the console of an IdP. A
// person who may test the connector starts a test of its draft there, or else of what is live.
// Anybody else is asked to sign in.

import type { Context } from 'hono'
import { beginTest } from '../../login/begin/begin-test.ts'
import type { Actor } from '../../tenants/commands/envelope.ts'
import type { ConnectorSummary } from '../../tenants/connectors/connector.ts'
import type { LoginConfiguration } from '../../tenants/connectors/login-configuration.ts'
import type { SsoId } from '../../tenants/ids.ts'
import { logRefusal, refuseRecorded } from '../answer-refusal.ts'
import { meaningOf } from '../api/engine/api-refusals.ts'
import { readCookies } from '../cookies.ts'
import type { AdministrationDeps, TestDeps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { BareTestPage, SignInToTestPage } from '../pages/bare-test-page.tsx'
import type { Problem } from '../pages/parts/problem.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { holdsSession } from '../session-cookie.ts'
import { findTester, holdsTester } from './may-test.ts'
import { leave } from './start-login.ts'

/** More connectors than a tenant can have SSO keys. */
const EVERY_CONNECTOR = { limit: 100 }

/** What somebody may test at an SSO key. */
interface Testable {
  readonly deps: AdministrationDeps
  readonly published: LoginConfiguration
  readonly connector: ConnectorSummary
  readonly tester: Actor
}

type Answer = Promise<Response | undefined>

/**
 * GET: says which version would be tested, and changes nothing. `undefined`: there is no such SSO
 * key, or no connector at it.
 */
export async function askBareTest(c: Context, deps: TestDeps, ssoId: SsoId): Answer {
  const found = await findTestable(c, deps, ssoId)
  return found instanceof Response ? found : found && showBare(c, found, {})
}

/** POST: starts the test and sends the person to the IdP. A form of another site does nothing. */
export async function startBareTest(c: Context, deps: TestDeps, ssoId: SsoId): Answer {
  const found = await findTestable(c, deps, ssoId)
  if (found instanceof Response || found === undefined) return found
  if (!deps.config.origins.includes(c.req.header('Origin') ?? ''))
    return showBare(c, found, { status: 403 })
  const { published, connector, tester } = found
  const { tenantId, gate } = published
  const command = { kind: 'start_test', tenantId, connectorId: connector.id } as const
  const origin = { actor: tester, requestId: String(c.get('requestId')) }
  const started = await found.deps.commands.run(gate, command, { origin })
  if (!started.ok) {
    const { code } = started.refusal
    logRefusal({ code }, origin.requestId, ssoId)
    const problem = { code, message: meaningOf(code).message }
    return showBare(c, found, { status: 409, problem })
  }
  const token = new URL(started.value.testUrl).searchParams.get('t') ?? ''
  const attempt = attemptOf(c, deps)
  const begun = await beginTest(deps, { ssoId, token, cookies: readCookies(c), attempt })
  return begun.ok ? leave(c, begun.value) : refuseRecorded(c, begun.refusal, { ssoId, attempt })
}

/** Finds what this browser may test; a page that asks to sign in if nobody here may. */
async function findTestable(
  c: Context,
  { configurations, administration }: TestDeps,
  ssoId: SsoId,
): Promise<Testable | Response | undefined> {
  const published = await configurations.find(ssoId)
  if (published === undefined) return undefined
  if (!holdsTester(c)) return askToSignIn(c, ssoId)
  const { tenantId } = published
  const deps = await administration()
  const { items } = await deps.reads.listConnectors(tenantId, EVERY_CONNECTOR)
  const connector = items.find((one) => one.ssoId === ssoId)
  if (connector === undefined) return undefined
  const tester = await findTester(c, deps, { tenantId, connectorId: connector.id })
  return tester ? { deps, published, connector, tester } : askToSignIn(c, ssoId)
}

/** A browser that is signed in already is told that this person may not. */
async function askToSignIn(c: Context, ssoId: SsoId): Promise<Response> {
  const isSignedIn = holdsSession(c)
  const page = SignInToTestPage({ isSignedIn, returnTo: `/sso/${ssoId}/test` })
  return showPage(c, page, { status: isSignedIn ? 403 : 401 })
}

async function showBare(
  c: Context,
  { deps, published, connector }: Testable,
  { status = 200, problem }: { readonly status?: 200 | 403 | 409; readonly problem?: Problem },
): Promise<Response> {
  const { tenantName, ssoKey } = published
  const version = connector.latestVersion === connector.activeVersion ? 'live' : 'draft'
  const names = { tenantName, connectorName: connector.name, ssoId: ssoKey.id }
  const page = BareTestPage({ ...names, version, ...(problem && { problem }) })
  // The answer to the form redirects to the IdP, and `form-action` applies to that too.
  return showPage(c, page, { status, formTarget: new URL(deps.config.publicOrigin) })
}

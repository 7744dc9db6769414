// /sso/{ssoId}/test: the one-time link of a test. A GET asks and a POST begins, so that no mail
// scanner and no browser that fetches ahead uses the link up.

import type { Context } from 'hono'
import { beginTest, lookAtTest } from '../../login/begin/begin-test.ts'
import { isId, type SsoId } from '../../tenants/ids.ts'
import { refuseBrowser, refuseRecorded } from '../answer-refusal.ts'
import { readCookies } from '../cookies.ts'
import type { Deps, TestDeps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { BeginTestPage } from '../pages/begin-test-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { readForm } from '../read-form.ts'
import { leave } from './start-login.ts'
import { showResult } from './test-result.ts'

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/

type LinkRefusal = 'login_sso_key_unknown' | 'login_test_unknown'

/**
 * GET /sso/{ssoId}/test?t=…: says which connector the link tests, and changes nothing. With
 * `result` in its place: what a test found. With neither: the fixed address.
 */
export const askTest = (deps: TestDeps) => async (c: Context) => {
  const ssoId = ssoIdOf(c)
  if (ssoId === undefined) return refuseLink(c, 'login_sso_key_unknown')
  const token = c.req.query('t')
  if (token !== undefined) return showTestLink(c, deps, token)
  if (c.req.query('result') !== undefined)
    return (await showResult(c, deps, ssoId)) ?? refuseLink(c, 'login_test_unknown')
  const { askBareTest } = await import('./bare-test.ts')
  const page = await askBareTest(c, deps, ssoId)
  return page ?? refuseLink(c, 'login_sso_key_unknown')
}

/**
 * POST /sso/{ssoId}/test: uses the link, or starts a test without one, and sends the person to the
 * IdP. A form of another site is not read.
 */
export const startTest = (deps: TestDeps) => async (c: Context) => {
  const ssoId = ssoIdOf(c)
  if (ssoId === undefined) return refuseLink(c, 'login_sso_key_unknown')
  const isOurs = deps.config.origins.includes(c.req.header('Origin') ?? '')
  if (!isOurs && c.req.query('t') !== undefined)
    return showTestLink(c, deps, c.req.query('t') ?? '', 403)
  const form = isOurs ? await readForm(c.req.raw) : undefined
  if (form && !form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const token = form?.value.get('t') ?? undefined
  if (token === undefined) {
    const { startBareTest } = await import('./bare-test.ts')
    const answer = await startBareTest(c, deps, ssoId)
    return answer ?? refuseLink(c, 'login_sso_key_unknown')
  }
  if (!TOKEN.test(token)) return refuseLink(c, 'login_test_unknown')
  const attempt = attemptOf(c, deps)
  const begun = await beginTest(deps, { ssoId, token, cookies: readCookies(c), attempt })
  return begun.ok ? leave(c, begun.value) : refuseRecorded(c, begun.refusal, { ssoId, attempt })
}

async function showTestLink(
  c: Context,
  deps: Deps,
  token: string,
  status: 200 | 403 = 200,
): Promise<Response> {
  const ssoId = ssoIdOf(c)
  if (ssoId === undefined) return refuseLink(c, 'login_sso_key_unknown')
  // The token is bounded before it is looked up.
  if (!TOKEN.test(token)) return refuseLink(c, 'login_test_unknown')
  const found = await lookAtTest(deps, { ssoId, token })
  if (!found.ok) return refuseLink(c, found.refusal.code)
  if (found.value === undefined) return refuseLink(c, 'login_test_unknown')
  const page = BeginTestPage({ ...found.value, ssoId, token })
  // The answer to the form redirects to the IdP, and `form-action` applies to that too.
  return showPage(c, page, { status, formTarget: new URL(deps.config.publicOrigin) })
}

function ssoIdOf(c: Context): SsoId | undefined {
  const ssoId = c.req.param('ssoId') ?? ''
  return isId('sso', ssoId) ? ssoId : undefined
}

const refuseLink = async (c: Context, code: LinkRefusal): Promise<Response> =>
  refuseBrowser(c, { code }, { reference: c.get('requestId') })

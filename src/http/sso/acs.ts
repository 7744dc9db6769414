// POST /sso/{ssoId}/saml/acs: the answer of an IdP arrives; a session begins, or a test is
// reported.

import type { Context } from 'hono'
import { completeLogin } from '../../login/complete/complete-login.ts'
import type { CompletedLogin } from '../../login/complete/completed-login.ts'
import { CONVERTED_COOKIE } from '../../login/complete/receive-unsolicited.ts'
import type { LoginTrace } from '../../login/login-trace.ts'
import { refuseAttempt } from '../../login/refuse-attempt.ts'
import { isId, type SsoId } from '../../tenants/ids.ts'
import { refuseBrowser, refuseRecorded } from '../answer-refusal.ts'
import { readCookies } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { AcsGetPage } from '../pages/acs-get-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { writeSession } from '../session-cookie.ts'
import { forgetConversion, rememberConversion } from './conversion.ts'
import { destinationOf } from './destination.ts'
import { readAcsForm } from './read-acs-form.ts'
import { leave } from './start-login.ts'

/**
 * An answer by HTTP-Redirect or HTTP-Artifact, which the Web SSO profile or we do not take. Nothing
 * in it is read.
 */
const ANSWERS = ['SAMLResponse', 'SAMLart']

/** Completes a login. The reference on a refusal is the id of the attempt's event. */
export const acs = (deps: Deps) => async (c: Context) => {
  const ssoId = c.req.param('ssoId') ?? ''
  const attempt = attemptOf(c, deps)
  if (!isId('sso', ssoId)) {
    return refuseBrowser(c, { code: 'login_sso_key_unknown' }, { reference: c.get('requestId') })
  }
  const form = await readAcsForm(c.req.raw)
  const completed = form.ok
    ? await completeLogin(deps, {
        ssoId,
        ...form.value,
        cookies: readCookies(c),
        attempt,
      })
    : await refuseAttempt(deps, { ssoId, purpose: 'login', attempt, refusal: form.refusal })
  return answer(c, deps, completed, { ssoId, attempt })
}

/**
 * Explains the address to whoever opens it: an IdP's "test" button, or a reload after the session
 * was made.
 */
export const acsExplained = (_: Deps) => (c: Context) => {
  const ssoId = c.req.param('ssoId') ?? ''
  if (ANSWERS.some((name) => c.req.query(name) !== undefined))
    return refuseBrowser(c, { code: 'post_response_in_url' }, { reference: c.get('requestId') })
  const loginUrl = isId('sso', ssoId) ? `/sso/${ssoId}/auth` : '/'
  return showPage(c, AcsGetPage({ loginUrl }), { status: 405 })
}

async function answer(
  c: Context,
  deps: Deps,
  completed: CompletedLogin,
  at: { readonly ssoId: SsoId; readonly attempt: LoginTrace },
): Promise<Response> {
  switch (completed.kind) {
    case 'admitted': {
      if (readCookies(c).has(CONVERTED_COOKIE)) forgetConversion(c)
      if (completed.unsolicited)
        return (await import('./confirm-switch.ts')).arrive(c, deps, completed, at.ssoId)
      await writeSession(c, deps, completed.handle, completed.open.session.expiresAt)
      c.header('Cache-Control', 'no-store')
      // 303: the browser goes on with a GET, so that a reload repeats nothing.
      return c.redirect(await destinationOf(deps, completed), 303)
    }
    case 'converted':
      rememberConversion(c, at.ssoId)
      return c.redirect(completed.loginPath, 303)
    case 'tested':
      return (await import('./test-result.ts')).leadToResult(c, deps, at.ssoId, completed.testId)
    case 'choose':
      return (await import('./choose-tenant.ts')).offerTenants(c, deps, at.ssoId, completed)
    case 'restarted':
      return leave(c, completed.begun)
    case 'refused':
      return refuseRecorded(c, completed, at)
  }
}

// POST /sso/{ssoId}/saml/acs: the answer of an IdP arrives; a session begins, or a test is reported.

import type { Context } from 'hono'
import { type CompletedLogin, completeLogin } from '../../login/complete-login.ts'
import type { LoginEventFacts } from '../../login/ports.ts'
import { isId, newId, type SsoId } from '../../tenants/ids.ts'
import { readCookies } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { AcsGetPage } from '../pages/acs-get-page.tsx'
import { showPage } from '../pages/show-page.ts'
import { refuseBrowser } from '../refusals.ts'
import { writeSession } from '../session-cookie.ts'
import { destinationOf } from './destination.ts'
import { readAcsForm } from './read-acs-form.ts'
import { showTest } from './show-test.ts'
import { leave } from './start-login.ts'

/** Completes a login. The reference on every page is the id of the attempt's event. */
export const acs = (deps: Deps) => async (c: Context) => {
  const ssoId = c.req.param('ssoId') ?? ''
  const event = eventFacts(c, deps)
  const reference = event.id
  if (!isId('sso', ssoId)) return refuseBrowser(c, { code: 'login_sso_key_unknown' }, { reference })
  const form = await readAcsForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference, ssoId })
  const cookies = readCookies(c)
  const completed = await completeLogin(deps, { ssoId, samlResponse: form.value, cookies, event })
  return answer(c, deps, completed, { ssoId, reference })
}

/** Explains the address to whoever opens it: an IdP's "test" button, or a reload after the session was made. */
export const acsExplained = (_: Deps) => (c: Context) => {
  const ssoId = c.req.param('ssoId') ?? ''
  const loginUrl = isId('sso', ssoId) ? `/sso/${ssoId}/auth` : '/'
  return showPage(c, AcsGetPage({ loginUrl }), { status: 405 })
}

async function answer(
  c: Context,
  deps: Deps,
  completed: CompletedLogin,
  at: { readonly ssoId: SsoId; readonly reference: string },
): Promise<Response> {
  switch (completed.kind) {
    case 'admitted': {
      await writeSession(c, deps, completed.handle, completed.open.session.expiresAt)
      c.header('Cache-Control', 'no-store')
      // 303: the browser goes on with a GET, so that a reload repeats nothing.
      return c.redirect(await destinationOf(deps, completed), 303)
    }
    case 'tested':
      return showTest(c, completed.report)
    case 'restarted':
      return leave(c, completed.begun)
    case 'refused':
      return refuseBrowser(c, completed.refusal, { ...at, pending: completed.pending })
  }
}

function eventFacts(c: Context, { random }: Deps): LoginEventFacts {
  const ip = c.req.header('CF-Connecting-IP')
  const userAgent = c.req.header('User-Agent')?.slice(0, 256)
  return {
    id: newId('evt', random),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
  }
}

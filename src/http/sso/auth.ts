// GET /sso/{ssoId}/auth: where a login starts.

import type { Context } from 'hono'
import { isId } from '../../tenants/ids.ts'
import { refuseBrowser } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { startLogin } from './start-login.ts'

/** Starts a login. Takes `return_to`, `force_authn` (`true`) and `login_hint`. */
export const auth = (deps: Deps) => (c: Context) => {
  const ssoId = c.req.param('ssoId') ?? ''
  if (!isId('sso', ssoId)) {
    return refuseBrowser(c, { code: 'login_sso_key_unknown' }, { reference: c.get('requestId') })
  }
  return startLogin(c, deps, {
    ssoId,
    returnTo: c.req.query('return_to'),
    forceAuthn: c.req.query('force_authn') === 'true',
    loginHint: c.req.query('login_hint'),
  })
}

// GET /sso/{ssoId}/test?t=…: opens the one-time link of a test and sends the administrator to the IdP.

import type { Context } from 'hono'
import { beginTest } from '../../login/begin-login.ts'
import { isId } from '../../tenants/ids.ts'
import { readCookies } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { refuseBrowser, refuseRecorded } from '../refusals.ts'
import { attemptOf } from './attempt.ts'
import { leave } from './start-login.ts'

/** Opens a test. The token is bounded before it is looked up. */
export const test = (deps: Deps) => async (c: Context) => {
  const ssoId = c.req.param('ssoId') ?? ''
  const token = c.req.query('t') ?? ''
  const reference = c.get('requestId')
  if (!isId('sso', ssoId)) return refuseBrowser(c, { code: 'login_sso_key_unknown' }, { reference })
  if (!/^[A-Za-z0-9_-]{20,64}$/.test(token)) {
    return refuseBrowser(c, { code: 'login_test_unknown' }, { reference })
  }
  const attempt = attemptOf(c, deps)
  const begun = await beginTest(deps, { ssoId, token, cookies: readCookies(c), attempt })
  return begun.ok ? leave(c, begun.value) : refuseRecorded(c, begun.refusal, { ssoId, attempt })
}

// Sends the browser to the IdP, by redirect or by a form that posts itself, with the cookie that
// recognises the answer.

import type { Context } from 'hono'
import { type BeginInput, beginLogin } from '../../login/begin/begin-login.ts'
import type { BegunLogin } from '../../login/begin/send-request.ts'
import { refuseRecorded } from '../answer-refusal.ts'
import { readCookies, writeCookie } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { PostFormPage } from '../pages/parts/post-form-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'

/** Begins a login at an SSO key and answers the browser. */
export async function startLogin(
  c: Context,
  deps: Deps,
  input: Omit<BeginInput, 'cookies' | 'attempt'>,
): Promise<Response> {
  const attempt = attemptOf(c, deps)
  const begun = await beginLogin(deps, { ...input, cookies: readCookies(c), attempt })
  if (begun.ok) return leave(c, begun.value)
  return refuseRecorded(c, begun.refusal, { ssoId: input.ssoId, attempt })
}

/** Answers with a departure and its cookies. */
export function leave(
  c: Context,
  { departure, cookies }: BegunLogin,
): Response | Promise<Response> {
  for (const cookie of cookies) writeCookie(c, cookie, 'None')
  if (departure.kind === 'post') {
    const formTarget = new URL(departure.action)
    return showPage(c, PostFormPage(departure), { formTarget })
  }
  c.header('Cache-Control', 'no-store')
  // 303: whatever the method was that brought the browser here, it goes on with a GET.
  return c.redirect(departure.url, 303)
}

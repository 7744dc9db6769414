// /login/forgot: a person asks for a link that sets a new password.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import { requestNewPassword } from '../../login/password/set-password.ts'
import { logRefusal, refuseBrowser, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { ForgotPage, MailedPage } from '../pages/forgot-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { readForm } from '../read-form.ts'
import { networkFrom } from './network.ts'

/** GET /login/forgot. Without a delivery service nobody can be written to, and the page says so. */
export const askForLink = (deps: Deps) => (c: Context) =>
  deps.config.delivery === undefined ? refuseMail(c) : showForgot(c, deps, {})

/** POST /login/forgot: one page, whether or not there is anybody to write to. */
export const mailLink = (deps: Deps) => async (c: Context) => {
  const arrivedAt = deps.clock()
  if (deps.config.delivery === undefined) return refuseMail(c)
  if (!deps.config.origins.includes(c.req.header('Origin') ?? ''))
    return showForgot(c, deps, { status: 403 })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const email = form.value.get('email')?.trim() ?? ''
  const requested = await requestNewPassword(deps, email, networkFrom(c))
  await deps.answerFloor(arrivedAt)
  return requested.ok
    ? showPage(c, MailedPage(), {})
    : showForgot(c, deps, { ...requested.refusal, status: statusOf(requested.refusal.code) })
}

const refuseMail = (c: Context) =>
  refuseBrowser(c, { code: 'login_mail_unavailable' }, { reference: c.get('requestId') })

function showForgot(
  c: Context,
  { clock }: Deps,
  {
    code,
    until,
    status = 200,
  }: {
    readonly code?: string
    readonly until?: number
    readonly status?: ReturnType<typeof statusOf>
  },
): Response | Promise<Response> {
  if (code !== undefined) logRefusal({ code }, c.get('requestId'))
  const seconds = until === undefined ? undefined : Math.max(1, Math.ceil((until - clock()) / 1000))
  if (seconds !== undefined) c.header('Retry-After', String(seconds))
  const refusal =
    code === undefined ? undefined : { code, message: meaningOf(code).message, seconds }
  return showPage(c, ForgotPage({ refusal }), { status, formTarget: 'self' })
}

// /login/password: e-mail address and password, for whom the tenant has invited to it.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import { signInWithPassword } from '../../login/password/sign-in.ts'
import { logRefusal, refuseBrowser, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { type LoginTarget, readLoginTarget } from '../login-target.ts'
import { attemptOf } from '../login-trace.ts'
import { showPage } from '../pages/parts/show-page.ts'
import { PasswordPage } from '../pages/password-page.tsx'
import { readForm } from '../read-form.ts'
import { readDevices } from './device-cookie.ts'
import { goOnFromPassword } from './go-on.ts'
import { networkFrom } from './network.ts'

/** GET /login/password. Takes what `/login` takes. */
export const askPassword = (deps: Deps) => (c: Context) => {
  const wanted = readLoginTarget(new URL(c.req.url).searchParams)
  return wanted === undefined
    ? refuseReturnTo(c)
    : showPassword(c, deps, { wanted, hint: c.req.query('login_hint') })
}

/**
 * POST /login/password. Until the password is right every answer is one of three pages, the same
 * for whoever has an account, has none, or may not come in: not an address, not right, too many
 * attempts. A form of another site is not read.
 */
export const takePassword = (deps: Deps) => async (c: Context) => {
  const arrivedAt = deps.clock()
  if (!deps.config.origins.includes(c.req.header('Origin') ?? ''))
    return showPassword(c, deps, { wanted: {}, status: 403 })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const wanted = readLoginTarget(form.value)
  if (wanted === undefined) return refuseReturnTo(c)
  const attempt = attemptOf(c, deps)
  const outcome = await signInWithPassword(deps, {
    email: form.value.get('email')?.trim() ?? '',
    typed: form.value.get('password') ?? '',
    network: networkFrom(c),
    devices: await readDevices(c, deps),
    attempt,
  })
  if (outcome.kind === 'refused' || outcome.kind === 'limited') await deps.answerFloor(arrivedAt)
  if (outcome.kind === 'refused') return showPassword(c, deps, { wanted, code: outcome.code })
  if (outcome.kind === 'limited')
    return showPassword(c, deps, { wanted, code: 'login_password_limited', until: outcome.until })
  return goOnFromPassword(c, deps, outcome, { wanted, attempt })
}

const refuseReturnTo = (c: Context) =>
  refuseBrowser(c, { code: 'login_return_to_invalid' }, { reference: c.get('requestId') })

function showPassword(
  c: Context,
  { config, clock }: Deps,
  {
    wanted,
    hint,
    code,
    until,
    status = code === undefined ? 200 : statusOf(code),
  }: {
    readonly wanted: LoginTarget
    readonly hint?: string | undefined
    readonly code?: string
    readonly until?: number
    readonly status?: ReturnType<typeof statusOf>
  },
): Response | Promise<Response> {
  if (code !== undefined) logRefusal({ code }, c.get('requestId'))
  const seconds = until === undefined ? undefined : Math.max(1, Math.ceil((until - clock()) / 1000))
  if (seconds !== undefined) c.header('Retry-After', String(seconds))
  const page = PasswordPage({
    wanted,
    hint,
    refusal: code === undefined ? undefined : { code, message: meaningOf(code).message, seconds },
    canReset: config.delivery !== undefined,
  })
  // The answer to the form may redirect to an application, and `form-action` applies to that too.
  return showPage(c, page, { status, formTarget: new URL(config.publicOrigin) })
}

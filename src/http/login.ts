// /login: e-mail first. The domain of the address leads to the connector; where nobody said which
// one is meant, an application's request leads here too, and goes on once that is known.

import type { Context } from 'hono'
import { type FindSignInRefusal, findSignIns, type SignIn } from '../login/begin/find-sign-in.ts'
import { meaningOf } from '../login/meanings.ts'
import {
  type ParsedAuthorization,
  writeAuthorizationParameters,
} from '../protocol/oidc/authorization-request.ts'
import { logRefusal, refuseBrowser, statusOf } from './answer-refusal.ts'
import type { Deps } from './deps.ts'
import { type LoginTarget, readLoginTarget } from './login-target.ts'
import { ChooseSignInPage } from './pages/choose-sign-in-page.tsx'
import { LoginPage } from './pages/login-page.tsx'
import { showPage } from './pages/parts/show-page.ts'
import { readForm } from './read-form.ts'

/** GET /login: asks for the address. Takes `return_to` and, to begin with, `login_hint`. */
export const askAddress = (deps: Deps) => (c: Context) => {
  const wanted = readLoginTarget(new URL(c.req.url).searchParams)
  return wanted === undefined
    ? refuseReturnTo(c)
    : showLogin(c, deps, { wanted, hint: c.req.query('login_hint') })
}

/**
 * POST /login: sends the person on. Nothing of the address is shown, and a form of another site is
 * not read.
 */
export const findByAddress = (deps: Deps) => async (c: Context) => {
  if (!deps.config.origins.includes(c.req.header('Origin') ?? ''))
    return showLogin(c, deps, { wanted: {}, status: 403 })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const wanted = readLoginTarget(form.value)
  if (wanted === undefined) return refuseReturnTo(c)
  const email = form.value.get('email')?.trim() ?? ''
  const found = await findSignIns(deps, email)
  return found.ok
    ? goOn(c, found.value, { email, wanted })
    : showLogin(c, deps, { wanted, refusal: found.refusal })
}

/**
 * An application's request that says nothing of a connector: by its hint where that leads
 * somewhere, else by asking.
 */
export async function findForApplication(
  c: Context,
  deps: Deps,
  { request, loginHint, idTokenHint }: ParsedAuthorization,
): Promise<Response> {
  const parameters = writeAuthorizationParameters(request)
  if (idTokenHint !== undefined) parameters.set('id_token_hint', idTokenHint)
  const wanted = { authorize: parameters.toString() }
  const found = loginHint === undefined ? undefined : await findSignIns(deps, loginHint)
  return loginHint !== undefined && found?.ok
    ? goOn(c, found.value, { email: loginHint, wanted })
    : showLogin(c, deps, { wanted, hint: loginHint })
}

const refuseReturnTo = (c: Context) =>
  refuseBrowser(c, { code: 'login_return_to_invalid' }, { reference: c.get('requestId') })

function goOn(
  c: Context,
  [first, ...others]: readonly [SignIn, ...SignIn[]],
  { email, wanted }: { readonly email: string; readonly wanted: LoginTarget },
): Response | Promise<Response> {
  const urlOf = ({ ssoId }: SignIn) => {
    if (wanted.authorize === undefined)
      return `/sso/${ssoId}/auth?${new URLSearchParams({ ...wanted, login_hint: email })}`
    const query = new URLSearchParams(wanted.authorize)
    query.set('sso_id', ssoId)
    query.set('login_hint', email)
    return `/oauth2/authorize?${query}`
  }
  if (others.length === 0) {
    c.header('Cache-Control', 'no-store')
    return c.redirect(urlOf(first), 303)
  }
  const choices = [first, ...others].map((signIn) => ({ ...signIn, url: urlOf(signIn) }))
  return showPage(c, ChooseSignInPage({ choices }), {})
}

function showLogin(
  c: Context,
  { config, clock }: Deps,
  {
    wanted,
    hint,
    refusal,
    status = refusal === undefined ? 200 : statusOf(refusal.code),
  }: {
    readonly wanted: LoginTarget
    readonly hint?: string | undefined
    readonly refusal?: FindSignInRefusal
    readonly status?: ReturnType<typeof statusOf>
  },
): Response | Promise<Response> {
  if (refusal !== undefined) logRefusal(refusal, c.get('requestId'))
  if (refusal?.code === 'login_address_limited')
    c.header('Retry-After', String(Math.ceil((refusal.until - clock()) / 1000)))
  const shown = refusal && { code: refusal.code, message: meaningOf(refusal.code).message }
  const page = LoginPage({ wanted, hint, refusal: shown })
  // The answer to the form redirects to an IdP, and `form-action` applies to that too.
  return showPage(c, page, { status, formTarget: new URL(config.publicOrigin) })
}

// /password: the one-time link of an invitation or a reset. A GET shows the form and changes
// nothing.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import { PASSWORD_PATH, readLink } from '../../login/password/link.ts'
import { openLink, setPassword, type UsableLink } from '../../login/password/set-password.ts'
import { logRefusal, refuseBrowser, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { type LoginTarget, pathWith, readLoginTarget } from '../login-target.ts'
import { attemptOf } from '../login-trace.ts'
import { showPage } from '../pages/parts/show-page.ts'
import { DeadLinkPage, SetPasswordPage } from '../pages/set-password-page.tsx'
import { readForm } from '../read-form.ts'
import { goOnFromPassword, redirect } from './go-on.ts'
import { linkName, readOpenedLink, removeOpenedLink, writeOpenedLink } from './link-cookie.ts'

/**
 * GET /password?token=… takes the token out of the address: the browser goes on with a cookie in
 * its place, so neither history nor a later line of a log holds it. GET /password shows the form.
 */
export const askNewPassword = (deps: Deps) => async (c: Context) => {
  const token = c.req.query('token')
  if (token === undefined) return showOpened(c, deps)
  const link = await readLink(deps.keyring, token)
  if (link === undefined) return showDead(c, deps)
  await writeOpenedLink(c, deps, link)
  c.header('Referrer-Policy', 'no-referrer')
  return redirect(c, pathWith(PASSWORD_PATH, wantedIn(new URL(c.req.url).searchParams)))
}

/**
 * POST /password: sets the password and goes on as a login does. A form of another site is not
 * read.
 */
export const takeNewPassword = (deps: Deps) => async (c: Context) => {
  const opened = await readOpenedLink(c, deps)
  if (opened === undefined) return refuseAbsent(c)
  const link = await openLink(deps, opened)
  if (link === undefined) return showDead(c, deps)
  if (!deps.config.origins.includes(c.req.header('Origin') ?? ''))
    return showForm(c, deps, { link, status: 403, wanted: {} })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  // A page elsewhere can have this browser open another link; the password is meant for the address
  // that its person saw.
  const wanted = wantedIn(form.value)
  if ((form.value.get('link') ?? linkName(link)) !== linkName(link))
    return refuseForm(c, deps, { link, wanted, code: 'login_password_link_other' })
  const attempt = attemptOf(c, deps)
  const typed = form.value.get('password') ?? ''
  const repeated = form.value.get('repeated') ?? ''
  const set = await setPassword(deps, link, { typed, repeated, attempt })
  if (!set.ok) return refuseForm(c, deps, { link, wanted, code: set.refusal.code })
  removeOpenedLink(c)
  return goOnFromPassword(c, deps, set.value, { wanted, attempt })
}

/** Where the link was to lead in the end. Nobody is kept from a password by an address. */
const wantedIn = (parameters: URLSearchParams): LoginTarget => readLoginTarget(parameters) ?? {}

async function showOpened(c: Context, deps: Deps): Promise<Response> {
  const opened = await readOpenedLink(c, deps)
  if (opened === undefined) return refuseAbsent(c)
  const link = await openLink(deps, opened)
  const wanted = wantedIn(new URL(c.req.url).searchParams)
  return link ? showForm(c, deps, { link, wanted }) : showDead(c, deps)
}

/** The form of a link, and where it leads afterwards. */
interface Shown {
  readonly link: UsableLink
  readonly wanted: LoginTarget
}

const refuseAbsent = (c: Context) =>
  refuseBrowser(c, { code: 'login_password_link_absent' }, { reference: c.get('requestId') })

function refuseForm(
  c: Context,
  deps: Deps,
  { code, ...shown }: Shown & { readonly code: string },
): Response | Promise<Response> {
  logRefusal({ code }, c.get('requestId'))
  return code === 'login_password_link_unknown'
    ? showDead(c, deps)
    : showForm(c, deps, { ...shown, code })
}

const showDead = (c: Context, { config }: Deps) =>
  showPage(c, DeadLinkPage({ canReset: config.delivery !== undefined }), {
    status: statusOf('login_password_link_unknown'),
  })

function showForm(
  c: Context,
  { config }: Deps,
  {
    link,
    wanted,
    code,
    status = code === undefined ? 200 : statusOf(code),
  }: Shown & {
    readonly code?: string
    readonly status?: ReturnType<typeof statusOf>
  },
): Response | Promise<Response> {
  const { purpose, email, tenantName } = link.open
  const refusal = code === undefined ? undefined : { code, message: meaningOf(code).message }
  const page = SetPasswordPage({
    purpose,
    email,
    tenantName,
    link: linkName(link),
    wanted,
    refusal,
  })
  // The answer to the form may redirect to an application, and `form-action` applies to that too.
  return showPage(c, page, { status, formTarget: new URL(config.publicOrigin) })
}

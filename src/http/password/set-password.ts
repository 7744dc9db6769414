// /password/{token}: the one-time link of an invitation or a reset. A GET shows the form and changes nothing.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import { openLink, setPassword, type UsableLink } from '../../login/password/set-password.ts'
import type { Deps } from '../deps.ts'
import { readForm } from '../oauth2/read-form.ts'
import { DeadLinkPage, SetPasswordPage } from '../pages/set-password-page.tsx'
import { showPage } from '../pages/show-page.ts'
import { logRefusal, refuseBrowser, statusOf } from '../refusals.ts'
import { attemptOf } from '../sso/attempt.ts'
import { goOnFromPassword } from './go-on.ts'

/** GET /password/{token}. */
export const askNewPassword = (deps: Deps) => async (c: Context) => {
  const link = await openLink(deps, c.req.param('token') ?? '')
  return link ? showForm(c, deps, { link }) : showDead(c, deps)
}

/** POST /password/{token}: sets the password and goes on as a login does. A form of another site is not read. */
export const takeNewPassword = (deps: Deps) => async (c: Context) => {
  const link = await openLink(deps, c.req.param('token') ?? '')
  if (link === undefined) return showDead(c, deps)
  if (!deps.config.origins.includes(c.req.header('Origin') ?? ''))
    return showForm(c, deps, { link, status: 403 })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const attempt = attemptOf(c, deps)
  const typed = form.value.get('password') ?? ''
  const repeated = form.value.get('repeated') ?? ''
  const set = await setPassword(deps, link, { typed, repeated, attempt })
  if (set.ok) return goOnFromPassword(c, deps, set.value, { wanted: {}, attempt })
  const { code } = set.refusal
  logRefusal({ code }, c.get('requestId'))
  return code === 'login_password_link_unknown'
    ? showDead(c, deps)
    : showForm(c, deps, { link, code })
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
    code,
    status = code === undefined ? 200 : statusOf(code),
  }: {
    readonly link: UsableLink
    readonly code?: string
    readonly status?: ReturnType<typeof statusOf>
  },
): Response | Promise<Response> {
  const { purpose, email, tenantName } = link.open
  const refusal = code === undefined ? undefined : { code, says: meaningOf(code).says }
  const page = SetPasswordPage({ purpose, email, tenantName, refusal })
  // The answer to the form may redirect to an application, and `form-action` applies to that too.
  return showPage(c, page, { status, formTarget: new URL(config.publicOrigin) })
}

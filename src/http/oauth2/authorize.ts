// /oauth2/authorize: an application asks who the person is (OpenID Connect Core §3.1.2).

import type { Context } from 'hono'
import { authorize as decide, type HeldSession } from '../../login/oauth2/authorize.ts'
import { readAuthorizationParameters } from '../../protocol/oidc/authorization-parameters.ts'
import {
  errorResponseUrl,
  type ResponseTarget,
} from '../../protocol/oidc/authorization-response.ts'
import type { OidcRefusal } from '../../protocol/oidc/oauth-refusals.ts'
import type { ApplicationId } from '../../tenants/ids.ts'
import { logRefusal, refuseBrowser } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { readForm } from '../read-form.ts'
import { refer } from '../reference.ts'
import { readSessionHandle } from '../session-cookie.ts'
import { startLogin } from '../sso/start-login.ts'

/** Answers an authorization request by GET; by POST it becomes one. */
export const authorize = (deps: Deps) => async (c: Context) => {
  if (c.req.method === 'POST') return becomeGet(c)
  const parameters = readAuthorizationParameters(new URL(c.req.url).searchParams)
  const decided = await decide(deps, parameters, () => readHeldSession(c, deps))
  switch (decided.kind) {
    case 'shown':
      return showRefusal(c, decided.refusal, decided.applicationId)
    case 'refused':
      return refuseClient(c, deps, decided.target, decided.refusal)
    case 'answered':
      return redirect(c, decided.url)
    case 'unnamed':
      return (await import('../login.ts')).findForApplication(c, deps, decided.parsedRequest)
    case 'login':
      return startLogin(c, deps, decided.login)
  }
}

/**
 * The session cookie is Lax, so a cross-site POST comes without it; the same request as a GET
 * brings it along.
 */
async function becomeGet(c: Context): Promise<Response> {
  const form = await readForm(c.req.raw)
  return form.ok ? redirect(c, `/oauth2/authorize?${form.value}`) : showRefusal(c, form.refusal)
}

async function readHeldSession(c: Context, deps: Deps): Promise<HeldSession | undefined> {
  const handle = await readSessionHandle(c, deps)
  if (handle === undefined) return undefined
  const { gate, tenantId, sid } = handle
  const open = await deps.gates.at(gate).findSession(tenantId, sid)
  return open && { open, gate }
}

const showRefusal = (c: Context, refusal: OidcRefusal, applicationId?: ApplicationId) =>
  refuseBrowser(c, refusal, {
    reference: c.get('requestId'),
    ...(applicationId && { applicationId }),
  })

/**
 * The application is told by its redirect_uri; the reference stands in the header `X-Request-Id`
 * alone.
 */
async function refuseClient(
  c: Context,
  { config }: Deps,
  target: ResponseTarget,
  refusal: OidcRefusal,
): Promise<Response> {
  logRefusal(refusal, await refer(c, refusal))
  return redirect(c, errorResponseUrl(target, config.publicOrigin, refusal))
}

/**
 * 303: whatever the method was, the browser goes on with a GET (RFC 9700 §4.12). No referrer: the
 * URL holds the request.
 */
function redirect(c: Context, url: string): Response {
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  return c.redirect(url, 303)
}

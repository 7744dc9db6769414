// GET and POST /sso/{ssoId}/saml/slo: a logout message of an IdP, by HTTP-Redirect or by HTTP-POST.

import type { Context } from 'hono'
import type { LogoutOutcome } from '../../login/logout/arrived-logout.ts'
import { receiveLogout } from '../../login/logout/receive-logout.ts'
import type { RefusedOutcome } from '../../login/refuse-attempt.ts'
import { receiveRedirectedLogout } from '../../protocol/saml/logout/receive-logout.ts'
import type { SamlBinding } from '../../tenants/external-idps/external-idp.ts'
import { isId, type SsoId } from '../../tenants/ids.ts'
import { logRefusal, refuseBrowser, refuseRecorded } from '../answer-refusal.ts'
import { readCookies } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { readSloForm } from './read-slo-form.ts'
import { showSignedOut } from './signed-out.ts'
import { leave } from './start-login.ts'

/** Serves the messages that come in a URL. */
export const redirectedLogout = (deps: Deps) => async (c: Context) => {
  // As it came: the signature is over these very characters, and a further `?` is one of them (RFC
  // 3986 §3.4).
  const { search } = new URL(c.req.url)
  const message = await receiveRedirectedLogout(search.slice(1))
  return receive(c, deps, 'redirect', {
    message,
    relayState: message.ok ? message.value.query?.relayState : undefined,
  })
}

/** Serves the messages that come in a form. */
export const postedLogout = (deps: Deps) => async (c: Context) =>
  receive(c, deps, 'post', await readSloForm(c.req.raw))

async function receive(
  c: Context,
  deps: Deps,
  binding: SamlBinding,
  arrived: Awaited<ReturnType<typeof readSloForm>>,
): Promise<Response> {
  const ssoId = c.req.param('ssoId') ?? ''
  if (!isId('sso', ssoId)) {
    return refuseBrowser(c, { code: 'login_sso_key_unknown' }, { reference: c.get('requestId') })
  }
  const attempt = attemptOf(c, deps)
  const cookies = readCookies(c)
  const outcome = await receiveLogout(deps, { ...arrived, ssoId, binding, cookies, attempt })
  return answer(c, deps, outcome, { ssoId, attempt })
}

function answer(
  c: Context,
  deps: Deps,
  outcome: LogoutOutcome,
  at: { readonly ssoId: SsoId; readonly attempt: ReturnType<typeof attemptOf> },
): Response | Promise<Response> {
  const log = ({ refusal, recorded }: RefusedOutcome): void =>
    logRefusal(refusal, recorded ? at.attempt.id : c.get('requestId'), at.ssoId)
  switch (outcome.kind) {
    case 'confirmed':
      return showSignedOut(c, deps, { idp: 'confirmed', ours: true })
    case 'unconfirmed':
      log(outcome.refused)
      return showSignedOut(c, deps, { idp: 'unconfirmed', ours: outcome.ours })
    case 'ended':
      return outcome.departure === undefined
        ? showSignedOut(c, deps, { idp: 'confirmed', ours: false })
        : leave(c, { departure: outcome.departure, cookies: [] })
    case 'unknown':
      if (outcome.departure === undefined) return refuseRecorded(c, outcome.refused, at)
      log(outcome.refused)
      return leave(c, { departure: outcome.departure, cookies: [] })
    case 'refused':
      return refuseRecorded(c, outcome, at)
  }
}

// GET /sso/{ssoId}/tenant: a person of several tenants has chosen one. It begins a login and
// changes nothing, so a link will do.

import type { Context } from 'hono'
import { chooseTenant } from '../../login/begin/choose-tenant.ts'
import type { CompletedLogin } from '../../login/complete/completed-login.ts'
import { isId, type SsoId } from '../../tenants/ids.ts'
import { refuseBrowser, refuseRecorded } from '../answer-refusal.ts'
import { readCookies } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { ChooseTenantPage } from '../pages/choose-tenant-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { leave, startLogin } from './start-login.ts'

/**
 * Begins a login for the chosen tenant. Takes `tenant`, and `request`, the id of the request
 * before, which says where to go afterwards; where the IdP began there was none, and `return_to`
 * says it.
 */
export const tenantChosen = (deps: Deps) => async (c: Context) => {
  const ssoId = c.req.param('ssoId') ?? ''
  const tenantId = c.req.query('tenant') ?? ''
  if (!isId('sso', ssoId)) {
    return refuseBrowser(c, { code: 'login_sso_key_unknown' }, { reference: c.get('requestId') })
  }
  if (!isId('ten', tenantId)) {
    const reference = c.get('requestId')
    return refuseBrowser(c, { code: 'login_request_unknown' }, { ssoId, reference })
  }
  const requestId = c.req.query('request')
  if (requestId === undefined) {
    const returnTo = c.req.query('return_to')
    return startLogin(c, deps, { ssoId, returnTo, chosenTenantId: tenantId })
  }
  const attempt = attemptOf(c, deps)
  const cookies = readCookies(c)
  const begun = await chooseTenant(deps, { ssoId, requestId, tenantId, cookies, attempt })
  return begun.ok ? leave(c, begun.value) : refuseRecorded(c, begun.refusal, { ssoId, attempt })
}

/** Shows the tenants that the person may enter. */
export async function offerTenants(
  c: Context,
  { reads }: Deps,
  ssoId: SsoId,
  { requestId, tenantIds, pending }: Extract<CompletedLogin, { kind: 'choose' }>,
): Promise<Response> {
  const { returnTo } = pending
  const wanted = returnTo === undefined ? {} : { return_to: returnTo }
  const before = requestId === '' ? wanted : { request: requestId }
  const found = await Promise.all(tenantIds.map((id) => reads.findTenant(id)))
  const choices = found.flatMap((tenant) => {
    if (tenant === undefined) return []
    const query = new URLSearchParams({ ...before, tenant: tenant.id })
    return [{ name: tenant.name, url: `/sso/${ssoId}/tenant?${query}` }]
  })
  return showPage(c, ChooseTenantPage({ choices }), {})
}

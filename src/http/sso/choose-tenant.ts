// GET /sso/{ssoId}/tenant: a person of several tenants has chosen one. It begins a login and changes nothing, so a link will do.

import type { Context } from 'hono'
import { chooseTenant } from '../../login/choose-tenant.ts'
import { isId, type SsoId, type TenantId } from '../../tenants/ids.ts'
import { readCookies } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import { ChooseTenantPage } from '../pages/choose-tenant-page.tsx'
import { showPage } from '../pages/show-page.ts'
import { refuseBrowser, refuseRecorded } from '../refusals.ts'
import { attemptOf } from './attempt.ts'
import { leave } from './start-login.ts'

/** Begins the login again for the chosen tenant. Takes `request`, the id of the request before, and `tenant`. */
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
  const attempt = attemptOf(c, deps)
  const requestId = c.req.query('request') ?? ''
  const cookies = readCookies(c)
  const begun = await chooseTenant(deps, { ssoId, requestId, tenantId, cookies, attempt })
  return begun.ok ? leave(c, begun.value) : refuseRecorded(c, begun.refusal, { ssoId, attempt })
}

/** Shows the tenants that the person may enter. */
export async function offerTenants(
  c: Context,
  { reads }: Deps,
  ssoId: SsoId,
  { requestId, tenantIds }: { readonly requestId: string; readonly tenantIds: readonly TenantId[] },
): Promise<Response> {
  const found = await Promise.all(tenantIds.map((id) => reads.findTenant(id)))
  const choices = found.flatMap((tenant) => {
    if (tenant === undefined) return []
    const query = new URLSearchParams({ request: requestId, tenant: tenant.id })
    return [{ name: tenant.name, url: `/sso/${ssoId}/tenant?${query}` }]
  })
  return showPage(c, ChooseTenantPage({ choices }), {})
}

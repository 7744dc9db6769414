// Where a person goes after a login: back to the application that asked, to the allowed address that was wanted, or to the
// first application that the tenant was granted.

import { issueAuthorizationCode } from '../../login/authorization-code.ts'
import type { CompletedLogin } from '../../login/complete-login.ts'
import { isAllowedReturn } from '../../login/return-to.ts'
import { Outage } from '../../outage.ts'
import type { Application } from '../../tenants/application.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { Deps } from '../deps.ts'

/** The address of the redirect that ends a login. */
export async function destinationOf(
  deps: Deps,
  { open, handle, pending }: Extract<CompletedLogin, { kind: 'admitted' }>,
): Promise<string> {
  if (pending.oidc)
    return issueAuthorizationCode(deps, { open, gate: handle.gate, request: pending.oidc })
  const applications = await grantedApplications(deps, handle.tenantId)
  const { returnTo } = pending
  if (returnTo !== undefined && isAllowedReturn(returnTo, applications)) return returnTo
  return applications[0]?.landingUrl ?? '/session'
}

/** Nobody is turned away because the list of applications is out of reach: /session leads on from there. */
async function grantedApplications(
  { applications }: Deps,
  tenantId: TenantId,
): Promise<readonly Application[]> {
  try {
    return await applications.listForTenant(tenantId)
  } catch (fault) {
    if (fault instanceof Outage) return []
    throw fault
  }
}

// Grants: which applications a tenant's people may be sent to. They stand in the gate, so that a login learns them in the
// one call that admits it.

import { ok } from '../../../result.ts'
import type { GrantedApplication } from '../../../tenants/application.ts'
import type { ApplicationId } from '../../../tenants/ids.ts'
import { gateStatement } from '../intents.ts'
import type { Planned, Scope } from './plan.ts'

/** Grants an application to the tenant; granting it again brings name and landing URL up to date. */
export async function grantApplication(
  { tenant }: Scope,
  { application }: { readonly application: GrantedApplication },
): Planned<'grant_application'> {
  const { id, name, landingUrl, environment, createdAt } = application
  return ok({
    result: tenant,
    audit: { target: { type: 'application', id }, after: { tenant_id: tenant.id } },
    commit: [
      gateStatement(
        'INSERT OR REPLACE INTO granted_applications VALUES (?, ?, ?, ?, ?, ?)',
        tenant.id,
        id,
        name,
        landingUrl,
        createdAt,
        environment,
      ),
    ],
  })
}

/** Takes a grant back; one that was never made changes nothing. */
export async function revokeApplication(
  { tenant }: Scope,
  { applicationId }: { readonly applicationId: ApplicationId },
): Planned<'revoke_application'> {
  return ok({
    result: tenant,
    audit: {
      target: { type: 'application', id: applicationId },
      before: { tenant_id: tenant.id },
    },
    commit: [
      gateStatement(
        'DELETE FROM granted_applications WHERE tenant_id = ? AND application_id = ?',
        tenant.id,
        applicationId,
      ),
    ],
  })
}

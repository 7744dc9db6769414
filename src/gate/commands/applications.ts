// Grants: which applications a tenant's people may be sent to. They stand in the gate, so that a
// login learns them in the one call that admits it; D1 lists them, and says which gates know an
// application as it is now.

import { and, eq } from 'drizzle-orm'
import { ok, refuse } from '../../result.ts'
import { applications, applicationGrants as grants } from '../../storage/d1/schema/index.ts'
import { toStatement } from '../../storage/statement.ts'
import type { ApplicationGrant } from '../../tenants/application.ts'
import type { Planned, Planners, Scope } from '../intents/plan.ts'
import { gateStatement } from '../tables/gate-statement.ts'
import { isGranted } from '../tables/grants.ts'

/** The planners of the commands of this file. */
export const grantPlanners: Planners<
  'grant_application' | 'refresh_application' | 'revoke_application'
> = {
  grant_application: grantApplication,
  refresh_application: refreshApplication,
  revoke_application: revokeApplication,
}

/**
 * Grants an application as D1 has it at this moment: of two commands on their way the later one
 * brings the later state.
 */
async function grantApplication(
  { sql, db }: Scope,
  grant: ApplicationGrant,
): Planned<'grant_application'> {
  const { tenantId, applicationId: id } = grant
  const application = await db.select().from(applications).where(eq(applications.id, id)).get()
  if (application === undefined) return refuse({ code: 'application_unknown' })
  const { name, landingUrl, returnUrls, environment, createdAt, revision } = application
  const granted = { tenant_id: tenantId }
  return ok({
    result: grant,
    audit: {
      target: { type: 'application', id },
      ...(isGranted(sql, grant) && { before: granted }),
      after: granted,
    },
    record: [
      toStatement(
        db
          .insert(grants)
          .values({ applicationId: id, tenantId, revision })
          .onConflictDoUpdate({
            target: [grants.applicationId, grants.tenantId],
            set: { revision },
          }),
      ),
    ],
    commit: [
      gateStatement(
        `INSERT OR REPLACE INTO granted_applications
           (tenant_id, application_id, name, landing_url, return_urls, environment, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        tenantId,
        id,
        name,
        landingUrl,
        returnUrls && JSON.stringify(returnUrls),
        environment,
        createdAt,
      ),
    ],
  })
}

/**
 * Brings a grant to what its application is now. Who took it back while this was on its way is not
 * overruled.
 */
async function refreshApplication(
  scope: Scope,
  grant: ApplicationGrant,
): Planned<'refresh_application'> {
  const recorded = await scope.db.select().from(grants).where(named(grant)).get()
  return recorded ? grantApplication(scope, grant) : refuse({ code: 'application_grant_unknown' })
}

/**
 * Takes a grant back, at once: rules of landing that name the application are passed over from the
 * next login on.
 */
async function revokeApplication(
  { sql, db }: Scope,
  grant: ApplicationGrant,
): Planned<'revoke_application'> {
  const { tenantId, applicationId } = grant
  const recorded = named(grant)
  const known = isGranted(sql, grant) || (await db.select().from(grants).where(recorded).get())
  if (!known) return refuse({ code: 'application_grant_unknown' })
  return ok({
    result: grant,
    removal: true,
    audit: {
      target: { type: 'application', id: applicationId },
      before: { tenant_id: tenantId },
    },
    record: [toStatement(db.delete(grants).where(recorded))],
    commit: [
      gateStatement(
        'DELETE FROM granted_applications WHERE tenant_id = ? AND application_id = ?',
        tenantId,
        applicationId,
      ),
    ],
  })
}

const named = ({ tenantId, applicationId }: ApplicationGrant) =>
  and(eq(grants.applicationId, applicationId), eq(grants.tenantId, tenantId))

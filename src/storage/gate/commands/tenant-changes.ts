// Changing a tenant: its name, which people see, and the operator's own id of it. Where its gate runs never changes.

import { eq } from 'drizzle-orm'
import { ok, refuse } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands.ts'
import type { LoginConfiguration } from '../../../tenants/login-configuration.ts'
import type { Tenant } from '../../../tenants/tenant.ts'
import type { Database } from '../../d1/database.ts'
import { ssoKeys, tenants } from '../../d1/schema/index.ts'
import { toStatement } from '../../statement.ts'
import { findConfiguration, type LiveConfiguration } from '../configurations.ts'
import { foreignApplication } from '../grants.ts'
import { gateStatement } from '../intents.ts'
import { bareConfiguration, govern } from './live.ts'
import type { Planned, Scope } from './plan.ts'

/** Changes a tenant. A name shows at once, in every configuration that carries it; no URL and no version changes. */
export async function updateTenant(
  scope: Scope,
  { change }: CommandOf<'update_tenant'>,
): Planned<'update_tenant'> {
  const { sql, db, reads } = scope
  const before = await reads.findTenant(scope.tenant.id)
  if (before === undefined) return refuse({ code: 'tenant_unknown' })
  const { externalId: known, landing: landingBefore, ...kept } = before
  const externalId = change.externalId === undefined ? known : (change.externalId ?? undefined)
  if (externalId !== undefined && externalId !== known && (await isTaken(db, externalId)))
    return refuse({ code: 'tenant_external_id_taken', pointer: '/external_id', got: externalId })
  const foreign = change.landing && foreignApplication(sql, before.id, change.landing)
  if (foreign) return refuse({ code: 'tenant_application_foreign', pointer: foreign })
  const landing = change.landing === undefined ? landingBefore : (change.landing ?? undefined)
  const tenant: Tenant = {
    ...kept,
    name: change.name ?? before.name,
    ...(externalId === undefined ? {} : { externalId }),
    ...(landing && { landing }),
  }
  const { id, name } = tenant
  const publish = name === before.name ? [] : await renamed(scope, tenant)
  return ok({
    result: tenant,
    publish,
    record: [
      toStatement(
        db
          .update(tenants)
          .set({ name, externalId: externalId ?? null, landing: landing ?? null })
          .where(eq(tenants.id, id)),
      ),
    ],
    commit: [
      gateStatement(
        'UPDATE tenants SET name = ?, landing = ? WHERE tenant_id = ?',
        name,
        landing ? JSON.stringify(landing) : null,
        id,
      ),
      ...publish.filter(isLive).map(govern),
    ],
  })
}

/** Tells whether a tenant has this external id. Between gates the constraint in D1 decides. */
export async function isTaken(db: Database, externalId: string): Promise<boolean> {
  const holder = await db
    .select({ id: tenants.id })
    .from(tenants)
    .where(eq(tenants.externalId, externalId))
    .get()
  return holder !== undefined
}

/** Every configuration of the tenant under its new name, one per SSO key. */
async function renamed({ sql, db }: Scope, tenant: Tenant): Promise<readonly LoginConfiguration[]> {
  const keys = await db.select().from(ssoKeys).where(eq(ssoKeys.tenantId, tenant.id))
  return keys.map((key) => ({
    ...(findConfiguration(sql, tenant.id, key.id) ?? bareConfiguration(tenant, key)),
    tenantName: tenant.name,
  }))
}

const isLive = (configuration: LoginConfiguration): configuration is LiveConfiguration =>
  configuration.connector !== undefined

// Changing a tenant: its name, which people see, the operator's own id of it, its landing, its
// roles. Where its gate runs never changes.

import { eq } from 'drizzle-orm'
import { defined } from '../../../defined.ts'
import { ok, refuse } from '../../../result.ts'
import type { Database } from '../../../storage/d1/database.ts'
import { ssoKeys, tenants } from '../../../storage/d1/schema/index.ts'
import { toStatement } from '../../../storage/statement.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { undeclaredRole } from '../../../tenants/connectors/access-rules.ts'
import type { LoginConfiguration } from '../../../tenants/connectors/login-configuration.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import type { Tenant } from '../../../tenants/tenant.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { findConfiguration, type LiveConfiguration, listLive } from '../../tables/configurations.ts'
import { findDeclaredRoles } from '../../tables/declared-roles.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { foreignApplication } from '../../tables/grants.ts'
import { getUnactivatedConfiguration, setActive } from '../connectors/live.ts'

/** The planners of the commands of this file. */
export const tenantChangePlanners: Planners<'update_tenant'> = {
  update_tenant: updateTenant,
}

/**
 * Changes a tenant. A name shows at once, in every configuration that carries it; no URL and no
 * version changes.
 */
async function updateTenant(
  scope: Scope,
  { change }: CommandOf<'update_tenant'>,
): Planned<'update_tenant'> {
  const { sql, db, reads } = scope
  const before = await reads.findTenant(scope.tenant.id)
  if (before === undefined) return refuse({ code: 'tenant_unknown' })
  const { externalId: known, landing: landingBefore, roles: rolesBefore, ...kept } = before
  const externalId = change.externalId === undefined ? known : (change.externalId ?? undefined)
  if (externalId !== undefined && externalId !== known && (await isTaken(db, externalId)))
    return refuse({ code: 'tenant_external_id_taken', pointer: '/external_id', got: externalId })
  const foreign = change.landing && foreignApplication(sql, before.id, change.landing)
  if (foreign) return refuse({ code: 'tenant_application_foreign', pointer: foreign })
  const landing = change.landing === undefined ? landingBefore : (change.landing ?? undefined)
  const roles = change.roles === undefined ? rolesBefore : (change.roles ?? undefined)
  const used = change.roles === undefined ? undefined : findRoleInUse(sql, before, roles)
  if (used !== undefined)
    return refuse({ code: 'tenant_role_in_use', pointer: '/roles', got: used })
  const tenant: Tenant = {
    ...kept,
    name: change.name ?? before.name,
    ...defined({ externalId }),
    ...(landing && { landing }),
    ...(roles && { roles }),
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
          .set({
            name,
            externalId: externalId ?? null,
            landing: landing ?? null,
            roles: roles ?? null,
          })
          .where(eq(tenants.id, id)),
      ),
    ],
    commit: [
      gateStatement(
        'UPDATE tenants SET name = ?, landing = ?, roles = ? WHERE tenant_id = ?',
        name,
        landing ? JSON.stringify(landing) : null,
        roles ? JSON.stringify(roles) : null,
        id,
      ),
      ...publish.filter(isLive).map(setActive),
    ],
  })
}

/**
 * A role that a governing version of the tenant gives, or of a child that has no list of its own,
 * and that is not on the new list.
 */
function findRoleInUse(
  sql: SqlStorage,
  { id, parentId }: Tenant,
  roles: readonly string[] | undefined,
): string | undefined {
  const declared = roles ?? (parentId && findDeclaredRoles(sql, parentId))
  const heirs = sql
    .exec<{ tenant_id: TenantId }>(
      'SELECT tenant_id FROM tenants WHERE parent_id = ? AND roles IS NULL',
      id,
    )
    .toArray()
  for (const tenantId of [id, ...heirs.map((heir) => heir.tenant_id)])
    for (const { connector } of listLive(sql, tenantId)) {
      const undeclared = undeclaredRole(connector.settings.roles ?? {}, declared)
      if (undeclared) return undeclared.role
    }
  return undefined
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
async function renamed(scope: Scope, tenant: Tenant): Promise<readonly LoginConfiguration[]> {
  const { sql, db } = scope
  const keys = await db.select().from(ssoKeys).where(eq(ssoKeys.tenantId, tenant.id))
  return Promise.all(
    keys.map(async (key) => ({
      ...(findConfiguration(sql, tenant.id, key.id) ??
        (await getUnactivatedConfiguration(scope, key))),
      tenantName: tenant.name,
    })),
  )
}

const isLive = (configuration: LoginConfiguration): configuration is LiveConfiguration =>
  configuration.connector !== undefined

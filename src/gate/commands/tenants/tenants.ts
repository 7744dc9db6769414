// Creating and deleting tenants. A child lives in its root tenant's gate.

import { eq } from 'drizzle-orm'
import { defined } from '../../../defined.ts'
import { ok, refuse } from '../../../result.ts'
import { applicationGrants, tenants } from '../../../storage/d1/schema/index.ts'
import { statement, toStatement } from '../../../storage/statement.ts'
import type { Tenant } from '../../../tenants/tenant.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { RECORDED_TABLES, tenantColumnOf } from '../../intents/recorded-rows.ts'
import { findTenant } from '../../tables/configurations.ts'
import { forgetTenant } from './deleted-tenants.ts'
import { isTaken } from './tenant-changes.ts'
import { insertTenant } from './tenant-statements.ts'

/** The planners of the commands of this file. */
export const tenantPlanners: Planners<'create_tenant' | 'delete_tenant'> = {
  create_tenant: createTenant,
  delete_tenant: deleteTenant,
}

/**
 * Creates a tenant; a child takes region and jurisdiction from its parent, whose gate it shares.
 */
async function createTenant({ sql, db, tenant: asked }: Scope): Planned<'create_tenant'> {
  const parent = asked.parentId === undefined ? undefined : findTenant(sql, asked.parentId)
  if (asked.parentId !== undefined) {
    if (parent === undefined) return refuse({ code: 'tenant_unknown', pointer: '/parent_id' })
    if (parent.parentId !== undefined)
      return refuse({ code: 'tenant_parent_is_child', pointer: '/parent_id' })
  }
  const tenant = parent === undefined ? asked : inPlaceOf(parent, asked)
  const { externalId } = tenant
  if (externalId !== undefined && (await isTaken(db, externalId)))
    return refuse({ code: 'tenant_external_id_taken', pointer: '/external_id', got: externalId })
  return ok({
    result: tenant,
    record: [toStatement(db.insert(tenants).values(tenant))],
    commit: [insertTenant(tenant)],
  })
}

/**
 * Deletes a tenant. The gate goes first: its sessions end with the first transaction, and its
 * people are cleared away by the alarm.
 */
async function deleteTenant(
  { sql, db, tenant, clock }: Scope,
  { confirm }: { readonly confirm: string },
): Planned<'delete_tenant'> {
  if (tenant.home) return refuse({ code: 'home_tenant_kept' })
  if (confirm !== tenant.name)
    return refuse({ code: 'tenant_confirmation_mismatch', expected: tenant.name })
  const children = sql.exec('SELECT 1 FROM tenants WHERE parent_id = ?', tenant.id).toArray().length
  if (children > 0) return refuse({ code: 'tenant_has_children', got: children })
  return ok({
    result: tenant,
    removal: true,
    withdraw: sql
      .exec<{ sso_id: `sso_${string}` }>(
        'SELECT sso_id FROM sso_key_slots WHERE tenant_id = ?',
        tenant.id,
      )
      .toArray()
      .map((row) => row.sso_id),
    record: [
      toStatement(db.delete(applicationGrants).where(eq(applicationGrants.tenantId, tenant.id))),
      // Children before parents, as the foreign keys want it.
      ...RECORDED_TABLES.toReversed().map((table) =>
        statement(`delete from "${table}" where "${tenantColumnOf(table)}" = ?`, tenant.id),
      ),
    ],
    commit: forgetTenant(sql, tenant.id, clock()),
  })
}

function inPlaceOf({ region, jurisdiction }: Tenant, { region: _asked, ...child }: Tenant): Tenant {
  return { ...child, jurisdiction, ...defined({ region }) }
}

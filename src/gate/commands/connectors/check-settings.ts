// What settings may refer to: tenants that this connector may open, roles that there are, and
// custom fields as the tenant has them already.

import { and, eq, ne } from 'drizzle-orm'
import { connectors, connectorVersions as versions } from '../../../storage/d1/schema/index.ts'
import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { TenantRefusal } from '../../../tenants/commands/commands.ts'
import { undeclaredRole } from '../../../tenants/connectors/access-rules.ts'
import type { ConnectorSettings } from '../../../tenants/connectors/connector.ts'
import type { ConnectorId } from '../../../tenants/ids.ts'
import type { Scope } from '../../intents/plan.ts'
import { opens } from '../../tables/configurations.ts'
import { findDeclaredRoles } from '../../tables/declared-roles.ts'
import { foreignApplication } from '../../tables/grants.ts'

/**
 * Refuses rules to tenants and applications of somebody else (I5), to roles that the tenant does
 * not declare, and a custom field that another connector of the tenant has in another type. Rules
 * of landing that were there before stay, though a grant was taken back since: they are passed
 * over.
 */
export async function checkSettings(
  scope: Scope,
  id: ConnectorId | undefined,
  settings: ConnectorSettings,
  before?: ConnectorSettings,
): Promise<TenantRefusal | undefined> {
  const { sql, tenant } = scope
  const rules = settings.tenants?.rules ?? []
  const foreign = rules.findIndex(({ tenantId }) => !opens(sql, tenant.id, tenantId))
  if (foreign !== -1)
    return { code: 'connector_tenant_foreign', pointer: `/tenants/rules/${foreign}/tenant_id` }
  const declared = findDeclaredRoles(sql, tenant.id)
  const undeclared = undeclaredRole(settings.roles ?? {}, declared)
  if (undeclared) {
    const { pointer, role } = undeclared
    return { code: 'connector_role_unknown', pointer, expected: declared ?? [], got: role }
  }
  const { landing } = settings
  const isNew = landing !== undefined && canonicalJson(landing) !== canonicalJson(before?.landing)
  const strange = isNew ? foreignApplication(sql, tenant.id, landing) : undefined
  if (strange) return { code: 'connector_application_foreign', pointer: strange }
  const fields = Object.entries(settings.mapping.custom ?? {})
  if (fields.length === 0) return undefined
  const others = await customFieldsOfOthers(scope, id)
  for (const [name, { type }] of fields) {
    const known = others.find((custom) => custom[name] !== undefined)?.[name]?.type
    if (known !== undefined && known !== type)
      return {
        code: 'connector_custom_field_conflict',
        pointer: `/mapping/custom/${name}/type`,
        expected: known,
        got: type,
      }
  }
  return undefined
}

async function customFieldsOfOthers({ db, tenant }: Scope, id: ConnectorId | undefined) {
  const latest = await db
    .select({ settings: versions.settings })
    .from(connectors)
    .innerJoin(
      versions,
      and(eq(versions.connectorId, connectors.id), eq(versions.hash, connectors.latestVersion)),
    )
    .where(
      and(eq(connectors.tenantId, tenant.id), id === undefined ? undefined : ne(connectors.id, id)),
    )
  return latest.map(({ settings }) => settings.mapping.custom ?? {})
}

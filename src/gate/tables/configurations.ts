// What the gate itself knows of configuration: its tenants, and per connector the login
// configuration that governs now, which a login computed on an older one is sent back with.

import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../tenants/connectors/login-configuration.ts'
import type { ConnectorId, ExternalIdpId, SsoId, TenantId } from '../../tenants/ids.ts'
import type { Jurisdiction, Region, Tenant } from '../../tenants/tenant.ts'
import { firstRow } from './rows.ts'

/** A login configuration whose connector is there. */
export type LiveConfiguration = LoginConfiguration & { readonly connector: ActiveConnector }

/**
 * The configuration of an SSO key's connector; undefined when the key has none that was ever
 * activated.
 */
export const findConfiguration = (
  sql: SqlStorage,
  tenantId: TenantId,
  ssoId: SsoId,
): LiveConfiguration | undefined =>
  listLive(sql, tenantId).find(({ ssoKey }) => ssoKey.id === ssoId)

/** The configuration of a connector; undefined before its first activation. */
export const findLive = (
  sql: SqlStorage,
  tenantId: TenantId,
  connectorId: ConnectorId,
): LiveConfiguration | undefined =>
  listLive(sql, tenantId).find(({ connector }) => connector.id === connectorId)

/** The configurations that trust an external IdP at this moment. */
export const listTrusting = (
  sql: SqlStorage,
  tenantId: TenantId,
  externalIdpId: ExternalIdpId,
): readonly LiveConfiguration[] =>
  listLive(sql, tenantId).filter(
    ({ connector }) => connector.settings.externalIdpId === externalIdpId,
  )

/**
 * The metadata URL whose certificates a connector trusts untested: the one that its version was
 * activated with.
 */
export const findFollowedUrl = (
  sql: SqlStorage,
  { tenantId, connector }: LiveConfiguration,
): string | undefined =>
  firstRow<{ followed_url: string | null }>(
    sql,
    'SELECT followed_url FROM connectors WHERE tenant_id = ? AND connector_id = ?',
    tenantId,
    connector.id,
  )?.followed_url ?? undefined

/** A tenant of this gate: the root tenant or one of its children. */
export function findTenant(sql: SqlStorage, tenantId: TenantId): Tenant | undefined {
  const row = firstRow<TenantRow>(sql, 'SELECT * FROM tenants WHERE tenant_id = ?', tenantId)
  if (row === undefined) return undefined
  return {
    id: row.tenant_id,
    name: row.name,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    ...(row.region === null ? {} : { region: row.region }),
    jurisdiction: row.jurisdiction,
    createdAt: row.created_at,
    ...(row.home === 1 ? { home: true as const } : {}),
  }
}

/** Tells whether a connector of this tenant may open that one: itself, or a child (I5). */
export const opens = (sql: SqlStorage, own: TenantId, tenantId: TenantId): boolean =>
  firstRow(
    sql,
    'SELECT 1 FROM tenants WHERE tenant_id = ?1 AND (tenant_id = ?2 OR parent_id = ?2)',
    tenantId,
    own,
  ) !== undefined

type TenantRow = {
  tenant_id: TenantId
  name: string
  parent_id: TenantId | null
  region: Region | null
  jurisdiction: Jurisdiction
  created_at: number
  home: number | null
}

/**
 * What governs a tenant's connectors. At most five, one for each SSO key: reading them all costs
 * next to nothing.
 */
export function listLive(sql: SqlStorage, tenantId: TenantId): readonly LiveConfiguration[] {
  return sql
    .exec<{ configuration: string }>(
      'SELECT configuration FROM connectors WHERE tenant_id = ? AND configuration IS NOT NULL',
      tenantId,
    )
    .toArray()
    .map((row) => JSON.parse(row.configuration))
}

// Links: that a user may use a connector, many to many. A first login makes its own; an
// administrator makes and takes away any.

import type { ConnectorId, TenantId, UserId } from '../../tenants/ids.ts'
import type { UserLink } from '../../tenants/people.ts'
import { firstRow } from './rows.ts'

/** A link with the tenant that its user is of. */
export interface LinkKey extends UserLink {
  readonly tenantId: TenantId
}

/** Tells whether the user may use the connector. */
export const isLinked = (sql: SqlStorage, { tenantId, userId, connectorId }: LinkKey): boolean =>
  firstRow(
    sql,
    'SELECT 1 FROM links WHERE tenant_id = ? AND user_id = ? AND connector_id = ?',
    tenantId,
    userId,
    connectorId,
  ) !== undefined

/** Links the two, whether they were linked or not. */
export const addLink = (sql: SqlStorage, { tenantId, userId, connectorId }: LinkKey): void => {
  sql.exec(
    'INSERT OR IGNORE INTO links (tenant_id, user_id, connector_id) VALUES (?, ?, ?)',
    tenantId,
    userId,
    connectorId,
  )
}

/**
 * Tells whether a connector is the tenant's, or its parent's, whose rules may send people into it.
 */
export const isConnectorOf = (
  sql: SqlStorage,
  tenantId: TenantId,
  connectorId: ConnectorId,
): boolean =>
  firstRow(
    sql,
    `SELECT 1 FROM connectors WHERE connector_id = ?2
     AND tenant_id IN (?1, (SELECT parent_id FROM tenants WHERE tenant_id = ?1))`,
    tenantId,
    connectorId,
  ) !== undefined

/** The connectors that a user may use. */
export const listLinks = (
  sql: SqlStorage,
  tenantId: TenantId,
  userId: UserId,
): readonly UserLink[] =>
  sql
    .exec<{ connector_id: ConnectorId }>(
      'SELECT connector_id FROM links WHERE tenant_id = ? AND user_id = ?',
      tenantId,
      userId,
    )
    .toArray()
    .map((row) => ({ userId, connectorId: row.connector_id }))

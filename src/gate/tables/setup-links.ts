// Set-up links as the gate holds them: what a guest may is decided by these rows.

import type { Actor } from '../../tenants/commands/envelope.ts'
import type { ConnectorId, SetupLinkId, TenantId } from '../../tenants/ids.ts'
import type { SetupLink, SetupTask } from '../../tenants/setup-links/setup-link.ts'
import { type GateStatement, gateStatement } from './gate-statement.ts'
import { firstRow } from './rows.ts'

type Row = {
  setup_link_id: SetupLinkId
  tenant_id: TenantId
  tasks: string
  connector_id: ConnectorId | null
  may_activate: number
  created_at: number
  created_by: string
  first_use_until: number
  first_opened_at: number | null
  last_opened_at: number | null
  opened_times: number
  done_at: number | null
  revoked_at: number | null
}

/** A link of the tenant. */
export function findSetupLink(
  sql: SqlStorage,
  tenantId: TenantId,
  id: SetupLinkId,
): SetupLink | undefined {
  const row = firstRow<Row>(
    sql,
    'SELECT * FROM setup_links WHERE tenant_id = ? AND setup_link_id = ?',
    tenantId,
    id,
  )
  return row && readSetupLink(row)
}

/** The links of a tenant, the oldest first. */
export const listSetupLinks = (sql: SqlStorage, tenantId: TenantId): readonly SetupLink[] =>
  sql
    .exec<Row>('SELECT * FROM setup_links WHERE tenant_id = ?', tenantId)
    .toArray()
    .map(readSetupLink)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))

/** Puts a new link down, known by the hash of its token. */
export const insertSetupLink = (link: SetupLink, tokenHash: string): GateStatement =>
  gateStatement(
    `INSERT INTO setup_links (tenant_id, setup_link_id, token_hash, tasks, connector_id, may_activate,
       created_at, created_by, first_use_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    link.tenantId,
    link.id,
    tokenHash,
    JSON.stringify(link.tasks),
    link.connectorId ?? null,
    link.mayActivate ? 1 : 0,
    link.createdAt,
    JSON.stringify(link.createdBy),
    link.firstUseUntil,
  )

/** Writes how far a link has come. */
export const recordSetupLink = (link: SetupLink): GateStatement =>
  gateStatement(
    `UPDATE setup_links SET first_opened_at = ?, last_opened_at = ?, opened_times = ?, done_at = ?,
       revoked_at = ? WHERE tenant_id = ? AND setup_link_id = ?`,
    link.firstOpenedAt ?? null,
    link.lastOpenedAt ?? null,
    link.openedTimes,
    link.doneAt ?? null,
    link.revokedAt ?? null,
    link.tenantId,
    link.id,
  )

/** Forgets a link. */
export const deleteSetupLink = ({ tenantId, id }: SetupLink): GateStatement =>
  gateStatement('DELETE FROM setup_links WHERE tenant_id = ? AND setup_link_id = ?', tenantId, id)

const readSetupLink = (row: Row): SetupLink => ({
  id: row.setup_link_id,
  tenantId: row.tenant_id,
  tasks: JSON.parse(row.tasks) as readonly SetupTask[],
  ...(row.connector_id === null ? {} : { connectorId: row.connector_id }),
  mayActivate: row.may_activate === 1,
  createdAt: row.created_at,
  createdBy: JSON.parse(row.created_by) as Actor,
  firstUseUntil: row.first_use_until,
  ...(row.first_opened_at === null ? {} : { firstOpenedAt: row.first_opened_at }),
  ...(row.last_opened_at === null ? {} : { lastOpenedAt: row.last_opened_at }),
  openedTimes: row.opened_times,
  ...(row.done_at === null ? {} : { doneAt: row.done_at }),
  ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
})

// The domains that are the gate's own tenant's: what a login may go by (R52). D1 decides between
// tenants whose a domain is; the last transaction of that command writes it here, and the first one
// takes it away.

import type { TenantId } from '../../tenants/ids.ts'
import { type GateStatement, gateStatement } from './gate-statement.ts'
import { firstRow } from './rows.ts'

/** Tells whether a domain (A-labels, lower case) is the tenant's own, or its parent's. */
export const isVerifiedDomain = (sql: SqlStorage, tenantId: TenantId, domain: string): boolean =>
  firstRow(
    sql,
    `SELECT 1 FROM verified_domains
     WHERE tenant_id IN (?1, (SELECT parent_id FROM tenants WHERE tenant_id = ?1)) AND domain = ?2`,
    tenantId,
    domain,
  ) !== undefined

/** The domains that are the tenant's own. */
export const listOwnDomains = (sql: SqlStorage, tenantId: TenantId): readonly string[] =>
  sql
    .exec<{ domain: string }>('SELECT domain FROM verified_domains WHERE tenant_id = ?', tenantId)
    .toArray()
    .map(({ domain }) => domain)

/** Notes that a domain is the tenant's. */
export const gainDomain = (tenantId: TenantId, domain: string): GateStatement =>
  gateStatement(
    'INSERT OR IGNORE INTO verified_domains (tenant_id, domain) VALUES (?, ?)',
    tenantId,
    domain,
  )

/** Notes that it no longer is. */
export const loseDomain = (tenantId: TenantId, domain: string): GateStatement =>
  gateStatement('DELETE FROM verified_domains WHERE tenant_id = ? AND domain = ?', tenantId, domain)

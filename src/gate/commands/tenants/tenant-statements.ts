// The rows of a tenant in its gate.

import type { Tenant } from '../../../tenants/tenant.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'

/** Lets the gate know a new tenant. */
export const insertTenant = (tenant: Tenant): GateStatement =>
  gateStatement(
    `INSERT INTO tenants (tenant_id, name, parent_id, region, jurisdiction, roles, created_at, home)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    tenant.id,
    tenant.name,
    tenant.parentId ?? null,
    tenant.region ?? null,
    tenant.jurisdiction,
    tenant.roles ? JSON.stringify(tenant.roles) : null,
    tenant.createdAt,
    tenant.home ? 1 : null,
  )

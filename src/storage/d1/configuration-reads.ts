// Reads of the configuration for the API, from the primary: a read sees every command that was
// answered before it.

import { and, asc, eq, or, sql } from 'drizzle-orm'
import type { ConfigurationReads } from '../../tenants/commands/ports.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { connectorReads } from './connector-reads.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { findDomain, listDomains } from './domains.ts'
import { afterPosition, toPage } from './pages.ts'
import { readExternalIdp, readSsoKey, readTenant } from './rows.ts'
import { externalIdps, ssoKeys, tenants } from './schema/index.ts'

const byCreation = (row: { createdAt: number; id: string }) => [row.createdAt, row.id] as const

/** Implements the reads on D1. A row of another tenant is not found. */
export function createConfigurationReads(d1: D1Database): ConfigurationReads {
  const db = openDatabase(d1)
  return {
    ...tenantReads(db),
    ...ssoKeyReads(db),
    ...externalIdpReads(db),
    ...connectorReads(db),
    listDomains: (tenantId) => listDomains(db, tenantId),
    findDomain: (tenantId, id) => findDomain(db, tenantId, id),
  }
}

const tenantReads = (
  db: Database,
): Pick<ConfigurationReads, 'listTenants' | 'findTenant' | 'findHomeTenant'> => ({
  async listTenants(page, { name, externalId, search, parentId, family } = {}) {
    const rows = await ask(
      db
        .select()
        .from(tenants)
        .where(
          and(
            afterPosition(page, tenants.createdAt, tenants.id),
            name === undefined ? undefined : eq(tenants.name, name),
            externalId === undefined ? undefined : eq(tenants.externalId, externalId),
            search === undefined ? undefined : isFound(search),
            parentId && eq(tenants.parentId, parentId),
            family && or(eq(tenants.id, family), eq(tenants.parentId, family)),
          ),
        )
        .orderBy(asc(tenants.createdAt), asc(tenants.id))
        .limit(page.limit + 1),
    )
    return toPage(rows, page, { read: readTenant, position: byCreation })
  },

  async findTenant(id) {
    const row = await ask(db.select().from(tenants).where(eq(tenants.id, id)).get())
    return row && readTenant(row)
  },

  async findHomeTenant() {
    const row = await ask(db.select().from(tenants).where(eq(tenants.home, true)).get())
    return row && readTenant(row)
  },
})

/** Looks at every tenant: only administrators ask, and tenants are few beside people. */
const isFound = (text: string) =>
  or(
    sql`instr(lower(${tenants.name}), lower(${text})) > 0`,
    eq(tenants.id, text as TenantId),
    eq(tenants.externalId, text),
  )

const ssoKeyReads = (db: Database): Pick<ConfigurationReads, 'listSsoKeys' | 'findSsoKey'> => ({
  async listSsoKeys(tenantId) {
    const rows = await ask(
      db
        .select()
        .from(ssoKeys)
        .where(eq(ssoKeys.tenantId, tenantId))
        .orderBy(asc(ssoKeys.createdAt), asc(ssoKeys.id)),
    )
    return rows.map(readSsoKey)
  },

  async findSsoKey(tenantId, id) {
    const mine = and(eq(ssoKeys.tenantId, tenantId), eq(ssoKeys.id, id))
    const row = await ask(db.select().from(ssoKeys).where(mine).get())
    return row && readSsoKey(row)
  },
})

const externalIdpReads = (
  db: Database,
): Pick<ConfigurationReads, 'listExternalIdps' | 'findExternalIdp'> => ({
  async listExternalIdps(tenantId, page) {
    const rows = await ask(
      db
        .select()
        .from(externalIdps)
        .where(
          and(
            eq(externalIdps.tenantId, tenantId),
            afterPosition(page, externalIdps.createdAt, externalIdps.id),
          ),
        )
        .orderBy(asc(externalIdps.createdAt), asc(externalIdps.id))
        .limit(page.limit + 1),
    )
    return toPage(rows, page, { read: readExternalIdp, position: byCreation })
  },

  async findExternalIdp(tenantId, id) {
    const mine = and(eq(externalIdps.tenantId, tenantId), eq(externalIdps.id, id))
    const row = await ask(db.select().from(externalIdps).where(mine).get())
    return row && readExternalIdp(row)
  },
})

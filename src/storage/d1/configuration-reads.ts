// Reads of the configuration for the API, from the primary: a read sees every command that was answered before it.

import { and, asc, desc, eq, lt, or } from 'drizzle-orm'
import type { ConfigurationReads } from '../../tenants/commands/ports.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import { listConnectors } from './connector-list.ts'
import { ask, openDatabase } from './database.ts'
import { findDomain, listDomains } from './domains.ts'
import { afterPosition, readPosition, toPage } from './pages.ts'
import { readConnector, readExternalIdp, readSsoKey, readTenant, readVersion } from './rows.ts'
import {
  connectors,
  externalIdps,
  ssoKeys,
  tenants,
  connectorVersions as versions,
} from './schema/index.ts'

const byCreation = (row: { createdAt: number; id: string }) => [row.createdAt, row.id] as const

/** Implements the reads on D1. A row of another tenant is not found. */
export function createConfigurationReads(d1: D1Database): ConfigurationReads {
  const db = openDatabase(d1)
  return {
    async listTenants(page, { name, externalId, parentId, family } = {}) {
      const rows = await ask(
        db
          .select()
          .from(tenants)
          .where(
            and(
              afterPosition(page, tenants.createdAt, tenants.id),
              name === undefined ? undefined : eq(tenants.name, name),
              externalId === undefined ? undefined : eq(tenants.externalId, externalId),
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

    listDomains: (tenantId) => listDomains(db, tenantId),
    findDomain: (tenantId, id) => findDomain(db, tenantId, id),

    listConnectors: (tenantId, page, filter = {}) => listConnectors(db, tenantId, { page, filter }),

    async findConnector(tenantId, id) {
      const mine = and(eq(connectors.tenantId, tenantId), eq(connectors.id, id))
      const row = await ask(db.select().from(connectors).where(mine).get())
      return row && readConnector(row)
    },

    async findConnectorDetail(tenantId, id) {
      const [connector, key] = await Promise.all([
        this.findConnector(tenantId, id),
        ask(
          db
            .select({ id: ssoKeys.id, origin: ssoKeys.origin })
            .from(ssoKeys)
            .innerJoin(connectors, eq(connectors.ssoId, ssoKeys.id))
            .where(eq(connectors.id, id))
            .get(),
        ),
      ])
      if (connector === undefined || key === undefined) return undefined
      const { latestVersion, activeVersion } = connector
      const [latest, active] = await Promise.all([
        this.findVersion(tenantId, id, latestVersion),
        activeVersion === undefined ? undefined : this.findVersion(tenantId, id, activeVersion),
      ])
      if (latest === undefined) throw new Error(`The record has no version of ${id}`)
      const { loginUrl } = ssoKeyUrls(key)
      return { ...connector, latest, ...(active && { active }), loginUrl }
    },

    async listVersions(tenantId, id, page) {
      const before = page.after === undefined ? undefined : (readPosition(page.after)?.[0] ?? 0)
      const rows = await ask(
        db
          .select()
          .from(versions)
          .where(
            and(
              eq(versions.tenantId, tenantId),
              eq(versions.connectorId, id),
              before === undefined ? undefined : lt(versions.number, before),
            ),
          )
          .orderBy(desc(versions.number))
          .limit(page.limit + 1),
      )
      // The row too many is the one before the last that is shown.
      const history = rows.map((row, at) => ({ row, previous: rows[at + 1]?.settings }))
      return toPage(history, page, {
        read: ({ row, previous }) => ({ ...readVersion(row), ...(previous && { previous }) }),
        position: ({ row }) => [row.number, row.hash],
      })
    },

    async findVersion(tenantId, id, hash) {
      const mine = and(
        eq(versions.tenantId, tenantId),
        eq(versions.connectorId, id),
        eq(versions.hash, hash),
      )
      const row = await ask(db.select().from(versions).where(mine).get())
      return row && readVersion(row)
    },
  }
}

// Reads of connectors and their versions, for the API.

import { and, desc, eq, lt } from 'drizzle-orm'
import type { ConfigurationReads } from '../../tenants/commands/ports.ts'
import type {
  Connector,
  ConnectorDetail,
  ConnectorVersion,
  VersionHash,
  VersionInHistory,
} from '../../tenants/connectors/connector.ts'
import type { ConnectorId, TenantId } from '../../tenants/ids.ts'
import type { Listed, Page } from '../../tenants/page.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import { listConnectors } from './connector-list.ts'
import { ask, type Database } from './database.ts'
import { readPosition, toPage } from './pages.ts'
import { readConnector, readVersion } from './rows.ts'
import { connectors, ssoKeys, connectorVersions as versions } from './schema/index.ts'

/** Implements the reads of connectors. */
export const connectorReads = (
  db: Database,
): Pick<
  ConfigurationReads,
  'listConnectors' | 'findConnector' | 'findConnectorDetail' | 'listVersions' | 'findVersion'
> => ({
  listConnectors: (tenantId, page, filter = {}) => listConnectors(db, tenantId, { page, filter }),
  findConnector: (tenantId, id) => findConnector(db, tenantId, id),
  findConnectorDetail: (tenantId, id) => findConnectorDetail(db, tenantId, id),
  listVersions: (tenantId, id, page) => listVersions(db, { tenantId, id }, page),
  findVersion: (tenantId, id, hash) => findVersion(db, tenantId, [id, hash]),
})

async function findConnector(
  db: Database,
  tenantId: TenantId,
  id: ConnectorId,
): Promise<Connector | undefined> {
  const mine = and(eq(connectors.tenantId, tenantId), eq(connectors.id, id))
  const row = await ask(db.select().from(connectors).where(mine).get())
  return row && readConnector(row)
}

async function findConnectorDetail(
  db: Database,
  tenantId: TenantId,
  id: ConnectorId,
): Promise<ConnectorDetail | undefined> {
  const [connector, key] = await Promise.all([
    findConnector(db, tenantId, id),
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
    findVersion(db, tenantId, [id, latestVersion]),
    activeVersion === undefined ? undefined : findVersion(db, tenantId, [id, activeVersion]),
  ])
  if (latest === undefined) throw new Error(`The record has no version of ${id}`)
  const { loginUrl } = ssoKeyUrls(key)
  return { ...connector, latest, ...(active && { active }), loginUrl }
}

async function listVersions(
  db: Database,
  { tenantId, id }: { readonly tenantId: TenantId; readonly id: ConnectorId },
  page: Page,
): Promise<Listed<VersionInHistory>> {
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
}

async function findVersion(
  db: Database,
  tenantId: TenantId,
  [id, hash]: readonly [ConnectorId, VersionHash],
): Promise<ConnectorVersion | undefined> {
  const mine = and(
    eq(versions.tenantId, tenantId),
    eq(versions.connectorId, id),
    eq(versions.hash, hash),
  )
  const row = await ask(db.select().from(versions).where(mine).get())
  return row && readVersion(row)
}

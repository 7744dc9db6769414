// The list of a tenant's connectors: each in one row with its SSO key, its external IdP and the
// version that counts.

import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { ConnectorFilter } from '../../tenants/commands/ports.ts'
import type { ConnectorState, ConnectorSummary } from '../../tenants/connectors/connector.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { Listed, Page } from '../../tenants/page.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import { ask, type Database } from './database.ts'
import { afterPosition, toPage } from './pages.ts'
import { readConnector } from './rows.ts'
import { connectors, externalIdps, ssoKeys, connectorVersions as versions } from './schema/index.ts'

/** Before a version governs, the latest one tells how far the connector is. */
const STATE: SQL<ConnectorState> = sql`CASE
  WHEN NOT ${connectors.enabled} THEN 'disabled'
  WHEN ${connectors.activeVersion} IS NOT NULL THEN 'active'
  ELSE ${versions.state} END`

/** Lists the connectors of a tenant in order of creation. */
export async function listConnectors(
  db: Database,
  tenantId: TenantId,
  { page, filter }: { readonly page: Page; readonly filter: ConnectorFilter },
): Promise<Listed<ConnectorSummary>> {
  const { name, reference, environment, state, enabled } = filter
  const shown = sql`coalesce(${connectors.activeVersion}, ${connectors.latestVersion})`
  const rows = await ask(
    db
      .select({
        connector: connectors,
        key: {
          id: ssoKeys.id,
          origin: ssoKeys.origin,
          environment: ssoKeys.environment,
          certificateNotAfter: ssoKeys.certificateNotAfter,
        },
        settings: versions.settings,
        certificates: externalIdps.certificates,
        state: STATE,
      })
      .from(connectors)
      .innerJoin(ssoKeys, eq(ssoKeys.id, connectors.ssoId))
      .innerJoin(externalIdps, eq(externalIdps.id, connectors.externalIdpId))
      .innerJoin(versions, and(eq(versions.connectorId, connectors.id), eq(versions.hash, shown)))
      .where(
        and(
          eq(connectors.tenantId, tenantId),
          afterPosition(page, connectors.createdAt, connectors.id),
          name === undefined ? undefined : eq(connectors.name, name),
          reference === undefined ? undefined : eq(connectors.reference, reference),
          environment && eq(ssoKeys.environment, environment),
          state && sql`${STATE} = ${state}`,
          enabled === undefined ? undefined : eq(connectors.enabled, enabled),
        ),
      )
      .orderBy(asc(connectors.createdAt), asc(connectors.id))
      .limit(page.limit + 1),
  )
  return toPage(rows, page, {
    read: readSummary,
    position: ({ connector }) => [connector.createdAt, connector.id],
  })
}

interface SummaryRow {
  readonly connector: typeof connectors.$inferSelect
  readonly key: Pick<
    typeof ssoKeys.$inferSelect,
    'id' | 'origin' | 'environment' | 'certificateNotAfter'
  >
  readonly settings: ConnectorSummary['settings']
  readonly certificates: typeof externalIdps.$inferSelect.certificates
  readonly state: ConnectorState
}

function readSummary({ connector, key, settings, certificates, state }: SummaryRow) {
  const { lastUsedAt, lastTestAt, lastTestPassed } = connector
  const ends = certificates.map(({ notAfter }) => notAfter)
  return {
    ...readConnector(connector),
    environment: key.environment,
    loginUrl: ssoKeyUrls(key).loginUrl,
    state,
    settings,
    ...(ends.length === 0 ? {} : { idpCertificateNotAfter: Math.max(...ends) }),
    spCertificateNotAfter: key.certificateNotAfter,
    ...(lastTestAt === null
      ? {}
      : { lastTest: { at: lastTestAt, passed: lastTestPassed === true } }),
    ...(lastUsedAt === null ? {} : { lastUsedAt }),
  }
}

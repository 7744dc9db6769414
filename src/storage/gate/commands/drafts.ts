// Every write of a connector's settings makes a draft version (I6). Equal settings are the same version, so nothing is
// written twice and going back to what is live is no change at all.

import { eq, max } from 'drizzle-orm'
import type { Connector, ConnectorSettings, VersionHash } from '../../../tenants/connector.ts'
import { hashSettings } from '../../../tenants/version.ts'
import { connectorVersions as versions } from '../../d1/schema/index.ts'
import { type Statement, toStatement } from '../../statement.ts'
import type { Scope } from './plan.ts'

/** The version that these settings are, and what records it if it is new. */
export async function draft(
  { db, reads, tenant, clock }: Scope,
  { id }: Pick<Connector, 'id'>,
  settings: ConnectorSettings,
): Promise<{ readonly hash: VersionHash; readonly record: readonly Statement[] }> {
  const hash = await hashSettings(settings)
  if ((await reads.findVersion(tenant.id, id, hash)) !== undefined) return { hash, record: [] }
  const last = await db
    .select({ number: max(versions.number) })
    .from(versions)
    .where(eq(versions.connectorId, id))
    .get()
  const version = {
    connectorId: id,
    hash,
    tenantId: tenant.id,
    number: (last?.number ?? 0) + 1,
    state: 'draft',
    settings,
    createdAt: clock(),
  } as const
  return { hash, record: [toStatement(db.insert(versions).values(version))] }
}

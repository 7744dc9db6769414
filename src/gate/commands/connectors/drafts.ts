// Every write of a connector's settings makes a draft version (I6). Equal settings are the same
// version, so nothing is written twice and going back to what is live is no change at all.

import { eq, max } from 'drizzle-orm'
import { connectorVersions as versions } from '../../../storage/d1/schema/index.ts'
import { type Statement, toStatement } from '../../../storage/statement.ts'
import type {
  Connector,
  ConnectorSettings,
  ConnectorVersion,
  VersionHash,
} from '../../../tenants/connectors/connector.ts'
import { hashSettings } from '../../../tenants/connectors/version.ts'
import type { Scope } from '../../intents/plan.ts'

interface Draft {
  readonly hash: VersionHash
  readonly version: ConnectorVersion
  readonly record: readonly Statement[]
}

/** The version that these settings are, and what records it if it is new. */
export async function draft(
  { db, reads, tenant, clock, origin }: Scope,
  { id }: Pick<Connector, 'id'>,
  settings: ConnectorSettings,
): Promise<Draft> {
  const hash = await hashSettings(settings)
  const known = await reads.findVersion(tenant.id, id, hash)
  if (known !== undefined) return { hash, version: known, record: [] }
  const last = await db
    .select({ number: max(versions.number) })
    .from(versions)
    .where(eq(versions.connectorId, id))
    .get()
  const version: ConnectorVersion = {
    connectorId: id,
    hash,
    number: (last?.number ?? 0) + 1,
    state: 'draft',
    settings,
    createdAt: clock(),
    createdBy: origin.actor,
  }
  const row = { ...version, tenantId: tenant.id }
  return { hash, version, record: [toStatement(db.insert(versions).values(row))] }
}

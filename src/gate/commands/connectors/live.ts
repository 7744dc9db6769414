// From what is on record to the login configurations that govern logins.

import { and, eq } from 'drizzle-orm'
import { connectors, connectorVersions, ssoKeys } from '../../../storage/d1/schema/index.ts'
import type { ConnectorSettings } from '../../../tenants/connectors/connector.ts'
import type { LoginConfiguration } from '../../../tenants/connectors/login-configuration.ts'
import type { SsoId } from '../../../tenants/ids.ts'
import { gateOf, type Tenant } from '../../../tenants/tenant.ts'
import type { Scope } from '../../intents/plan.ts'
import type { LiveConfiguration } from '../../tables/configurations.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'

/** An SSO key as D1 records it, its private keys sealed. */
export type SsoKeyRecord = typeof ssoKeys.$inferSelect

/**
 * The configuration of an SSO key that no active connector uses: its metadata and certificate are
 * served from it.
 */
export function bareConfiguration(tenant: Tenant, key: SsoKeyRecord): LoginConfiguration {
  const { id, name, environment, origin, certificatePem, sealedPrivateKey, encryption } = key
  const further = key.furtherCertificates.map(({ certificateNotAfter: _, ...pair }) => pair)
  return {
    format: 1,
    gate: gateOf(tenant),
    tenantId: tenant.id,
    tenantName: tenant.name,
    ssoKey: {
      id,
      name,
      environment,
      origin,
      certificatePem,
      sealedPrivateKey,
      ...(encryption ? { encryption } : {}),
      ...(further.length > 0 ? { further } : {}),
    },
  }
}

/** The same for an SSO key on record; one that a connector joins is always there. */
export async function getBareConfiguration(
  scope: Scope,
  ssoId: SsoId,
): Promise<LoginConfiguration> {
  const row = await findSsoKeyRecord(scope, ssoId)
  if (row === undefined) throw new Error(`The record has no SSO key ${ssoId}`)
  return bareConfiguration(scope.tenant, row)
}

/** Reads an SSO key with its sealed private keys. */
export function findSsoKeyRecord(
  { db, tenant }: Scope,
  ssoId: SsoId,
): Promise<SsoKeyRecord | undefined> {
  const mine = and(eq(ssoKeys.tenantId, tenant.id), eq(ssoKeys.id, ssoId))
  return db.select().from(ssoKeys).where(mine).get()
}

/**
 * The configuration of an SSO key before its connector is active, with what a test of the draft
 * would do.
 */
export async function getUnactivatedConfiguration(
  scope: Scope,
  key: SsoKeyRecord,
): Promise<LoginConfiguration> {
  const { db, tenant } = scope
  const row = await db
    .select({ settings: connectorVersions.settings })
    .from(connectors)
    .innerJoin(
      connectorVersions,
      and(
        eq(connectorVersions.connectorId, connectors.id),
        eq(connectorVersions.hash, connectors.latestVersion),
      ),
    )
    .where(and(eq(connectors.tenantId, tenant.id), eq(connectors.ssoId, key.id)))
    .get()
  return withDraft(bareConfiguration(tenant, key), row?.settings)
}

/**
 * A configuration whose metadata says what tests of this draft do. Without settings there is no
 * draft.
 */
export function withDraft<C extends LoginConfiguration>(
  { unsignedDraft: _before, ...configuration }: C,
  draft: Pick<ConnectorSettings, 'signRequests'> | undefined,
): Omit<C, 'unsignedDraft'> & Pick<LoginConfiguration, 'unsignedDraft'> {
  return draft?.signRequests === false ? { ...configuration, unsignedDraft: true } : configuration
}

/**
 * Makes a configuration the one that governs (I2): from this statement on a login on another
 * version is sent back.
 */
export function setActive({ tenantId, ...live }: LiveConfiguration): GateStatement {
  const { id, version, trust } = live.connector
  return gateStatement(
    `UPDATE connectors SET version = ?, trust_revision = ?, configuration = ?
     WHERE tenant_id = ? AND connector_id = ?`,
    version,
    trust.revision,
    JSON.stringify({ tenantId, ...live }),
    tenantId,
    id,
  )
}

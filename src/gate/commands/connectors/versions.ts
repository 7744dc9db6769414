// Testing and activating versions: nothing goes live before a successful test of exactly that
// version (I6), unless its changes are ones that no test could show anything of.

import { and, eq } from 'drizzle-orm'
import { defined } from '../../../defined.ts'
import { encodeBase64Url } from '../../../protocol/bytes/base64.ts'
import { sha256Hex } from '../../../protocol/bytes/sha256.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { connectors, connectorVersions as versions } from '../../../storage/d1/schema/index.ts'
import { type Statement, toStatement } from '../../../storage/statement.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { trustUnderTest } from '../../../tenants/commands/trust.ts'
import type {
  Connector,
  ConnectorVersion,
  VersionHash,
} from '../../../tenants/connectors/connector.ts'
import type { ActiveConnector } from '../../../tenants/connectors/login-configuration.ts'
import type { ExternalIdp } from '../../../tenants/external-idps/external-idp.ts'
import { type ConnectorId, newId } from '../../../tenants/ids.ts'
import { ssoKeyUrls } from '../../../tenants/sso-key.ts'
import { issueTest } from '../../admission/test-runs.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { findLive } from '../../tables/configurations.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { permitActivation } from './activation.ts'
import { getBareConfiguration, setActive, withDraft } from './live.ts'

/** The planners of the commands of this file. */
export const versionPlanners: Planners<'activate_version' | 'start_test'> = {
  activate_version: activateVersion,
  start_test: startTest,
}

const TEST_LIFETIME_MS = 15 * 60_000
const TOKEN_BYTES = 24

/**
 * Makes the one-time link that tests a version, trusting every certificate on record. Only the
 * token's hash is kept.
 */
async function startTest(
  scope: Scope,
  { connectorId, version: asked }: CommandOf<'start_test'>,
): Planned<'start_test'> {
  const { tenant, clock, random, origin } = scope
  const found = await findCandidate(scope, connectorId, asked)
  if (!found.ok) return found
  const { version, idp } = found.value
  const bare = await getBareConfiguration(scope, found.value.connector.ssoId)
  // Revision 0 is never live: what a test verified can never pass for a login.
  const configuration = { ...bare, connector: candidate(found.value, 0) }
  const token = encodeBase64Url(random(TOKEN_BYTES))
  const now = clock()
  const expiresAt = now + TEST_LIFETIME_MS
  const testId = newId('tst', random)
  return ok({
    result: {
      testId,
      testUrl: `${ssoKeyUrls(bare.ssoKey).testUrl}?t=${token}`,
      version: version.hash,
      expiresAt,
    },
    audit: { after: { version: version.hash } },
    commit: issueTest({
      tenantId: tenant.id,
      testId,
      tokenHash: await sha256Hex(token),
      ssoId: bare.ssoKey.id,
      connectorId,
      version: version.hash,
      configuration: JSON.stringify(configuration),
      onTrial: JSON.stringify(trustUnderTest(idp)),
      startedBy: origin.actor,
      startedAt: now,
      expiresAt,
    }),
  })
}

/**
 * Makes a version the one that governs, with the trust record as it stands: a tested one, or one
 * whose changes need no test. Activating the live version again takes over its trust record.
 */
export async function activateVersion(
  scope: Scope,
  { connectorId, version: asked }: CommandOf<'activate_version'>,
): Planned<'activate_version'> {
  const { sql, reads, tenant, clock } = scope
  const found = await findCandidate(scope, connectorId, asked)
  if (!found.ok) return found
  const { connector, version, idp } = found.value
  const permitted = permitActivation(scope, found.value)
  if (!permitted.ok) return permitted
  const { testedAt, untested, commit } = permitted.value

  const before = findLive(sql, tenant.id, connectorId)
  const bare = await getBareConfiguration(scope, connector.ssoId)
  const latest = await reads.findVersion(tenant.id, connectorId, connector.latestVersion)
  const live = withDraft(
    { ...bare, connector: candidate(found.value, (before?.connector.trust.revision ?? 0) + 1) },
    latest?.settings,
  )
  const now = clock()
  const active: ConnectorVersion = {
    ...version,
    state: 'active',
    ...defined({ testedAt }),
    activatedAt: now,
  }
  return ok({
    result: active,
    audit: {
      before: activeState(connector.activeVersion, before?.connector.trust.revision),
      after: {
        ...activeState(active.hash, live.connector.trust.revision),
        ...defined({ activated_without_test: untested }),
      },
    },
    publish: [live],
    record: recordActivation(scope, active, now),
    commit: [
      ...commit,
      setActive(live),
      gateStatement(
        'UPDATE connectors SET followed_url = ? WHERE tenant_id = ? AND connector_id = ?',
        idp.source.kind === 'metadata_url' ? idp.source.url : null,
        tenant.id,
        connectorId,
      ),
    ],
  })
}

const activeState = (version: VersionHash | undefined, revision: number | undefined) => ({
  active_version: version ?? null,
  trust_revision: revision ?? null,
})

interface Candidate {
  readonly connector: Connector
  readonly version: ConnectorVersion
  readonly idp: ExternalIdp
}

/**
 * A version together with the IdP that it was made for, which must still be that IdP: its
 * certificates would not fit another.
 */
async function findCandidate(
  { reads, tenant }: Scope,
  connectorId: ConnectorId,
  asked: VersionHash | undefined,
): Promise<Result<Candidate, TenantRefusal>> {
  const connector = await reads.findConnector(tenant.id, connectorId)
  if (connector === undefined) return refuse({ code: 'connector_unknown' })
  const version = await reads.findVersion(tenant.id, connectorId, asked ?? connector.latestVersion)
  if (version === undefined) return refuse({ code: 'version_unknown', pointer: '/version' })
  const { externalIdpId, idpEntityID } = version.settings
  const idp = await reads.findExternalIdp(tenant.id, externalIdpId)
  if (idp === undefined) return refuse({ code: 'external_idp_unknown', got: externalIdpId })
  if (idp.entityID !== idpEntityID) {
    const got = idp.entityID
    return refuse({ code: 'external_idp_entity_changed', expected: idpEntityID, got })
  }
  return ok({ connector, version, idp })
}

function candidate({ connector, version, idp }: Candidate, revision: number): ActiveConnector {
  return {
    id: connector.id,
    name: connector.name,
    enabled: connector.enabled,
    version: version.hash,
    settings: version.settings,
    trust: { revision, certificates: idp.certificates.map((certificate) => certificate.der) },
  }
}

function recordActivation(
  { db }: Scope,
  { connectorId, hash, testedAt }: ConnectorVersion,
  now: number,
): readonly Statement[] {
  const ofConnector = eq(versions.connectorId, connectorId)
  return [
    toStatement(
      db
        .update(versions)
        .set({ state: 'superseded' })
        .where(and(ofConnector, eq(versions.state, 'active'))),
    ),
    toStatement(
      db
        .update(versions)
        .set({ state: 'active', activatedAt: now, testedAt })
        .where(and(ofConnector, eq(versions.hash, hash))),
    ),
    toStatement(
      db
        .update(connectors)
        .set({ activeVersion: hash, updatedAt: now })
        .where(eq(connectors.id, connectorId)),
    ),
  ]
}

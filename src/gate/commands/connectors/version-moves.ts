// Versions that move: back to one that governed before, or over to a connector of the other
// environment.

import { and, desc, eq, ne } from 'drizzle-orm'
import { ok, type Result, refuse } from '../../../result.ts'
import { connectorVersions as versions } from '../../../storage/d1/schema/index.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { promoteSettings } from '../../../tenants/commands/connector-settings.ts'
import { snapshotOf } from '../../../tenants/commands/snapshot.ts'
import type {
  Connector,
  ConnectorDetail,
  VersionHash,
} from '../../../tenants/connectors/connector.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { checkSettings } from './check-settings.ts'
import { recordConnector } from './connectors.ts'
import { draft } from './drafts.ts'
import { publishDraft } from './publish-draft.ts'
import { activateVersion } from './versions.ts'

/** The planners of the commands of this file. */
export const versionMovePlanners: Planners<'promote_version' | 'roll_back_connector'> = {
  promote_version: promoteVersion,
  roll_back_connector: rollBackConnector,
}

/**
 * Activates a version that governed before, under the rules of every activation. The latest draft
 * stays as it is.
 */
async function rollBackConnector(
  scope: Scope,
  { tenantId, connectorId, version: asked }: CommandOf<'roll_back_connector'>,
): Planned<'roll_back_connector'> {
  const connector = await scope.reads.findConnector(tenantId, connectorId)
  if (connector === undefined) return refuse({ code: 'connector_unknown' })
  if (asked !== undefined && asked === connector.activeVersion)
    return refuse({ code: 'version_is_active', pointer: '/version' })
  const version = asked ?? (await findFormer(scope, connector))
  if (version === undefined) return refuse({ code: 'version_none_earlier' })
  const activation = { kind: 'activate_version', tenantId, connectorId, version } as const
  const planned = await activateVersion(scope, activation)
  if (!planned.ok) return planned
  const former = await scope.reads.findVersion(tenantId, connectorId, version)
  // What passed a test and never governed is no version to go back to: it would be an activation
  // that nobody asked for.
  return former?.activatedAt === undefined
    ? refuse({ code: 'version_never_governed', pointer: '/version' })
    : planned
}

/**
 * Makes a draft of another connector from a version of this one: its choices, with the SSO key of
 * the other.
 */
async function promoteVersion(
  scope: Scope,
  command: CommandOf<'promote_version'>,
): Planned<'promote_version'> {
  const { reads, tenant, clock } = scope
  const found = await findBoth(scope, command)
  if (!found.ok) return found
  const { source, target } = found.value
  const hash = command.version ?? source.latestVersion
  const version = await reads.findVersion(tenant.id, source.id, hash)
  if (version === undefined) return refuse({ code: 'version_unknown', pointer: '/version' })
  const { externalIdpId = target.externalIdpId } = command
  const idp = await reads.findExternalIdp(tenant.id, externalIdpId)
  if (idp === undefined)
    return refuse({ code: 'external_idp_unknown', pointer: '/external_idp_id' })
  const settings = promoteSettings(version.settings, target.ssoId, idp)
  if (!settings.ok) return settings
  const wrong = await checkSettings(scope, target.id, settings.value)
  if (wrong) return refuse(wrong)

  const drafted = await draft(scope, target, settings.value)
  const moved = { externalIdpId, latestVersion: drafted.hash, updatedAt: clock() }
  const promoted: ConnectorDetail = { ...target, ...moved, latest: drafted.version }
  return ok({
    result: promoted,
    audit: {
      target: { type: 'connector', id: target.id },
      before: snapshotOf(target),
      after: snapshotOf(promoted),
    },
    record: [...drafted.record, recordConnector(scope, { id: target.id, ...moved })],
    ...(await publishDraft(scope, target, settings.value, target.latest.settings)),
  })
}

/** The version that governed last before the one that governs now. */
async function findFormer(
  { db }: Scope,
  { id, activeVersion }: Connector,
): Promise<VersionHash | undefined> {
  if (activeVersion === undefined) return undefined
  const row = await db
    .select({ hash: versions.hash })
    .from(versions)
    .where(
      and(
        eq(versions.connectorId, id),
        eq(versions.state, 'superseded'),
        ne(versions.hash, activeVersion),
      ),
    )
    .orderBy(desc(versions.activatedAt))
    .get()
  return row?.hash
}

async function findBoth(
  { reads, tenant }: Scope,
  { connectorId, targetId }: CommandOf<'promote_version'>,
): Promise<
  Result<{ readonly source: Connector; readonly target: ConnectorDetail }, TenantRefusal>
> {
  const [source, target, keys] = await Promise.all([
    reads.findConnector(tenant.id, connectorId),
    reads.findConnectorDetail(tenant.id, targetId),
    reads.listSsoKeys(tenant.id),
  ])
  if (source === undefined) return refuse({ code: 'connector_unknown' })
  if (target === undefined) return refuse({ code: 'connector_unknown', pointer: '/target_id' })
  const [from, to] = [source, target].map(
    ({ ssoId }) => keys.find(({ id }) => id === ssoId)?.environment,
  )
  if (from === to)
    return refuse({ code: 'connector_same_environment', pointer: '/target_id', got: to ?? '' })
  return ok({ source, target })
}

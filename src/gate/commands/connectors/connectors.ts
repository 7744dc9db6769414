// Creating, changing, switching and deleting connectors.

import { eq } from 'drizzle-orm'
import { ok, refuse } from '../../../result.ts'
import { connectors, connectorVersions } from '../../../storage/d1/schema/index.ts'
import { toStatement } from '../../../storage/statement.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { changeSettings, settingsOf } from '../../../tenants/commands/connector-settings.ts'
import type { Connector } from '../../../tenants/connectors/connector.ts'
import { isSameName } from '../../../tenants/fold-name.ts'
import { newId } from '../../../tenants/ids.ts'
import { ssoKeyUrls } from '../../../tenants/sso-key.ts'
import { shutStatements } from '../../connector-health/connector-health-notifications.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { findLive } from '../../tables/configurations.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'
import { checkSettings } from './check-settings.ts'
import { draft } from './drafts.ts'
import { getBareConfiguration, setActive } from './live.ts'
import { publishDraft } from './publish-draft.ts'

/** The planners of the commands of this file. */
export const connectorPlanners: Planners<
  'create_connector' | 'delete_connector' | 'set_connector_enabled' | 'update_connector'
> = {
  create_connector: createConnector,
  delete_connector: deleteConnector,
  set_connector_enabled: setConnectorEnabled,
  update_connector: updateConnector,
}

/** Joins an SSO key to an external IdP. The first version is a draft; nothing is live yet. */
async function createConnector(
  scope: Scope,
  { input }: CommandOf<'create_connector'>,
): Planned<'create_connector'> {
  const { sql, db, reads, tenant, clock, random } = scope
  const key = await reads.findSsoKey(tenant.id, input.ssoId)
  if (key === undefined) return refuse({ code: 'sso_key_unknown', pointer: '/sso_id' })
  const joined = 'SELECT connector_id FROM connectors WHERE tenant_id = ? AND sso_id = ?'
  if (firstRow(sql, joined, tenant.id, key.id))
    return refuse({ code: 'connector_sso_key_taken', pointer: '/sso_id' })
  const taken = await findTaken(scope, input)
  if (taken) return refuse(taken)
  const idp = await reads.findExternalIdp(tenant.id, input.externalIdpId)
  if (idp === undefined)
    return refuse({ code: 'external_idp_unknown', pointer: '/external_idp_id' })
  const settings = settingsOf(input, idp)
  if (!settings.ok) return settings
  const wrong = await checkSettings(scope, undefined, settings.value)
  if (wrong) return refuse(wrong)

  const id = newId('con', random)
  const now = clock()
  const { version, record } = await draft(scope, { id }, settings.value)
  const connector: Connector = {
    id,
    tenantId: tenant.id,
    name: input.name,
    reference: input.reference,
    type: 'saml',
    ssoId: key.id,
    externalIdpId: idp.id,
    enabled: true,
    latestVersion: version.hash,
    createdAt: now,
    updatedAt: now,
  }
  const { publish } = await publishDraft(scope, connector, settings.value)
  return ok({
    result: { ...connector, latest: version, loginUrl: ssoKeyUrls(key).loginUrl },
    publish,
    record: [toStatement(db.insert(connectors).values(connector)), ...record],
    commit: [
      gateStatement(
        'INSERT INTO connectors (tenant_id, connector_id, sso_id, enabled) VALUES (?, ?, ?, 1)',
        tenant.id,
        id,
        key.id,
      ),
    ],
  })
}

/** Changes a connector: settings become a draft, a name shows at once. */
async function updateConnector(
  scope: Scope,
  { connectorId, change }: CommandOf<'update_connector'>,
): Planned<'update_connector'> {
  const { reads, tenant, clock } = scope
  const detail = await reads.findConnectorDetail(tenant.id, connectorId)
  if (detail === undefined) return refuse({ code: 'connector_unknown' })
  const { latest, active: _active, loginUrl: _url, ...before } = detail
  const { name = before.name, reference = before.reference } = change
  const taken = await findTaken(scope, { name, reference }, before)
  if (taken) return refuse(taken)
  const { externalIdpId = before.externalIdpId } = change
  const idp = await reads.findExternalIdp(tenant.id, externalIdpId)
  if (idp === undefined)
    return refuse({ code: 'external_idp_unknown', pointer: '/external_idp_id' })
  const settings = changeSettings(latest.settings, change, idp)
  if (!settings.ok) return settings
  const wrong = await checkSettings(scope, connectorId, settings.value, latest.settings)
  if (wrong) return refuse(wrong)

  const { version, record } = await draft(scope, before, settings.value)
  const connector: Connector = {
    ...before,
    name,
    reference,
    externalIdpId,
    latestVersion: version.hash,
    updatedAt: clock(),
  }
  return ok({
    result: { ...detail, ...connector, latest: version },
    record: [...record, recordConnector(scope, connector)],
    ...(await publishDraft(scope, connector, settings.value, latest.settings)),
  })
}

/** Lets people in through a connector, or no longer: at once, and without a new version. */
async function setConnectorEnabled(
  scope: Scope,
  { connectorId, enabled }: CommandOf<'set_connector_enabled'>,
): Planned<'set_connector_enabled'> {
  const { sql, reads, tenant, clock } = scope
  const before = await reads.findConnectorDetail(tenant.id, connectorId)
  if (before === undefined) return refuse({ code: 'connector_unknown' })
  const switched = { enabled, updatedAt: clock() }
  const live = findLive(sql, tenant.id, connectorId)
  const activeNow = live ? [{ ...live, connector: { ...live.connector, enabled } }] : []
  return ok({
    result: { ...before, ...switched },
    publish: activeNow,
    record: [recordConnector(scope, { id: connectorId, ...switched })],
    commit: [
      gateStatement(
        'UPDATE connectors SET enabled = ? WHERE tenant_id = ? AND connector_id = ?',
        enabled ? 1 : 0,
        tenant.id,
        connectorId,
      ),
      ...activeNow.map(setActive),
      ...(live && before.enabled && !enabled
        ? shutStatements(sql, watched(before), 'disabled', switched.updatedAt)
        : []),
    ],
  })
}

const watched = ({ id, tenantId, ssoId }: Connector) => ({ tenantId, connectorId: id, ssoId })

/**
 * Deletes a connector with its versions, and ends the sessions it made; the SSO key stays, and its
 * metadata with it.
 */
async function deleteConnector(
  scope: Scope,
  { connectorId, confirm, evenLastAdmin }: CommandOf<'delete_connector'>,
): Planned<'delete_connector'> {
  const { sql, db, reads, tenant, clock } = scope
  const connector = await reads.findConnector(tenant.id, connectorId)
  if (connector === undefined) return refuse({ code: 'connector_unknown' })
  // Nobody signs in through a draft; and to leave no administrator a way in was confirmed in so
  // many words.
  const isConfirmed = confirm === connector.name || evenLastAdmin === true
  if (connector.activeVersion !== undefined && !isConfirmed)
    return refuse({ code: 'connector_confirmation_mismatch', expected: connector.name })
  return ok({
    result: connector,
    removal: true,
    publish: [await getBareConfiguration(scope, connector.ssoId)],
    record: [
      toStatement(
        db.delete(connectorVersions).where(eq(connectorVersions.connectorId, connectorId)),
      ),
      toStatement(db.delete(connectors).where(eq(connectors.id, connectorId))),
    ],
    commit: [
      ...['connectors', 'tests', 'test_reports', 'tested_versions', 'connector_watch'].map(
        (table) =>
          gateStatement(
            `DELETE FROM ${table} WHERE tenant_id = ? AND connector_id = ?`,
            tenant.id,
            connectorId,
          ),
      ),
      ...['links', 'relinks', 'relink_attempts', 'admin_logins'].map((table) =>
        gateStatement(`DELETE FROM ${table} WHERE connector_id = ?`, connectorId),
      ),
      ...(connector.activeVersion === undefined
        ? []
        : shutStatements(sql, watched(connector), 'deleted', clock())),
      // The rows stay, because they also say that their requests are spent.
      gateStatement(
        `UPDATE sessions SET ended_at = ?1 WHERE connector_id = ?2 AND ended_at IS NULL
         AND (tenant_id = ?3 OR tenant_id IN (SELECT tenant_id FROM tenants WHERE parent_id = ?3))`,
        clock(),
        connectorId,
        tenant.id,
      ),
    ],
  })
}

/** Records what of a connector changed. */
export const recordConnector = (
  { db }: Scope,
  { id, ...columns }: Partial<Connector> & Pick<Connector, 'id'>,
) => toStatement(db.update(connectors).set(columns).where(eq(connectors.id, id)))

/**
 * Of what changes, refuses the name or the reference of another connector; what stays may be older
 * than this rule.
 */
async function findTaken(
  { db, tenant }: Scope,
  { name, reference }: Pick<Connector, 'name' | 'reference'>,
  before?: Connector,
): Promise<TenantRefusal | undefined> {
  const mine = await db
    .select({ id: connectors.id, name: connectors.name, reference: connectors.reference })
    .from(connectors)
    .where(eq(connectors.tenantId, tenant.id))
  const others = mine.filter(({ id }) => id !== before?.id)
  if (name !== before?.name && others.some((other) => isSameName(other.name, name)))
    return { code: 'connector_name_taken', pointer: '/name', got: name }
  const isTaken =
    reference !== before?.reference &&
    others.some((other) => isSameName(other.reference, reference))
  return isTaken
    ? { code: 'connector_reference_taken', pointer: '/reference', got: reference }
    : undefined
}

// Connectors: one SSO key joined to one external IdP. Every write makes a draft version; none goes live by itself (I6).

import type * as v from 'valibot'
import { ok, type Result, refuse } from '../../result.ts'
import type { Connector, ConnectorVersion, VersionHash } from '../../tenants/connector.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import type { Deps } from '../deps.ts'
import {
  ConnectorChangeShape,
  ConnectorDetailShape,
  ConnectorShape,
  NewConnectorShape,
  writeConnector,
  writeVersion,
} from './connector-shapes.ts'
import { toCamelNames } from './member-names.ts'
import { type ApiRefusal, operation } from './operation.ts'
import { PageQuery, pageOf, readPage, writePage } from './page.ts'
import { runCommand } from './run-command.ts'

/** Creating, changing and switching connectors. The gate decides about conflicts, so that two calls at once cannot both win. */
export const connectorOperations = [
  operation({
    id: 'createConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors',
    tag: 'Connectors',
    summary: 'Join an SSO key to an external IdP; the first version is a draft',
    access: 'api_key',
    body: NewConnectorShape,
    status: 201,
    response: ConnectorDetailShape,
    refusals: [
      'tenant_unknown',
      'sso_key_unknown',
      'external_idp_unknown',
      'connector_name_taken',
      'connector_reference_taken',
      'connector_binding_not_offered',
      'connector_sso_key_taken',
    ],
    async run(deps, { params, body }) {
      const { type, mapping, ...members } = body
      const input = { ...toCamelNames(members), ...mappingOf(mapping) }
      const tenantId = params.tenant_id
      const command = { kind: 'create_connector', tenantId, input } as const
      return detailed(deps, await runCommand(deps, tenantId, command))
    },
  }),
  operation({
    id: 'listConnectors',
    method: 'GET',
    path: '/tenants/{tenant_id}/connectors',
    tag: 'Connectors',
    summary: 'List the connectors of a tenant',
    access: 'api_key',
    query: PageQuery,
    status: 200,
    response: pageOf(ConnectorShape),
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      const tenantId = params.tenant_id
      if (!(await deps.reads.findTenant(tenantId))) return refuse({ code: 'tenant_unknown' })
      const [listed, keys] = await Promise.all([
        deps.reads.listConnectors(tenantId, readPage(query)),
        deps.reads.listSsoKeys(tenantId),
      ])
      const loginUrls = new Map(keys.map((key) => [key.id, ssoKeyUrls(key).loginUrl]))
      return ok(writePage(listed, (c) => writeConnector(c, loginUrls.get(c.ssoId) ?? '')))
    },
  }),
  operation({
    id: 'getConnector',
    method: 'GET',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Read a connector with its latest and its active version',
    access: 'api_key',
    status: 200,
    response: ConnectorDetailShape,
    refusals: ['connector_unknown'],
    async run(deps, { params }) {
      const connector = await deps.reads.findConnector(params.tenant_id, params.connector_id)
      return connector
        ? ok(await writeDetail(deps, connector))
        : refuse({ code: 'connector_unknown' })
    },
  }),
  operation({
    id: 'updateConnector',
    method: 'PATCH',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Change a connector; changed settings make a new draft',
    description: 'What is live stays live until the draft is tested and activated.',
    access: 'api_key',
    body: ConnectorChangeShape,
    status: 200,
    response: ConnectorDetailShape,
    refusals: [
      'tenant_unknown',
      'connector_unknown',
      'external_idp_unknown',
      'connector_name_taken',
      'connector_reference_taken',
      'connector_binding_not_offered',
    ],
    async run(deps, { params, body }) {
      const { mapping, ...members } = body
      const command = {
        kind: 'update_connector',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        change: { ...toCamelNames(members), ...mappingOf(mapping) },
      } as const
      return detailed(deps, await runCommand(deps, params.tenant_id, command))
    },
  }),
  operation({
    id: 'deleteConnector',
    method: 'DELETE',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Delete a connector; logins through it end at once',
    access: 'api_key',
    status: 204,
    refusals: ['tenant_unknown', 'connector_unknown'],
    async run(deps, { params }) {
      const deleted = await runCommand(deps, params.tenant_id, {
        kind: 'delete_connector',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
      })
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
  switchOperation('enable', 'Let people log in through a connector, from the next login on'),
  switchOperation('disable', 'Stop logins through a connector at once'),
]

/** `:enable` and `:disable` differ in one word. */
function switchOperation(verb: 'enable' | 'disable', summary: string) {
  return operation({
    id: `${verb}Connector`,
    method: 'POST',
    path: `/tenants/{tenant_id}/connectors/{connector_id}:${verb}`,
    tag: 'Connectors',
    summary,
    access: 'api_key',
    status: 200,
    response: ConnectorDetailShape,
    refusals: ['tenant_unknown', 'connector_unknown'],
    async run(deps, { params }) {
      const command = {
        kind: 'set_connector_enabled',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        enabled: verb === 'enable',
      } as const
      return detailed(deps, await runCommand(deps, params.tenant_id, command))
    },
  })
}

const mappingOf = (mapping: v.InferOutput<typeof NewConnectorShape>['mapping']) =>
  mapping === undefined ? {} : { mapping: toCamelNames(mapping) }

async function detailed(
  deps: Deps,
  result: Result<Connector, ApiRefusal>,
): Promise<Result<v.InferOutput<typeof ConnectorDetailShape>, ApiRefusal>> {
  return result.ok ? ok(await writeDetail(deps, result.value)) : result
}

async function writeDetail(deps: Deps, connector: Connector) {
  const { tenantId, ssoId, latestVersion, activeVersion } = connector
  const [key, latest, active] = await Promise.all([
    deps.reads.findSsoKey(tenantId, ssoId),
    getVersion(deps, connector, latestVersion),
    activeVersion === undefined ? undefined : getVersion(deps, connector, activeVersion),
  ])
  if (key === undefined) throw new Error('a connector without its SSO key')
  return {
    ...writeConnector(connector, ssoKeyUrls(key).loginUrl),
    latest: writeVersion(latest),
    active: active === undefined ? null : writeVersion(active),
  }
}

async function getVersion(
  deps: Deps,
  connector: Connector,
  hash: VersionHash,
): Promise<ConnectorVersion> {
  const version = await deps.reads.findVersion(connector.tenantId, connector.id, hash)
  if (version === undefined) throw new Error('a connector without its version')
  return version
}
